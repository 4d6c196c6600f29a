"""Pages of a household's consents: what it agreed to, in which words, and how it takes that back (R110)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.consents import record_consent, withdraw_consent
from growers.forms.consents import PLACES, ConsentForm, WithdrawalForm
from growers.models import Consent, Household
from growers.queries.consents import consent_by_key, consents_of
from growers.queries.households import household_by_code
from growers.rules.roles import Right
from growers.web import or_404, tried


@reads
def consent_list(request, code):
    """Each purpose with the consent that stands, and what stood before."""
    household = _household(request, code)
    rows = list(consents_of(household))
    living = {row.purpose: row for row in rows if row.withdrawn_on is None}
    may = request.seat.may(Right.PRIVACY) and household.erased_on is None
    context = {
        "household": household,
        "purposes": [_purpose(household, purpose, living.get(purpose.value), may) for purpose in Consent.Purpose],
        "earlier": [_shown(row) for row in rows if row.withdrawn_on is not None],
        "may": may,
    }
    return render(request, "growers/consents_list.html", context)


def _purpose(household: Household, purpose: Consent.Purpose, row: Consent | None, may: bool) -> dict:
    where = [household.cooperative.slug, household.code]
    add = f"{reverse('consent-new', args=where)}?purpose={purpose.value}"
    return {
        "label": purpose.label,
        "consent": row and _shown(row),
        "act": (reverse("consent-withdraw", args=[*where, row.pk]) if row else add) if may else "",
    }


def _shown(row: Consent) -> dict:
    return {
        "purpose": row.get_purpose_display(),
        "given_on": showing.day(row.given_on),
        "how": " · ".join(filter(None, (str(row.get_how_display()), row.witness))),
        "wording": row.wording,
        "by": row.recorded_by.display_name if row.recorded_by else "",
        "withdrawn_on": showing.day(row.withdrawn_on),
        "withdrawn_how": row.withdrawn_how,
    }


@writes(Right.PRIVACY)
def consent_new(request, code):
    """Record what a household agreed to."""
    household = _household(request, code)
    form = ConsentForm(
        request.seat, request.POST or None, household=household, purpose=request.GET.get("purpose", "public_name")
    )
    form.back = reverse("consent-list", args=[request.coop.slug, code])
    if tried(
        form, lambda: record_consent(request.seat, sent=form.sent, household=household, **form.facts), PLACES
    ):
        messages.success(request, _("The consent was recorded."))
        return redirect(form.back)
    return render(request, "growers/consents_form.html", {"form": form, "household": household})


@writes(Right.PRIVACY)
def consent_withdraw(request, code, key):
    """Note that a household took a consent back."""
    household = _household(request, code)
    consent = or_404(consent_by_key(household, key))
    form = WithdrawalForm(request.seat, request.POST or None, consent=consent)
    form.back = reverse("consent-list", args=[request.coop.slug, code])
    work = lambda: withdraw_consent(  # noqa: E731
        request.seat, sent=form.sent, household=household, consent=consent, **form.facts
    )
    if tried(form, work, PLACES):
        messages.success(request, _("The consent was withdrawn; its purpose stops now."))
        return redirect(form.back)
    context = {"form": form, "household": household, "consent": _shown(consent)}
    return render(request, "growers/consents_withdraw.html", context)


def _household(request, code) -> Household:
    return or_404(household_by_code(request.coop, code))
