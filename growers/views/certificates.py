"""Pages about certificates: the list, one certificate with its tabs, its form, its withdrawal."""

import datetime as dt

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.certificates import add_certificate, change_certificate, withdraw_certificate
from growers.forms.certificates import (
    PLACES,
    STATES,
    CertificateFilter,
    CertificateForm,
    ScopeLeaveForm,
    WithdrawalForm,
)
from growers.models import Certificate, CertificatePlot
from growers.queries.certificates import certificate_by_key, certificate_sums, certificates, scope_of
from growers.queries.history import history_of
from growers.queries.settings import settings_on
from growers.rules.certificates import judge_certificate, judge_newcomers, judge_scope, state_on
from growers.rules.roles import Right
from growers.rules.verdicts import Reason
from growers.views.codes import member_shown
from growers.views.documents import documents_shown
from growers.web import download, or_404, page_of, show, tried, warn
from growers.wording import sentence

TABS = ("overview", "plots", "documents", "history")
SOON_DAYS = 90  # R55: from here on a list says how many days are left
LOOKS = {"valid": ("tag", "✓"), "coming": ("tag tag-quiet", "…")}
GONE = ("tag tag-bad", "✕")


def state_shown(certificate: Certificate, day: dt.date) -> dict:
    """A certificate's state on a day as a tag: `css`, `mark` and `status` in words, days left when they are few."""
    state = state_on(certificate.valid_from, certificate.valid_to, certificate.withdrawn_on, day)
    left = (certificate.valid_to - day).days
    if state == "valid" and left <= SOON_DAYS:
        text = ngettext("valid for %(n)s more day", "valid for %(n)s more days", left) % {"n": left}
        return {"css": "tag tag-warn", "mark": "!", "status": text}
    css, mark = LOOKS.get(state, GONE)
    return {"css": css, "mark": mark, "status": str(STATES[state])}


@reads
def certificate_list(request):
    """M22: every certificate with its scope and how it stands today."""
    filters, today = CertificateFilter(request.coop, request.GET), clock.today()
    rows = certificates(request.coop, day=today, **filters.facts).select_related("body", "commodity", "house")
    if "format" in request.GET:
        return _download(request, rows)
    found = certificate_sums(rows, today)
    page = page_of(request, rows, total=found["certificates"])
    prefix = reverse("certificate-list", args=[request.coop.slug])
    context = {
        "filters": filters,
        "page": page,
        "rows": [_row(certificate, prefix, today) for certificate in page],
        "sums": {
            "certificates": showing.count(found["certificates"]),
            "valid": showing.count(found["valid"]),
            "plots": showing.count(found["all_plots"]),
            "area": showing.hectares(found["all_m2"]),
        },
    }
    return show(request, "growers/certificates_list.html", "growers/_certificates_rows.html", context)


def _row(certificate: Certificate, prefix: str, today: dt.date) -> dict:
    of_house = certificate.house_id is not None
    return {
        "url": f"{prefix}{certificate.pk}/",
        "scheme": certificate.get_scheme_display(),
        "number": certificate.number,
        "ggn": certificate.ggn,
        "body": certificate.body.name,
        "house": certificate.house.code if of_house else "",
        "plots": "–" if of_house else showing.count(certificate.plots),
        "area": "–" if of_house else showing.hectares(certificate.members_m2),
        "to": showing.day(certificate.valid_to),
        **state_shown(certificate, today),
    }


def _download(request, rows):
    header = [
        _("Scheme"), _("Certificate number"), "GGN", _("Standard"), _("Certification body"), _("Crop"),
        _("Packing house"), _("Valid from"), _("Valid until"), _("Status"), _("Area on the certificate, m²"),
        _("Plots"), _("Households"), _("Area of the plots, m²"), _("Responsible"),
    ]  # fmt: skip
    today = clock.today()
    cells = [
        [row.get_scheme_display(), row.number, row.ggn, row.standard, row.body.name, row.commodity.name,
         row.house.code if row.house_id else "", showing.day(row.valid_from), showing.day(row.valid_to),
         str(STATES[state_on(row.valid_from, row.valid_to, row.withdrawn_on, today)]), row.scope_m2, row.plots,
         row.households, row.members_m2, row.responsible]
        for row in rows
    ]  # fmt: skip
    return download(request, f"certificates-{request.coop.slug}", header, cells)


@reads
def certificate_page(request, key):
    """One certificate; `?tab=` names the tab."""
    return page_shown(request, certificate_of(request, key), request.GET.get("tab"))


def page_shown(request, certificate: Certificate, tab: str | None, *, leave_form=None):
    """The page of a certificate with a tab open."""
    tab = tab if tab in TABS else TABS[0]
    today = clock.today()
    members = list(scope_of(certificate))
    inside = [member for member in members if member.valid_to is None or member.valid_to > today]
    context = {
        "certificate": certificate,
        "here": reverse("certificate-page", args=[request.coop.slug, certificate.pk]),
        "tab": tab,
        "state": state_shown(certificate, today),
        "plots": len(inside),
    }
    if tab == "history":
        context["history"] = history_of(certificate)
    elif tab == "documents":
        context["documents"] = documents_shown(request, certificate)
    elif tab == "plots":
        form = leave_form or ScopeLeaveForm(request.seat, row=certificate)
        prefix = reverse("plot-list", args=[request.coop.slug])
        shown = [member_shown(member, form.ticked, prefix) for member in inside]
        former = [member_shown(member, form.ticked, prefix) for member in members if member not in inside]
        context |= {"leave_form": form, "members": shown, "former": former}
    else:
        context |= _overview(certificate, members, settings_on(request.coop, today))
    return render(request, "growers/certificates_page.html", context)


def newcomers(certificate: Certificate, members: list[CertificatePlot], today: dt.date) -> tuple[Reason, ...]:
    """What is odd about those who came under a certificate of late (R52)."""
    standing = [
        (member.plot.household_id, member.valid_from, member.plot.area_m2)
        for member in members
        if member.valid_to is None or member.valid_to > today
    ]
    return judge_newcomers(standing, valid_from=certificate.valid_from, today=today).warnings


def _overview(certificate: Certificate, members: list[CertificatePlot], settings: dict[str, int]) -> dict:
    today = clock.today()
    inside = [member for member in members if member.valid_to is None or member.valid_to > today]
    area = sum(member.plot.area_m2 for member in inside)
    papers = {name: getattr(certificate, name) for name in ("scheme", "ggn", "valid_from", "valid_to", "house")}
    odd = (
        *judge_scope(certificate.scope_m2, area, tolerance_bp=settings["code_area_tolerance_bp"]).warnings,
        *judge_certificate(papers).warnings,
        *newcomers(certificate, members, today),
    )
    return {
        "flags": [sentence(reason) for reason in odd],
        "shown": {
            "from": showing.day(certificate.valid_from),
            "to": showing.day(certificate.valid_to),
            "withdrawn": showing.day(certificate.withdrawn_on),
            "scope": showing.hectares(certificate.scope_m2),
            "area": showing.hectares(area),
            "households": showing.count(len({member.plot.household_id for member in inside})),
        },
    }


@writes(Right.PERMITS)
def certificate_new(request):
    """A certificate that is not there yet."""
    form = CertificateForm(request.seat, request.POST or None)
    form.back = reverse("certificate-list", args=[request.coop.slug])
    if certificate := tried(form, lambda: add_certificate(request.seat, sent=form.sent, **form.facts)):
        messages.success(request, _("The certificate was added."))
        warn(request, form.warnings)
        return redirect("certificate-page", request.coop.slug, certificate.pk)
    return render(request, "growers/certificates_form.html", {"form": form, "certificate": None})


@writes(Right.PERMITS)
def certificate_edit(request, key):
    """A certificate that is there."""
    certificate = certificate_of(request, key)
    title = str(certificate)
    form = CertificateForm(request.seat, request.POST or None, instance=certificate)
    form.back = reverse("certificate-page", args=[request.coop.slug, key])
    if tried(
        form,
        lambda: change_certificate(request.seat, certificate=certificate, version=form.shown_version, **form.facts),
    ):
        messages.success(request, _("The changes were saved."))
        warn(request, form.warnings)
        return redirect("certificate-page", request.coop.slug, key)
    return render(request, "growers/certificates_form.html", {"form": form, "certificate": title})


@writes(Right.PERMITS)
def certificate_withdraw(request, key):
    """Notes that the body took the certificate back from a day on."""
    certificate = certificate_of(request, key)
    form = WithdrawalForm(request.seat, request.POST or None, row=certificate)
    form.back = reverse("certificate-page", args=[request.coop.slug, key])
    if tried(
        form,
        lambda: withdraw_certificate(
            request.seat, sent=form.sent, certificate=certificate, version=form.shown_version, **form.facts
        ),
        PLACES,
    ):
        messages.success(request, _("The certificate is withdrawn."))
        return redirect("certificate-page", request.coop.slug, key)
    return render(request, "growers/certificates_withdraw.html", {"form": form, "certificate": certificate})


def certificate_of(request, key: int) -> Certificate:
    """The certificate that an address names; 404 for what is not there."""
    return or_404(certificate_by_key(request.coop, key))
