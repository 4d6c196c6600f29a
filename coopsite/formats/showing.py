"""Showing weights, money, areas, dates and numbers of people, in the language of the screen (workflow.md 6.1).

Amounts are the stored whole numbers (grams, dong, square metres, basis points). None shows as NOTHING; the
`*_input` functions give "" for None, and otherwise text that `coopsite.formats.parsing` reads back exactly.
Called once per cell of long lists: no locale machinery here, only `str` methods; such a list asks `in_english()` once
and hands it on, for finding out the language costs more than the rest. A document that must be
Vietnamese whatever the screen wraps its calls in `translation.override("vi")`.
"""

import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

NOTHING = "–"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_MONTHS = "January February March April May June July August September October November December".split()
_CITY_CODES = ("24", "28")  # Hà Nội and Hồ Chí Minh City: two digits and eight; all other landlines three and seven


def in_english() -> bool:
    """Whether the screen speaks English; for long lists, which hand it on as `english`."""
    language = get_language()
    return language is not None and language.startswith("en")


def _vietnamese(english_number: str) -> str:
    # Three replacements take a third of the time of str.translate.
    return english_number.replace(",", " ").replace(".", ",").replace(" ", ".")


def _local(english_number: str, english: bool | None = None) -> str:
    return english_number if (in_english() if english is None else english) else _vietnamese(english_number)


def _fixed(value: int, places: int, least: int) -> str:
    """`value` / 10**`places` in English style, exact, with as few decimals as it needs but not under `least`."""
    whole, fraction = divmod(abs(value), 10**places)
    decimals = str(fraction).zfill(places).rstrip("0").ljust(least, "0") if fraction else "0" * least
    text = f"{whole:,}.{decimals}" if decimals else f"{whole:,}"
    return f"-{text}" if value < 0 else text


def _rounded(value: int, unit: int, places: int) -> str:
    """`value` / `unit` in English style, rounded half up (away from zero) to `places` decimals."""
    scaled = (abs(value) * 10**places * 2 + unit) // (2 * unit)
    return _fixed(-scaled if value < 0 else scaled, places, places)


def kg(g: int | None, least: int = 1, english: bool | None = None) -> str:
    """Kilograms without the unit: 1234500 gives "1.234,5"; `least`=0 drops ",0" for totals."""
    if g is None:
        return NOTHING
    if 0 <= g < 1_000_000 and g % 100 == 0 and least < 2:  # nearly every weight of a list, in a third of the time
        whole, tenth = divmod(g // 100, 10)
        if not tenth and not least:
            return str(whole)
        return f"{whole}{'.' if (in_english() if english is None else english) else ','}{tenth}"
    return _local(_fixed(g, 3, least), english)


def kg_unit(g: int | None, least: int = 1) -> str:
    """Kilograms with the unit: "1.234,5 kg"."""
    return NOTHING if g is None else _local(_fixed(g, 3, least)) + " kg"


def tonnes(g: int | None) -> str:
    """Tonnes rounded to one decimal, for key figures: "152,4 tấn", "152.4 t"."""
    if g is None:
        return NOTHING
    number = _rounded(g, 1_000_000, 1)
    return f"{number} t" if in_english() else f"{_vietnamese(number)} tấn"


def count(number: int | None) -> str:
    """A whole number with thousands: "5.000"."""
    return NOTHING if number is None else _local(f"{number:,}")


def dong_plain(v: int | None, english: bool | None = None) -> str:
    """Dong without the unit, for columns: "15.234.000"."""
    return NOTHING if v is None else _local(f"{v:,}", english)


def dong(v: int | None) -> str:
    """Dong with the unit: "15.234.000 đ"."""
    return NOTHING if v is None else _local(f"{v:,}") + " đ"


def dong_short(v: int | None) -> str:
    """Dong rounded for key figures: "9,02 tỷ", "416 triệu", "15,2 triệu"; below a million exact, "850.000 đ"."""
    if v is None:
        return NOTHING
    size = abs(v)
    if size < 1_000_000:
        return dong(v)
    english = in_english()
    if size >= 999_500_000:
        number, unit = _rounded(v, 1_000_000_000, 2), "bn" if english else "tỷ"
    else:
        number, unit = _rounded(v, 1_000_000, 0 if size >= 99_950_000 else 1), "m" if english else "triệu"
    return f"{number if english else _vietnamese(number)} {unit}"


def usd(cents: int | None) -> str:
    """US dollars of cents, with the unit: 125 gives "1,25 USD" ("1.25 USD" in English)."""
    return NOTHING if cents is None else _local(_fixed(cents, 2, 2)) + " USD"


def hectares(m2: int | None, english: bool | None = None) -> str:
    """Hectares, two decimals and as many more as the square metres need: "2,00 ha", "0,108 ha"."""
    return NOTHING if m2 is None else _local(_fixed(m2, 4, 2), english) + " ha"


def percent_bp(bp: int | None) -> str:
    """Basis points as a percentage: 3400 gives "34,0 %" ("34.0%" in English)."""
    if bp is None:
        return NOTHING
    number = _fixed(bp, 2, 1)
    return f"{number}%" if in_english() else f"{_vietnamese(number)} %"


def celsius(dc: int | None) -> str:
    """Tenths of a degree with the unit: 465 gives "46,5 °C" ("46.5 °C" in English)."""
    return NOTHING if dc is None else _local(_fixed(dc, 1, 1)) + " °C"


def day(d: datetime.date | None) -> str:
    """A date, day first in both languages: "08/09/2025"."""
    return NOTHING if d is None else f"{d.day:02d}/{d.month:02d}/{d.year:04d}"


def days(first: datetime.date, last: datetime.date) -> str:
    """A period: "01/09/2025 – 07/09/2025"."""
    return f"{day(first)} – {day(last)}"


def time_of_day(moment: datetime.datetime | None) -> str:
    """The time in Vietnam of an aware datetime: "16:05"; ValueError when it is naive."""
    if moment is None:
        return NOTHING
    local = _in_vietnam(moment)
    return f"{local.hour:02d}:{local.minute:02d}"


def day_time(moment: datetime.datetime | None) -> str:
    """Time and date in Vietnam of an aware datetime: "16:05 08/09/2025"; ValueError when it is naive."""
    if moment is None:
        return NOTHING
    local = _in_vietnam(moment)
    return f"{local.hour:02d}:{local.minute:02d} {day(local)}"


def _in_vietnam(moment: datetime.datetime) -> datetime.datetime:
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place on the screen")
    return moment.astimezone(VIETNAM)


def day_long(d: datetime.date | None) -> str:
    """A date as documents write it: "ngày 08 tháng 09 năm 2025", "8 September 2025"."""
    if d is None:
        return NOTHING
    if in_english():
        return f"{d.day} {_MONTHS[d.month - 1]} {d.year}"
    return f"ngày {d.day:02d} tháng {d.month:02d} năm {d.year}"


def week(d: datetime.date | None) -> str:
    """The ISO week (Monday first) in which a day lies: "Tuần 37 (08–14/09)", "Week 40 (29/09–05/10)"."""
    if d is None:
        return NOTHING
    monday = d - datetime.timedelta(days=d.weekday())
    sunday = monday + datetime.timedelta(days=6)
    first = f"{monday.day:02d}" if monday.month == sunday.month else f"{monday.day:02d}/{monday.month:02d}"
    name = "Week" if in_english() else "Tuần"
    return f"{name} {d.isocalendar().week} ({first}–{sunday.day:02d}/{sunday.month:02d})"


def phone(e164: str | None) -> str:
    """A stored number as it is dialled in Vietnam: "0912 345 678", "(0212) 3852 123"; foreign ones as stored."""
    if not e164:
        return NOTHING
    national = e164.removeprefix("+84")
    if national == e164 or not national.isdigit():
        return e164
    if len(national) == 9:
        return f"0{national[:3]} {national[3:6]} {national[6:]}"
    if len(national) == 10 and national[0] == "2":
        code = 2 if national.startswith(_CITY_CODES) else 3
        return f"(0{national[:code]}) {national[code : code + 4]} {national[code + 4 :]}"
    return f"0{national}"


def masked_id(number: str | None) -> str:
    """A citizen or account number with its last three digits alone, short ones with none: "*********612" (R113)."""
    if not number:
        return NOTHING
    if len(number) <= 8:
        return "*" * len(number)
    return f"{'*' * (len(number) - 3)}{number[-3:]}"


def _typable(value: int, places: int, widen: bool) -> str:
    """Shortest decimals without thousands; three become four when `widen`, as three could be taken for thousands."""
    whole, fraction = divmod(abs(value), 10**places)
    decimals = f"{fraction:0{places}d}".rstrip("0")
    if widen and len(decimals) == 3:
        decimals += "0"
    point = "." if in_english() else ","
    return f"{'-' if value < 0 else ''}{whole}{point + decimals if decimals else ''}"


def kg_input(g: int | None) -> str:
    """Initial text of a weight field: "1234,5"; `parse_kg` reads it back with the decimals the value has."""
    return "" if g is None else _typable(g, 3, widen=True)


def dong_input(v: int | None, price: bool = False) -> str:
    """Initial text of a money field: "15.234.000"; in a price field an amount below 1000 says its unit, "500 đ"."""
    if v is None:
        return ""
    return f"{v} đ" if price and 0 < v < 1_000 else _local(f"{v:,}")


def area_input(m2: int | None) -> str:
    """Initial text of an area field in hectares: "2", "0,36", "1,2340"; from 100 on it says its unit, "152,4 ha"."""
    if m2 is None:
        return ""
    text = _typable(m2, 4, widen=True)
    return f"{text} ha" if m2 >= 1_000_000 else text


def percent_input(bp: int | None) -> str:
    """Initial text of a percentage field: "34", "12,25"."""
    return "" if bp is None else _typable(bp, 2, widen=False)


def celsius_input(dc: int | None) -> str:
    """Initial text of a temperature field: "46,5", "-0,5"."""
    return "" if dc is None else _typable(dc, 1, widen=False)
