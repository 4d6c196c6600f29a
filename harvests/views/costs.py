"""What an order brought: the page of its margin, and the costs entered on it."""

from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.forms.ticked import ReasonForm
from growers.rules.roles import Right
from growers.web import or_404, step
from harvests.actions.costs import add_cost, void_cost
from harvests.forms.claims import COSTING, CostForm
from harvests.models import OrderCost
from harvests.queries.costs import cost_by_id, costs_of, margin_of
from harvests.rules.costs import Margin
from harvests.views.orders import find as find_order


@reads
def order_margin(request, code):
    """What an order fetched, what its fruit and its handling cost, and what of that nobody knows yet."""
    order = find_order(request, code)
    margin = margin_of(order)
    context = {
        "order": order, "delivered": showing.kg_unit(margin.delivered_g, least=0), "final": margin.is_final,
        "lines": _lines(margin), "margin": _amount(margin, margin.margin_vnd), "loss": margin.margin_vnd < 0,
        "unknown": _unknown(margin),
        "costs": [
            {"pk": row.pk, "day": showing.day(row.day), "kind": row.get_kind_display(), "note": row.note,
             "amount": showing.dong_plain(row.amount_vnd), "void": row.void_reason, "who": row.made_by.display_name,
             "shipment": row.shipment.code if row.shipment else ""}
            for row in costs_of(order)
        ],
    }  # fmt: skip
    return render(request, "harvests/costs_margin.html", context)


def _amount(margin: Margin, vnd: int) -> dict:
    per_kg = margin.per_kg(vnd)
    return {"amount": showing.dong_plain(vnd), "per_kg": "–" if per_kg is None else showing.dong_plain(per_kg)}


def _lines(margin: Margin) -> list[dict]:
    """The table from what was billed down to the costs; what costs stands below zero."""
    kinds = dict(OrderCost.Kind.choices)
    rows = [(_("Billed"), margin.billed_vnd), (_("Claims credited"), -margin.credited_vnd),
            (_("Delivered and not billed, at the agreed price"), margin.expected_vnd),
            (_("Fetched"), margin.fetched_vnd), (_("Fruit, back to the tickets"), -margin.fruit_vnd)]  # fmt: skip
    rows += [(kinds[kind], -vnd) for kind, vnd in sorted(margin.costs.items(), key=lambda one: -one[1])]
    bold = (_("Fetched"), _("Fruit, back to the tickets"), _("Billed"))
    return [
        {"name": name, "sum": name == _("Fetched"), **_amount(margin, vnd)}
        for name, vnd in rows if vnd or name in bold
    ]  # fmt: skip


def _unknown(margin: Margin) -> list[str]:
    """The parts that nobody knows yet, each in a sentence."""
    grams = {"unpriced": margin.unpriced_g, "by_hand": margin.by_hand_g, "unexpected": margin.unexpected_g}
    kg = {name: showing.kg_unit(value, least=0) for name, value in grams.items()}
    found = [
        (margin.unpriced_g, _("%(unpriced)s of the fruit has no price yet (not graded, or waiting for the board).")),
        (margin.by_hand_g, _("%(by_hand)s was delivered by hand from no lot: what that fruit cost is not known.")),
        (margin.expected_vnd, _("A part is not billed yet; it counts at the agreed price.")),
        (margin.unexpected_g, _("%(unexpected)s is not billed and has no agreed price in dong: it counts as nothing.")),
        (margin.open_claims, _("A claim is still open.")),
        (not margin.costs and margin.delivered_g, _("No costs were entered yet: packing, transport, cold storage …")),
    ]
    return [sentence % kg for there, sentence in found if there]


@writes(Right.DEBTS)
def cost_new(request, code):
    """Enter what an order cost beside its fruit."""
    order = find_order(request, code)
    form = CostForm(request.seat, request.POST or None, row=order)
    return step(
        request, form, partial(add_cost, order=order), title=_("Cost of %(code)s") % {"code": order.code},
        done=_("The cost was saved."), back=_page(request, code), places=COSTING, words=str(order.trader),
    )  # fmt: skip


@writes(Right.DEBTS)
def cost_void(request, code, pk):
    """Take a cost back."""
    row = or_404(cost_by_id(find_order(request, code), pk))
    form = ReasonForm(request.seat, request.POST or None, row=row)
    form.save_label = _("Void cost")
    return step(
        request, form, partial(void_cost, cost=row), title=_("Void a cost of %(code)s") % {"code": code},
        done=_("The cost was voided."), back=_page(request, code),
        words=f"{showing.day(row.day)} · {row.get_kind_display()} · {showing.dong(row.amount_vnd)}",
    )  # fmt: skip


def _page(request, code: str) -> str:
    return reverse("order-margin", args=[request.coop.slug, code])
