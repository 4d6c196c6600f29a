"""What is made of a run with whole numbers, and therefore noted: bank files, VietQRs, vouchers, lists with IDs."""

from collections.abc import Callable

import segno
from django.contrib import messages
from django.shortcuts import redirect, render

from coopsite.formats import showing
from growers.access import writes
from growers.forms.base import SeatedForm
from growers.rules.roles import Right
from growers.web import sheet_answer, tried
from harvests.actions.bank_files import hand_to_bank
from harvests.actions.settlement_papers import print_vouchers, show_accounts, show_citizens
from harvests.forms.bank_files import RunBankFileForm, RunPaperForm, VouchersForm
from harvests.models import Payment, SettlementRun
from harvests.pdf.statements import Sheet
from harvests.pdf.vouchers import vouchers
from harvests.queries.bank_files import bank_file_by_id
from harvests.queries.household_links import line_of_paper
from harvests.queries.settlement_papers import (
    cash_payments,
    printed_before,
    statements_of,
    transfers_of,
    vietqr_of,
)
from harvests.queries.shipment_papers import letterhead
from harvests.rules.bank_files import header_of, read_template, rows_of, totals_of
from harvests.rules.settlement_papers import Voucher
from harvests.views.settlement_papers import (
    PURCHASES,
    STATEMENTS,
    VIETQR,
    form_of,
    issued,
    nobody,
    papers_page,
    pdf,
    ready,
    run_purchases_pdf,
    statements_pdf,
)


@writes(Right.SETTLE)
def run_bank_file(request, code):
    """D6: the transfers that are left to pay, as the chosen template says; noted before it is handed out."""
    run = ready(request, code)
    form = RunBankFileForm(request.seat, run, request.POST or None)

    def made(done: SettlementRun):
        file = bank_file_by_id(request.coop, int(form.data["file"]))
        template, transfers = read_template(file.columns)[0], transfers_of(done)
        return sheet_answer(
            f"{done.code}-{request.coop.slug}", header_of(template), rows_of(template, transfers),
            totals_of(template, transfers), csv=file.format == "csv",
        )  # fmt: skip

    return _done(
        request, run, form, lambda: hand_to_bank(request.seat, sent=form.sent, run=run, **form.facts), made
    )


@writes(Right.PERSONAL)
def run_vietqr(request, code):
    """The codes that pay a run by a telephone, one a household, on sheets to print."""
    run = ready(request, code)
    form = RunPaperForm(request.seat, run, VIETQR, request.POST or None)

    def made(_done: SettlementRun):
        found = [(row, vietqr_of(request.coop, row)) for row in statements_of(run) if not row.paid]
        cards = [
            {"code": row.code, "name": row.name, "bank": row.bank, "account": row.account,
             "amount": showing.dong(row.pay_vnd), "qr": drawn(qr)}
            for row, qr in found if qr
        ]  # fmt: skip
        return render(request, "harvests/settlement_vietqr.html", {"run": run, "cards": cards})

    return _done(
        request, run, form, lambda: show_accounts(request.seat, sent=form.sent, run=run, paper=VIETQR), made
    )


def drawn(text: str) -> str:
    """An inline SVG of a code; it is drawn from squares and holds no text."""
    return segno.make(text, error="m", micro=False, mask=3).svg_inline(border=2, omitsize=True)


@writes(Right.PERSONAL)
def run_statements_full(request, code):
    """D3 with the VietQR of each household; `household` in the form only one."""
    run = ready(request, code)
    form = RunPaperForm(request.seat, run, STATEMENTS, request.POST or None)
    asked = [request.POST["household"][:6]] if request.POST.get("household") else []
    if asked and line_of_paper(run, asked[0]) is None:
        return nobody(request, run)

    def made(_done: SettlementRun):
        found = statements_of(run, asked or None)
        return statements_pdf(request, run, [Sheet(row, vietqr_of(request.coop, row)) for row in found])

    facts = {"run": run, "paper": STATEMENTS, "households": asked}
    return _done(request, run, form, lambda: show_accounts(request.seat, sent=form.sent, **facts), made)


@writes(Right.PERSONAL)
def run_purchases_full(request, code):
    """D4 with whole citizen IDs."""
    run = ready(request, code)
    form = RunPaperForm(request.seat, run, PURCHASES, request.POST or None)
    return _done(
        request, run, form, lambda: show_citizens(request.seat, sent=form.sent, run=run),
        lambda _run: run_purchases_pdf(request, run, in_full=True),
    )  # fmt: skip


@writes(Right.SETTLE)
def run_vouchers(request, code):
    """D5: the vouchers of a run's cash payments, or of one; what was printed before says so."""
    run = ready(request, code)
    form = VouchersForm(request.seat, run, request.POST or None, save_label="")
    asked = form.cleaned_data.get("payment") if form.is_valid() else None
    rows = cash_payments(run, asked)
    before = printed_before(request.coop, rows)

    def made(_done: SettlementRun):
        day = rows[-1].day if rows else run.day_to
        found = [_voucher(run, row, before.get(row.pk, 0)) for row in rows]
        content = vouchers(letterhead(request.coop), issued(request, run), form_of("cash_voucher", day), found)
        return pdf(content, f"phieu-chi-{rows[0].paper if len(rows) == 1 else run.code}")

    return _done(
        request, run, form, lambda: print_vouchers(request.seat, sent=form.sent, run=run, payment=asked), made
    )


def _voucher(run: SettlementRun, row: Payment, reprint: int) -> Voucher:
    return Voucher(
        row.paper, row.day, row.line.code, row.line.name, row.line.household.address, run.code, run.day_from,
        run.day_to, row.amount_vnd, row.paid_by.display_name, reprint,
    )  # fmt: skip


def _done(request, run: SettlementRun, form: SeatedForm, work: Callable, made: Callable):
    """The paper, once it is noted; what speaks against it is said on the page of the papers."""
    if done := tried(form, work):
        return made(done)
    if isinstance(form, RunBankFileForm) and form.is_bound:
        return papers_page(request, run, form)
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, error)
    return redirect("run-papers", request.coop.slug, run.code)
