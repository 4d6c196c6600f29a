"""The units in which registers state land, weight, money and counts, wherever they stand: heading, cell or top line."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from coopsite.formats.text import clean_line, fold


@dataclass(frozen=True, slots=True)
class Measure:
    """What a kind of number is stored in, and what may be concluded about its typing.

    `units` gives stored units per written unit, `default` is the written unit where none stands; `whole` things have
    no fractions, so that one separator before three digits can only mark thousands.
    """

    units: dict[str, int]
    default: str
    whole: bool = False


AREA = {"ha": 10_000, "hecta": 10_000, "hectare": 10_000, "hectares": 10_000, "m2": 1, "m^2": 1, "met vuong": 1}
AREA |= {"sqm": 1, "sao": 360, "mau": 3_600}
MASS = {"kg": 1_000, "kgs": 1_000, "ky": 1_000, "kilogram": 1_000, "kilograms": 1_000, "yen": 10_000, "ta": 100_000}
MASS |= dict.fromkeys(("tan", "tonne", "tonnes", "t"), 1_000_000) | dict.fromkeys(("g", "gr", "gam", "gram"), 1)
_DONG = ("", "d", "dong", "vnd", "₫")
_SCALES = {"": 1} | dict.fromkeys(("1000", "k", "nghin", "ngan"), 10**3)
_SCALES |= dict.fromkeys(("tr", "trieu", "1000000"), 10**6) | dict.fromkeys(("ty", "ti"), 10**9)
MONEY = {scale + word: size for scale, size in _SCALES.items() for word in _DONG if scale + word not in ("", "1000")}
PRICE = MONEY | {f"{unit}/{per}": size for unit, size in MONEY.items() for per in ("kg", "1kg", "can")}
THINGS = dict.fromkeys(
    "tru goc cay hom khom sot ro thung khay cai qua ho nguoi post posts plant plants tree trees crate crates".split(), 1
)

MEASURES = {
    "area": Measure(AREA, "ha"),
    "kilograms": Measure(MASS, "kg"),
    "money": Measure(MONEY, "d", whole=True),
    "price": Measure(PRICE, "d", whole=True),
    "integer": Measure(THINGS, "", whole=True),
}

_KNOWN = {unit.replace(" ", "") for measure in MEASURES.values() for unit in measure.units}
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]")
_LEAD = re.compile(r"^(?:dvt|donvitinh|donvi|tinhbang|unit)[:=]?")
_TOP_LINE = re.compile(
    r"(?:đvt|đơn\s+vị(?:\s+tính)?|dvt|don\s+vi(?:\s+tinh)?|unit)\s*[:=]\s*([^,;()\n]{1,20})", re.IGNORECASE
)
# Without brackets only spellings that are nothing else: "Mô tả" ends in no tạ, "hộ dân" in no tấn.
_LAST_WORDS = frozenset(("ha", "m2", "kg", "tấn", "tạ", "yến", "sào", "vnd", "vnđ"))


def unit_key(text: str) -> str:
    """A written unit as the tables above have it: "Nghìn đồng / kg" is "nghindong/kg", "m²" is "m2"."""
    return fold(text).replace(" ", "").replace(".", "").strip("()[]:")


def unit_size(measure: Measure, unit: str) -> int | None:
    """Stored units in one `unit` (as of `unit_key`), or None when the measure does not know it."""
    return measure.units.get(unit)


@lru_cache(maxsize=2_000)
def header_unit(text: str) -> str:
    """The unit that a heading names, as of `unit_key`: in brackets, as its last word or the whole of it; else ""."""
    for inside in _BRACKETS.findall(text):
        unit = _LEAD.sub("", unit_key(inside))
        if unit in _KNOWN:
            return unit
    line = unicodedata.normalize("NFKC", clean_line(_BRACKETS.sub(" ", text))).lower()
    *before, last = line.split() or [""]
    if last in _LAST_WORDS or (not before and unit_key(last) in _KNOWN):
        return unit_key(last)
    return ""


def units_above(texts: Iterable[str]) -> list[str]:
    """Units that lines above a table declare for all of it: "ĐVT: kg", "Đơn vị tính: 1.000 đồng"."""
    found = [unit_key(unit) for text in texts for unit in _TOP_LINE.findall(text)]
    return [unit for unit in found if unit in _KNOWN]
