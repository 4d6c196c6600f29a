"""What eligibility is judged by: a plot's codes, sprayings and certificates, and what markets ask; plain facts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from growers.rules.areas import Event, Period, standing
from growers.rules.settings import values_on

OPEN, CONTROLS, CLOSED, UNKNOWN = "open", "controls", "closed", "unknown"
HOME = "VN"


@dataclass(frozen=True, slots=True)
class Load:
    """Season kilograms under a code against its caps (R17): grams received by the day, and the two caps in grams."""

    received_g: int
    soft_g: int
    hard_g: int


@dataclass(frozen=True, slots=True)
class PlotCode:
    """A plot's membership of a planting area code, with all that the code's status on a day follows from.

    `events` in the order of their days; `visits` and `failed` are the days of supervision visits that were passed and
    that were not; `load` is None while nobody has counted, or knows the registered area.
    """

    code: str
    market: str
    crop: str
    member: Period
    events: tuple[Event, ...]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    visits: tuple[dt.date, ...] = ()
    failed: tuple[dt.date, ...] = ()
    load: Load | None = None
    registered_m2: int | None = None

    def status(self, day: dt.date) -> str:
        known = [status for since, status in self.events if since <= day]
        return standing(known[-1] if known else None, self.valid_from, self.valid_to, day)


@dataclass(frozen=True, slots=True)
class Active:
    """An active ingredient: the name people read and the folded key by which limits are found."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Spraying:
    """A product applied to a plot on a day. `phi_days` None: the interval on this crop is unknown (R31); `on_crop`: the
    product is registered for it; `permitted` is when the product may be used."""

    product: str
    done_on: dt.date
    actives: tuple[Active, ...] = ()
    phi_days: int | None = None
    on_crop: bool = True
    permitted: Period = (dt.date.min, None)
    organic_allowed: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """A certificate that covers a plot for a period; a withdrawn one ends on the day it was withdrawn."""

    scheme: str
    certificate: str
    period: Period
    ggn: str = ""


@dataclass(frozen=True, slots=True)
class PlotFacts:
    """Everything about a plot that eligibility and claims are judged by, over all days."""

    plot: str
    crop: str
    province: str
    codes: tuple[PlotCode, ...] = ()
    sprayings: tuple[Spraying, ...] = ()
    scopes: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """What is asked of an active ingredient for a period: never (`phi_days` None) or at least so many days (R32, R33).

    `market` "" means every market; `banned` is national law rather than a market's or buyer's wish.
    """

    active: str
    period: Period
    market: str = ""
    phi_days: int | None = None
    banned: bool = False


@dataclass(frozen=True, slots=True)
class MarketRules:
    """What a market asks for a crop on a day; None of them in force means unknown, and unknown is closed (R70)."""

    market: str
    crop: str
    access: str
    area_code: bool
    house_code: bool = False
    yearly: bool = False
    one_code_per_lot: bool = False
    source: str = ""
    certainty: str = "U"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of every market for a crop on a day, with limits and the days a supervision visit holds."""

    markets: tuple[MarketRules, ...] = ()
    limits: tuple[Limit, ...] = ()
    supervision_days: int = 365
    by_market: dict[str, MarketRules] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "by_market", {rules.market: rules for rules in self.markets})


@dataclass(frozen=True, slots=True)
class Dated:
    """What every market asks for a crop, over all days: the rules of a market by the day from which they hold, limits,
    and stored settings as (key, from, value) in the order of their days."""

    markets: tuple[tuple[dt.date, MarketRules], ...] = ()
    limits: tuple[Limit, ...] = ()
    settings: tuple[tuple[str, dt.date, int], ...] = ()

    def settings_on(self, day: dt.date) -> dict[str, int]:
        """Every declared setting as it holds on the day."""
        return values_on({key: value for key, since, value in self.settings if since <= day})

    def on(self, day: dt.date) -> Rulebook:
        """The rules as they hold on the day: of each market the newest not after it."""
        newest = {rules.market: rules for since, rules in self.markets if since <= day}
        return Rulebook(tuple(newest.values()), self.limits, self.settings_on(day)["supervision_days"])


def load_of(registered_m2: int | None, received_g: int, crop: str, settings: Mapping[str, int]) -> Load | None:
    """Season kilograms of a code beside the caps of its crop (R17, R62); None without a registered area or caps."""
    soft, hard = (settings.get(f"{kind}_cap_{crop}_kg_ha") for kind in ("soft", "hard"))
    if not registered_m2 or soft is None or hard is None:
        return None
    return Load(received_g, cap_g(registered_m2, soft), cap_g(registered_m2, hard))


def cap_g(area_m2: int, kg_per_ha: int) -> int:
    """Grams that an area may give at a rate per hectare."""
    return area_m2 * kg_per_ha // 10
