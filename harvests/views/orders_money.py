"""The money of one order: deposits with their state, receivables, and how exposed the trader is."""

from django.urls import reverse

from coopsite import clock
from coopsite.formats import showing
from harvests.models import TraderOrder
from harvests.queries.deposits import Taken, deposits_of
from harvests.queries.receivables import receivables_of_order
from harvests.queries.trader_ledger import exposure_of
from harvests.views.trader_accounts import shown_exposure
from harvests.wording_debts import STATE_TAGS, STATES


def order_money(request, order: TraderOrder, taken: Taken) -> dict:
    """What the tab of deposits and debts shows. Six statements."""
    slug, state = request.coop.slug, taken.state(order.deposit_vnd)
    return {
        "exposure": shown_exposure(order.trader, exposure_of(order.trader, clock.today())),
        "deposit": {
            "state": STATES[state], "tag": STATE_TAGS[state], "agreed": showing.dong(order.deposit_vnd),
            "received": showing.dong(taken.received_vnd), "held": showing.dong(taken.held_vnd),
        },
        "deposits": [
            {"code": row.code, "url": reverse("deposit-page", args=[slug, row.pk]), "day": showing.day(row.day),
             "void": row.void_reason,
             "amounts": [_plain(vnd) for vnd in (row.amount_vnd, row.offset_vnd, row.refunded_vnd, row.forfeited_vnd,
                                                 row.penalty_vnd, row.held_vnd)]}
            for row in deposits_of(order)
        ],
        "receivables": [
            {"code": row.code, "url": reverse("receivable-page", args=[slug, row.pk]), "day": showing.day(row.day),
             "due": showing.day(row.due_on), "shipment": row.shipment.code if row.shipment else "–",
             "void": row.void_reason,
             "amounts": [_plain(vnd) for vnd in (row.amount_vnd, row.credited_vnd, row.open_vnd)]}
            for row in receivables_of_order(order)
        ],
    }  # fmt: skip


def _plain(vnd: int) -> str:
    return showing.dong_plain(vnd) if vnd else "–"
