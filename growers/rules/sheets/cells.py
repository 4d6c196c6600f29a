"""Reads cells that hold words or the digits of a name: texts, people, codes, telephones, identity numbers, choices."""

import re
from collections.abc import Iterable
from decimal import Decimal

from coopsite.formats.text import clean_line
from growers.rules.phones import e164
from growers.rules.sheets.headers import words
from growers.rules.sheets.numbers import NO_VALUE, Answer
from growers.rules.sheets.tables import MAX_CELL, Cell, Column, as_text

EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number
CITIZEN_ID, OLD_CARD = 12, 9
_ACCOUNT = 19
# Codes of the 63 provinces and cities in which identity numbers were given out (Circular 59/2021/TT-BCA): the first
# three digits. Needed only where a leading zero was lost, to tell a restored number from a mistyped one.
_PROVINCES = frozenset(
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042"
    " 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087"
    " 089 091 092 093 094 095 096".split()
)
# Mobile prefixes of eleven digits were renumbered to ten in 2018; registers of before still have them.
_RENUMBERED = {"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084"}
_RENUMBERED |= {"0125": "085", "0127": "081", "0129": "082", "0186": "056", "0188": "058", "0199": "059"}
_RENUMBERED |= {f"016{digit}": f"03{digit}" for digit in range(2, 10)}

_MOBILE = re.compile(r"0[35789][0-9]{8}")
_SEPARATORS = re.compile(r"[\s.\-()'’]+")
_BETWEEN_PHONES = re.compile(r"[/;,&|]|hoặc|và|\s-\s")
_PHONE_LIKE = re.compile(r"\+?[0-9][0-9 .()\-]{7,}[0-9]")
_DIGITS_LOST = re.compile(r"[0-9][.,][0-9]+e\+?[0-9]+", re.IGNORECASE)
_POINT_ZERO = re.compile(r"([0-9]+)[.,]0+")
_CODE = re.compile(r"[\w][\w./\-]*")
_DAY = re.compile(r"[0-9]{1,2}([/.\-])[0-9]{1,2}\1[0-9]{2,4}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{4,19}")


def read_text(column: Column, cell: Cell) -> Answer:
    """One clean line, at most `max_length` long."""
    text = clean_line(as_text(cell))
    if text in ("-", "--", "—", "–") or not text:
        return None, None
    if "\ufffd" in text:
        return None, ("broken_characters", {"text": text[:80]})
    if len(text) > column.max_length:
        length = f"{MAX_CELL}+" if len(text) >= MAX_CELL else len(text)
        return None, ("too_long", {"length": length, "limit": column.max_length})
    return text, None


def read_name(column: Column, cell: Cell) -> Answer:
    """A person's name: a text with letters. Figures may stand beside them, as villages tell namesakes apart."""
    text, problem = read_text(column, cell)
    if text and not any(map(str.isalpha, text)):
        return None, ("not_a_name", {"text": text})
    return text, problem


def read_code(column: Column, cell: Cell) -> Answer:
    """A code of a household or plot; digits get back the zeros that a spreadsheet took, up to `width`."""
    text = clean_line(as_text(cell))
    if match := _POINT_ZERO.fullmatch(text):
        text = match[1]
    if not text or text in NO_VALUE:
        return None, None
    if isinstance(cell, bool) or not _CODE.fullmatch(text):
        return None, ("bad_code", {"text": text[:80]})
    if len(text) > column.max_length:
        return None, ("code_too_long", {"text": text[:80], "limit": column.max_length})
    full = text.zfill(column.width) if text.isdigit() and text.isascii() else text
    if full != text and isinstance(cell, str):
        return full, ("zeros_restored", {"text": text, "value": full})
    return full, None


def is_code(cell: Cell) -> bool:
    """Whether a cell of a code column names somebody: no spaces, a digit, no day; "Xã 1" and "Cộng" do not."""
    text = as_text(cell).strip()
    return any(map(str.isdigit, text)) and bool(_CODE.fullmatch(text)) and not _DAY.fullmatch(text)


def digits_of(cell: Cell) -> str:
    """The digits of a number that is a name, without separators; "" when something else is in it."""
    text = _SEPARATORS.sub("", clean_line(as_text(cell)))
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        text = f"{cell:.0f}"
    return text if text.isascii() and text.isdigit() else ""


def _lost(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(_DIGITS_LOST.fullmatch(cell.strip()))
    return isinstance(cell, int | Decimal) and abs(cell) >= 10**EXACT_DIGITS


def read_phone(_column: Column, cell: Cell) -> Answer:
    """A Vietnamese number in its stored form +84…; of several in one cell the first that is one."""
    text = clean_line(as_text(cell))
    if text.lower() in NO_VALUE:
        return None, None
    if isinstance(cell, int | Decimal):
        return _one_phone(text, digits_of(cell))
    if _lost(cell):
        return None, ("digits_lost", {"text": text})
    whole = _one_phone(text, text)
    if whole[0]:
        return whole
    for part in _BETWEEN_PHONES.split(text):
        for candidate in _PHONE_LIKE.findall(part):
            phone, _ = _one_phone(candidate, candidate)
            if phone:
                return phone, ("phone_picked", {"text": text[:80], "value": phone})
    return None, ("bad_phone", {"text": text[:80]})


def _one_phone(text: str, number: str) -> Answer:
    digits = _SEPARATORS.sub("", number)
    for prefix in ("+84", "0084", "84"):
        if digits.startswith(prefix) and len(digits) - len(prefix) >= 9:
            digits = "0" + digits[len(prefix) :].removeprefix("0")
            break
    if len(digits) in (9, 10) and digits.isdigit() and not digits.startswith("0"):
        digits = "0" + digits
    if _MOBILE.fullmatch(digits):
        return "+84" + digits[1:], None
    if len(digits) == 11 and digits[:4] in _RENUMBERED and digits.isdigit():
        phone = "+84" + (_RENUMBERED[digits[:4]] + digits[4:])[1:]
        return phone, ("phone_renumbered", {"text": text, "value": phone})
    phone = e164(digits) if digits.isascii() and digits.startswith("02") else ""
    return (phone, None) if phone else (None, ("bad_phone", {"text": text[:80]}))


def read_citizen_id(_column: Column, cell: Cell) -> Answer:
    """The 12 digits of an identity number; lost zeros come back where that gives a number of a real province."""
    text = clean_line(as_text(cell))
    if text.lower() in NO_VALUE:
        return None, None
    if _lost(cell):
        return None, ("digits_lost", {"text": text})
    digits = digits_of(cell)
    if len(digits) == CITIZEN_ID:
        return digits, None
    restored = digits.zfill(CITIZEN_ID)
    if len(digits) in (10, 11) and restored[:3] in _PROVINCES:
        return restored, ("zeros_restored", {"text": text, "value": restored})
    if len(digits) == OLD_CARD:
        return None, ("old_identity_card", {"text": text})
    return None, ("bad_citizen_id", {"text": text[:80], "digits": len(digits)})


def read_account(_column: Column, cell: Cell) -> Answer:
    """A bank account number; as a number cell it may have lost a zero, beyond 15 digits it has lost the rest."""
    text = clean_line(as_text(cell))
    if text.lower() in NO_VALUE:
        return None, None
    if _lost(cell):
        return None, ("digits_lost", {"text": text})
    account = digits_of(cell) or _SEPARATORS.sub("", text)
    if not _ACCOUNT.fullmatch(account) or not any(map(str.isdigit, account)):
        return None, ("bad_account", {"text": text[:80]})
    return account, None if isinstance(cell, str) else ("zeros_may_be_lost", {"text": text})


class ChoiceReader:
    """Reads a cell as one of the keys of its column, by any text that means it."""

    def __init__(self, column: Column):
        self.keys = list(column.choices)
        self.by_text = {words(key): key for key in column.choices}
        for key, texts in column.choices.items():
            self.by_text |= {words(text): key for text in texts}

    def __call__(self, cell: Cell) -> Answer:
        text = clean_line(as_text(cell))
        if not text or text in ("-", "--", "—", "–"):
            return None, None
        key = self.by_text.get(words(text))
        return (key, None) if key is not None else (None, ("unknown_choice", {"text": text[:80], "choices": self.keys}))

    def knows(self, text: str) -> bool:
        return words(text) in self.by_text


def longest_zero_code(cells: Iterable[Cell]) -> int:
    """The length of the codes in a column that kept their zeros: the others of the column are that long too."""
    texts = (cell.strip() for cell in cells if isinstance(cell, str) and cell.startswith("0"))
    return max((len(text) for text in texts if text.isdigit() and len(text) <= 6), default=0)
