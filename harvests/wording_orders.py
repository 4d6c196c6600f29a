"""Sentences for what the rules say of traders, orders, lines, call-offs and deliveries; the verbs of their trail."""

from django.utils.translation import gettext_lazy as _

TRADERS = {
    "trader_tax_code_malformed": _("A Vietnamese tax code has 10 digits, or 13 as 0123456789-001; a person’s has 12."),
    "trader_payment_days_unlikely": _("That is too long to wait for money: no more than %(days)s days."),
}

ORDERS = {
    "order_not_now_change": _("Only a draft can be changed as a whole. This order was confirmed, ended or cancelled."),
    "order_not_now_amend": _("Only an order that is confirmed and not yet fulfilled can be amended."),
    "order_not_now_confirm": _("Only a draft can be confirmed."),
    "order_not_now_cancel": _("This order is delivered or cancelled already."),
    "order_not_now_call_off": _("Nothing more can be called off: the order is delivered or cancelled."),
    "order_not_now_allocate": _("Fruit can be set aside for confirmed orders only."),
    "order_not_now_deliver": _("Deliveries can be entered for confirmed orders only."),
    "order_window_backwards": _("The delivery window ends before it begins."),
    "order_in_future": _("The day of the order lies in the future."),
    "order_too_old": _("The day of the order lies too far back."),
    "order_delivered_before": _("The delivery window ends before the day of the order."),
    "order_too_far_ahead": _("The delivery window ends more than two years after the order. Check the year."),
    "order_tolerance_wide": _("The tolerance can be %(percent)s %% at most."),
    "order_exporter_is_trader": _("Leave this empty when the trader exports in its own name."),
    "order_due_without_deposit": _("There is a day for the deposit but no deposit. Enter it, or clear the day."),
    "order_price_missing": _("With this price condition every line needs a price. Missing in line: %(lines)s."),
    "order_deposit_over_value": _("The deposit of %(deposit)s is more than the order is worth: %(value)s."),
    "order_deposit_of_unpriced": _("A percentage needs a price in dong on every line. Type the deposit in dong."),
    "order_without_lines": _("Enter at least one line: grade and kilograms, or cartons."),
    "order_cancel_without_reason": _("Say why the order is cancelled."),
    "order_holds_fruit": _("%(kg)s is set aside for this order. Free it first, then cancel."),
    "order_over_credit": _(
        "With this order the trader could come to owe %(value)s (debts, fruit not billed and open orders, less deposits"
        " held), above the credit limit of %(limit)s."
    ),
}

LINES = {
    "line_amount_missing": _("Enter kilograms, or cartons and the kilograms of one carton."),
    "line_amount_not_positive": _("Enter an amount above zero."),
    "line_amount_too_large": _("That is more than one order can hold: %(most)s."),
    "line_pack_missing": _("Cartons need the kilograms of one carton."),
    "line_pack_unlikely": _("A carton or bin holds between %(low)s and %(high)s."),
    "line_cartons_do_not_fit": _(
        "%(cartons)s cartons of %(pack)s make %(made)s, but %(typed)s was typed. Correct one, or leave one empty."
    ),
    "line_cartons_not_whole": _(
        "%(typed)s does not fill cartons of %(pack)s: %(fewer)s cartons are %(fewer_kg)s, %(more)s are %(more_kg)s."
    ),
    "line_grade_missing": _("Choose a grade."),
    "line_grade_of_other_crop": _("This grade belongs to another crop than the order."),
    "line_price_unlikely": _("This price per kilogram is unlikely. Check the amount and the currency."),
}

CALL_OFFS = {
    "call_off_over_order": _(
        "All call-offs together would be %(together)s, above the order with its tolerance (%(limit)s). Left: %(left)s."
    ),
    "call_off_above_ordered": _(
        "All call-offs together are %(together)s: more than the %(ordered)s ordered, within the tolerance."
    ),
    "call_off_before_order": _("The day lies before the day of the order (%(ordered)s)."),
    "call_off_outside_window": _("The day lies outside the delivery window (%(first)s–%(last)s)."),
    "call_off_amount_not_positive": _("Enter kilograms above zero."),
    "call_off_withdrawn": _("This call-off was withdrawn already."),
}

DELIVERIES = {
    "delivery_over_limit": _(
        "%(typed)s is more than this line can still take: %(left)s (ordered plus tolerance is %(limit)s)."
    ),
    "delivery_in_future": _("The day of the delivery lies in the future."),
    "delivery_before_order": _("The day lies before the order was placed (%(ordered)s)."),
    "delivery_voided": _("This delivery was voided already."),
    "delivery_void_without_reason": _("Say why the delivery is voided."),
    "delivery_of_shipment": _(
        "Shipment %(shipment)s made this delivery: it changes only when that departure is taken back."
    ),
    "delivery_amount_not_positive": _("Enter delivered kilograms above zero."),
}

SENTENCES: dict[str, object] = {**TRADERS, **ORDERS, **LINES, **CALL_OFFS, **DELIVERIES}

# What the audit trail notes, as people read it.
VERBS = {
    "order registered": _("order registered"),
    "order changed": _("draft changed"),
    "order amended": _("order amended"),
    "order confirmed": _("order confirmed"),
    "order cancelled": _("order cancelled"),
    "call-off entered": _("call-off entered"),
    "call-off withdrawn": _("call-off withdrawn"),
    "delivery entered": _("delivery entered"),
    "delivery voided": _("delivery voided"),
    "fruit allocated": _("fruit set aside"),
    "allocation freed": _("set-aside fruit freed"),
    "shipment departed": _("shipment departed"),
    "departure undone": _("departure taken back"),
}
