"""Pages of a claim: noted on a receivable, with photographs, answered, voided."""

from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.forms.ticked import ReasonForm
from growers.rules.roles import Right
from growers.rules.verdicts import Verdict
from growers.views.documents import Subject, adding, documents_shown, learn_subject, withdrawing
from growers.web import or_404, step, trail_of
from growers.wording import sentences
from harvests.actions.claims import answer_claim, note_claim, void_claim
from harvests.forms.claims import ANSWERING, NOTING, AnswerForm, ClaimForm
from harvests.models import Claim
from harvests.queries.claims import claim_by_id
from harvests.rules.claims import OPEN, VOID
from harvests.views.debts_shown import CLAIM_TAGS
from harvests.views.receivables import find as find_receivable
from harvests.wording_debts import VERBS


def _url(claim: Claim) -> str:
    return reverse("claim-page", args=[claim.cooperative.slug, claim.pk])


learn_subject(Subject(Claim, Right.DEBTS, _url, "claim-photo-new", "claim-photo-drop"))
claim_photo_new = adding(Right.DEBTS)
claim_photo_drop = withdrawing(Right.DEBTS)


@writes(Right.DEBTS)
def claim_new(request, pk):
    """Note what a trader asks off a receivable."""
    sold = find_receivable(request, pk)
    form = ClaimForm(request.seat, request.POST or None, row=sold)
    return step(
        request, form, partial(note_claim, receivable=sold), title=_("Claim on %(code)s") % {"code": sold.code},
        done=_("The claim was saved. Add its photographs here."), places=NOTING, after=_url,
        back=reverse("receivable-page", args=[request.coop.slug, sold.pk]),
        words=f"{sold.trader} · {showing.kg_unit(sold.net_g, least=0)} · {showing.dong(sold.amount_vnd)}",
    )  # fmt: skip


@reads
def claim_page(request, pk):
    """One claim with its photographs and its answer."""
    row = find(request, pk)
    context = {
        "row": row, "tag": CLAIM_TAGS[row.status], "day": showing.day(row.day),
        "kg": showing.kg_unit(row.grams, least=0) if row.grams else "–", "asked": showing.dong(row.asked_vnd),
        "agreed": showing.dong(row.agreed_vnd), "answered": showing.day(row.answered_on) if row.answered_on else "",
        "is_open": row.status == OPEN, "is_void": row.status == VOID, "documents": documents_shown(request, row),
        "trail": trail_of(row, VERBS),
    }  # fmt: skip
    return render(request, "harvests/claims_page.html", context)


@writes(Right.DEBTS)
def claim_answer(request, pk):
    """Agree a claim, which credits its receivable, or refuse it."""
    row = find(request, pk)
    form = AnswerForm(request.seat, request.POST or None, row=row)
    words = _("%(trader)s asks %(asked)s; %(open)s of %(code)s is open.") % {
        "trader": row.receivable.trader, "asked": showing.dong(row.asked_vnd), "code": row.receivable.code,
        "open": showing.dong(row.receivable.open_vnd),
    }  # fmt: skip
    return step(
        request, form, partial(answer_claim, claim=row), title=_("Answer %(code)s") % {"code": row.code},
        done=_("The claim was answered."), back=_url(row), places=ANSWERING, words=words,
        said=[] if row.status == OPEN else sentences(Verdict.because("claim_answered")),
    )  # fmt: skip


@writes(Right.DEBTS)
def claim_void(request, pk):
    """Take a claim back; what was credited for it is owed again."""
    row = find(request, pk)
    form = ReasonForm(request.seat, request.POST or None, row=row)
    form.save_label = _("Void claim")
    return step(
        request, form, partial(void_claim, claim=row), title=_("Void %(code)s") % {"code": row.code},
        done=_("The claim was voided."), back=_url(row),
        words=f"{row.receivable.trader} · {showing.dong(row.asked_vnd)} · {row.get_status_display()}",
    )  # fmt: skip


def find(request, pk: int) -> Claim:
    """The claim of the co-operative of the request, or 404."""
    return or_404(claim_by_id(request.coop, pk))
