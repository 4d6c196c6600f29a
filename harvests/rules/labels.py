"""What stands on a label: the elements a market asks for, exact texts, the lot's own codes, the code to scan."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from growers.rules.gs1 import gtin14, valid
from growers.rules.markets import LABEL_ELEMENTS
from growers.rules.verdicts import Reason, Verdict

A4, CARTON, FRUIT = "a4", "carton", "fruit"
SHEETS = {A4: (70, 37), CARTON: (100, 70), FRUIT: (50, 30)}  # millimetres of one label
MOST_AT_ONCE = 1_200
_LINK = re.compile(
    r"(?P<gtin>\d{14}|\d{13}|\d{12}|\d{8})(?:/22/[^/]{1,20})?/10/(?P<lot>[A-Za-z0-9._-]{1,20})(?:/21/[^/]{1,20})?/?",
    re.ASCII,
)

# Marks that an officer puts on by hand: asked for, yet nothing that we may print.
BY_HAND = ("treatment_mark",)
ELEMENTS = tuple(element for element in LABEL_ELEMENTS if element not in BY_HAND)
# What a label for fruit or a bag shows in any case (workflow.md D14).
ON_FRUIT = ("fruit_name", "origin", "responsible", "address", "lot", "packed_on")
CODES = (
    *(f"label_no_{element}" for element in ELEMENTS), *(f"label_{mark}_by_hand" for mark in BY_HAND),
    "label_market_unknown", "label_element_unknown", "label_text_missing", "label_codes_differ", "label_code_foreign",
    "label_without_cartons", "label_lot_void", "label_lot_held", "label_lot_open", "label_numbers_backwards",
    "label_numbers_beyond", "label_too_many", "label_again_without_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LotCodes:
    """The codes under which a lot's fruit grew and was packed, as its inputs say."""

    area_codes: frozenset[str] = frozenset()
    house_code: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it would be printed: `values` by element, exact `texts`, and the codes it names."""

    values: Mapping[str, str]
    texts: tuple[str, ...] = ()
    area_codes: frozenset[str] = frozenset()
    house_code: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Labels `first` to `last`."""

    first: int
    last: int

    def meets(self, other: "Run") -> bool:
        return self.first <= other.last and other.first <= self.last


def judge_label(
    elements: Iterable[str], texts: Iterable[str], label: Label, lot: LotCodes, on_carton: Iterable[str] = ()
) -> Verdict:
    """Whether a label may be printed: everything asked for is there, texts are exact, codes are the lot's own (R73).

    A text may name alternatives with " | ". `on_carton` are codes that stand on the boxes already.
    """
    refused, unknown, warnings = [], [], []
    for element in dict.fromkeys(elements):
        if element in BY_HAND:
            warnings.append(Reason(f"label_{element}_by_hand"))
        elif element not in ELEMENTS:
            unknown.append(Reason("label_element_unknown", {"element": element}))
        elif not label.values.get(element):
            refused.append(Reason(f"label_no_{element}"))
    missing = [text for text in texts if not any(wording in label.texts for wording in wordings(text))]
    refused += [Reason("label_text_missing", {"text": text}) for text in missing]
    if label.area_codes != lot.area_codes or label.house_code != lot.house_code:
        data = {"label": _named(label), "lot": _named(lot)}
        refused.append(Reason("label_codes_differ", data))
    own = {*lot.area_codes, lot.house_code}
    foreign = [code for code in on_carton if code not in own]
    if foreign:
        refused.append(Reason("label_code_foreign", {"code": ", ".join(foreign), "lot": _named(lot)}))
    return Verdict(refused=tuple(refused), unknown=tuple(unknown), warnings=tuple(warnings))


def wordings(text: str) -> list[str]:
    """The exact texts of which one must stand on the label."""
    return [wording.strip() for wording in text.split("|") if wording.strip()]


def judge_run(
    sheet: str, run: Run, *, cartons: int, printed: Iterable[Run], reason: str, status: str, is_held: bool
) -> Verdict:
    """Whether labels with these numbers may be printed now; numbers printed before are a reprint and say why.

    Labels for cartons count the lot's cartons; labels for fruit have numbers of their own, without an end.
    """
    refused = []
    if status == "void":
        refused.append(Reason("label_lot_void"))
    if is_held:
        refused.append(Reason("label_lot_held"))
    if sheet != FRUIT and not cartons:
        refused.append(Reason("label_without_cartons"))
    if not 1 <= run.first <= run.last:
        refused.append(Reason("label_numbers_backwards"))
    elif sheet != FRUIT and cartons and run.last > cartons:
        refused.append(Reason("label_numbers_beyond", {"cartons": cartons}))
    elif run.last - run.first >= MOST_AT_ONCE:
        refused.append(Reason("label_too_many", {"most": MOST_AT_ONCE}))
    if not reason and any(run.meets(other) for other in printed):
        refused.append(Reason("label_again_without_reason"))
    warnings = (Reason("label_lot_open"),) if status == "open" else ()
    return Verdict(refused=tuple(refused), warnings=warnings)


def numbered(run: Run, counts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(number, place of its carton line) of each label: cartons are counted through the lines in their order.

    Numbers behind the last carton belong to the last line.
    """
    place, end = 0, counts[0] if counts else 0
    for number in range(run.first, run.last + 1):
        while number > end and place < len(counts) - 1:
            place += 1
            end += counts[place]
        yield number, place


def digital_link(site: str, gtin: str, lot: str, serial: str = "") -> str:
    """A GS1 Digital Link of a lot, or of one carton: https://site/01/GTIN14/10/LOT/21/SERIAL.

    Lot codes hold nothing that would need escaping (R02).
    """
    link = f"{site}/01/{gtin14(gtin)}/10/{lot}"
    return f"{link}/21/{serial}" if serial else link


def read_digital_link(path: str) -> tuple[str, str] | None:
    """(GTIN, lot) of what follows /01/ in a Digital Link of ours; None when it names no lot."""
    match = _LINK.fullmatch(path)
    return (match["gtin"], match["lot"]) if match and valid("gtin", match["gtin"]) else None


def _named(codes: Label | LotCodes) -> str:
    return ", ".join([*sorted(codes.area_codes), *filter(None, [codes.house_code])]) or "–"
