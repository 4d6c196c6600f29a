"""Pages of a deposit: taking one on an order, what became of it, each way it can go, and its slip."""

from functools import partial

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from coopsite import clock
from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from growers.access import reads, writes
from growers.forms.ticked import ReasonForm
from growers.rules.roles import Right
from growers.web import or_404, step, trail_of
from growers.wording import sentences
from harvests.actions.deposits import move_deposit, take_deposit, void_deposit, void_move
from harvests.forms.deposits import PLACES, DepositForm, MoveForm
from harvests.models import Deposit
from harvests.queries.deposits import deposit_by_id, move_by_id, moves_of, taken_on
from harvests.rules.deposits import FORFEIT, KINDS, OFFSET, PENALTY, REFUND, judge_taking, state_of
from harvests.views.orders import find as find_order
from harvests.wording_debts import STATE_TAGS, STATES, VERBS


def _titles() -> dict[str, tuple[str, str, str]]:
    """Title, what it means, and the button of each way that a deposit can go."""
    return {
        OFFSET: (
            _("Offset %(code)s"), _("The receivable is settled by as much; nothing is paid."), _("Offset deposit"),
        ),
        REFUND: (_("Refund %(code)s"), _("The money is given back to the buyer."), _("Refund")),
        FORFEIT: (_("Forfeit %(code)s"), _("The buyer walked: the deposit stays with the co-operative."), _("Forfeit")),
        PENALTY: (
            _("Penalty on %(code)s"),
            _("The co-operative walked: beside the refund it pays as much again, or what was agreed."),
            _("Enter penalty"),
        ),
    }


@writes(Right.DEBTS)
def deposit_new(request, code):
    """Take a deposit on an order."""
    order = find_order(request, code)
    taken = taken_on(request.coop, [order.pk]).get(order.pk)
    left = order.deposit_vnd - (taken.received_vnd if taken else 0)
    form = DepositForm(request.seat, request.POST or None, row=order, left_vnd=max(0, left))
    agreed = _("Deposit agreed: %(agreed)s.") % {"agreed": showing.dong(order.deposit_vnd)} if order.deposit_vnd else ""
    return step(
        request, form, partial(take_deposit, order=order), title=_("Deposit for %(code)s") % {"code": order.code},
        done=_("The deposit was saved."), back=reverse("order-page", args=[request.coop.slug, code]) + "?tab=money",
        words=" · ".join(part for part in (order.trader.name, agreed) if part), places=PLACES,
        said=sentences(judge_taking(order.status)),
        after=lambda made: reverse("deposit-page", args=[request.coop.slug, made.pk]),
    )  # fmt: skip


@reads
def deposit_page(request, pk):
    """One deposit with what became of each dong of it."""
    row = find(request, pk)
    state = state_of(row.amount_vnd, row.amount_vnd, row.offset_vnd, row.refunded_vnd, row.forfeited_vnd)
    context = {
        "row": row, "state": STATES[state], "tag": STATE_TAGS[state], "day": showing.day(row.day),
        "amounts": {
            "amount": showing.dong(row.amount_vnd), "held": showing.dong(row.held_vnd),
            "offset": showing.dong(row.offset_vnd), "refunded": showing.dong(row.refunded_vnd),
            "forfeited": showing.dong(row.forfeited_vnd), "penalty": showing.dong(row.penalty_vnd),
        },
        "moves": [
            {"pk": move.pk, "day": showing.day(move.day), "kind": move.get_kind_display(), "void": move.void_reason,
             "amount": showing.dong_plain(move.amount_vnd), "receivable": move.receivable,
             "words": " · ".join(part for part in (move.reason, move.reference) if part),
             "who": move.made_by.display_name}
            for move in moves_of(row)
        ],
        "whole": row.held_vnd == row.amount_vnd and not row.penalty_vnd,
        "penalty_left": row.penalty_vnd < row.amount_vnd,
        "trail": trail_of(row, VERBS),
    }  # fmt: skip
    return render(request, "harvests/deposits_page.html", context)


@writes(Right.DEBTS)
def deposit_move(request, pk, kind):
    """Let a part of a deposit go one way."""
    row = find(request, pk)
    if kind not in KINDS:
        raise Http404
    title, words, button = _titles()[kind]
    form = MoveForm(request.seat, request.POST or None, row=row, kind=kind, save_label=button)
    held = _("Held: %(held)s of %(amount)s.") % {
        "held": showing.dong(row.held_vnd), "amount": showing.dong(row.amount_vnd),
    }  # fmt: skip
    return step(
        request, form, partial(move_deposit, deposit=row, kind=kind), title=title % {"code": row.code},
        done=_("The movement was saved."), back=_page(request, row), words=f"{row.trader} · {words} {held}",
        places=PLACES,
    )  # fmt: skip


@writes(Right.DEBTS)
def deposit_move_void(request, pk, key):
    """Take back what became of a part of a deposit."""
    row = find(request, pk)
    move = or_404(move_by_id(row, key))
    form = ReasonForm(request.seat, request.POST or None, row=move)
    form.save_label = _("Take back")
    return step(
        request, form, partial(void_move, move=move), back=_page(request, row), done=_("The movement was taken back."),
        title=_("Take back a movement of %(code)s") % {"code": row.code}, places={},
        words=f"{showing.day(move.day)} · {move.get_kind_display()} · {showing.dong(move.amount_vnd)}",
    )  # fmt: skip


@writes(Right.DEBTS)
def deposit_void(request, pk):
    """Take a deposit back that was entered by mistake."""
    row = find(request, pk)
    form = ReasonForm(request.seat, request.POST or None, row=row)
    form.save_label = _("Void deposit")
    return step(
        request, form, partial(void_deposit, deposit=row), back=_page(request, row), done=_("The deposit was voided."),
        title=_("Void %(code)s") % {"code": row.code}, words=f"{row.trader} · {showing.dong(row.amount_vnd)}",
    )  # fmt: skip


@reads
def deposit_slip(request, pk):
    """D8: the slip for a deposit, A5, always Vietnamese, with the amount in words."""
    row = find(request, pk)
    with override("vi"):
        context = {
            "row": row, "coop": request.coop, "amount": showing.dong(row.amount_vnd), "order": row.order,
            "words": dong_in_words(row.amount_vnd), "day": showing.day_long(row.day),
            "today": showing.day(clock.today()),
            "who": request.user.display_name,
        }  # fmt: skip
        return render(request, "harvests/deposits_slip.html", context)


def find(request, pk: int) -> Deposit:
    """The deposit of the co-operative of the request, or 404."""
    return or_404(deposit_by_id(request.coop, pk))


def _page(request, row: Deposit) -> str:
    return reverse("deposit-page", args=[request.coop.slug, row.pk])
