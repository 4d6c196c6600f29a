"""Pages of a receivable: made from a shipment or by hand, one with all that settled it, voided."""

from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.forms.ticked import ReasonForm
from growers.rules.roles import Right
from growers.web import or_404, step, trail_of
from growers.wording import sentences
from harvests.actions.receivables import bill_shipment, due_day, enter_receivable, void_receivable
from harvests.forms.receivables import PLACES, BillForm, SaleForm
from harvests.models import Receivable
from harvests.queries.receivables import (
    claims_on,
    lines_of,
    lines_to_bill,
    offsets_of,
    receivable_by_id,
    shares_of,
)
from harvests.queries.trader_ledger import newest_rate
from harvests.rules.money import value_of
from harvests.rules.receivables import judge_to_bill
from harvests.rules.trader_ledger import bucket_of
from harvests.views.debts_shown import in_currency, shown_claim
from harvests.views.orders import find as find_order
from harvests.views.orders_shown import what
from harvests.views.shipments import find as find_shipment
from harvests.wording_debts import AGES, VERBS


@reads
def receivable_page(request, pk):
    """One receivable: its lines, what settled it, claims on it."""
    row, slug = find(request, pk), request.coop.slug
    age = bucket_of(row.due_on, clock.today()) if row.open_vnd and not row.void_reason else 0
    context = {
        "row": row, "day": showing.day(row.day), "due": showing.day(row.due_on), "age": AGES[age] if age else "",
        "kg": showing.kg_unit(row.net_g, least=0) if row.net_g else "–",
        "amounts": {
            "amount": showing.dong(row.amount_vnd), "settled": showing.dong(row.settled_vnd),
            "credited": showing.dong(row.credited_vnd), "open": showing.dong(row.open_vnd),
            "foreign": in_currency(row.amount_minor, row.currency) if row.rate_vnd else "",
            "rate": showing.dong(row.rate_vnd) if row.rate_vnd else "",
        },
        "lines": [
            {"what": what(line.order_line.grade.name, line.order_line.size), "kg": showing.kg(line.net_g, least=0),
             "price": in_currency(line.price_minor, row.currency),
             "amount": in_currency(line.amount_minor, row.currency)}
            for line in lines_of(row)
        ],
        "paid": _paid(slug, row),
        "claims": [shown_claim(slug, claim) for claim in claims_on(row)],
        "trail": trail_of(row, VERBS),
    }  # fmt: skip
    return render(request, "harvests/receivables_page.html", context)


def _paid(slug: str, row: Receivable) -> list[dict]:
    """Everything that settled a receivable, by day: shares of receipts and offset deposits."""
    found = [
        (share.receipt.day, share.receipt, "receipt-page", share.amount_vnd, share.void_reason)
        for share in shares_of(row)
    ] + [
        (move.day, move.deposit, "deposit-page", move.amount_vnd, move.void_reason) for move in offsets_of(row)
    ]  # fmt: skip
    return [
        {"day": showing.day(day), "code": of.code, "url": reverse(page, args=[slug, of.pk]),
         "kind": _("receipt") if page == "receipt-page" else _("deposit offset"),
         "amount": showing.dong_plain(amount), "void": void}
        for day, of, page, amount, void in sorted(found, key=lambda one: (one[0], one[1].pk))
    ]  # fmt: skip


@writes(Right.DEBTS)
def receivable_of(request, code, order):
    """Make a receivable of what a shipment that left delivered on an order."""
    shipment, order = find_shipment(request, code), find_order(request, order)
    lines = lines_to_bill(shipment, order)
    day = shipment.departed_on or clock.today()
    form = BillForm(
        request.seat, request.POST or None, row=order, shipment=shipment.pk, lines=lines,
        dates=(day, due_day(order.trader, day)), rate=newest_rate(request.coop),
    )  # fmt: skip
    parts = [
        {"what": what(line.grade, line.size), "kg": showing.kg(line.grams, least=0),
         "price": "–" if line.price_minor is None else in_currency(line.price_minor, order.currency),
         "amount": "–" if line.price_minor is None
         else in_currency(value_of(line.grams, line.price_minor), order.currency)}
        for line in lines
    ]  # fmt: skip
    return step(
        request, form, partial(bill_shipment, shipment=shipment, order=order), places=PLACES,
        title=_("Receivable for %(order)s on %(shipment)s") % {"order": order.code, "shipment": shipment.code},
        done=_("The receivable was made."), back=reverse("shipment-page", args=[request.coop.slug, code]),
        words=f"{order.trader} · {order.get_price_condition_display()}",
        said=sentences(judge_to_bill(shipment.departed_on, day, bool(lines))), lines=parts,
        template="harvests/receivables_form.html",
        after=lambda made: reverse("receivable-page", args=[request.coop.slug, made.pk]),
    )  # fmt: skip


@writes(Right.DEBTS)
def receivable_new(request):
    """Enter what a trader owes for a sale without a shipment."""
    asked = {name: request.GET[name] for name in ("trader", "order") if request.GET.get(name, "").isdecimal()}
    form = SaleForm(request.seat, request.POST or None, initial=asked)
    return step(
        request, form, enter_receivable, title=_("Sale without a shipment"), done=_("The receivable was made."),
        back=reverse("receivable-list", args=[request.coop.slug]), places=PLACES, said=nobody_buys(form),
        after=lambda made: reverse("receivable-page", args=[request.coop.slug, made.pk]),
    )  # fmt: skip


def nobody_buys(form) -> list[str]:
    """What a form that asks for a buyer says where there is none to choose."""
    found = form.fields["trader"].queryset.exists()
    return [] if found else [_("There is no buyer yet: add one under Traders first.")]


@writes(Right.DEBTS)
def receivable_void(request, pk):
    """Take back a receivable that was made by mistake."""
    row = find(request, pk)
    form = ReasonForm(request.seat, request.POST or None, row=row)
    form.save_label = _("Void receivable")
    return step(
        request, form, partial(void_receivable, receivable=row), title=_("Void %(code)s") % {"code": row.code},
        done=_("The receivable was voided."), back=reverse("receivable-page", args=[request.coop.slug, row.pk]),
        words=f"{row.trader} · {showing.dong(row.amount_vnd)}",
    )  # fmt: skip


def find(request, pk: int) -> Receivable:
    """The receivable of the co-operative of the request, or 404."""
    return or_404(receivable_by_id(request.coop, pk))
