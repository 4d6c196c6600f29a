"""Entering what was paid of a run, by ticking lines, and what came back of it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coopsite.formats import showing
from growers.access import writes
from growers.rules.roles import Right
from growers.web import or_404, step, tried
from growers.wording import sentences
from harvests.actions.payments import pay_lines, return_payment
from harvests.forms.payments import PayForm, ReturnForm
from harvests.forms.settlements import PLACES
from harvests.models.credit import Means
from harvests.queries.settlement_lines import lines_of, payment_by_id, unpaid
from harvests.rules.settlements import Event, judge_event
from harvests.views.settlements import find
from harvests.views.settlements_shown import account


@writes(Right.SETTLE)
def run_pay(request, code):
    """Tick what was paid by one transfer or in cash; `?means=` shows the lines of the other way."""
    run = find(request, code)
    lines = [*lines_of(run)]
    left = unpaid(lines)
    ways = {way: [line for line in left if line.means == way] for way in Means.values}
    asked = request.GET.get("means", "")
    means = asked if asked in ways else next((way for way in (run.means, *Means.values) if ways[way]), run.means)
    form = PayForm(request.seat, run, request.POST or None, lines=[line.pk for line in lines], means=means)
    form.back = reverse("run-page", args=[request.coop.slug, run.code])
    if done := tried(form, lambda: pay_lines(request.seat, sent=form.sent, run=run, **form.facts), PLACES):
        many = len(form.facts.get("lines", ())) or 1
        text = ngettext("%(n)s payment was entered.", "%(n)s payments were entered.", many) % {"n": many}
        messages.success(request, text)
        over = done.paid_vnd == done.pay_vnd
        return redirect("run-page" if over else "run-pay", request.coop.slug, run.code)
    ticked = set(form.data.getlist("lines")) if form.is_bound else set()
    verdict = judge_event(run.status, Event.PAY)
    context = {
        "run": run,
        "form": form,
        "said": [] if form.is_bound else sentences(verdict),
        "may": verdict.allowed,
        "means": means,
        "ways": [{"key": way, "name": str(Means(way).label), "n": len(found)} for way, found in ways.items()],
        "rows": [
            {"pk": str(line.pk), "code": line.code, "name": line.name, "pay": showing.dong_plain(line.pay_vnd),
             "account": account(line), "account_name": line.account_name, "ticked": str(line.pk) in ticked}
            for line in ways[means]
        ],
        "sum": showing.dong_plain(sum(line.pay_vnd for line in ways[means])),
    }  # fmt: skip
    return render(request, "harvests/payments_form.html", context)


@writes(Right.SETTLE)
def payment_return(request, code, pk):
    """Note that a payment came back."""
    run = find(request, code)
    payment = or_404(payment_by_id(run, pk))
    form = ReturnForm(request.seat, payment, request.POST or None)
    stop = judge_event(run.status, Event.RETURN)
    words = _("%(name)s, %(amount)s, %(paper)s of %(day)s") % {
        "name": payment.line.name, "amount": showing.dong(payment.amount_vnd), "paper": payment.paper,
        "day": showing.day(payment.day),
    }  # fmt: skip
    return step(
        request, form, partial(return_payment, payment=payment), title=_("A payment came back"), words=words,
        done=_("The payment came back; the household is to be paid once more."), places=PLACES, said=sentences(stop),
        back=reverse("run-line", args=[request.coop.slug, run.code, payment.line.code]),
        template="harvests/settlements_step.html", run=run, stopped=not stop.allowed, differing=(),
    )  # fmt: skip
