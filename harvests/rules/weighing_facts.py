"""What a weigh ticket is judged by and what comes out: plain facts of the day, loads as typed, lines worked out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from growers.rules.verdicts import Reason

GRADED, FLAT, LATER = "graded", "flat", "later"


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade with the band in which its price usually lies, in dong per kg."""

    pk: int
    code: str
    name_vi: str
    name_en: str
    kind: str
    low_vnd: int | None = None
    high_vnd: int | None = None


@dataclass(frozen=True, slots=True)
class Crate:
    """A crate with the tare that holds on the day."""

    pk: int
    code: str
    name: str
    tare_g: int
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What holds at the scale at a moment: settings, crates and grades by code, prices by (channel, grade code), and
    the least that households under contract get."""

    settings: Mapping[str, int]
    crates: Mapping[str, Crate] = field(default_factory=dict)
    grades: Mapping[str, Grade] = field(default_factory=dict)
    prices: Mapping[tuple[str, str], int] = field(default_factory=dict)
    floors: Mapping[tuple[str, str], int] = field(default_factory=dict)
    board: int | None = None
    shrink_bp: int = 0

    def only_grade(self, kind: str) -> Grade | None:
        """The grade that stands for fruit bought flat (mixed) or graded later (ungraded)."""
        return next((grade for grade in self.grades.values() if grade.kind == kind), None)

    def under_contract(self) -> "Sheet":
        """What holds for a household with a contract: the market's price or the floor, whichever is higher."""
        prices = {key: max(price, self.floors.get(key, 0)) for key, price in self.prices.items()}
        return replace(self, prices=prices)

    @property
    def default_crate(self) -> Crate | None:
        """The crate that is meant when none is named."""
        crates = [*self.crates.values()]
        return next((crate for crate in crates if crate.is_default), crates[0] if len(crates) == 1 else None)


@dataclass(frozen=True, slots=True)
class Sprayed:
    """A product used on a plot: days until harvest (None: unknown, R31), and an active that was forbidden, if any."""

    product: str
    done_on: dt.date
    days: int | None = 0
    forbidden: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot with the planting area codes that it is under on the day, (code, market, status), and what it got."""

    pk: int
    code: str
    codes: tuple[tuple[str, str, str], ...] = ()
    sprayed: tuple[Sprayed, ...] = ()


@dataclass(frozen=True, slots=True)
class Supplier:
    """A household as the scale sees it; `days` are the grams of its earlier days, `today` of its tickets this day as
    (number, minutes apart from this one, grams), with their value `today_vnd`."""

    pk: int
    code: str
    name: str
    kind: str
    blocked: str = ""
    left: bool = False
    contract: bool = False
    plots: tuple[Plot, ...] = ()
    estimate_g: int | None = None
    season_g: int = 0
    days: tuple[int, ...] = ()
    today: tuple[tuple[int, int, int], ...] = ()
    today_vnd: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a ticket is judged by, as of its day."""

    today: dt.date
    day: dt.date
    sheet: Sheet
    season: int | None = None
    round: int | None = None
    commodity: int | None = None
    closed: bool = False
    supplier: Supplier | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """One scale load as typed, in row `row`; `tare_g` None: crates times the crate's tare."""

    row: int
    gross_g: int
    grade: str = ""
    crate: str = ""
    crates: int | None = None
    tare_g: int | None = None
    tare_reason: str = ""
    deduction_g: int = 0
    deduction_bp: int = 0
    deduction_kind: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What was typed above the loads."""

    household: str
    plot: str = ""
    mode: str = GRADED
    channel: str = "export"
    flat_price_vnd: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A load worked out: grams, dong per kg, dong; price and amount None while no price is known."""

    row: int
    grade: Grade
    crate: Crate | None
    crates: int
    gross_g: int
    tare_g: int
    tare_reason: str
    deduction_g: int
    deduction_kind: str
    net_g: int
    price_vnd: int | None
    amount_vnd: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer: `refused` as (field as posted or "__all__", reason); holds, warnings and notes as reasons."""

    lines: tuple[Line, ...] = ()
    plot: Plot | None = None
    refused: tuple[tuple[str, Reason], ...] = ()
    holds: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()

    @property
    def net_g(self) -> int:
        return sum(line.net_g for line in self.lines)

    @property
    def amount_vnd(self) -> int | None:
        """The value of all lines; None while one of them has no price."""
        amounts = [line.amount_vnd for line in self.lines]
        return None if None in amounts else sum(amounts)
