"""The steps of a settlement run as small pages of their own: closed, approved, cancelled, locked."""

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import writes
from growers.rules.roles import Right
from growers.rules.verdicts import Verdict
from growers.web import step
from growers.wording import sentences
from harvests.actions.settlement_lines import approve_run, close_run
from harvests.actions.settlements import cancel_run, lock_run
from harvests.forms.deliveries import ReasonForm, StepForm
from harvests.forms.settlements import PLACES, ApproveForm, CloseForm
from harvests.models import SettlementRun
from harvests.queries.settlement_lines import draft_of, lines_of
from harvests.rules.settlement_lines import ASKED, NAME_DIFFERS
from harvests.rules.settlements import CLOSED, DRAFT, PAID, Event, judge_approval, judge_closing, judge_event
from harvests.views.settlements import find


@writes(Right.SETTLE)
def run_close(request, code):
    """Close a draft as its table was looked at; accounts in another name want a tick and a reason."""
    run = find(request, code)
    draft = draft_of(run) if run.status == DRAFT else None
    lines = draft.lines if draft else ()
    differing = [
        {"code": line.code, "name": line.payee.name, "account_name": line.payee.account_name or "–"}
        for line in lines if NAME_DIFFERS in line.codes
    ]  # fmt: skip
    form = CloseForm(request.seat, run, request.POST or None, seen=draft.digest if draft else "", asked=bool(differing))
    words = _("%(n)s households, %(pay)s to pay, %(period)s. From then on no amount of the run changes.") % {
        "n": showing.count(len(lines) if draft else run.lines_count),
        "pay": showing.dong(sum(line.pay_vnd for line in lines) if draft else run.pay_vnd),
        "period": showing.days(run.day_from, run.day_to),
    }  # fmt: skip
    return _step(
        request, run, form, partial(close_run, run=run), title=_("Close %(code)s"), words=words,
        done=_("The run is closed. The director approves it next."), differing=differing,
        stop=judge_closing(run.status, lines, reason="-") if draft else judge_event(run.status, Event.CLOSE),
    )  # fmt: skip


@writes(Right.APPROVE)
def run_approve(request, code):
    """Approve what somebody else closed."""
    run = find(request, code)
    form = ApproveForm(request.seat, run, request.POST or None)
    accepted = [
        {"code": line.code, "name": line.name, "account_name": line.account_name or "–",
         "reason": found["data"].get("reason", "")}
        for line in lines_of(run) for found in line.warnings if found["code"] in ASKED
    ]  # fmt: skip
    words = _("%(n)s households, %(pay)s to pay. Closed by %(who)s.") % {
        "n": showing.count(run.lines_count), "pay": showing.dong(run.pay_vnd), "who": run.closed_by.display_name,
    } if run.closed_by else ""  # fmt: skip
    people = {"user": request.seat.user.pk, "made_by": run.made_by_id, "closed_by": run.closed_by_id}
    return _step(
        request, run, form, partial(approve_run, run=run), title=_("Approve %(code)s"), words=words,
        done=_("The run is approved and can be paid."), differing=accepted,
        stop=judge_approval(run.status, **people, is_director=request.seat.may(Right.APPROVE)),
    )  # fmt: skip


@writes(Right.SETTLE)
def run_cancel(request, code):
    """Cancel a draft, or send a closed run back: what it claimed is free for another one."""
    run = find(request, code)
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Cancel this run"))
    freed = _("Its tickets and debts are free again; a new draft can take the same rules.")
    words = freed if run.status == CLOSED else ""
    return _step(
        request, run, form, partial(cancel_run, run=run), title=_("Cancel %(code)s"), words=words,
        done=_("The run was cancelled."), stop=judge_event(run.status, Event.CANCEL),
    )  # fmt: skip


@writes(Right.SETTLE)
def run_lock(request, code):
    """Lock a run of which all is paid."""
    run = find(request, code)
    form = StepForm(request.seat, request.POST or None, save_label=_("Lock the run"))
    words = _("All %(pay)s are paid. Once locked, no payment of it can be noted as returned.") % {
        "pay": showing.dong(run.pay_vnd)
    } if run.status == PAID else ""  # fmt: skip
    return _step(
        request, run, form, partial(lock_run, run=run), title=_("Lock %(code)s"), words=words,
        done=_("The run is locked."), stop=judge_event(run.status, Event.LOCK),
    )  # fmt: skip


def _step(request, run: SettlementRun, form, do: Callable, *, title: str, stop: Verdict, differing=(), **more):
    """A step of a run; `stop` is what speaks against it as the run stands."""
    return step(
        request, form, do, title=title % {"code": run.code}, said=sentences(stop), stopped=not stop.allowed,
        back=reverse("run-page", args=[request.coop.slug, run.code]), places=PLACES, run=run, differing=differing,
        template="harvests/settlements_step.html", **more,
    )  # fmt: skip
