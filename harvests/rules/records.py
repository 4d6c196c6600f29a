"""Harvest records: what is needed to write one, and who may change one until when."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict
from harvests.rules.weighing import RECALLED, SPRAYED
from harvests.rules.weighing_facts import Facts, Header, Judged

CODES = ("ticket_in_lot", "correction_not_yours", "reason_unclear", "nothing_to_release", "release_not_yours")
# A person may release these; the others need a price or a grade.
NEED_OVERRIDE = (*SPRAYED, RECALLED)
OVERRIDABLE = ("household_blocked", "code_suspended", *NEED_OVERRIDE)


def releasable(holds: Iterable[str], *, overrides: bool) -> list[str]:
    """Which holds may be released by who corrects tickets; what was sprayed or recalled by who overrides the rules."""
    return [hold for hold in holds if hold in OVERRIDABLE and (overrides or hold not in NEED_OVERRIDE)]


def judge_release(holds: Iterable[str], text: str, *, overrides: bool) -> Verdict:
    """Whether holds may be released with a reason."""
    holds = [*holds]
    if not text:
        return Verdict.because("reason_unclear")
    if releasable(holds, overrides=overrides):
        return Verdict()
    code = "release_not_yours" if releasable(holds, overrides=True) else "nothing_to_release"
    return Verdict.because(code)


@dataclass(frozen=True, slots=True)
class NewLine:
    """One load ready to be written: rows by key, grams, dong; `price_vnd` and `amount_vnd` both or neither."""

    grade: int
    gross_g: int
    tare_g: int
    net_g: int
    crate: int | None = None
    crates: int = 0
    tare_reason: str = ""
    deduction_g: int = 0
    deduction_kind: str = ""
    price_vnd: int | None = None
    amount_vnd: int | None = None


@dataclass(frozen=True, slots=True)
class NewTicket:
    """One harvest record ready to be written: judged, rows by key, everything of the seat's co-operative.

    `holds` and `warnings` are reasons; a ticket with holds is saved on hold. `plot_codes` are (code, market, status).
    """

    weighed_at: dt.datetime
    season: int
    commodity: int
    household: int
    household_kind: str
    lines: tuple[NewLine, ...]
    round: int | None = None
    plot: int | None = None
    plot_codes: tuple[tuple[str, str, str], ...] = ()
    mode: str = "graded"
    channel: str = "export"
    board: int | None = None
    holds: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    place: str = "point"
    vehicle: str = ""
    note: str = ""
    source: str = "scale"
    paper_no: str = ""
    offline_no: str = ""

    @property
    def day(self) -> dt.date:
        """The business day: that of the moment of weighing, which is given in local time."""
        return self.weighed_at.date()

    @property
    def net_g(self) -> int:
        return sum(line.net_g for line in self.lines)

    @property
    def priced_vnd(self) -> int:
        """The value of the lines that have a price: what books and totals count."""
        return sum(line.amount_vnd or 0 for line in self.lines)

    @property
    def amount_vnd(self) -> int | None:
        """The value of the ticket; None while a price is missing."""
        return None if any(line.amount_vnd is None for line in self.lines) else self.priced_vnd


def ticket_from(facts: Facts, header: Header, judged: Judged, weighed_at: dt.datetime, **about: str) -> NewTicket:
    """What is written of a judged ticket without refusals; `about` holds place, vehicle, source and numbers."""
    supplier, plot = facts.supplier, judged.plot
    lines = tuple(
        NewLine(
            grade=line.grade.pk, crate=line.crate and line.crate.pk, crates=line.crates, gross_g=line.gross_g,
            tare_g=line.tare_g, tare_reason=line.tare_reason, deduction_g=line.deduction_g,
            deduction_kind=line.deduction_kind, net_g=line.net_g, price_vnd=line.price_vnd, amount_vnd=line.amount_vnd,
        )
        for line in judged.lines
    )  # fmt: skip
    return NewTicket(
        weighed_at=weighed_at, season=facts.season, commodity=facts.commodity, round=facts.round, lines=lines,
        household=supplier.pk, household_kind=supplier.kind, plot=plot and plot.pk,
        plot_codes=plot.codes if plot else (), mode=header.mode, channel=header.channel, board=facts.sheet.board,
        note=header.note, holds=judged.holds, warnings=judged.warnings, **about,
    )  # fmt: skip


def may_change(
    *, own: bool, recorded_at: dt.datetime, now: dt.datetime, undo_minutes: int, weighs: bool, corrects: bool
) -> bool:
    """Who has the right to correct may always; who weighs may for a while, the own ticket only (workflow.md 2.1)."""
    return corrects or (weighs and own and now - recorded_at <= dt.timedelta(minutes=undo_minutes))


def judge_change(*, allocated_g: int, allowed: bool, reason: str, text: str, lots: Sequence[str] = ()) -> Verdict:
    """Refusals for correcting or voiding a standing ticket: in a lot, too late, or without a clear reason (M9)."""
    refused = []
    if allocated_g:
        refused.append(Reason("ticket_in_lot", {"allocated_g": allocated_g, "lots": ", ".join(lots)}))
    if not allowed:
        refused.append(Reason("correction_not_yours"))
    if not reason or (reason == "other" and not text):
        refused.append(Reason("reason_unclear"))
    return Verdict(refused=tuple(refused))
