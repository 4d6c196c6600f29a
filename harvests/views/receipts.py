"""Pages of money that came in from traders: entered with the shares proposed, applied later, taken back, voided."""

from functools import partial

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.forms.ticked import ReasonForm
from growers.rules.roles import Right
from growers.web import or_404, step, trail_of
from harvests.actions.receipts import apply_receipt, take_back_share, take_receipt, void_receipt
from harvests.forms.receivables import PLACES, ReceiptForm, SharesForm, WhoPaysForm
from harvests.models import Receipt
from harvests.queries.receipts import receipt_by_id, share_by_id, shares_of
from harvests.queries.receivables import open_of
from harvests.queries.traders import trader_by_id
from harvests.views.receivables import nobody_buys
from harvests.wording_debts import VERBS


@writes(Right.DEBTS)
def receipt_new(request):
    """Money received: first who paid how much, then what it settles, proposed with the oldest debts first."""
    asked = WhoPaysForm(request.seat, request.GET if "amount" in request.GET else None, initial=_wished(request))
    slug = request.coop.slug
    if not asked.is_valid():
        context = {"form": asked, "back": reverse("receipt-list", args=[slug]), "said": nobody_buys(asked)}
        return render(request, "harvests/receipts_ask.html", context)
    trader, amount = asked.cleaned_data["trader"], asked.cleaned_data["amount"]
    form = ReceiptForm(request.seat, request.POST or None, row=trader, owed=open_of(trader), amount_vnd=amount)
    return step(
        request, form, partial(take_receipt, trader=trader), title=_("Money received"), places=PLACES,
        done=_("The receipt was saved."), back=reverse("trader-account", args=[slug, trader.pk]), words=trader.name,
        template="harvests/receipts_form.html", boxes=_boxes(form),
        after=lambda made: reverse("receipt-page", args=[slug, made.pk]),
    )  # fmt: skip


def _wished(request) -> dict:
    """The trader for whom the button on a trader's page asks."""
    wished = request.GET.get("trader", "")
    found = trader_by_id(request.coop, int(wished)) if wished.isdecimal() and len(wished) < 10 else None
    return {"trader": found.pk} if found else {}


def _boxes(form: SharesForm) -> list[dict]:
    return [
        {"code": row.code, "order": row.order.code if row.order else "–",
         "shipment": row.shipment.code if row.shipment else "–", "due": showing.day(row.due_on),
         "open": showing.dong_plain(row.open_vnd), "box": box}
        for row, box in form.boxes()
    ]  # fmt: skip


@reads
def receipt_page(request, pk):
    """One receipt with what it settled and what of it stands on account."""
    row = find(request, pk)
    free = row.amount_vnd - row.applied_vnd
    context = {
        "row": row, "day": showing.day(row.day), "amount": showing.dong(row.amount_vnd),
        "applied": showing.dong(row.applied_vnd), "free": showing.dong(free) if free and not row.void_reason else "",
        "shares": [
            {"pk": share.pk, "code": share.receivable.code, "due": showing.day(share.receivable.due_on),
             "url": reverse("receivable-page", args=[request.coop.slug, share.receivable_id]),
             "amount": showing.dong_plain(share.amount_vnd), "void": share.void_reason}
            for share in shares_of(row)
        ],
        "trail": trail_of(row, VERBS),
    }  # fmt: skip
    return render(request, "harvests/receipts_page.html", context)


@writes(Right.DEBTS)
def receipt_apply(request, pk):
    """Let what stands on account settle receivables."""
    row = find(request, pk)
    free = 0 if row.void_reason else row.amount_vnd - row.applied_vnd
    if not free:
        return redirect("receipt-page", request.coop.slug, pk)
    form = SharesForm(request.seat, request.POST or None, row=row, owed=open_of(row.trader), amount_vnd=free)
    return step(
        request, form, partial(apply_receipt, receipt=row), title=_("Apply %(code)s") % {"code": row.code},
        done=_("The money was applied."), back=_page(request, row), places=PLACES, boxes=_boxes(form),
        words=_("%(trader)s · on account: %(free)s") % {"trader": row.trader, "free": showing.dong(free)},
        template="harvests/receipts_form.html",
    )  # fmt: skip


@writes(Right.DEBTS)
def receipt_share(request, pk, key):
    """Take a share of a receipt back."""
    row = find(request, pk)
    share = or_404(share_by_id(row, key))
    form = ReasonForm(request.seat, request.POST or None, row=share)
    form.save_label = _("Take back")
    return step(
        request, form, partial(take_back_share, share=share), back=_page(request, row),
        title=_("Take back a share of %(code)s") % {"code": row.code}, done=_("The share was taken back."),
        words=f"{share.receivable.code} · {showing.dong(share.amount_vnd)}",
    )  # fmt: skip


@writes(Right.DEBTS)
def receipt_void(request, pk):
    """Take back money that did not come in."""
    row = find(request, pk)
    form = ReasonForm(request.seat, request.POST or None, row=row)
    form.save_label = _("Void receipt")
    return step(
        request, form, partial(void_receipt, receipt=row), back=_page(request, row), done=_("The receipt was voided."),
        title=_("Void %(code)s") % {"code": row.code},
        words=_("%(trader)s · %(amount)s: what it settled is open again.")
        % {"trader": row.trader, "amount": showing.dong(row.amount_vnd)},
    )  # fmt: skip


def find(request, pk: int) -> Receipt:
    """The receipt of the co-operative of the request, or 404."""
    return or_404(receipt_by_id(request.coop, pk))


def _page(request, row: Receipt) -> str:
    return reverse("receipt-page", args=[request.coop.slug, row.pk])
