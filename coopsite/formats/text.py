"""Clean text at the door, and the stored keys by which Vietnamese names are found and sorted.

Two keys are stored beside a name because databases disagree about Vietnamese: `search_key` is plain
lower-case text without marks, `sort_key` consists of digits only, so that every collation of SQLite and
PostgreSQL orders it alike (workflow.md 6.3).
"""

import re
import unicodedata

SORT_KEY_LENGTH = 255
MAX_SEARCH_WORDS = 8

# Characters that occupy no visible place yet are letters or symbols to Unicode: fillers, blank braille, joiners.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
_INVISIBLE_CATEGORIES = frozenset(("Cc", "Cf", "Cs"))
_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_PHONE = re.compile(r"[+(]?[0-9][0-9 .()\-]{6,}[0-9]")
_PUNCTUATION = ".,;:!?()[]{}\"'“”‘’«»…"

_LETTERS = {letter: f"{place:02d}" for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=20)}
_DIGITS = {digit: f"{place:02d}" for place, digit in enumerate("0123456789", start=10)}
_PLACES = _DIGITS | _LETTERS
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"a\u0306": "ă", "a\u0302": "â", "e\u0302": "ê", "o\u0302": "ô", "o\u031b": "ơ", "u\u031b": "ư"}
_PART_END, _WORD_END, _ELSEWHERE = "00", "01", "99"


def nfc(text: str) -> str:
    """The text with every letter composed, as the database keeps it (macOS and Zalo paste decomposed text)."""
    return unicodedata.normalize("NFC", text)


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return nfc("".join(c for c in text if c.isspace() or not _is_invisible(c)))


def _is_invisible(char: str) -> bool:
    if char in _INVISIBLE or unicodedata.category(char) in _INVISIBLE_CATEGORIES:
        return True
    return ord(char) & 0xFFFE == 0xFFFE  # noncharacters: legal in Python, refused by XML and so by spreadsheets


def clean_line(text: str) -> str:
    """One line as stored: NFC, single spaces, nothing invisible; "" when nothing readable is left."""
    return " ".join(_visible(text).split())


def clean_text(text: str) -> str:
    """Several lines as stored: each cleaned like `clean_line`, at most one empty line in a row, none at the ends."""
    kept: list[str] = []
    for line in map(clean_line, _LINE_BREAK.split(text)):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n")


def fold(text: str) -> str:
    """The text without marks, case or extra spaces: "  Bùi Thị HOÀ" and "bui thi hòa" both give "bui thi hoa"."""
    text = clean_line(text)
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.casefold()).casefold()
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
        text = plain.replace("đ", "d")
    return " ".join(text.lower().split())


def _phone_digits(text: str) -> str:
    """National digits of a text that is nothing but a telephone number, else ""; "+84 912…" gives "0912…"."""
    if not _PHONE.fullmatch(text):
        return ""
    digits = "".join(c for c in text if c in _DIGITS)
    if len(digits) < 8:
        return ""
    for prefix in ("0084", "84"):
        if digits.startswith(prefix) and 8 <= len(digits) - len(prefix) <= 10:
            return "0" + digits[len(prefix) :]
    return digits


def _words(text: str) -> list[str]:
    folded = fold(text)
    phone = _phone_digits(folded)
    if phone:
        return [phone]
    return [word for word in (raw.strip(_PUNCTUATION) for raw in folded.split()) if word]


def search_key(*parts: object) -> str:
    """The folded words of all parts, each once, in order; a telephone number becomes its national digits.

    None and "" are skipped. Search it with `search_key__contains=word` for every word of `search_words`.
    """
    return " ".join(dict.fromkeys(word for part in parts if part not in (None, "") for word in _words(str(part))))


def search_words(query: str) -> list[str]:
    """The words of a typed query, folded as `search_key` folds them; at most MAX_SEARCH_WORDS, each once."""
    return list(dict.fromkeys(_words(query[:200])))[:MAX_SEARCH_WORDS]


def _spelling(word: str) -> tuple[str, str, str]:
    """Places of the letters, tone of the syllable, and tone of every letter, of one word."""
    places: list[str] = []
    tones: list[str] = []
    for char in nfc(word.lower()):
        base, *marks = unicodedata.normalize("NFD", char)
        letter = next((_SHAPES[base + mark] for mark in marks if base + mark in _SHAPES), base)
        if not letter.isalnum():
            continue
        places.append(_PLACES.get(letter) or f"{_ELSEWHERE}{ord(letter):07d}")
        tones.append(next((_TONES[mark] for mark in marks if mark in _TONES), "0"))
    return "".join(places), max(tones, default="0"), "".join(tones)


def sort_key(full_name: str) -> str:
    """Digits that order names by given name, then family name, then middle names, as a Vietnamese list does.

    Letters decide first (a ă â b c d đ e ê …), then the tone of each syllable (ngang huyền hỏi ngã sắc nặng),
    and only between otherwise equal names where the tone mark is written (Hoà before Hòa).
    At most SORT_KEY_LENGTH characters; case and punctuation do not count.
    """
    words = [spelling for spelling in map(_spelling, clean_line(full_name).split()) if spelling[0]]
    parts = (words[-1:], words[:1] if len(words) > 1 else [], words[1:-1])
    key = "".join(
        _WORD_END.join(places for places, _, _ in part) + _PART_END + "".join(tone for _, tone, _ in part)
        for part in parts
    )
    written = "".join(tones for part in parts for _, _, tones in part)
    return (key + written)[:SORT_KEY_LENGTH]
