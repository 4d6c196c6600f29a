"""Plain functions that make the rows a test needs; every default is a sensible one."""

import datetime as dt
import itertools

from growers.actions.households import keep_keys
from growers.actions.plots import keep_keys as keep_plot_keys
from growers.actions.plots import measure
from growers.models import (
    CodeEvent,
    CodePlot,
    Commodity,
    Commune,
    Cooperative,
    ExportCode,
    Grade,
    GrowingArea,
    Household,
    Market,
    Membership,
    Plot,
    User,
    Variety,
)
from growers.queries.seats import Seat, seat_of

PASSWORD = "a long test password"
BEGINNING = dt.date(2025, 1, 1)
_serial = itertools.count(1)


def make_commune(name="Tà Hộc", **values) -> Commune:
    found = Commune.objects.filter(name=name).first()
    if found:
        return found
    defaults = {
        "code": f"{next(_serial):05d}", "kind": "xa", "province_code": "14", "province": "Sơn La", "search_key": "",
    }  # fmt: skip
    return Commune.objects.create(name=name, **{**defaults, **values})


def make_commodity(code="dragon_fruit") -> Commodity:
    commodity, made = Commodity.objects.get_or_create(
        code=code,
        defaults={
            "name_vi": "Thanh long ruột đỏ",
            "name_en": "Red-fleshed dragon fruit",
            "botanical": "Selenicereus costaricensis",
            "expected_yield_kg_per_ha": 16_700,
        },
    )
    if made:
        make_grades(commodity)
        Variety.objects.create(commodity=commodity, code="ld5", name_vi="LĐ5", name_en="LĐ5")
    return commodity


def make_grades(commodity: Commodity) -> list[Grade]:
    rows = [
        ("L1", "Loại 1", "Grade 1", "graded", 10_000, 40_000),
        ("L2", "Loại 2", "Grade 2", "graded", 10_000, 40_000),
        ("L3", "Loại 3", "Grade 3", "graded", 10_000, 40_000),
        ("D", "Dạt", "Off-grade", "offgrade", 2_000, 12_000),
        ("XO", "Mua xô", "Flat", "mixed", 5_000, 40_000),
        ("CPL", "Chưa phân loại", "Ungraded", "ungraded", None, None),
    ]
    return [
        Grade.objects.create(
            commodity=commodity, code=code, name_vi=vi, name_en=en, kind=kind, position=place,
            band_low_vnd=low, band_high_vnd=high,
        )
        for place, (code, vi, en, kind, low, high) in enumerate(rows, start=1)
    ]  # fmt: skip


def make_market(code="CN", name_vi="Trung Quốc", name_en="China") -> Market:
    market, _ = Market.objects.get_or_create(
        code=code, defaults={"name_vi": name_vi, "name_en": name_en, "position": next(_serial)}
    )
    return market


def make_coop(slug="ngoc-hoang", **values) -> Cooperative:
    name = values.pop("name", f"HTX {slug}")
    defaults = {"legal_name": f"Hợp tác xã {slug}", "code": "NH", "commune": make_commune()}
    return Cooperative.objects.create(slug=slug, name=name, **{**defaults, "commodity": make_commodity(), **values})


def make_user(username: str, **values) -> User:
    user = User(username=username, **values)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_seat(coop: Cooperative, role: str = "director", username: str = "") -> Seat:
    user = make_user(username or f"{role}.{coop.slug}.{next(_serial)}")
    Membership.objects.create(user=user, cooperative=coop, role=role)
    return seat_of(user, coop.slug)


def make_household(coop: Cooperative, code: str = "", name: str = "Bùi Thị Hoa", **values) -> Household:
    household = Household(
        cooperative=coop,
        code=code or f"{next(_serial):03d}",
        name=name,
        **{"commune": coop.commune, "village": "bản Cao Sơn", **values},
    )
    keep_keys(household)
    household.full_clean()
    household.save()
    return household


def make_plot(household: Household, **values) -> Plot:
    number = Plot.objects.of(household.cooperative_id).filter(household=household).count() + 1
    variety = Variety.objects.filter(commodity=household.cooperative.commodity).first()
    plot = Plot(
        cooperative=household.cooperative,
        household=household,
        number=number,
        code=f"{household.code}-{number}",
        commune=household.commune,
        **{"area_m2": 10_000, "variety": variety, **values},
    )
    measure(plot)
    keep_plot_keys(plot)
    plot.full_clean()
    plot.save()
    return plot


def make_area(coop: Cooperative, code: str = "V1", **values) -> GrowingArea:
    return GrowingArea.objects.create(
        cooperative=coop, code=code, name=f"Vùng {code}", **{"commune": coop.commune, **values}
    )


def make_code(area: GrowingArea, code: str = "VN-SLOR-0001", status: str = "active", **values) -> ExportCode:
    """A planting area code with one status since the beginning of 2025."""
    defaults = {"commodity": area.cooperative.commodity, "market": values.pop("market", None) or make_market()}
    row = ExportCode.objects.create(cooperative=area.cooperative, area=area, code=code, **{**defaults, **values})
    if status:
        make_event(row, status)
    return row


def make_event(code: ExportCode, status: str, day: dt.date = BEGINNING, reason: str = "") -> CodeEvent:
    return CodeEvent.objects.create(
        cooperative=code.cooperative, export_code=code, status=status, effective_from=day, reason=reason
    )


def put_under(code: ExportCode, *plots: Plot, valid_from: dt.date = BEGINNING, valid_to: dt.date | None = None) -> None:
    for plot in plots:
        CodePlot.objects.create(
            cooperative=code.cooperative, export_code=code, plot=plot, valid_from=valid_from, valid_to=valid_to
        )
