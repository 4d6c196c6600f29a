"""Reading the numbers and dates that people type, exactly, and refusing whatever could be read in two ways.

Every function returns whole numbers (grams, dong, square metres, basis points) or a date, or raises `Unreadable`.
Full-width characters, decomposed text, hard spaces and invisible characters are accepted; integers are used
throughout, never floats. The rules are those of workflow.md 6.1 and 6.2.

Codes of `Unreadable` (`.readings` holds the texts in brackets, `.data` the names in braces):
empty                 nothing readable was typed
too_long              more than MAX_LENGTH characters or MAX_DIGITS digits
not_a_number          not digits with separators, an optional unit, and nothing else
negative              begins with a minus sign
exponent              scientific notation, such as 1e5
space_inside          digits separated by a space where that may be two numbers (kilograms)
misplaced_separator   "12,", "1.2.3", "12.34.567"
thousands_separator   two separators in kilograms, where at most one is allowed [the number without thousands]
ambiguous_kg          "12.345": decimals or thousands? [both]
ambiguous_dong        "1.500 tr": decimals or thousands? [both]
ambiguous_area        "1.234", or 100 and more without a unit: hectares or square metres? [both]
too_many_decimals     finer than the field keeps {decimals}
fraction_of_dong      not a whole number of dong
fraction_of_m2        not a whole number of square metres
not_whole             decimals where things are counted
unknown_unit          letters that are no unit of this field {unit}
too_large             above what the field can keep {maximum, in the unit returned}
not_a_date            not day/month, day/month/year or year-month-day
impossible_date       a day that the calendar does not have {day, month, year}
year_out_of_range     {first, last}
"""

import datetime
import re
from dataclasses import dataclass

from coopsite.formats.text import clean_line, fold

CODES = frozenset(
    "empty too_long not_a_number negative exponent space_inside misplaced_separator thousands_separator ambiguous_kg"
    " ambiguous_dong ambiguous_area too_many_decimals fraction_of_dong fraction_of_m2 not_whole unknown_unit too_large"
    " not_a_date impossible_date year_out_of_range".split()
)

MAX_LENGTH = 40
MAX_DIGITS = 18
MAX_GRAMS = 10**12
MAX_DONG = 10**15
MAX_M2 = 2 * 10**9
FIRST_YEAR, LAST_YEAR = 1900, 2199

# Folded unit -> how many of the smallest unit it holds, and how it is written.
_Units = dict[str, tuple[int, str]]
_KG_UNITS: _Units = dict.fromkeys(("", "kg", "ky", "can"), (1_000, "kg"))
_KG_UNITS |= {"yen": (10_000, "yến"), "ta": (100_000, "tạ"), "tan": (1_000_000, "tấn")}
_AREA_UNITS: _Units = dict.fromkeys(("", "ha", "hecta"), (10_000, "ha")) | dict.fromkeys(("m2", "m^2"), (1, "m²"))
_AREA_UNITS |= {"sao": (360, "sào"), "mau": (3_600, "mẫu")}
_DONG_SCALES = {"": 1, "k": 10**3, "nghin": 10**3, "ngan": 10**3, "tr": 10**6, "trieu": 10**6, "m": 10**6}
_DONG_SCALES |= {"ty": 10**9, "ti": 10**9, "bn": 10**9}
_DONG_UNITS: _Units = {
    scale + word: (size, scale or "đ") for scale, size in _DONG_SCALES.items() for word in ("", "d", "dong", "vnd", "₫")
}

# Full-width forms, and the dashes and minus signs that phones and word processors put in place of "-".
_KEYBOARD = {0xFF01 + place: 0x21 + place for place in range(94)}
_KEYBOARD |= dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_KEYBOARD[ord("⁄")] = "/"

_NUMBER = re.compile(r"[0-9., ]*")
_EXPONENT = re.compile(r"[0-9.,]+\s*e\s*[-+]?[0-9]+")
_PLAIN = re.compile(r"[0-9]+")
_ONE_SEPARATOR = re.compile(r"([0-9]*)[.,]([0-9]+)")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}|[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}")
_GROUPED_DECIMAL = re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)|([1-9][0-9]{0,2}(?:,[0-9]{3})+)\.([0-9]+)")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2})(?: ?\2 ?([0-9]{4}|[0-9]{2}))?")
_YEAR_FIRST = re.compile(r"([0-9]{4}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})")


class Unreadable(ValueError):
    """Typed text that is refused: why (`code`), what it may have meant (`readings`), and facts for the message."""

    def __init__(self, code: str, readings: tuple[str, ...] = (), **data: object):
        super().__init__(code)
        self.code = code
        self.readings = tuple(readings)
        self.data = data


@dataclass(frozen=True)
class _Reading:
    """One exact meaning of typed digits: `digits` / 10**`decimals`."""

    digits: int
    decimals: int = 0

    def times(self, factor: int) -> int | None:
        """The product when it is whole, else None."""
        whole, rest = divmod(self.digits * factor, 10**self.decimals)
        return None if rest else whole


def _tidy(text: str | None) -> str:
    if text is None:
        raise Unreadable("empty")
    if len(text) > 5 * MAX_LENGTH:
        raise Unreadable("too_long")
    tidy = clean_line(text).translate(_KEYBOARD).strip()
    if not tidy:
        raise Unreadable("empty")
    if len(tidy) > MAX_LENGTH:
        raise Unreadable("too_long")
    return tidy


def _split(text: str | None) -> tuple[str, str]:
    """The digits with their separators, and the folded unit without spaces."""
    tidy = _tidy(text)
    if tidy[0] == "-" and len(tidy) > 1 and tidy[1:].lstrip()[0] in "0123456789.,":
        raise Unreadable("negative")
    if _EXPONENT.fullmatch(tidy.lower()):
        raise Unreadable("exponent")
    number = _NUMBER.match(tidy).group()
    unit = fold(tidy[len(number) :].replace("㎡", "m2")).replace(" ", "").rstrip(".")
    number = number.strip()
    if not any(char.isdigit() for char in number):
        raise Unreadable("not_a_number")
    if sum(char.isdigit() for char in number) > MAX_DIGITS:
        raise Unreadable("too_long")
    return number, unit


def _known(unit: str, units: _Units) -> tuple[int, str]:
    if unit in units:
        return units[unit]
    raise Unreadable("unknown_unit", unit=unit) if unit[:1].isalpha() else Unreadable("not_a_number")


def _readings(number: str) -> tuple[_Reading, ...]:
    """The meanings that the separators allow: one, or (decimals, thousands) when three digits follow the only one."""
    if " " in number:
        if not _SPACED.fullmatch(number):
            raise Unreadable("not_a_number")
        number = number.replace(" ", "")
    if _PLAIN.fullmatch(number):
        return (_Reading(int(number)),)
    if match := _ONE_SEPARATOR.fullmatch(number):
        whole, fraction = match.groups()
        decimal = _Reading(int(whole + fraction), len(fraction))
        if len(fraction) == 3 and 1 <= len(whole) <= 3 and int(whole):
            return decimal, _Reading(int(whole + fraction))
        return (decimal,)
    if _GROUPED.fullmatch(number):
        return (_Reading(int(re.sub("[.,]", "", number))),)
    if match := _GROUPED_DECIMAL.fullmatch(number):
        whole, fraction = (part for part in match.groups() if part)
        return (_Reading(int(re.sub("[.,]", "", whole) + fraction), len(fraction)),)
    raise Unreadable("misplaced_separator")


def _bounded(value: int, maximum: int) -> int:
    if value > maximum:
        raise Unreadable("too_large", maximum=maximum)
    return value


def _written(reading: _Reading) -> str:
    """The digits with a decimal comma and without thousands, so that they can be read in one way only."""
    if not reading.decimals:
        return str(reading.digits)
    whole, fraction = divmod(reading.digits, 10**reading.decimals)
    return f"{whole},{fraction:0{reading.decimals}d}"


def parse_kg(text: str | None, decimals: int = 2) -> int:
    """Grams of "87,5", "87.5 kg" or "2,5 tấn": at most one separator, at most `decimals` decimals of a kilogram."""
    number, typed_unit = _split(text)
    size, name = _known(typed_unit, _KG_UNITS)
    if " " in number:
        raise Unreadable("space_inside")
    readings = _readings(number)
    if number.count(",") + number.count(".") > 1:
        raise Unreadable("thousands_separator", (f"{_written(readings[0])} {name}",))
    if len(readings) == 2:
        whole, fraction = re.split("[.,]", number)
        small, big = (_kg_and_g(reading.times(size)) for reading in readings)
        raise Unreadable("ambiguous_kg", (f"{whole},{fraction} {name} = {small}", f"{whole}.{fraction} {name} = {big}"))
    grams = readings[0].times(size)
    if grams is None or grams % 10 ** (3 - decimals):
        raise Unreadable("too_many_decimals", decimals=decimals)
    return _bounded(grams, MAX_GRAMS)


def _kg_and_g(grams: int) -> str:
    kg, g = divmod(grams, 1_000)
    return f"{kg} kg {g} g" if g else f"{kg} kg"


def parse_dong(text: str | None, price: bool = False) -> int:
    """Dong of "15.234.000", "15234000", "500k", "15,2tr" or "1,2 tỷ".

    With `price`, as prices per kilogram are spoken, a bare value below 1000 means thousands: "18" is 18000,
    "18,5" is 18500; "500 đ" still means five hundred dong, and "/kg" may follow.
    """
    number, unit = _split(text)
    if price:
        unit = unit.removesuffix("/kg")
    size, _ = _known(unit, _DONG_UNITS)
    readings = _readings(number)
    if size > 1 and len(readings) == 2:
        raise Unreadable("ambiguous_dong", tuple(f"{r.times(size):,} đ".replace(",", ".") for r in readings))
    reading = readings[-1]  # dong has no decimals, so a separator before three digits marks thousands
    if price and not unit and reading.digits < 1_000 * 10**reading.decimals:
        size = 1_000
    dong = reading.times(size)
    if dong is None:
        raise Unreadable("fraction_of_dong")
    return _bounded(dong, MAX_DONG)


def parse_area(text: str | None) -> int:
    """Square metres of "2", "2,5 ha", "5.000 m²" or "3 sào" (northern sào, 360 m²); a bare number means hectares."""
    number, unit = _split(text)
    size, name = _known(unit, _AREA_UNITS)
    readings = _readings(number)
    reading = readings[-1] if size == 1 else readings[0]
    bare = _written(readings[-1])
    if size > 1 and len(readings) == 2:
        m2 = reading.times(size)
        small = f"{_written(reading)} {name}" + (f" = {m2} m²" if m2 is not None else "")
        raise Unreadable("ambiguous_area", (small, f"{bare} {name}" if unit else f"{bare} m²"))
    if not unit and reading.digits >= 100 * 10**reading.decimals:
        raise Unreadable("ambiguous_area", (f"{bare} ha", f"{bare} m²"))
    m2 = reading.times(size)
    if m2 is None:
        raise Unreadable("fraction_of_m2")
    return _bounded(m2, MAX_M2)


def parse_percent_bp(text: str | None, maximum: int = 10_000) -> int:
    """Basis points of "34", "34,0 %" or "12,25%"; at most two decimals, at most `maximum` basis points."""
    number, unit = _split(text)
    size, _ = _known(unit, {"": (100, "%"), "%": (100, "%")})
    if " " in number:
        raise Unreadable("space_inside")
    basis_points = _readings(number)[0].times(size)
    if basis_points is None:
        raise Unreadable("too_many_decimals", decimals=2)
    return _bounded(basis_points, maximum)


def parse_milli(text: str | None, maximum: int = 2_147_483_647) -> int:
    """Thousandths of a number without a unit: "1,25" gives 1250; at most three decimals, thousands never guessed."""
    number, unit = _split(text)
    _known(unit, {"": (1, "")})
    readings = _readings(number)
    if len(readings) > 1:
        raise Unreadable("ambiguous_kg", tuple(map(_written, readings)))
    milli = readings[0].times(1_000)
    if milli is None:
        raise Unreadable("too_many_decimals", decimals=3)
    return _bounded(milli, maximum)


def parse_int(text: str | None, maximum: int = 2_147_483_647) -> int:
    """A count: "4", "5.000" or "5 000"; no unit, no decimals."""
    number, unit = _split(text)
    _known(unit, {"": (1, "")})
    count = _readings(number)[-1]
    if count.decimals:
        raise Unreadable("not_whole")
    return _bounded(count.digits, maximum)


def parse_day(text: str | None, today: datetime.date) -> datetime.date:
    """The date of "8/9", "8/9/25", "08-09-2025", "08.09.2025" or "2025-09-08", always day first unless year first.

    Without a year it is the year of `today`. Two digits of a year mean 20xx, or 19xx when that lies more than
    twenty years ahead of `today` (dates of birth).
    """
    tidy = _tidy(text)
    if match := _YEAR_FIRST.fullmatch(tidy):
        year, month, day = (int(match[group]) for group in (1, 3, 4))
    elif match := _DAY_FIRST.fullmatch(tidy):
        day, month = int(match[1]), int(match[3])
        year = _full_year(match[4], today)
    else:
        raise Unreadable("not_a_date")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable("year_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise Unreadable("impossible_date", day=day, month=month, year=year) from None


def _full_year(typed: str | None, today: datetime.date) -> int:
    if typed is None:
        return today.year
    if len(typed) == 4:
        return int(typed)
    year = 2000 + int(typed)
    return year - 100 if year > today.year + 20 else year
