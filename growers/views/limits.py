"""Pages about limits on active ingredients: what markets and buyers ask, beside what national law forbids."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.inputs import change_limit, set_limit
from growers.forms.inputs import LimitFilter, LimitForm
from growers.models import ActiveLimit
from growers.queries.inputs import banned, limit_by_key, limits
from growers.rules.roles import Right
from growers.web import or_404, page_of, show, tried


@reads
def limit_list(request):
    """The co-operative's limits, and below them what the law bans for everybody."""
    filters = LimitFilter(request.coop, request.GET)
    page = page_of(request, limits(request.coop, **filters.facts))
    may, today = request.seat.may(Right.DIARY), clock.today()
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(request.coop.slug, limit, may, today) for limit in page],
        "count": showing.count(page.paginator.count),
        "banned": [_banned(row, today) for row in banned(filters.facts.get("search") or "")],
    }
    return show(request, "growers/limits_list.html", "growers/_limits_rows.html", context)


def _shown(slug: str, limit: ActiveLimit, may: bool, today) -> dict:
    return {
        "name": limit.name,
        "url": reverse("limit-edit", args=[slug, limit.pk]) if may else "",
        "market": limit.market.name if limit.market else _("every market"),
        "days": _("not to be used") if limit.phi_days is None else _("%(days)s days") % {"days": limit.phi_days},
        "never": limit.phi_days is None,
        "source": limit.source,
        **_period(limit, today),
    }


def _banned(row, today) -> dict:
    return {"name": row.name, "source": row.source, "certainty": row.certainty, **_period(row, today)}


def _period(row, today) -> dict:
    return {
        "since": showing.day(row.valid_from),
        "until": showing.day(row.valid_to),
        "over": bool(row.valid_to and row.valid_to <= today),
    }


@writes(Right.DIARY)
def limit_new(request):
    """A limit that is not there yet."""
    form = LimitForm(request.seat, request.POST or None)
    form.back = reverse("limit-list", args=[request.coop.slug])
    if limit := tried(form, lambda: set_limit(request.seat, sent=form.sent, **form.facts)):
        messages.success(request, _("The limit on %(active)s was added.") % {"active": limit.name})
        return redirect("limit-list", request.coop.slug)
    return render(request, "growers/inputs_form.html", {"form": form, "title": _("Add limit")})


@writes(Right.DIARY)
def limit_edit(request, key):
    """A limit that is there; one that no longer holds gets its last day, it is not deleted."""
    limit = or_404(limit_by_key(request.coop, key))
    form = LimitForm(request.seat, request.POST or None, instance=limit)
    form.back = reverse("limit-list", args=[request.coop.slug])
    if tried(form, lambda: change_limit(request.seat, limit=limit, version=form.shown_version, **form.facts)):
        messages.success(request, _("The changes were saved."))
        return redirect("limit-list", request.coop.slug)
    return render(request, "growers/inputs_form.html", {"form": form, "title": _("Change limit")})
