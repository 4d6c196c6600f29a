"""The page of one household in a run: what it is paid for, what is taken back, and what became of the money."""

from django.shortcuts import render
from django.urls import reverse

from coopsite.formats import showing
from growers.access import reads
from growers.web import or_404
from harvests.models import LedgerEntry, SettlementRun
from harvests.queries.settlement_lines import draft_of, entries_by_id, items_of, line_by_household, offsets_of
from harvests.rules.settlement_lines import SUMS, Line
from harvests.rules.settlements import ALLOWED, DRAFT
from harvests.views import settlements_shown as shown
from harvests.views.settlements import find


@reads
def run_line(request, code, household):
    """M19: one household of a run."""
    run = find(request, code)
    part = or_404(_drafted(run, household) if run.status == DRAFT else _written(request, run, household))
    context = {
        "run": run,
        "tag": shown.TAGS[run.status],
        "may": {event: run.status in states for event, states in ALLOWED.items()},
        **part,
    }
    return render(request, "harvests/settlement_lines_page.html", context)


def _drafted(run: SettlementRun, household: str) -> dict | None:
    line = next((line for line in draft_of(run).lines if line.code == household), None)
    if line is None:
        return None
    entries = entries_by_id(run.cooperative, [row.pk for row in line.movements])
    debts = [{"code": debt.code, "taken": showing.dong_plain(amount), "open": showing.dong_plain(debt.open_vnd)}
             for debt, amount in line.offsets]  # fmt: skip
    return {
        **_sums(line),
        "line": shown.shown_payee(line),
        "entries": [_entry(run, entries[row.pk]) for row in line.movements],
        "offsets": debts,
        "warnings": [shown.warning(reason) for reason in line.warnings],
        "payments": [],
    }


def _written(request, run: SettlementRun, household: str) -> dict | None:
    line = line_by_household(run, household)
    if line is None:
        return None
    entries = [item.entry for item in items_of(line) if item.entry.line_id != line.pk]
    return {
        **_sums(line),
        "line": shown.shown_payee(line),
        "entries": [_entry(run, entry) for entry in entries],
        "offsets": [
            {"code": (row.document or row.sale).code, "taken": showing.dong_plain(row.amount_vnd), "open": ""}
            for row in offsets_of(line)
        ],
        "warnings": [shown.warning(shown.kept_with(line, found)) for found in line.warnings],
        "payments": [_payment(request, run, payment) for payment in line.payments.all()],
    }


def _sums(line: Line) -> dict:
    sums = {shown.NAMES[name]: shown.cell(name, getattr(line, name)) for name in SUMS}
    return {"sums": {**sums, "carried": showing.dong_plain(-line.carried_vnd) if line.carried_vnd else ""}}


def _entry(run: SettlementRun, entry: LedgerEntry) -> dict:
    slug, paper, url = run.cooperative.slug, "", ""
    if entry.record_id:
        paper, url = entry.record.code, reverse("harvest-page", args=[slug, entry.record.slug])
    elif entry.document_id:
        paper = entry.document.code
        url = reverse("account-document-page", args=[slug, paper])
    elif entry.line_id:
        paper = entry.line.run.code
        url = reverse("run-line", args=[slug, paper, entry.line.code])
    day = entry.record.day if entry.record_id else entry.day
    return {
        "day": showing.day(day), "kind": str(entry.get_kind_display()), "paper": paper, "url": url,
        "kg": showing.kg(entry.record.net_g, least=0) if entry.record_id else "",
        "amount": showing.dong_plain(entry.amount_vnd), "note": entry.note,
    }  # fmt: skip


def _payment(request, run: SettlementRun, payment) -> dict:
    returned = getattr(payment, "returned", None)
    return {
        "day": showing.day(payment.day),
        "means": str(payment.get_means_display()),
        "paper": payment.paper,
        "amount": showing.dong(payment.amount_vnd),
        "by": payment.paid_by.display_name,
        "returned": showing.day(returned.day) if returned else "",
        "reason": returned.reason if returned else "",
        "back": "" if returned else reverse("payment-return", args=[request.coop.slug, run.code, payment.pk]),
    }
