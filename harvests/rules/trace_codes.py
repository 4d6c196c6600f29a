"""What people type or scan into the trace's box, read as everything that it could name."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from harvests.rules.lots import read_trace_code

MOST = 200  # characters; a Digital Link with every part is shorter
LOT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
SHORT_CODE = re.compile(r"[\w./-]{1,20}")
TICKET = re.compile(r"(?:CAN-)?(\d{2})(\d{2})(\d{2})-(\d{1,6})(?:/(\d{1,3}))?", re.IGNORECASE)
NUMBERED = re.compile(r"(CH|DH)-(\d{2})-(\d{1,6})", re.IGNORECASE)
DIARY = re.compile(r"(?:.*/)?diary/(\d{1,12})", re.IGNORECASE)
# 10 is the batch, 21 the serial number of the carton (GS1 General Specifications; R02).
BRACKETED = re.compile(r"\(10\)([^()]{1,20})(?:\(21\)([^()]{1,20}))?")
ELEMENTS = re.compile(r"01\d{14}10([A-Za-z0-9._-]{1,20})(?:\x1d21([A-Za-z0-9]{1,20}))?")
LINK = re.compile(r"(?:.*/)?10/([^/]{1,20})(?:/21/([^/]{1,20}))?(?:/.*)?")
PUBLIC = re.compile(r"(?:.*/)?t/([^/]{1,20})")
WITH_NUMBER = re.compile(r"(.+?)\s*[\s#/:-]\s*0*(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that the text could name. `kind`: lot, carton, trace, ticket, shipment, order, diary, household, plot.

    `code` as it is stored; `number` of the carton, ticket, shipment or order, or the diary entry's key; `day` of the
    ticket, `revision` of its version (0: the newest); `year` of the shipment or order.
    """

    kind: str
    code: str = ""
    number: int = 0
    day: dt.date | None = None
    revision: int = 0
    year: int = 0


def read(text: str) -> list[Candidate]:
    """Everything that a text could name, the likeliest first; nothing for text that no code of ours looks like."""
    text = text.strip()
    if not text or len(text) > MOST:
        return []
    if scanned := _scanned(text):
        return scanned
    found: list[Candidate] = []
    if match := TICKET.fullmatch(text):
        found += _ticket(match)
    if match := NUMBERED.fullmatch(text):
        kind = "shipment" if match[1].upper() == "CH" else "order"
        found.append(Candidate(kind, number=int(match[3]), year=2000 + int(match[2])))
    if match := DIARY.fullmatch(text.rstrip("/")):
        found.append(Candidate("diary", number=int(match[1])))
    if trace := read_trace_code(text):
        found.append(Candidate("trace", trace))
    found += _lot(text)
    if SHORT_CODE.fullmatch(text):
        found += [Candidate("household", text), Candidate("plot", text)]
    return found


def _scanned(text: str) -> list[Candidate]:
    """A label's QR or bar code: an element string, a Digital Link, or the address of a public page."""
    if match := BRACKETED.search(text) or ELEMENTS.fullmatch(text):
        return _of_label(match[1], match[2])
    if "/" not in text:
        return []
    try:
        path = unquote(urlsplit(text).path).rstrip("/")
    except ValueError:  # a bracket where an address of numbers should be
        return []
    if match := LINK.fullmatch(path):
        return _of_label(match[1], match[2])
    if (match := PUBLIC.fullmatch(path)) and (code := read_trace_code(match[1])):
        return [Candidate("trace", code)]
    return []


def _of_label(code: str, serial: str | None) -> list[Candidate]:
    if not LOT_CODE.fullmatch(code):
        return []
    digits = re.fullmatch(r"(?:.*\D)?0*(\d{1,7})", serial or "")
    return [Candidate("carton", code, int(digits[1])) if digits else Candidate("lot", code)]


def _lot(text: str) -> list[Candidate]:
    found = [Candidate("lot", text)] if LOT_CODE.fullmatch(text) else []
    match = WITH_NUMBER.fullmatch(text)
    if match and LOT_CODE.fullmatch(match[1]):
        found.append(Candidate("carton", match[1], int(match[2])))
    return found


def _ticket(match: re.Match) -> list[Candidate]:
    year, month, day = (int(part) for part in match.groups()[:3])
    try:
        on = dt.date(2000 + year, month, day)
    except ValueError:
        return []
    return [Candidate("ticket", number=int(match[4]), day=on, revision=int(match[5] or 0))]
