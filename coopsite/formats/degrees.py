"""Reading temperatures as people write them: one decimal, with or without the unit, and below zero."""

import re

from coopsite.formats.parsing import Unreadable, parse_milli
from coopsite.formats.text import clean_line

# Colder than any container and hotter than any treatment is a slip of the finger.
COLDEST_DC, HOTTEST_DC = -400, 1_500

_UNIT = re.compile(r"\s*(?:°\s*c|ºc|℃|°|độ c|độ|c)$", re.IGNORECASE)
_MINUS = re.compile(r"[-‐‑‒–—−－]\s*")


def parse_celsius(text: str) -> int:
    """Tenths of a degree of "46,5", "46.5 °C" or "-0,5"; raises Unreadable like every parser."""
    tidy = clean_line(text)
    minus = _MINUS.match(tidy)
    number = _UNIT.sub("", tidy[minus.end() :] if minus else tidy)
    if " " in number:
        raise Unreadable("space_inside")
    tenths, rest = divmod(parse_milli(number), 100)
    if rest:
        raise Unreadable("too_many_decimals", decimals=1)
    value = -tenths if minus else tenths
    if not COLDEST_DC <= value <= HOTTEST_DC:
        raise Unreadable("too_large", maximum=HOTTEST_DC)
    return value
