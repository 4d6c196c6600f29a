"""Turns what is known of a lot into what its labels show, in Vietnamese and English whatever the screen."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from coopsite.formats.showing import VIETNAM
from harvests.rules.labels import Label, LotCodes, wordings

HOME = "VN"
FRANCOPHONE, RUSSIAN_SPEAKING = "CA", "RU"
# Names for which a product card has no field (own knowledge: U).
FRENCH = {"dragon_fruit": "Pitaya (fruit du dragon)", "lychee": "Litchi"}
RUSSIAN = {"dragon_fruit": "Питахайя", "lychee": "Личи"}


@dataclass(frozen=True, slots=True)
class Card:
    """What the product card of a crop says."""

    names: dict[str, str]
    origin_vi: str
    origin_en: str
    brand: str = ""
    gtin: str = ""
    storage: str = ""
    shelf_life_days: int | None = None


@dataclass(frozen=True, slots=True)
class Treated:
    """The treatment that a label names."""

    kind: str
    facility: str
    facility_code: str
    number: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Pack:
    """A carton line of the lot: how many cartons, their net, and the grade in both languages."""

    grade_vi: str
    grade_en: str
    size: str
    pack_g: int | None
    cartons: int
    net_g: int


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """A lot with all that its labels could name; `kept_code` is the one planting area code that the lot was given."""

    code: str
    trace_code: str
    market: str
    crop: str
    packed_on: dt.date
    cooperative: str
    address: str
    house: str
    card: Card | None
    codes: LotCodes = field(default_factory=LotCodes)
    kept_code: str = ""
    area_name: str = ""
    variety: str = ""
    importer: str = ""
    treated: Treated | None = None
    packs: tuple[Pack, ...] = ()
    texts: tuple[str, ...] = ()


def label_of(facts: LabelFacts) -> Label:
    """The label of the lot; of values that differ from carton to carton it has those of the first line that lacks none.

    Texts that allow alternatives are printed in the first of them.
    """
    card, treated = facts.card, facts.treated
    values = {
        "fruit_name": " / ".join(names_on(facts)),
        "variety": facts.variety,
        "class": _everywhere(pack.grade_vi for pack in facts.packs),
        "size": _everywhere(pack.size for pack in facts.packs),
        "net_weight": _everywhere(net_on(facts.market, pack) for pack in facts.packs),
        "carton_no": "1" if facts.packs else "",
        "origin": f"{card.origin_vi} / {card.origin_en}" if card and card.origin_vi and card.origin_en else "",
        "area_code": ", ".join(sorted(_area_codes(facts))),
        "area_name": facts.area_name,
        "house_code": facts.codes.house_code,
        "house_name": facts.house,
        "responsible": facts.cooperative,
        "address": facts.address,
        "importer": facts.importer,
        "storage": card.storage if card else "",
        "packed_on": day_on(facts.market, facts.packed_on),
        "best_before": _best_before(facts),
        "lot": facts.code,
        "treatment_facility": treated.facility_code if treated else "",
        "treatment_no": treated.number if treated else "",
        "treated_on": day_on(facts.market, treated.at.astimezone(VIETNAM).date()) if treated else "",
        "radura": "☢" if treated and treated.kind == "irradiation" else "",
    }
    texts = tuple(wordings(text)[0] for text in facts.texts if wordings(text))
    return Label(values, texts, _area_codes(facts), facts.codes.house_code)


def names_on(facts: LabelFacts) -> list[str]:
    """The names of the fruit in the order in which they stand: Vietnamese, English, and the market's own."""
    if facts.card is None:
        return []
    names = facts.card.names
    own = {"CN": names.get("zh"), "JP": names.get("ja"), "KR": names.get("ko")}.get(facts.market)
    if facts.market == FRANCOPHONE:
        own = FRENCH.get(facts.crop)
    if facts.market == RUSSIAN_SPEAKING:
        own = RUSSIAN.get(facts.crop)
    return [name for name in (names.get("vi"), names.get("en"), own) if name]


def day_on(market: str, day: dt.date) -> str:
    """A day that nobody can read two ways: day first at home, year first abroad."""
    return f"{day:%d/%m/%Y}" if market == HOME else day.isoformat()


def net_on(market: str, pack: Pack) -> str:
    """The net weight of a carton with its unit; a decimal comma at home, a point abroad."""
    if not pack.pack_g:
        return ""
    whole, rest = divmod(pack.pack_g, 1_000)
    decimals = f"{rest:03d}".rstrip("0")
    mark = "," if market == HOME else "."
    return f"{whole}{mark + decimals if decimals else ''} kg"


def _area_codes(facts: LabelFacts) -> frozenset[str]:
    return frozenset({facts.kept_code}) if facts.kept_code else facts.codes.area_codes


def _best_before(facts: LabelFacts) -> str:
    days = facts.card.shelf_life_days if facts.card else None
    return day_on(facts.market, facts.packed_on + dt.timedelta(days=days)) if days else ""


def _everywhere(values) -> str:
    """The first of values that all packs have; "" as soon as one lacks it."""
    found: Sequence[str] = [*values]
    return found[0] if found and all(found) else ""
