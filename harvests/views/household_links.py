"""Links of households from inside: one to a statement or a season, whose address shows once; the list; its end."""

import secrets
from base64 import urlsafe_b64encode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.forms.base import SeatedForm
from growers.rules.roles import Right
from growers.web import or_404, page_of, tried
from harvests.actions.household_links import make_household_link, real_day, revoke_household_link
from harvests.forms.deliveries import StepForm
from harvests.forms.household_links import SeasonLinkForm, StatementLinkForm
from harvests.models import HouseholdLink
from harvests.queries.brought import household_of
from harvests.queries.household_links import line_of_paper, link_by_id, links
from harvests.queries.settlement_papers import statements_of
from harvests.views.dossiers_public import hashed
from harvests.views.settlements import find
from harvests.wording_settlement_papers import message


@reads
def household_link_list(request):
    """Every link that was made: of which household, to what, until when, how often opened."""
    search = request.GET.get("q", "")[:60]
    page = page_of(request, links(request.coop, search=search))
    context = {"page": page, "rows": [shown_link(row) for row in page], "search": search}
    return render(request, "harvests/household_links_list.html", context)


def shown_link(row: HouseholdLink) -> dict:
    """A link as a list shows it; its secret is known to nobody."""
    state = "revoked" if row.revoked_at else "open" if row.expires_on >= real_day() else "expired"
    return {
        "pk": row.pk, "household": row.household.code, "name": row.household.name,
        "to": row.line.run.code if row.line_id else row.season.name,
        "made": f"{showing.day_time(row.made_at)}, {row.made_by.display_name}", "until": showing.day(row.expires_on),
        "views": showing.count(row.views), "state": state, "open": state == "open",
    }  # fmt: skip


@writes(Right.SETTLE)
def run_link(request, code, household):
    """A link to a statement: its address, and the statement's text with it, show once."""
    run = find(request, code)
    line = or_404(line_of_paper(run, household))
    form = StatementLinkForm(request.seat, line, request.POST or None)
    form.back = reverse("run-statement", args=[request.coop.slug, run.code, line.code])
    digest = hashed(secret := _secret(request, form))
    facts = {"household": line.household, "line": line, "token_sha256": digest}
    if row := tried(form, lambda: make_household_link(request.seat, sent=form.sent, **facts)):
        address = _address(request, secret)
        [statement] = statements_of(run, [line.code])
        text = message(statement, coop=request.coop.name, phone=request.coop.phone, link=address)
        return _made(request, row, address, form.back, text)
    context = {"form": form, "what": f"{run.code} · {line.code} {line.name}"}
    return render(request, "harvests/household_links_form.html", context)


@writes(Right.SETTLE)
def household_link_new(request, code):
    """A link to a household's season (M28)."""
    household = or_404(household_of(request.coop, code))
    form = SeasonLinkForm(request.seat, household, request.POST or None)
    form.back = reverse("household-page", args=[request.coop.slug, household.code])
    digest = hashed(secret := _secret(request, form))
    facts = {"household": household, "token_sha256": digest}
    if row := tried(form, lambda: make_household_link(request.seat, sent=form.sent, **facts, **form.facts)):
        return _made(request, row, _address(request, secret), form.back, "")
    context = {"form": form, "what": f"{household.code} {household.name}"}
    return render(request, "harvests/household_links_form.html", context)


def _made(request, row: HouseholdLink, address: str, back: str, text: str):
    context = {
        "row": shown_link(link_by_id(request.coop, row.pk)), "address": address, "back": back, "text": text,
    }  # fmt: skip
    return render(request, "harvests/household_links_made.html", context)


def _address(request, secret: str) -> str:
    return request.build_absolute_uri(reverse("household-public", args=[f"{secret}/"]))


def _secret(request, form: SeatedForm) -> str:
    """Forty-three letters that nobody can guess. The same sending again gives the same, so that an answer lost on its
    way can be had again."""
    if form.sent is None:
        return secrets.token_urlsafe(32)
    digest = salted_hmac("coopsite.household", f"{request.user.pk} {form.sent.token}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


@writes(Right.SETTLE)
def household_link_revoke(request, pk):
    """End a link before its day."""
    row = or_404(link_by_id(request.coop, pk))
    form = StepForm(request.seat, request.POST or None, save_label=_("Revoke the link"))
    form.back = reverse("household-link-list", args=[request.coop.slug])
    if tried(form, lambda: revoke_household_link(request.seat, sent=form.sent, link=row)):
        messages.success(request, _("The link was revoked: it opens nothing any more."))
        return redirect("household-link-list", request.coop.slug)
    return render(request, "harvests/household_links_revoke.html", {"form": form, "row": shown_link(row)})
