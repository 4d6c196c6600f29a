"""Amounts in Vietnamese words for vouchers, payment lists and delivery notes (workflow.md 6.2).

Groups of three digits; an inner group is read in full ("không trăm linh năm"), an empty group is left out.
"""

LIMIT = 10**18

_NAMES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9


def _tens_and_units(tens: int, units: int) -> list[str]:
    if tens == 0:
        return [_NAMES[units]] if units else []
    words = ["mười"] if tens == 1 else [_NAMES[tens], "mươi"]
    if units == 5:
        words.append("lăm")
    elif units == 1 and tens > 1:
        words.append("mốt")
    elif units == 4 and tens > 1:
        words.append("tư")
    elif units:
        words.append(_NAMES[units])
    return words


def _group(number: int, full: bool) -> list[str]:
    """Words of 1..999; `full` reads the missing hundreds aloud, as inside a longer number."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [_NAMES[hundreds], "trăm"] if hundreds or full else []
    if words and tens == 0 and units:
        words.append("linh")
    return words + _tens_and_units(tens, units)


def _below_billion(number: int, full: bool) -> list[str]:
    words: list[str] = []
    for size, name in ((10**6, ["triệu"]), (10**3, ["nghìn"]), (1, [])):
        group, number = divmod(number, size)
        if group:
            words += _group(group, full or bool(words)) + name
    return words


def in_words(number: int) -> str:
    """A whole number in lower-case words; ValueError when its size reaches LIMIT."""
    if abs(number) >= LIMIT:
        raise ValueError("number too large to be written in words")
    if number == 0:
        return _NAMES[0]
    billions, rest = divmod(abs(number), _BILLION)
    words = ["âm"] if number < 0 else []
    if billions:
        words += _below_billion(billions, full=False) + ["tỷ"]
    return " ".join(words + _below_billion(rest, full=bool(billions)))


def dong_in_words(v: int) -> str:
    """An amount of dong as a voucher states it: 2121015 gives "Hai triệu … không trăm mười lăm đồng"."""
    text = in_words(v)
    return f"{text[0].upper()}{text[1:]} đồng"
