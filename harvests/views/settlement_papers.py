"""The papers of a run that every member may read: statements, texts for phones, goods received, purchases, Excel."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from coopsite import clock
from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from growers.access import reads
from growers.queries.reference import legal_form
from growers.rules.roles import Right
from growers.web import page_of, workbook
from harvests.forms.bank_files import RunBankFileForm, RunPaperForm, VouchersForm
from harvests.forms.household_links import StatementLinkForm
from harvests.models import SettlementRun
from harvests.pdf.goods_received import goods_received
from harvests.pdf.purchase_list import Bought, purchase_list
from harvests.pdf.statements import Sheet, statements
from harvests.pdf.transfers import Move, transfers
from harvests.queries.household_links import links_of_line
from harvests.queries.purchases import purchases_of, received_of
from harvests.queries.settlement_lines import lines_of, standing_payment
from harvests.queries.settlement_papers import (
    cash_payments,
    has_papers,
    may_be_paid,
    statements_of,
    transfers_of,
)
from harvests.queries.shipment_papers import letterhead
from harvests.rules.paper_facts import Issued
from harvests.rules.settlement_papers import Form, Purchase, Statement, by_grade, content_of, money_rows
from harvests.views.household_links import shown_link
from harvests.views.settlement_sheets import sheets_of
from harvests.views.settlements import find
from harvests.wording_settlement_papers import MEANS, message, row_name, why

TEXTS_ON_A_PAGE = 25
STATEMENTS, VIETQR, PURCHASES = "statements", "vietqr", "purchases"  # papers with whole numbers


@reads
def run_papers(request, code):
    """Everything that can be printed or handed over of a run, in one place."""
    return papers_page(request, find(request, code))


def papers_page(request, run: SettlementRun, file_form: RunBankFileForm | None = None) -> HttpResponse:
    """The page of a run's papers, with what is wrong about a bank file that was asked for."""
    seat = request.seat
    waiting = transfers_of(run) if may_be_paid(run) else []
    context = {
        "run": run,
        "ready": has_papers(run),
        "approved": may_be_paid(run),
        "waiting": {"n": showing.count(len(waiting)), "sum": showing.dong(sum(row.amount_vnd for row in waiting))},
        "cash": showing.count(len(cash_payments(run))),
        "households": [(line.code, line.name) for line in lines_of(run)] if has_papers(run) else [],
        "file_form": file_form or RunBankFileForm(seat, run),
        "papers": {paper: RunPaperForm(seat, run, paper) for paper in (STATEMENTS, VIETQR, PURCHASES)},
        "voucher_form": VouchersForm(seat, run, save_label=""),
    }
    return render(request, "harvests/settlement_papers.html", context, status=422 if file_form else 200)


def nobody(request, run: SettlementRun) -> HttpResponse:
    """Back to the papers, for a household that the run does not have."""
    messages.error(request, _("No line of this run is of that household."))
    return redirect("run-papers", request.coop.slug, run.code)


@reads
def run_statements(request, code):
    """D3: the statements of a run as one PDF, with masked accounts and no VietQR; `?household=` only one."""
    run = ready(request, code)
    asked = request.GET.get("household", "")
    found = statements_of(run, [asked] if asked else None)
    if not found:
        return nobody(request, run)
    return statements_pdf(request, run, [Sheet(statement) for statement in found])


def statements_pdf(request, run: SettlementRun, sheets: list[Sheet]) -> HttpResponse:
    """The PDF of statements."""
    content = statements(
        letterhead(request.coop), issued(request, run), sheets, approved=may_be_paid(run)
    )
    name = f"{run.code}-{sheets[0].statement.code}" if len(sheets) == 1 else run.code
    return pdf(content, f"bang-ke-{name}")


@reads
def run_statement(request, code, household):
    """M20: the statement of one household as a page to print, as text to copy, and its links."""
    run = ready(request, code)
    statement = next(iter(statements_of(run, [household])), None)
    line = next((line for line in lines_of(run).filter(code=household)), None)
    if statement is None or line is None:
        raise Http404
    with override("vi"):
        paper = shown_statement(statement)
    context = {
        "run": run, "paper": paper, "statement": statement, "approved": may_be_paid(run),
        "text": message(statement, coop=request.coop.name, phone=request.coop.phone),
        "links": [shown_link(row) for row in links_of_line(line)],
        "form": StatementLinkForm(request.seat, line) if request.seat.may(Right.SETTLE) else None,
        "cash": cash_payments(run, payment.pk) if (payment := standing_payment(line)) else [],
        "voucher": VouchersForm(request.seat, run, save_label="") if request.seat.may(Right.SETTLE) else None,
        "full": RunPaperForm(request.seat, run, STATEMENTS) if request.seat.may(Right.PERSONAL) else None,
    }  # fmt: skip
    return render(request, "harvests/settlement_statement.html", context)


def shown_statement(statement: Statement) -> dict:
    """A statement as text for a template, in the language that is on."""
    return {
        "period": showing.days(statement.first, statement.last),
        "fruit": [
            {"day": showing.day(row.day), "ticket": row.ticket, "grade": row.grade,
             "net": showing.kg(row.net_g, least=0), "price": showing.dong_plain(row.price_vnd),
             "amount": showing.dong_plain(row.amount_vnd)}
            for row in statement.fruit
        ],
        "grades": [
            {"grade": row.grade, "net": showing.kg(row.net_g, least=0), "price": showing.dong_plain(row.price_vnd),
             "amount": showing.dong_plain(row.amount_vnd)}
            for row in by_grade(statement.fruit)
        ],
        "net": showing.kg(statement.net_g, least=0),
        "value": showing.dong_plain(statement.fruit_vnd),
        "money": [(row_name(row), showing.dong_plain(row.amount_vnd)) for row in money_rows(statement)],
        "words": dong_in_words(statement.pay_vnd),
        "why": why(statement),
        "means": MEANS[statement.means] if statement.pay_vnd else "",
        "account": f"{statement.bank} ••{statement.account[-4:]}" if statement.account else "",
        "paid": f"{showing.day(statement.paid.day)}, {statement.paid.paper}" if statement.paid else "",
        "inputs": showing.dong(statement.inputs_open_vnd),
    }  # fmt: skip


@reads
def run_messages(request, code):
    """The texts of a run's statements, to copy one by one into messages."""
    run = ready(request, code)
    page = page_of(request, lines_of(run), TEXTS_ON_A_PAGE)
    rows = [
        {"code": statement.code, "name": statement.name,
         "text": message(statement, coop=request.coop.name, phone=request.coop.phone)}
        for statement in statements_of(run, [line.code for line in page])
    ]  # fmt: skip
    return render(request, "harvests/settlement_messages.html", {"run": run, "page": page, "rows": rows})


@reads
def run_transfers(request, code):
    """D6: the list of a run's transfers that goes with the bank's file; accounts are masked."""
    run = ready(request, code)
    coop, moves = request.coop, []
    for line in lines_of(run):
        if line.pay_vnd and line.means == "transfer":
            payment = standing_payment(line)
            moves.append(Move(
                line.code, line.account_name or line.name, line.bank.short_name if line.bank else "",
                f"••{line.account_sealed[-4:]}" if line.account_sealed else "", line.pay_vnd,
                content_of(coop.code, run.code, line.code), f"{payment.day:%d/%m/%y}" if payment else "",
            ))  # fmt: skip
    people = {
        "closed_by": run.closed_by.display_name, "approved_by": run.approved_by.display_name if run.approved_by else "",
    }  # fmt: skip
    return pdf(transfers(letterhead(coop), issued(request, run), moves, **people), f"chuyen-khoan-{run.code}")


@reads
def run_received(request, code):
    """D2: the goods received note of a run."""
    run = ready(request, code)
    after = f"bảng kê thanh toán {run.code} ({showing.days(run.day_from, run.day_to)})"
    paper = issued(request, run, f"PNK-{run.code}")
    return received_pdf(request, paper, after, received_of(run))


def received_pdf(request, paper: Issued, after: str, rows) -> HttpResponse:
    """The PDF of a goods received note."""
    coop, head = request.coop, letterhead(request.coop)
    form = form_of("goods_received", paper.day)
    content = goods_received(head, paper, form, coop.commodity.name_vi, head.address, after, rows)
    return pdf(content, paper.number)


@reads
def run_purchases(request, code):
    """D4: the purchase list of a run with masked citizen IDs."""
    run = ready(request, code)
    return run_purchases_pdf(request, run, in_full=False)


def run_purchases_pdf(request, run: SettlementRun, *, in_full: bool) -> HttpResponse:
    """The purchase list of a run; the day of its form is the last one of the run."""
    said = f"Từ {showing.day(run.day_from)} đến {showing.day(run.day_to)}, đợt thanh toán {run.code}"
    return purchases_pdf(request, issued(request, run), run.day_to, said, purchases_of(run), in_full=in_full)


def purchases_pdf(request, paper: Issued, day, said: str, rows: list[Purchase], *, in_full: bool) -> HttpResponse:
    """The PDF of a purchase list."""
    head = letterhead(request.coop)
    bought = Bought(said, head.address, request.seat.user.display_name)
    content = purchase_list(head, paper, form_of("purchases", day), bought, rows, in_full=in_full)
    return pdf(content, f"bang-ke-thu-mua-{paper.number}")


@reads
def run_workbook(request, code):
    """Everything of a run as a workbook: its lines, fruit, deductions, payments; accounts are masked."""
    run = ready(request, code)
    return workbook(f"{run.code}-{request.coop.slug}-papers", sheets_of(run))


def ready(request, code: str) -> SettlementRun:
    """The run, or 404 while it has no papers."""
    run = find(request, code)
    if not has_papers(run):
        raise Http404
    return run


def form_of(kind: str, day) -> Form:
    """The form of the state that a paper of a day follows."""
    row = legal_form(kind, day)
    return Form(row.number, row.title, row.basis) if row else Form()


def issued(request, run: SettlementRun, number: str = "") -> Issued:
    """A paper of a run: who prints it when, and the address behind its QR."""
    url = request.build_absolute_uri(reverse("run-page", args=[request.coop.slug, run.code]))
    day = run.approved_on or clock.today()
    return Issued(number or run.code, day, printed(request), url)


def printed(request) -> str:
    """Who prints when, as the foot of a paper says it."""
    now = clock.now()
    return f"In lúc {showing.time_of_day(now)} {showing.day(now.date())} bởi {request.seat.user.display_name}"


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


