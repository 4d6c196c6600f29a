"""The steps of an order's life, each a small page of its own: confirm, cancel, call off, deliver, take back."""

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import writes
from growers.rules.roles import Right
from growers.web import or_404, step
from growers.wording import sentences
from harvests.actions.call_offs import call_off, withdraw_call_off
from harvests.actions.deliveries import record_delivery, void_delivery
from harvests.actions.orders import cancel_order, confirm_order
from harvests.forms.deliveries import PLACES, CallOffForm, DeliveryForm, ReasonForm, StepForm
from harvests.models import TraderOrder
from harvests.queries.deposits import Taken, taken_on
from harvests.queries.orders import call_off_by_id, call_off_facts, credit_of, delivery_by_id, lines_of
from harvests.rules.orders import Event, judge_confirmation, judge_event
from harvests.views.orders import find


@writes(Right.ORDERS)
def order_confirm(request, code):
    """Make a draft a promise, with what speaks against it shown before."""
    order = find(request, code)
    lines = lines_of(order)
    prices = [line.price_minor for line in lines]
    verdict = judge_confirmation(order.status, order.price_condition, prices, credit=credit_of(order))
    form = StepForm(request.seat, request.POST or None, save_label=_("Confirm order"))
    words = _("%(kg)s: a confirmed order counts as committed, and its kilograms and prices stay as they are.") % {
        "kg": showing.kg_unit(sum(line.ordered_g for line in lines), least=0)
    }
    return order_step(
        request, order, form, partial(confirm_order, order=order), title=_("Confirm %(code)s") % {"code": order.code},
        done=_("The order is confirmed."), words=words, said=sentences(verdict),
    )  # fmt: skip


@writes(Right.ORDERS)
def order_cancel(request, code):
    """End an order that will not be fulfilled, with a reason."""
    order = find(request, code)
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Cancel order"))
    words = [_("The order keeps its number and stays in the book, and on the trader’s page, with the reason.")]
    if held := taken_on(request.coop, [order.pk]).get(order.pk, Taken()).held_vnd:
        told = {"held": showing.dong(held)}
        words.append(_("A deposit of %(held)s is held: refund or keep it afterwards, on its page.") % told)
    return order_step(
        request, order, form, partial(cancel_order, order=order), title=_("Cancel %(code)s") % {"code": order.code},
        done=_("The order is cancelled."), said=sentences(judge_event(order.status, Event.CANCEL)),
        words=" ".join(words),
    )  # fmt: skip


@writes(Right.ORDERS)
def call_off_new(request, code):
    """Note kilograms that the trader calls for a day."""
    order = find(request, code)
    form = CallOffForm(request.seat, request.POST or None, save_label=_("Save call-off"))
    facts = call_off_facts(order)
    words = _("Ordered: %(ordered)s. Called off so far: %(called)s.") % {
        "ordered": showing.kg_unit(facts["ordered_g"], least=0),
        "called": showing.kg_unit(facts["called_g"], least=0),
    }
    return order_step(
        request, order, form, partial(call_off, order=order), title=_("Call-off for %(code)s") % {"code": order.code},
        done=_("The call-off was saved."), words=words, said=sentences(judge_event(order.status, Event.CALL_OFF)),
    )  # fmt: skip


@writes(Right.ORDERS)
def call_off_withdraw(request, code, pk):
    """Take a call-off back."""
    order = find(request, code)
    row = or_404(call_off_by_id(order, pk))
    form = StepForm(request.seat, request.POST or None, save_label=_("Withdraw call-off"))
    return order_step(
        request, order, form, partial(withdraw_call_off, call_off=row), done=_("The call-off was withdrawn."),
        title=_("Withdraw a call-off of %(code)s") % {"code": order.code}, words=_moved(row.due_on, row.quantity_g),
    )  # fmt: skip


@writes(Right.ORDERS)
def delivery_new(request, code):
    """Enter by hand what went out for a line of the order."""
    order = find(request, code)
    form = DeliveryForm(request.seat, order, request.POST or None, save_label=_("Save delivery"))
    return order_step(
        request, order, form, partial(record_delivery), title=_("Delivery for %(code)s") % {"code": order.code},
        done=_("The delivery was saved."), said=sentences(judge_event(order.status, Event.DELIVER)),
    )  # fmt: skip


@writes(Right.ORDERS)
def delivery_void(request, code, pk):
    """Take a delivery back that was entered by mistake."""
    order = find(request, code)
    row = or_404(delivery_by_id(order, pk))
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Void delivery"))
    return order_step(
        request, order, form, partial(void_delivery, delivery=row), done=_("The delivery was voided."),
        title=_("Void a delivery of %(code)s") % {"code": order.code}, words=_moved(row.delivered_on, row.quantity_g),
    )  # fmt: skip


def order_step(request, order: TraderOrder, form: StepForm, do: Callable, **more):
    """A step of an order; `said` of `more` is what speaks against it as the order stands."""
    return step(
        request, form, do, back=reverse("order-page", args=[request.coop.slug, order.code]), places=PLACES,
        template="harvests/orders_step.html", order=order, **more,
    )  # fmt: skip


def _moved(day, grams: int) -> str:
    return f"{showing.day(day)} · {showing.kg_unit(grams, least=0)}"
