"""Dossier links from inside: the list with how often each was opened, a new one whose address shows once, its end."""

import secrets
from base64 import urlsafe_b64encode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.rules.roles import Right
from growers.web import or_404, page_of, tried
from harvests.actions.publishing import make_dossier, revoke_dossier
from harvests.forms.deliveries import StepForm
from harvests.forms.publishing import PLACES, DossierForm
from harvests.models import Dossier
from harvests.queries.dossiers import lots_to_show
from harvests.queries.publishing import dossier_by_key, dossiers
from harvests.views.dossiers_public import hashed


@reads
def dossier_list(request):
    """Every link that was made: for what, for whom, until when, how often opened."""
    page = page_of(request, dossiers(request.coop))
    return render(request, "harvests/dossiers_list.html", {"page": page, "rows": [_shown(row) for row in page]})


def _shown(row: Dossier) -> dict:
    state = _state(row)
    return {
        "pk": row.pk,
        "subject": str(row.lot or row.shipment),
        "recipient": row.recipient,
        "made": f"{showing.day_time(row.made_at)}, {row.made_by.display_name}",
        "until": showing.day_time(row.expires_at),
        "views": showing.count(row.views),
        "last": showing.day_time(row.last_viewed_at),
        "state": state,
        "open": state == "open",
    }


def _state(row: Dossier) -> str:
    if row.revoked_at:
        return "revoked"
    return "open" if row.expires_at > clock.real_now() else "expired"


@writes(Right.PUBLISH)
def dossier_new(request):
    """Make a link; its address is shown in the answer and never again, for only its hash is kept."""
    initial = {"lot": _asked_lot(request)}
    form = DossierForm(request.seat, request.POST or None, initial=initial)
    form.back = reverse("dossier-list", args=[request.coop.slug])
    digest = hashed(secret := _secret(request, form))
    if row := tried(
        form, lambda: make_dossier(request.seat, sent=form.sent, token_sha256=digest, **form.facts), PLACES
    ):
        address = request.build_absolute_uri(reverse("dossier-public", args=[f"{secret}/"]))
        return render(request, "harvests/dossiers_made.html", {"row": _shown(row), "address": address})
    return render(request, "harvests/dossiers_form.html", {"form": form})


def _secret(request, form: DossierForm) -> str:
    """Forty-three letters that nobody can guess. The same sending again gives the same, so that an answer lost on its
    way can be had again."""
    if form.sent is None:
        return secrets.token_urlsafe(32)
    digest = salted_hmac("coopsite.dossier", f"{request.user.pk} {form.sent.token}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _asked_lot(request):
    """The lot that the address names, when it is one of ours."""
    return lots_to_show(request.coop).filter(code=request.GET.get("lot", "")[:20]).first()


@writes(Right.PUBLISH)
def dossier_revoke(request, pk):
    """End a link before its day."""
    row = or_404(dossier_by_key(request.coop, pk))
    form = StepForm(request.seat, request.POST or None, save_label=_("Revoke the link"))
    form.back = reverse("dossier-list", args=[request.coop.slug])
    if tried(form, lambda: revoke_dossier(request.seat, sent=form.sent, dossier=row)):
        messages.success(request, _("The link was revoked: it opens nothing any more."))
        return redirect("dossier-list", request.coop.slug)
    return render(request, "harvests/dossiers_revoke.html", {"form": form, "row": _shown(row)})
