"""Decides what each row of a register of households and plots becomes: new, changed, there already, or refused."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coopsite.formats.text import fold
from growers.rules.households import judge_household
from growers.rules.imports import BAD, DUPLICATE, NEW, SAME, UPDATE, Plan, Planned
from growers.rules.sheets import Preview

CODES = (
    "code_of_another", "commune_unknown", "commune_ambiguous", "commune_assumed", "bank_unknown", "plot_without_area",
    "area_code_unknown", "to_complete", "same_plot_twice", "citizen_of_another", "variety_assumed",
)  # fmt: skip
HOUSEHOLD = (
    "name", "alias", "kind", "register_no", "capital_vnd", "joined_on", "citizen_id", "gender", "birth_year",
    "ethnicity", "phone", "village", "bank_account", "bank_account_name",
)  # fmt: skip
PLOT = (
    "area",
    "posts",
    "plants",
    "planted_year",
    "first_crop_year",
    "irrigation",
    "ground_cover",
    "practice",
    "variety",
)
# Registers rarely hold what the law asks of official members; the row is taken and the gap is named.
COMPLETED_LATER = {"official_without_register", "account_without_bank"}
KIND_WORDS = ("xa ", "phuong ", "thi tran ", "dac khu ")


@dataclass(slots=True)
class Person:
    """A household as it is stored; `plots` are its plots' facts by folded name or number."""

    pk: int
    code: str
    name: str
    facts: dict[str, Any]
    plots: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Register:
    """What is there already, and the tables that texts are looked up in; keys are folded."""

    people: list[Person]
    communes: Mapping[str, list[int]]  # "ta hoc" -> commune keys; former names lead to the new one
    home: int  # the commune that a register without one means
    banks: Mapping[str, int]
    area_codes: Mapping[str, int]
    usual_variety: str
    today: dt.date
    by_code: dict[str, Person] = field(default_factory=dict)
    by_citizen: dict[str, Person] = field(default_factory=dict)
    by_phone: dict[str, Person] = field(default_factory=dict)
    by_name: dict[tuple[str, str], Person] = field(default_factory=dict)

    def __post_init__(self):
        for person in self.people:
            self.know(person)

    def know(self, person: Person) -> None:
        """Remember a person under everything they can be recognised by."""
        facts = person.facts
        self.by_code[person.code] = person
        for index, key in ((self.by_citizen, "citizen_id"), (self.by_phone, "phone")):
            if facts.get(key):
                index.setdefault(facts[key], person)
        for name in {person.name, facts.get("alias") or person.name}:
            self.by_name.setdefault((fold(name), fold(facts.get("village") or "")), person)


@dataclass(slots=True)
class Work:
    """What a writer does for a row: a household to make or change (or `person` as it is), and perhaps a plot."""

    household: dict[str, Any] = field(default_factory=dict)
    plot: dict[str, Any] = field(default_factory=dict)
    person: Person | None = None
    plot_pk: int | None = None
    first_row: int = 0  # the row that makes the household of this one, when it is made by the same file
    area_code: int | None = None


def plan_people(preview: Preview, register: Register, *, twins_too: bool = False) -> Plan:
    """The plan of a register; with `twins_too`, probable duplicates of people already there are made all the same."""
    plan = Plan(preview)
    made: dict[str, Person] = {}
    for row in preview.rows:
        planned = Planned(row, BAD if row.problems else NEW)
        plan.rows.append(planned)
        if planned.outcome != BAD:
            _plan_row(planned, register, made, twins_too)
    works = [planned.work for planned in plan.rows if planned.outcome in (NEW, UPDATE)]
    plan.totals = {
        "households": sum(1 for work in works if work.person is None and not work.first_row),
        "plots": sum(1 for work in works if work.plot and work.plot_pk is None),
        "area_m2": sum(work.plot.get("area") or 0 for work in works if work.plot_pk is None),
    }
    return plan


def _plan_row(planned: Planned, register: Register, made: dict[str, Person], twins_too: bool) -> None:
    values = planned.row.values
    work = planned.work = Work()
    facts = {key: values[key] for key in HOUSEHOLD if values.get(key) not in (None, "")}
    code = values.get("code") or ""
    _look_up(planned, register, values, facts)
    _judge(planned, facts, register)
    person = _whose(planned, register, made, facts, code, twins_too)
    if planned.outcome in (BAD, DUPLICATE):
        return
    fresh = person is None
    person = person or Person(0, code, facts["name"], {**facts, "row": planned.number})
    work.person = person if person.pk else None
    work.first_row = 0 if fresh or person.pk else person.facts["row"]
    if person.pk:
        facts.pop("name", None)  # recognised by it: another spelling of a name is no change of it
        if person.facts.get("capital_vnd"):
            facts.pop("capital_vnd", None)  # its contributions are there, one by one
    work.household = {**facts, "code": code or person.code}
    _plan_plot(planned, work, person, values)
    if fresh and planned.outcome != BAD:
        made[_key(code, facts)] = person
        if facts.get("citizen_id"):
            made[f"ID {facts['citizen_id']}"] = person
    if planned.twin and work.plot and work.plot_pk is None and planned.outcome == NEW:
        planned.outcome = DUPLICATE  # recognised by name alone: somebody must say whether the plot is theirs
    if planned.outcome == NEW and (work.person or work.first_row):
        planned.outcome = _outcome_for_known(work, person)


def _whose(
    planned, register: Register, made: dict[str, Person], facts: dict, code: str, twins_too: bool
) -> Person | None:
    """The household a row is about, None for a new one; marks the row when it cannot be told or is somebody's twin."""
    known = register.by_code.get(code) or made.get(_key(code, facts))
    if known is not None:
        if not _same_name(known, facts.get("name", "")):
            planned.refuse("code", "code_of_another", code=code, name=known.name)
        return known
    if not facts.get("name"):
        planned.refuse("name", "required")
        return None
    citizen = facts.get("citizen_id")
    if citizen and made.get(f"ID {citizen}"):
        planned.refuse("citizen_id", "citizen_of_another", code="", name=facts["name"])
        return None
    twin = _twin(register, facts)
    if twin is None or (twins_too and not (citizen and twin.facts.get("citizen_id") == citizen)):
        return None
    planned.twin = f"{twin.code} – {twin.name}"
    if not code and _same_people(twin, facts):
        return twin
    planned.outcome = planned.outcome if planned.outcome == BAD else DUPLICATE
    return None


def _look_up(planned: Planned, register: Register, values: Mapping, facts: dict[str, Any]) -> None:
    """Turn the texts of commune, bank and planting area code into keys."""
    text = values.get("commune")
    found = register.communes.get(_bare(text), []) if text else [register.home]
    if len(found) == 1:
        facts["commune"] = found[0]
        if not text:
            planned.remark("commune", "commune_assumed")
    else:
        planned.refuse("commune", "commune_ambiguous" if found else "commune_unknown", text=text)
    if values.get("bank"):
        bank = next((pk for name, pk in register.banks.items() if name in fold(values["bank"])), None)
        if bank:
            facts["bank"] = bank
        else:
            planned.remark("bank", "bank_unknown", text=values["bank"])
    if values.get("area_code"):
        planned.work.area_code = register.area_codes.get(fold(values["area_code"]))
        if planned.work.area_code is None:
            planned.remark("area_code", "area_code_unknown", text=values["area_code"])


def _bare(text: str) -> str:
    folded = fold(text)
    return next((folded.removeprefix(word) for word in KIND_WORDS if folded.startswith(word)), folded)


def _judge(planned: Planned, facts: dict[str, Any], register: Register) -> None:
    """The household's own rules; what a register may leave for later is noted instead of refused."""
    places = {
        "joined_in_future": "joined_on",
        "citizen_id_malformed": "citizen_id",
        "birth_year_unlikely": "birth_year",
    }
    for reason in judge_household(facts, today=register.today).refused:
        if reason.code in COMPLETED_LATER:
            planned.remark("", "to_complete", what=reason.code)
        else:
            planned.refuse(places.get(reason.code, ""), reason.code)


def _twin(register: Register, facts: dict[str, Any]) -> Person | None:
    """Somebody with the same ID number, the same phone, or the same folded name in the same village."""
    return (
        register.by_citizen.get(facts.get("citizen_id", "–"))
        or register.by_phone.get(facts.get("phone", "–"))
        or register.by_name.get(_name_key(facts))
    )


def _same_people(person: Person, facts: dict[str, Any]) -> bool:
    """Sure enough to be the same household: name and village agree, and no number contradicts."""
    if not _same_name(person, facts["name"]) or fold(person.facts.get("village") or "") != _name_key(facts)[1]:
        return False
    return all(
        not facts.get(key) or not person.facts.get(key) or facts[key] == person.facts[key]
        for key in ("citizen_id", "phone")
    )


def _key(code: str, facts: dict[str, Any]) -> str:
    return code or "|".join(_name_key(facts))


def _name_key(facts: dict[str, Any]) -> tuple[str, str]:
    return fold(facts.get("name", "")), fold(facts.get("village", ""))


def _same_name(person: Person, name: str) -> bool:
    return not name or fold(name) in (fold(person.name), fold(person.facts.get("alias") or ""))


def _plan_plot(planned: Planned, work: Work, person: Person, values: Mapping) -> None:
    """The plot of a row: found again by its name or number, else by area among unnamed ones, else a new one."""
    plot = {key: values[key] for key in PLOT if values.get(key) not in (None, "")}
    name = values.get("plot") or ""
    if not plot and not name:
        return
    if not plot.get("area"):
        known = person.plots.get(_plot_name(name, person)) if name else None
        if known is None:
            planned.refuse("area", "plot_without_area")
            return
    if not plot.get("variety"):
        planned.remark("variety", "variety_assumed", text="")
    known = _known_plot(person, name, plot)
    work.plot = {**plot, "name": name}
    if known is None:
        person.plots[_plot_name(name, person) or f"#{planned.number}"] = {**work.plot, "pk": None}
    else:
        work.plot_pk = known["pk"]
        if known["pk"] is None:  # an earlier row of this file makes the same plot
            planned.remark("plot", "same_plot_twice")
            work.plot = {}


def _plot_name(name: str, person: Person) -> str:
    """Plots are named by their code (097-1), their number, or words."""
    folded = fold(name)
    return folded.removeprefix(f"{fold(person.code)}-") if person.code else folded


def _known_plot(person: Person, name: str, plot: dict[str, Any]) -> dict[str, Any] | None:
    if name:
        return person.plots.get(_plot_name(name, person))
    return next((known for known in person.plots.values() if known.get("area") == plot.get("area")), None)


def _outcome_for_known(work: Work, person: Person) -> str:
    """New when the row brings a plot, an update when it changes something, else the same as before."""
    if work.plot and work.plot_pk is None:
        return NEW
    known = next((plot for plot in person.plots.values() if plot.get("pk") == work.plot_pk), {}) if work.plot else {}
    changed = _differences(work.household, person.facts, ("code",)) or _differences(work.plot, known, ("name",))
    return UPDATE if changed else SAME


def _differences(fresh: Mapping, stored: Mapping, but: Iterable[str]) -> dict[str, Any]:
    return {key: value for key, value in fresh.items() if key not in but and stored.get(key) != value}
