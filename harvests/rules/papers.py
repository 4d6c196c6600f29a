"""The papers that go with a shipment: which ones, what each must say, and whether they agree with the load (R72)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict

# Ours come first on the checklist, the authorities' after them, the invoice last (workflow.md M16).
CONTRACT, DISPATCH, ISSUE, PACKING, HANDOVER, SOURCES, INVOICE = (
    "contract", "dispatch_order", "goods_issue", "packing_list", "handover", "source_list", "invoice",
)  # fmt: skip
OWN = (CONTRACT, DISPATCH, ISSUE, PACKING, HANDOVER, SOURCES)
# Made here as PDF, with the letters in front of their running number.
SERIES = {DISPATCH: "LXK", ISSUE: "PXK", PACKING: "PL", HANDOVER: "BBGN", SOURCES: "BKNG"}
# A home delivery has a delivery note; the market's own list says so with a code that our goods issue note answers.
ANSWERED = {"delivery_note": ISSUE, "delivery_note_or_invoice": ISSUE, "commercial_invoice": INVOICE}
MISSING, PRINTED, SIGNED, NOT_NEEDED = "missing", "printed", "signed", "not_needed"
# What has to name cartons or kilograms: those a customs officer holds against the truck.
COUNTED = (ISSUE, PACKING, HANDOVER)
COUNTED_WORDS = ("phyto",)
CODES = (
    "paper_missing", "paper_waived", "paper_expired", "paper_not_yet_issued", "paper_differs", "paper_uncounted",
    "paper_cartons_differ", "paper_dates_swapped", "paper_unknown", "paper_printed_elsewhere", "paper_nothing_loaded",
    "paper_number_missing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A line of the checklist, with what it names."""

    kind: str
    required: bool
    state: str
    number: str = ""
    issued_on: dt.date | None = None
    valid_to: dt.date | None = None
    cartons: int | None = None
    net_g: int | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What lies on the truck."""

    cartons: int
    net_g: int


def checklist(documents: Sequence[str], *, home: bool) -> list[tuple[str, bool]]:
    """(paper, required) of a shipment to a market that asks for `documents`; fruit for home needs no contract."""
    official = [ANSWERED.get(code, code) for code in documents]
    found = [(kind, not (home and kind in (CONTRACT, DISPATCH))) for kind in OWN]
    known = {*OWN, INVOICE}
    found += [(kind, True) for kind in dict.fromkeys(official) if kind not in known]
    return [*found, (INVOICE, True)]


def is_official(kind: str) -> bool:
    """Whether somebody else issues the paper because the market asks for it."""
    return kind not in OWN and kind != INVOICE


def is_counted(kind: str) -> bool:
    """Whether the paper names cartons or kilograms that have to agree with the load."""
    return kind in COUNTED or any(word in kind for word in COUNTED_WORDS)


def agrees(named: int, there: int, match_bp: int) -> bool:
    """Whether a quantity on a paper lies within `match_bp` of what is there (R72: 980 of 1,000 cartons does not)."""
    return abs(named - there) * 10_000 <= there * match_bp


def judge_papers(papers: Iterable[Paper], loaded: Loaded, day: dt.date, match_bp: int) -> list[tuple[str, Reason, str]]:
    """(weight, reason, paper) of everything that is wrong with the papers of a shipment that leaves on a day (R72)."""
    return [(*fault, paper.kind) for paper in papers for fault in _faults(paper, loaded, day, match_bp)]


def _faults(paper: Paper, loaded: Loaded, day: dt.date, match_bp: int):
    data = {"paper": paper.kind}
    if paper.state == NOT_NEEDED:
        if paper.required and is_official(paper.kind):
            yield "warning", Reason("paper_waived", data)
        return
    if paper.state == MISSING:
        if paper.required:
            yield "refused", Reason("paper_missing", data)
        return
    if is_official(paper.kind) and not paper.number:
        yield "refused", Reason("paper_number_missing", data)
    if paper.issued_on and paper.issued_on > day:
        yield "refused", Reason("paper_not_yet_issued", {**data, "issued_on": paper.issued_on})
    if paper.valid_to and paper.valid_to < day:
        yield "refused", Reason("paper_expired", {**data, "valid_on": paper.valid_to})
    yield from _quantities(paper, loaded, match_bp, data)


def _quantities(paper: Paper, loaded: Loaded, match_bp: int, data: dict):
    if is_counted(paper.kind) and paper.cartons is None and paper.net_g is None:
        yield "refused", Reason("paper_uncounted", data)
        return
    cartons_differ = paper.cartons is not None and not agrees(paper.cartons, loaded.cartons, match_bp)
    net_differs = paper.net_g is not None and not agrees(paper.net_g, loaded.net_g, match_bp)
    if cartons_differ or net_differs:
        said = {"named": paper.cartons, "named_kg_g": paper.net_g}
        there = {"cartons": loaded.cartons, "loaded_kg_g": loaded.net_g}
        code = "paper_differs" if not cartons_differ else "paper_cartons_differ"
        yield "refused", Reason(code, {**data, **{k: v for k, v in said.items() if v is not None}, **there})


def judge_paper(facts: dict) -> Verdict:
    """Refusals for a paper's facts as typed: its days in order."""
    issued, valid = facts.get("issued_on"), facts.get("valid_to")
    if issued and valid and issued > valid:
        return Verdict.because("paper_dates_swapped")
    return Verdict()
