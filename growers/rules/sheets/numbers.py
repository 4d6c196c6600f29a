"""Reads numbers that people typed into cells: separators by what their column proves, units by what stands nearest.

More lenient than the scale, for a register is read as a whole; but where a column proves nothing, a number with two
readings is refused with both of them. True number cells are taken as they are.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from growers.rules.sheets.tables import Cell, Column, as_text
from growers.rules.sheets.units import MEASURES, unit_key, unit_size

Answer = tuple[Any, tuple[str, dict[str, Any]] | None]  # the value, and a code of `problems.py` with its data

MAX_DIGITS = 18
THOUSANDS_BELOW = 1_000  # dong per kg: nobody pays less, so "18" and "18,5" are thousands (workflow.md M10)
NO_VALUE = frozenset(("-", "--", "---", ".", "..", "...", "…", "/", "x", "n/a", "không", "khong"))

_AMOUNT = re.compile(r"([-+]?)\s*([0-9][0-9.,' ]*|[.,][0-9]+)((?:m\^?2(?![0-9])|[^0-9])*)", re.IGNORECASE)
_EXPONENT = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?e[-+]?[0-9]{1,3}", re.IGNORECASE)
_PLAIN = re.compile(r"[0-9]+")
_ONE = re.compile(r"([0-9]*)([.,])([0-9]+)")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]+)?")
_GROUPS = re.compile(r"[0-9]{1,3}(?:(\.)[0-9]{3}){2,}|[0-9]{1,3}(?:(,)[0-9]{3}){2,}")
_GROUPS_AND_REST = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)|([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)")
_MINUS = {ord(dash): "-" for dash in "‐‑‒–—−"}
_OTHER = {",": ".", ".": ","}


def plain(text: str) -> str:
    """A typed number on the keys of a keyboard: full-width digits, hard spaces, long dashes and ² made plain."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_MINUS))
    return text.strip()


def shape(number: str) -> tuple[str, tuple[Decimal, ...]] | None:
    """What the separators of typed digits prove, and what the digits may mean; None when they are no number.

    (",", one), (".", one): that is the decimal mark. ("", one): nothing is proved. (".", two), (",", two): this
    separator stands once, before three digits; the readings are with it as decimal mark and as thousands mark.
    """
    number = number.strip()
    if _SPACED.fullmatch(number):
        number = number.replace(" ", "").replace("'", "")
    if _PLAIN.fullmatch(number):
        return "", (Decimal(number),)
    if match := _ONE.fullmatch(number):
        whole, mark, rest = match.groups()
        decimal = Decimal(f"{whole or 0}.{rest}")
        if len(rest) == 3 and 1 <= len(whole) <= 3 and int(whole):
            return mark, (decimal, Decimal(whole + rest))
        return mark, (decimal,)
    if match := _GROUPS.fullmatch(number):
        mark = match[1] or match[2]
        return _OTHER[mark], (Decimal(number.replace(mark, "")),)
    if match := _GROUPS_AND_REST.fullmatch(number):
        whole, rest = (part for part in match.groups() if part)
        return number[-len(rest) - 1], (Decimal(f"{re.sub('[.,]', '', whole)}.{rest}"),)
    return None


def proved_mark(cells: Iterable[Cell]) -> str:
    """The decimal mark that the typed numbers of a column prove: "," or ".", or "" when none or both.

    Where no number proves it but some have a separator before three digits, whole numbers below 1000 beside them
    (and none above) prove that the separator marks thousands: nobody writes 14.000 for fourteen and then 950.
    """
    proofs: set[str] = set()
    doubtful: set[str] = set()
    small = large = 0
    for cell in set(filter(lambda cell: isinstance(cell, str), cells)):
        match = _AMOUNT.match(plain(cell))
        read = shape(match[2]) if match else None
        if read is None:
            continue
        mark, readings = read
        if len(readings) == 2:
            doubtful.add(mark)
        elif mark:
            proofs.add(mark)
        elif readings[0] < 1_000:
            small += readings[0] > 0
        else:
            large += 1
    if proofs:
        return proofs.pop() if len(proofs) == 1 else ""
    return _OTHER[doubtful.pop()] if len(doubtful) == 1 and small > 1 and not large else ""


class NumberReader:
    """Reads the cells of one number column into its stored unit: grams, square metres, dong, or things."""

    def __init__(self, column: Column, unit: str, mark: str):
        """`unit` as the heading names it or "", `mark` the decimal mark of the column or ""."""
        self.column = column
        self.measure = MEASURES[column.kind]
        self.mark = mark
        size = unit_size(self.measure, unit) if unit else None
        self.said = size is not None or bool(column.unit)
        self.size = size or unit_size(self.measure, column.unit or self.measure.default) or 1

    def __call__(self, cell: Cell) -> Answer:
        if isinstance(cell, bool):
            return None, ("not_a_number", {"text": as_text(cell)})
        if isinstance(cell, int | Decimal):
            return self._settled(as_text(cell), [Decimal(cell)], typed=False)
        if isinstance(cell, datetime.date | datetime.time):
            return None, ("date_not_number", {"text": as_text(cell)})
        return self._typed(cell)

    def _typed(self, text: str) -> Answer:
        line = plain(text)
        if line.lower() in NO_VALUE:
            return None, None
        if line.startswith("(") and line.endswith(")"):  # how accountants write a negative number
            line = "-" + line[1:-1]
        if _EXPONENT.fullmatch(line):
            return self._settled(text, [Decimal(line.replace(",", "."))], typed=False)
        amounts = list(_AMOUNT.finditer(line))
        if not amounts or amounts[0].start() or sum(map(str.isdigit, line)) > MAX_DIGITS:
            return None, ("not_a_number", {"text": text})
        if len(amounts) > 1:
            return self._compound(text, amounts)
        sign, number, rest = amounts[0].groups()
        read = shape(number)
        if read is None:
            return None, ("not_a_number", {"text": text})
        size, unit = None, unit_key(rest)
        if unit:
            size = unit_size(self.measure, unit)
            if size is None:
                return None, ("unknown_unit", {"text": text, "unit": rest.strip()})
        mark, readings = read
        return self._settled(text, [-r if sign == "-" else r for r in readings], size, mark)

    def _compound(self, text: str, amounts: list[re.Match]) -> Answer:
        """ "1 tấn 200 kg", "1 ha 2000 m2": every part with its unit, from large to small."""
        total, before = Decimal(0), None
        for amount in amounts:
            sign, number, rest = amount.groups()
            size, read = unit_size(self.measure, unit_key(rest)), shape(number)
            if sign or size is None or read is None or len(read[1]) > 1 or (before and size >= before):
                return None, ("not_a_number", {"text": text})
            total, before = total + read[1][0] * size, size
        return self._within(text, self._rounded(total))

    def _settled(
        self, text: str, readings: list[Decimal], size: int | None = None, mark: str = "", typed: bool = True
    ) -> Answer:
        """The one value that readings and units leave; a note when something had to be decided, a problem if not."""
        if self.column.kind == "area" and size is None and not self.said:
            return self._area_by_size(text, readings, mark)
        factor, note = size or self.size, None
        if len(readings) == 2:
            readings, note = self._decided(text, readings, factor, mark)
            if not readings:
                return None, note
        if self.column.kind == "price" and size is None and factor == 1 and 0 < readings[0] < THOUSANDS_BELOW:
            factor = 1_000
            note = ("read_as_thousands", {"text": text, "value": self._rounded(readings[0] * factor)})
        exact = readings[0] * factor
        if self.measure.whole and (typed or self.column.kind == "integer") and exact != exact.to_integral_value():
            return None, ("not_whole", {"text": text})
        value, problem = self._within(text, self._rounded(exact))
        return value, problem or note

    def _decided(self, text: str, readings: list[Decimal], factor: int, mark: str) -> tuple[list[Decimal], Any]:
        values = [self._rounded(reading * factor) for reading in readings]
        if self.mark:
            place = 0 if mark == self.mark else 1
        elif self.measure.whole:
            place = 1
        elif self.column.kind == "area" and len(fitting := [v for v in values if self._fits(v)]) == 1:
            place = values.index(fitting[0])
        else:
            return [], ("ambiguous_number", {"text": text, "readings": values})
        return [readings[place]], ("mark_decided", {"text": text, "value": values[place]})

    def _area_by_size(self, text: str, readings: list[Decimal], mark: str) -> Answer:
        """Land without any unit: hectares or square metres, whichever gives an orchard of possible size."""
        if len(readings) == 2 and self.mark:
            readings = [readings[0 if mark == self.mark else 1]]
        found = {(unit, reading * size) for reading in readings for unit, size in (("ha", 10_000), ("m2", 1))}
        fitting = sorted((unit, self._rounded(value)) for unit, value in found if self._fits(value))
        if len(fitting) > 1:
            return None, ("ambiguous_number", {"text": text, "readings": [value for _, value in fitting]})
        if not fitting:
            return self._within(text, self._rounded(readings[0] * 10_000))
        unit, value = fitting[0]
        return value, ("unit_assumed", {"text": text, "unit": unit}) if unit != "ha" else None

    def _fits(self, value: Decimal) -> bool:
        return (self.column.low or 0) <= value <= (self.column.high or 10**MAX_DIGITS)

    @staticmethod
    def _rounded(value: Decimal) -> int | None:
        try:
            return int(value.quantize(Decimal(1), ROUND_HALF_UP))
        except InvalidOperation:  # more digits than any real amount has
            return None

    def _within(self, text: str, value: int | None) -> Answer:
        low, high = self.column.low, self.column.high
        if value is None or value > 10**MAX_DIGITS:
            return None, ("not_a_number", {"text": text})
        if value < 0:
            return None, ("negative", {"text": text})
        if value == 0 and low:
            return None, ("not_positive", {"text": text})
        if (low is not None and value < low) or (high is not None and value > high):
            return None, ("out_of_range", {"text": text, "value": value, "low": low, "high": high})
        return value, None
