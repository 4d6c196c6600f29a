"""Writes a planned register of households and plots: all rows in one transaction, with their history."""

from collections.abc import Callable
from itertools import count

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from coopsite import clock
from growers.actions.capital import open_capital
from growers.actions.households import keep_keys
from growers.actions.plots import keep_keys as keep_plot_keys
from growers.models import CodePlot, Commune, Cooperative, Household, Plot, Variety
from growers.queries.communes import former_names
from growers.queries.households import next_code
from growers.queries.seats import Seat
from growers.rules.imports import NEW, UPDATE, Plan, Planned
from growers.rules.people_import import Work

CHUNK = 500
FIELDS = {"area": "area_m2"}


def write_people(seat: Seat, plan: Plan, tell: Callable[[int, int], None]) -> list[dict]:
    """Carry out a plan within the running transaction; `tell(done, all)` hears how far it got.

    Returns what was made or changed: [{row, what, label, code}], households first.
    """
    coop = seat.cooperative
    todo = [planned for planned in plan.rows if planned.outcome in (NEW, UPDATE)]
    capital = {planned.number: planned.work.household.pop("capital_vnd", 0) for planned in todo}
    households = _households(coop, todo)
    fresh = [households[planned.number] for planned in todo if _makes(planned)]
    tell(0, len(todo))
    for start in range(0, len(fresh), CHUNK):
        bulk_create_with_history(fresh[start : start + CHUNK], Household, default_user=seat.user)
        tell(min(start + CHUNK, len(fresh)) // 2, len(todo))
    made = [_told(planned, "household", households[planned.number]) for planned in todo if _makes(planned)]
    made += _change_households(seat, todo, households)
    today = clock.today()
    said = {households[number]: vnd for number, vnd in capital.items() if vnd}
    open_capital(seat, {member.pk: (min(member.joined_on or today, today), vnd) for member, vnd in said.items()})
    made += _plots(seat, todo, households, tell)
    tell(len(todo), len(todo))
    return made


def _makes(planned: Planned) -> bool:
    return planned.work.person is None and not planned.work.first_row


def _told(planned: Planned, what: str, row) -> dict:
    code = row.code if what == "household" else row.household.code
    return {"row": planned.number, "what": what, "label": row.code, "code": code}


def _households(coop: Cooperative, todo: list[Planned]) -> dict[int, Household]:
    """The household of each row by row number: unsaved ones for new people, stored ones for known people."""
    stored = (
        Household.objects.of(coop)
        .select_related("commune", "legacy_commune")
        .in_bulk([planned.work.person.pk for planned in todo if planned.work.person])
    )
    communes = {planned.work.household["commune"] for planned in todo}
    known = Commune.objects.in_bulk(communes)
    former = former_names(communes)
    given = [int(planned.work.household["code"]) for planned in todo if planned.work.household["code"]]
    free = count(max([int(next_code(coop)), *(code + 1 for code in given)]))
    found: dict[int, Household] = {}
    for planned in todo:
        work: Work = planned.work
        if work.person:
            found[planned.number] = stored[work.person.pk]
        elif work.first_row:
            found[planned.number] = found[work.first_row]
        else:
            facts = {**work.household, "commune": known[work.household["commune"]]}
            facts["code"] = facts["code"] or f"{next(free):03d}"
            household = Household(cooperative=coop, bank_id=facts.pop("bank", None), **facts)
            keep_keys(household, former.get(household.commune_id, ()))
            found[planned.number] = household
    return found


def _columns(facts: dict) -> dict:
    """Facts by the names of stored columns: rows by key."""
    return {f"{key}_id" if key in ("commune", "bank") else key: value for key, value in facts.items()}


def _change_households(seat: Seat, todo: list[Planned], households: dict[int, Household]) -> list[dict]:
    """Known people take what the register says and they did not have; blank cells change nothing."""
    changed: dict[int, tuple[Planned, Household]] = {}
    fields: set[str] = set()
    for planned in todo:
        if not planned.work.person:
            continue
        household = households[planned.number]
        fresh = {
            k: v for k, v in _columns(planned.work.household).items() if v != getattr(household, k) and k != "code"
        }
        for name, value in fresh.items():
            setattr(household, name, value)
        if fresh:
            fields |= fresh.keys()
            changed[household.pk] = (planned, household)
    for _, household in changed.values():
        keep_keys(household)
        household.version += 1
    if changed:
        rows = [household for _, household in changed.values()]
        names = [name.removesuffix("_id") if name in ("commune_id", "bank_id") else name for name in fields]
        bulk_update_with_history(
            rows, Household, [*names, "search_key", "sort_key", "citizen_index", "version"], batch_size=CHUNK,
            default_user=seat.user, manager=Household.objects.unscoped("rows of the plan are read within the co-op"),
        )  # fmt: skip
    return [_told(planned, "household", household) for planned, household in changed.values()]


def _plots(seat: Seat, todo: list[Planned], households: dict[int, Household], tell) -> list[dict]:
    coop = seat.cooperative
    varieties = {row.code: row for row in Variety.objects.filter(commodity=coop.commodity_id)}
    usual = varieties.get("OTHER") or next(iter(varieties.values()))
    numbers = _last_numbers(coop)
    rows, memberships, told = [], [], []
    for planned in todo:
        work: Work = planned.work
        if not work.plot or work.plot_pk is not None:
            continue
        household = households[planned.number]
        numbers[household.pk] = numbers.get(household.pk, 0) + 1
        plot = _plot(household, numbers[household.pk], work.plot, varieties, usual)
        rows.append(plot)
        told.append((planned, plot))
        if work.area_code:
            memberships.append((work.area_code, plot))
    for start in range(0, len(rows), CHUNK):
        bulk_create_with_history(rows[start : start + CHUNK], Plot, default_user=seat.user)
        tell((len(todo) + min(start + CHUNK, len(rows))) // 2, len(todo))
    CodePlot.objects.bulk_create(
        CodePlot(cooperative=coop, export_code_id=code, plot=plot, valid_from=clock.today())
        for code, plot in memberships
    )
    return [_told(planned, "plot", plot) for planned, plot in told] + _change_plots(seat, todo, varieties)


def _plot(household: Household, number: int, facts: dict, varieties: dict, usual: Variety) -> Plot:
    facts = {FIELDS.get(key, key): value for key, value in facts.items()}
    facts["variety"] = varieties.get(facts.get("variety"), usual)
    plot = Plot(
        cooperative_id=household.cooperative_id, household=household, number=number, commune=household.commune, **facts,
    )  # fmt: skip
    keep_plot_keys(plot)
    return plot


def _last_numbers(coop: Cooperative) -> dict[int, int]:
    """The highest plot number of each household."""
    found: dict[int, int] = {}
    for household, number in Plot.objects.of(coop).values_list("household_id", "number"):
        found[household] = max(number, found.get(household, 0))
    return found


def _change_plots(seat: Seat, todo: list[Planned], varieties: dict) -> list[dict]:
    work = {planned.work.plot_pk: planned for planned in todo if planned.work.plot and planned.work.plot_pk}
    plots = Plot.objects.of(seat.cooperative).select_related("household").in_bulk(work)
    changed, fields = [], set()
    for pk, plot in plots.items():
        facts = {FIELDS.get(k, k): v for k, v in work[pk].work.plot.items() if k != "name"}
        if "variety" in facts:
            facts["variety"] = varieties[facts["variety"]]
        fresh = {name: value for name, value in facts.items() if getattr(plot, name) != value}
        for name, value in fresh.items():
            setattr(plot, name, value)
        if fresh:
            plot.version += 1
            fields |= fresh.keys()
            changed.append((work[pk], plot))
    if changed:
        bulk_update_with_history(
            [plot for _, plot in changed], Plot, [*fields, "version"], batch_size=CHUNK, default_user=seat.user,
            manager=Plot.objects.unscoped("rows of the plan, read within the co-operative"),
        )  # fmt: skip
    return [_told(planned, "plot", plot) for planned, plot in changed]
