"""The public page of a lot from inside: what is missing before it is published, how often it was opened, its end."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import writes
from growers.queries.settings import settings_on
from growers.rules.roles import Right
from growers.web import tried
from growers.wording import sentence
from harvests.actions.publishing import judged_page, publish_page, withdraw_page
from harvests.forms.publishing import PLACES, LotStepForm, WithdrawForm
from harvests.models import Lot
from harvests.queries.publishing import names_of, page_of_lot, recall_note, scans_of
from harvests.views.lots import find
from harvests.views.public import rows_in, trace_path

CARD = "product-edit"
# Where something that is missing is entered; what stands in the letterhead is for the administrator.
MENDED = {
    **dict.fromkeys(
        [
            "publish_no_card", "publish_no_name", "publish_no_picture", "publish_picture_heavy", "publish_no_origin",
            "publish_no_standards",
        ],
        CARD,
    ),
    "publish_lot_open": "lot-close",
    "publish_lot_held": "lot-release",
    "publish_no_fruit": "lot-contents",
    "publish_no_events": "lot-inputs",
}  # fmt: skip
# Who publishes need not be who packs: the way is shown to those who may go it.
RIGHTS = {
    "lot-close": Right.PACK, "lot-contents": Right.PACK, "lot-inputs": Right.PACK, "lot-release": Right.RECALL,
}  # fmt: skip


@writes(Right.PUBLISH)
def lot_publish(request, code):
    """Show what would be published and what is missing of it, and publish; or what the world reads, and how often."""
    lot = _lot(request, code)
    form = LotStepForm(request.seat, lot, request.POST or None, save_label=_("Publish"))
    do = partial(publish_page, lot=lot)
    if answer := _done(request, lot, form, do, _("The lot is published.")):
        return answer
    page = page_of_lot(lot)
    standing = page is not None and page.withdrawn_at is None
    facts, verdict = judged_page(lot)
    shown = page.facts if standing else facts
    context = {
        "lot": lot,
        "form": form,
        "page": page,
        "standing": standing,
        "at": showing.day_time(page.published_at) if standing else "",
        "who": page.published_by.display_name if standing else "",
        "withdrawn": showing.day_time(page.withdrawn_at) if page and not standing else "",
        "address": request.build_absolute_uri(trace_path(lot.trace_code)),
        "missing": [] if standing else [_fault(request, lot, reason) for reason in verdict.refused],
        "rows": rows_in(shown, "en" if showing.in_english() else "vi"),
        "growers": names_of(request.coop.pk, shown.get("growers", [])),
        "recalled": recall_note(lot) is not None,
        "scans": scans_shown(lot),
    }
    return render(request, "harvests/publishing_page.html", context)


@writes(Right.PUBLISH)
def lot_withdraw(request, code):
    """Take a lot's public page back, with a reason."""
    lot = _lot(request, code)
    form = WithdrawForm(request.seat, lot, request.POST or None, save_label=_("Withdraw the page"))
    do = partial(withdraw_page, lot=lot)
    if answer := _done(request, lot, form, do, _("The public page was withdrawn.")):
        return answer
    return render(request, "harvests/publishing_withdraw.html", {"lot": lot, "form": form})


def _lot(request, code) -> Lot:
    lot = find(request, code)
    lot.cooperative = request.coop
    return lot


def _done(request, lot: Lot, form: LotStepForm, do, done: str):
    """Carry out a step that was sent, and lead back; None when there is something to show first."""
    form.back = reverse("lot-page", args=[request.coop.slug, lot.code])
    if not tried(form, lambda: do(request.seat, sent=form.sent, **form.facts), PLACES):
        return None
    messages.success(request, done)
    return redirect("lot-publish", request.coop.slug, lot.code)


def _fault(request, lot: Lot, reason) -> dict:
    where = MENDED.get(reason.code, "")
    if not request.seat.may(RIGHTS.get(where, Right.PUBLISH)):
        where = ""
    words = [lot.commodity.code] if where == CARD else [lot.code]
    return {"text": sentence(reason), "url": reverse(where, args=[request.coop.slug, *words]) if where else ""}


def public_shown(lot: Lot) -> dict | None:
    """The public page as the lot's own page tells of it; None while it is not published."""
    page = page_of_lot(lot)
    if page is None or page.withdrawn_at is not None:
        return None
    return {"url": trace_path(lot.trace_code), "since": showing.day_time(page.published_at), **scans_shown(lot)}


def scans_shown(lot: Lot) -> dict:
    """How often the lot's page was opened, and whether one day had more than is usual (a copied label)."""
    today = clock.today()
    found, odd = scans_of(lot, today), settings_on(lot.cooperative, today)["scans_odd"]
    return {
        "total": showing.count(found["total"]),
        "today": showing.count(found["today"]),
        "most": showing.count(found["most"]),
        "odd": found["most"] > odd,
    }
