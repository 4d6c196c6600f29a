"""The small forms of an order's life: confirm, cancel, call off, deliver, take back. The actions judge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import showing
from growers.forms.base import SeatedForm
from growers.forms.fields import DayField, KgField, LineField
from growers.queries.seats import Seat
from harvests.models import OrderLine, TraderOrder
from harvests.queries.orders import lines_to_deliver

# Where each reason of the actions is shown.
PLACES = {
    "call_off_over_order": "quantity_g",
    "call_off_amount_not_positive": "quantity_g",
    "call_off_before_order": "due_on",
    "delivery_over_limit": "quantity_g",
    "delivery_amount_not_positive": "quantity_g",
    "delivery_in_future": "delivered_on",
    "delivery_before_order": "delivered_on",
    "order_cancel_without_reason": "reason",
    "delivery_void_without_reason": "reason",
}


class StepForm(SeatedForm):
    """A step without values: a button and its token."""

    def __init__(self, seat: Seat, *args, save_label, **kwargs):
        self.save_label = save_label
        super().__init__(seat, *args, **kwargs)


class ReasonForm(StepForm):
    """A step that says why."""

    reason = LineField(label=_("Reason"), max_length=200)


class CallOffForm(StepForm):
    """Kilograms that the trader calls for a day."""

    due_on = DayField(label=_("Due on"))
    quantity_g = KgField(label=_("Kilograms"), decimals=2)
    note = LineField(label=_("Note"), required=False, max_length=160)


class LineChoice(forms.ModelChoiceField):
    """A line of the order, by grade and what it still takes."""

    def label_from_instance(self, line: OrderLine) -> str:
        to_come_g = max(0, line.ordered_g - line.delivered_g - line.allocated_g)
        left = _("left: %(kg)s") % {"kg": showing.kg_unit(to_come_g, least=0)}
        return " · ".join(part for part in (line.grade.name, line.size, left) if part)


class DeliveryForm(StepForm):
    """Kilograms that went out for a line of the order."""

    line = LineChoice(OrderLine.objects.none(), label=_("Line"), empty_label=None)
    delivered_on = DayField(label=_("Delivered on"))
    quantity_g = KgField(label=_("Kilograms"), decimals=2)
    note = LineField(label=_("Note"), required=False, max_length=160)

    def __init__(self, seat: Seat, order: TraderOrder, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["line"].queryset = lines_to_deliver(order)
        self.fields["delivered_on"].initial = clock.today()
