"""The demonstration's growing areas and planting area codes, one code per area and market, all marked DEMO."""

import datetime as dt

from growers.models import CodeEvent, CodePlot, Commune, Cooperative, ExportCode, GrowingArea, Market, Plot
from harvests.actions.demo.plan import APPLIED, AREAS, PEOPLE

SINCE = dt.date(2025, 2, 1)


def seed_areas(coop: Cooperative) -> dict[str, list[Plot]]:
    """Make the areas with their codes; returns the plots of each area by its code."""
    taken: dict[str, int] = {}
    members = {}
    for code, name, commune, hundredths, count, _, markets in AREAS[coop.slug]:
        offset = taken.get(commune, 0)
        taken[commune] = offset + count
        plots = list(
            Plot.objects.of(coop)
            .filter(commune__code=commune, number=1)
            .order_by("code")
            .select_related("household")[offset : offset + count]
        )
        area = GrowingArea.objects.create(
            cooperative=coop, code=code, name=name, commune=Commune.objects.get(code=commune), note="Dữ liệu minh hoạ."
        )
        for market in markets:
            _code(coop, area, market, plots, hundredths * 100)
        members[code] = plots
    return members


def _code(coop: Cooperative, area: GrowingArea, market: str, plots: list[Plot], square_metres: int) -> None:
    applied = coop.slug in APPLIED
    export_code = ExportCode.objects.create(
        cooperative=coop,
        area=area,
        code=f"DEMO-{coop.code}-{market}-{area.code[1:].zfill(2)}"
        if applied
        else f"DEMO-{market}-{area.code[1:].zfill(2)}",
        commodity=coop.commodity,
        market=Market.objects.get(code=market),
        registered_m2=square_metres,
        issuer="Cục Trồng trọt và Bảo vệ thực vật (minh hoạ)",
        representative=coop.director_name,
        valid_from=SINCE,
        note="Mã minh hoạ, không phải mã thật.",
    )
    statuses = ["applied"] if applied else ["applied", "active"]
    for days, status in enumerate(statuses):
        CodeEvent.objects.create(
            cooperative=coop,
            export_code=export_code,
            status=status,
            effective_from=SINCE + dt.timedelta(days=30 * days),
        )
    CodePlot.objects.bulk_create(
        CodePlot(cooperative=coop, export_code=export_code, plot=plot, valid_from=SINCE) for plot in plots
    )


def outside_areas(coop: Cooperative, members: dict[str, list[Plot]]) -> list[Plot]:
    """The first plots of households that belong to no growing area."""
    inside = {plot.pk for plots in members.values() for plot in plots}
    wanted = [code for code, _, _ in PEOPLE[coop.slug]]
    plots = (
        Plot.objects.of(coop).filter(commune__code__in=wanted, number=1).select_related("household").order_by("code")
    )
    return [plot for plot in plots if plot.pk not in inside]
