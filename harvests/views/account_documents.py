"""Pages about account documents: the list, one of them, each kind's form, a repayment, voiding, and the slip."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from coopsite import clock
from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from growers.access import reads, writes
from growers.models import Household
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, trail_of, tried
from harvests.actions.account_documents import make_document, repay, void_document
from harvests.forms.account_documents import PLACES, DocumentFilter, DocumentForm, RepaymentForm
from harvests.models import AccountDocument
from harvests.models.credit import document_code
from harvests.queries.account_documents import (
    LISTED,
    document_by_code,
    documents,
    household_typed,
    offsets_of,
    repayments_of,
)
from harvests.queries.credit import standing_of
from harvests.rules.account_documents import DEBTS, EFFECTS, REPAYMENT
from harvests.views.credit import paid_back, shown_standing, void_step
from harvests.wording_credit import VERBS

Kind = AccountDocument.Kind
MADE = (*EFFECTS,)  # every kind that the form of a paper makes
PRINTED = {"advance": "PHIẾU CHI TẠM ỨNG", "loan": "PHIẾU CHI CHO VAY NỘI BỘ", "repayment": "PHIẾU THU"}


@reads
def document_list(request):
    """M21: every account document, newest first, with filters and downloads."""
    filters = DocumentFilter(request.coop, request.GET)
    rows = documents(request.coop, **filters.facts)
    if "format" in request.GET:
        return _download(request, rows)
    page = page_of(request, rows.values(*LISTED))
    prefix = reverse("account-document-list", args=[request.coop.slug])
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, prefix) for row in page],
        "count": showing.count(page.paginator.count),
        "kinds": _kinds(),
    }
    return show(request, "harvests/account_documents_list.html", "harvests/_account_documents_rows.html", context)


def _kinds() -> list[dict]:
    return [{"kind": kind, "name": str(Kind(kind).label)} for kind in (*MADE, REPAYMENT) if kind != Kind.TOP_UP]


def _shown(row: dict, prefix: str) -> dict:
    code = document_code(row["kind"], row["year"], row["number"])
    open_vnd = row["amount_vnd"] - row["settled_vnd"] if row["kind"] in DEBTS and not row["void_reason"] else 0
    return {
        "url": f"{prefix}{code}/",
        "code": code,
        "day": showing.day(row["day"]),
        "household": f"{row['household__code']} – {row['household__name']}",
        "kind": str(Kind(row["kind"]).label),
        "amount": showing.dong_plain(row["amount_vnd"]),
        "open": showing.dong_plain(open_vnd) if open_vnd else "",
        "due": showing.day(row["due_on"]) if row["due_on"] else "",
        "late": bool(open_vnd and row["due_on"] and row["due_on"] < clock.today()),
        "note": row["note"],
        "void": row["void_reason"],
    }


def _download(request, rows):
    header = [_("Number"), _("Day"), _("Code"), _("Household"), _("Kind"), _("Amount, dong"), _("Open, dong"),
              _("Due"), _("What for"), _("Voided because")]  # fmt: skip
    cells = (
        [document_code(row["kind"], row["year"], row["number"]), showing.day(row["day"]), row["household__code"],
         row["household__name"], str(Kind(row["kind"]).label), row["amount_vnd"],
         row["amount_vnd"] - row["settled_vnd"] if row["kind"] in DEBTS and not row["void_reason"] else 0,
         showing.day(row["due_on"]) if row["due_on"] else "", row["note"], row["void_reason"]]
        for row in rows.values(*LISTED)
    )  # fmt: skip
    return download(request, f"documents-{request.coop.slug}", header, cells)


@writes(Right.ADVANCE)
def document_new(request, kind):
    """M21: an advance, a loan, a charge, a top-up or a counter-line; `?household=003` names for whom."""
    if kind not in MADE:
        raise Http404
    form = DocumentForm(request.seat, request.POST or None, kind=kind, initial={"household": _asked(request)})
    form.back = reverse("account-document-list", args=[request.coop.slug])
    form.more = "harvests/_credit_beside.html"
    if document := tried(form, lambda: make_document(request.seat, sent=form.sent, kind=kind, **form.facts), PLACES):
        messages.success(request, _("%(code)s was made: %(amount)s.") % {
            "code": document.code, "amount": showing.dong(document.amount_vnd)})  # fmt: skip
        return redirect("account-document-page", request.coop.slug, document.code)
    context = {"form": form, "title": str(Kind(kind).label), **_beside(request, form.typed_household)}
    return render(request, "harvests/account_documents_form.html", context)


def _asked(request) -> Household | None:
    found = household_typed(request.coop, request.GET.get("household", ""))
    return found[0] if len(found) == 1 else None


def _beside(request, household: Household | None) -> dict:
    """What the household owes already, beside the form."""
    if household is None:
        return {"standing": None}
    return {"standing": shown_standing(household, standing_of(request.coop, household, clock.today()))}


@writes(Right.ADVANCE)
def document_repay(request):
    """Money that a household pays back on one debt; `?household=003` offers its debts, `?debt=TU-25-007` chooses."""
    initial = {"debt": request.GET.get("debt", "")}
    form = RepaymentForm(request.seat, request.POST or None, household=_asked(request), initial=initial)
    form.back = reverse("account-document-list", args=[request.coop.slug])
    if document := tried(form, lambda: repay(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, _("%(code)s was made: %(amount)s.") % {
            "code": document.code, "amount": showing.dong(document.amount_vnd)})  # fmt: skip
        return redirect("account-document-page", request.coop.slug, document.code)
    context = {"form": form, "title": str(Kind.REPAYMENT.label), "nothing": not form.debts}
    return render(request, "harvests/account_documents_form.html", context)


@reads
def document_page(request, code):
    """One document: what it is, what of it is settled by what, and who did what to it."""
    document = _document(request, code)
    debt = document.kind in DEBTS
    context = {
        "document": document,
        "facts": _facts(document),
        "debt": debt,
        "paid": debt and paid_back(
            request.coop.slug, repayments_of(request.coop, concerns=document),
            offsets_of(request.coop, document=document),
        ),
        "printable": document.kind in PRINTED,
        "may_void": request.seat.may(Right.ADVANCE) and not document.void_reason and not document.settled_vnd,
        "may_repay": request.seat.may(Right.ADVANCE) and debt and not document.void_reason
        and document.settled_vnd < document.amount_vnd,
        "trail": trail_of(document, VERBS),
    }  # fmt: skip
    return render(request, "harvests/account_documents_page.html", context)


def _facts(document: AccountDocument) -> dict:
    return {
        "amount": showing.dong(document.amount_vnd),
        "settled": showing.dong(document.settled_vnd),
        "open": showing.dong(document.amount_vnd - document.settled_vnd),
        "day": showing.day(document.day),
        "due": showing.day(document.due_on),
        "late": bool(document.due_on and document.due_on < clock.today() and not document.void_reason
                     and document.kind in DEBTS and document.settled_vnd < document.amount_vnd),
        "made": showing.day_time(document.made_at),
        "of": document.concerns or document.sale,
    }  # fmt: skip


@writes(Right.ADVANCE)
def document_void(request, code):
    """Void a document that nothing was settled of: its entry is answered by a reversal of today."""
    document = _document(request, code)
    back = reverse("account-document-page", args=[request.coop.slug, code])
    return void_step(request, document, partial(void_document, document=document), back)


@reads
def document_slip(request, code):
    """The A5 paper that is signed when money changes hands: an advance or loan paid out, a repayment taken."""
    document = _document(request, code)
    if document.kind not in PRINTED:
        raise Http404
    with override("vi"):
        context = {
            "document": document,
            "household": document.household,
            "coop": request.coop,
            "title": PRINTED[document.kind],
            "taken": document.kind == REPAYMENT,
            "day": showing.day_long(document.day),
            "amount": showing.dong(document.amount_vnd),
            "words": dong_in_words(document.amount_vnd),
            "due": showing.day(document.due_on) if document.due_on else "",
            "of": document.concerns or document.sale,
            "means": document.get_means_display(),
            "printed": showing.day_time(clock.now()),
        }
        return render(request, "harvests/account_documents_slip.html", context)


def _document(request, code) -> AccountDocument:
    return or_404(document_by_code(request.coop, code))
