"""VietQR of a transfer, made here and not by a service: the payload that every Vietnamese bank's app reads (EMVCo).

workflow.md 6.6: NAPAS' guideline for account numbers (QRIBFTTA); the amount makes it a code for one payment.
"""

import re

from coopsite.formats.text import fold

NAPAS, TO_ACCOUNT, DONG, COUNTRY = "A000000727", "QRIBFTTA", "704", "VN"
FOR_ONE, FOR_MANY = "12", "11"
BIN, ACCOUNT = re.compile(r"[0-9]{6}"), re.compile(r"[0-9A-Z]{1,19}")
MOST_VND, MOST_INFO = 10**13 - 1, 25
_NOT_PLAIN = re.compile(r"[^A-Z0-9 ]+")


def payload(bank_bin: str, account: str, amount_vnd: int | None = None, info: str = "") -> str:
    """The text behind the code; without an amount whoever scans it types one. ValueError for what no bank would take.

    `info` is plain ASCII of at most 25 characters: see `plain`.
    """
    if not BIN.fullmatch(bank_bin) or not ACCOUNT.fullmatch(account):
        raise ValueError("not a bank and an account")
    if amount_vnd is not None and not 0 < amount_vnd <= MOST_VND:
        raise ValueError("not an amount")
    if not info.isascii() or len(info) > MOST_INFO:
        raise ValueError("not a note that banks take")
    where = _field("00", NAPAS) + _field("01", _field("00", bank_bin) + _field("01", account))
    text = _field("00", "01") + _field("01", FOR_MANY if amount_vnd is None else FOR_ONE)
    text += _field("38", where + _field("02", TO_ACCOUNT)) + _field("53", DONG)
    if amount_vnd is not None:
        text += _field("54", str(amount_vnd))
    text += _field("58", COUNTRY)
    if info:
        text += _field("62", _field("08", info))
    text += "6304"
    return text + crc16(text)


def crc16(text: str) -> str:
    """CRC-16/CCITT-FALSE of a text, as four capital hexadecimal digits."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _bit in range(8):
            value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
            value &= 0xFFFF
    return f"{value:04X}"


def plain(text: str, most: int = MOST_INFO) -> str:
    """Text as banks take it: capitals without accents, digits, single spaces, cut to so many characters."""
    return " ".join(_NOT_PLAIN.sub(" ", fold(text).upper()).split())[:most].rstrip()


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"
