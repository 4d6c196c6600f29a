"""Reads days and years out of cells: real dates, day-first text, spreadsheet serials, a year alone."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal

from growers.rules.sheets.numbers import Answer, plain
from growers.rules.sheets.tables import Cell, Column, as_text

FIRST, LAST = datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)
FIRST_YEAR, LAST_YEAR = 1900, 2100
SERIAL_ZERO = datetime.date(1899, 12, 30)
SERIALS = range(14_000, 73_000)  # days of 1938 to 2099: no year and no count of days that anybody types

_NUMERIC = re.compile(r"([0-9]{1,4})\s*([/.\-])\s*([0-9]{1,2})(?:\s*\2\s*([0-9]{2,4}))?")
_WORDS = re.compile(
    r"(?:ngày|ngay)?\s*([0-9]{1,2})\s*(?:tháng|thang)\s*([0-9]{1,2})\s*(?:năm|nam|,|/)?\s*([0-9]{4})", re.IGNORECASE
)
_MONTH_YEAR = re.compile(r"(?:tháng|thang|t)?\s*([0-9]{1,2})\s*(?:[/.\-]|năm|nam)\s*([0-9]{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm|nam|year)?\s*([0-9]{4})", re.IGNORECASE)
_CLOCK = re.compile(
    r"[T\s]+[0-9]{1,2}[:h][0-9]{0,2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:\s*[ap]m)?Z?$|^[0-9]{1,2}[:h][0-9]{2}\s+",
    re.IGNORECASE,
)
_DAY_NAME = re.compile(r"^(?:thứ|chủ|thu|chu)\s+\S+?,?\s+(?=[0-9n])", re.IGNORECASE)


class DateReader:
    """Reads the cells of one column of days; day before month, as everybody here writes."""

    def __init__(self, column: Column, month_first: bool, today: datetime.date | None):
        """`month_first`: the column proves that (also) months come first, so that 9/8 is no longer certain."""
        self.column, self.month_first, self.today = column, month_first, today

    def __call__(self, cell: Cell) -> Answer:
        text = as_text(cell)
        if isinstance(cell, datetime.datetime):
            return self._within(text, cell.date())
        if isinstance(cell, datetime.date):
            return self._within(text, cell)
        if isinstance(cell, bool | datetime.time):
            return None, ("bad_date", {"text": text})
        if isinstance(cell, int | Decimal):
            return self._of_number(text, int(cell))
        return self._of_text(cell)

    def _of_number(self, text: str, number: int) -> Answer:
        if number in SERIALS:
            day, problem = self._within(text, SERIAL_ZERO + datetime.timedelta(days=number))
            return day, problem or ("serial_date", {"text": text, "value": day})
        if FIRST_YEAR <= number <= LAST_YEAR:
            return self._of_year(text, number)
        return None, ("bad_date", {"text": text})

    def _of_year(self, text: str, year: int) -> Answer:
        if not self.column.year_ok:
            return None, ("bad_date", {"text": text})
        day, problem = self._within(text, datetime.date(year, 1, 1))
        return day, problem or ("year_only", {"text": text, "value": day})

    def _of_text(self, text: str) -> Answer:
        line = _DAY_NAME.sub("", _CLOCK.sub("", plain(text))).strip(" .,")
        if line.isdigit() and len(line) == 5:
            return self._of_number(text, int(line))
        if match := _YEAR.fullmatch(line):
            return self._of_number(text, int(match[1]))
        if match := _WORDS.fullmatch(line):
            return self._of_parts(text, match[3], match[2], match[1])
        if match := _NUMERIC.fullmatch(line):
            first, _, second, third = match.groups()
            if len(first) > 2:
                return self._of_parts(text, first, second, third) if third else (None, ("bad_date", {"text": text}))
            if third is None:
                return None, ("year_missing", {"text": text})
            if self.month_first and int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
                return self._in_two_orders(text, first, second, third)
            return self._of_parts(text, third, second, first)
        if (match := _MONTH_YEAR.fullmatch(line)) and self.column.year_ok:
            return self._of_parts(text, match[2], match[1], "1")
        return None, ("bad_date", {"text": text})

    def _of_parts(self, text: str, year: str, month: str, day: str) -> Answer:
        try:
            return self._within(text, datetime.date(_full_year(year), int(month), int(day)))
        except ValueError:
            return None, ("bad_date", {"text": text})

    def _in_two_orders(self, text: str, first: str, second: str, third: str) -> Answer:
        year = _full_year(third)
        readings = [datetime.date(year, int(second), int(first)), datetime.date(year, int(first), int(second))]
        return None, ("ambiguous_date", {"text": text, "readings": readings})

    def _within(self, text: str, day: datetime.date) -> Answer:
        if not FIRST <= day <= LAST:
            return None, ("date_out_of_range", {"text": text, "first": FIRST, "last": LAST})
        if self.column.past and self.today and day > self.today:
            return None, ("future_date", {"text": text, "today": self.today})
        return day, None


class YearReader:
    """Reads the year of planting and its like, also out of a whole date."""

    def __init__(self, column: Column, today: datetime.date | None):
        self.days = DateReader(Column(column.key, "", "", (), "date", year_ok=True), False, None)
        self.first = column.low or FIRST_YEAR
        self.last = today.year if column.past and today else column.high or LAST_YEAR

    def __call__(self, cell: Cell) -> Answer:
        day, _ = self.days(cell)
        if day is None or not self.first <= day.year <= self.last:
            return None, ("bad_year", {"text": as_text(cell), "first": self.first, "last": self.last})
        return day.year, None


def proves_month_first(cells: Iterable[Cell]) -> bool:
    """Whether a text such as 09/25/2025 stands in the column: then 09/08/2025 in it may be either."""
    for cell in cells:
        if isinstance(cell, str) and (match := _NUMERIC.match(_DAY_NAME.sub("", plain(cell)))):
            first, _, second, third = match.groups()
            if third and len(first) <= 2 and int(second) > 12 >= int(first):
                return True
    return False


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2_000 if year < 70 else 1_900)
