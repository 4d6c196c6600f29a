"""Facts for imports: earlier uploads, the register that a file is held against, and how far a writing got."""

import json
from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from coopsite import clock
from coopsite.formats.text import fold
from growers.models import Bank, Commune, Cooperative, ExportCode, Household, ImportRun, LegacyCommune, Plot, Variety
from growers.queries.capital import held_by
from growers.rules.people_import import HOUSEHOLD, PLOT, Person, Register

FIELDS = {"area": "area_m2", "variety": "variety__code"}


def runs_of(coop: Cooperative) -> QuerySet:
    """Uploads, newest first, without their contents."""
    return ImportRun.objects.of(coop).select_related("uploaded_by").defer("content", "report").order_by("-id")


def run_by_id(coop: Cooperative, pk: int) -> ImportRun | None:
    """One upload, or None."""
    return ImportRun.objects.of(coop).filter(pk=pk).first()


def progress_file(run: ImportRun) -> Path:
    """Where a writing notes how far it got: beside the database, where its rows show only when all are there."""
    return Path(settings.VAR_DIR) / "progress" / f"{run.pk}.json"


def progress_of(run: ImportRun) -> tuple[int, int]:
    """(rows written, rows to write) of a running import; (0, 0) when nothing is known."""
    try:
        done, total = json.loads(progress_file(run).read_text())
    except (OSError, ValueError):
        return 0, 0
    return done, total


def varieties_of(coop: Cooperative) -> dict[str, tuple[str, ...]]:
    """The varieties of the main crop by code, with the texts that mean them."""
    rows = Variety.objects.filter(commodity=coop.commodity_id).order_by("id")
    return {row.code: tuple(dict.fromkeys((row.name_vi, row.name_en, row.code))) for row in rows}


def code_width(coop: Cooperative) -> int:
    """How many digits the co-operative's household codes have."""
    codes = Household.objects.of(coop).values_list("code", flat=True)
    return max(map(len, codes), default=3)


def register_of(coop: Cooperative) -> Register:
    """Everybody and everything that a register of households is held against. Six statements."""
    province = coop.commune.province_code
    area_codes = ExportCode.objects.of(coop).filter(area__isnull=False)
    varieties = list(Variety.objects.filter(commodity=coop.commodity_id).order_by("id").values_list("code", flat=True))
    return Register(
        people=_people(coop),
        communes=_communes(province),
        home=coop.commune_id,
        banks={fold(name): pk for pk, name in Bank.objects.values_list("pk", "short_name")},
        area_codes={fold(code): pk for pk, code in area_codes.values_list("pk", "code")},
        usual_variety="OTHER" if "OTHER" in varieties else varieties[0],
        today=clock.today(),
    )


def _people(coop: Cooperative) -> list[Person]:
    plots = (
        Plot.objects.of(coop).only("household_id", "number", "code", "name", *_plot_fields()).select_related("variety")
    )
    households = Household.objects.of(coop).prefetch_related(Prefetch("plots", plots))
    capital = held_by(coop)
    found = []
    for row in households:
        facts = {key: getattr(row, key) for key in HOUSEHOLD if key != "capital_vnd"}
        facts |= {"commune": row.commune_id, "bank": row.bank_id, "capital_vnd": capital.get(row.pk)}
        person = Person(row.pk, row.code, row.name, facts)
        for plot in row.plots.all():
            known = {key: getattr(plot, FIELDS.get(key, key), None) for key in PLOT}
            known |= {"variety": plot.variety.code, "pk": plot.pk}
            for name in {str(plot.number), fold(plot.name)} - {""}:
                person.plots[name] = known
        found.append(person)
    return found


def _plot_fields() -> list[str]:
    return [FIELDS.get(key, key) for key in PLOT if key != "variety"] + ["variety__code"]


def _communes(province: str) -> dict[str, list[int]]:
    """Folded names of a province's communes, new ones before former ones, each with the keys it may mean."""
    new: dict[str, list[int]] = defaultdict(list)
    for pk, name in Commune.objects.filter(province_code=province).values_list("pk", "name"):
        new[fold(name)].append(pk)
    former: dict[str, set[int]] = defaultdict(set)
    rows = LegacyCommune.objects.filter(commune__province_code=province).values_list("commune_id", "name")
    for pk, name in rows:
        bare = fold(name)
        for word in ("xa ", "phuong ", "thi tran "):
            bare = bare.removeprefix(word)
        former[bare].add(pk)
    return {**{name: sorted(found) for name, found in former.items()}, **new}
