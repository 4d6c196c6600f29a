"""Pages of a year's surplus: the list, the steps of a draft, adoption and withdrawal, payment of the shares."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.forms.ticked import ReasonForm
from growers.queries.settings import settings_on
from growers.rules.roles import Right
from growers.web import or_404, page_of, step, trail_of, tried
from growers.wording import sentences
from harvests.actions.patronage import (
    adopt_surplus,
    begin_surplus,
    change_surplus,
    pay_shares,
    take_back_share,
    withdraw_surplus,
)
from harvests.forms.patronage import (
    PLACES,
    AdoptForm,
    FundsForm,
    IncomeForm,
    IndivisibleForm,
    PayForm,
    SplitForm,
    YearForm,
)
from harvests.models import SurplusYear
from harvests.queries.patronage import (
    figures_of,
    funds_of,
    share_by_id,
    surplus_by_id,
    surpluses,
    unpaid_shares,
)
from harvests.rules.patronage import judge_figures
from harvests.views.patronage_shown import facts_of, rows_of, shown_split
from harvests.wording_patronage import STATUS_TAGS, VERBS

Status = SurplusYear.Status
STEPS = {"year": YearForm, "income": IncomeForm, "indivisible": IndivisibleForm, "funds": FundsForm, "split": SplitForm}
TITLES = {
    "year": gettext_lazy("Year and resolution"), "income": gettext_lazy("Income"),
    "indivisible": gettext_lazy("Indivisible fund"), "funds": gettext_lazy("Other funds"),
    "split": gettext_lazy("Split"), "list": gettext_lazy("List of members"),
}  # fmt: skip


@reads
def surplus_list(request):
    """M23: the surplus of every year, and how far it is shared out."""
    page = page_of(request, surpluses(request.coop))
    rows = [
        {"url": reverse("surplus-page", args=[request.coop.slug, row.pk]), "year": row.year,
         "status": row.get_status_display(), "tag": STATUS_TAGS[row.status],
         "resolution": f"{row.resolution_no} ({showing.day(row.resolution_on)})",
         "income": showing.dong_plain(row.internal_vnd + row.external_vnd),
         "members": showing.count(row.members) if row.members else "–",
         "shared": showing.dong_plain(row.shared) if row.shared else "–",
         "paid": showing.dong_plain(row.paid or 0) if row.shared else "–"}
        for row in page
    ]  # fmt: skip
    return render(request, "harvests/patronage_list.html", {"rows": rows, "page": page})


@reads
def surplus_page(request, pk):
    """One surplus: its figures, and every member's share, reckoned anew while it is a draft."""
    row = find(request, pk)
    rows, stop = rows_of(row)
    figures = figures_of(row, funds_of(row))
    said = [*sentences(judge_figures(figures, settings_on(request.coop, clock.today())))] if _drafted(row) else []
    context = {
        **facts_of(row, rows), "row": row, "tag": STATUS_TAGS[row.status], "rows": rows,
        "steps": _steps(request, row, "list"),
        "said": [*said, *sentences(stop)] if _drafted(row) else [],
        "not_apart": not row.kept_apart and not _drafted(row),
        "unpaid": row.status == Status.ADOPTED and unpaid_shares(row).exists(),
        "withdrawable": row.status != Status.WITHDRAWN and not any(one["paid_on"] for one in rows),
        "draft": _drafted(row),
        "trail": trail_of(row, VERBS),
    }  # fmt: skip
    return render(request, "harvests/patronage_page.html", context)


def _drafted(row: SurplusYear) -> bool:
    return row.status == Status.DRAFT


def _steps(request, row: SurplusYear | None, here: str) -> list[dict]:
    """The bar of steps; those of a draft that is there can be gone to."""
    links = row is not None and _drafted(row) and request.seat.may(Right.CAPITAL)
    return [
        {"title": title, "here": name == here, "url": _address(request, row, name) if links else ""}
        for name, title in TITLES.items()
    ]


def _address(request, row: SurplusYear, name: str) -> str:
    if name == "list":
        return reverse("surplus-page", args=[request.coop.slug, row.pk])
    return reverse("surplus-step", args=[request.coop.slug, row.pk, name])


@writes(Right.CAPITAL)
def surplus_new(request):
    """The first step of a new draft."""
    form = YearForm(request.seat, request.POST or None)
    form.back = reverse("surplus-list", args=[request.coop.slug])
    if row := tried(form, lambda: begin_surplus(request.seat, sent=form.sent, **form.facts), PLACES):
        return redirect("surplus-step", request.coop.slug, row.pk, "income")
    context = {"form": form, "title": TITLES["year"], "steps": _steps(request, None, "year"), "split": None, "back": ""}
    return render(request, "harvests/patronage_step.html", context)


@writes(Right.CAPITAL)
def surplus_step(request, pk, name):
    """A step of a draft; the way back keeps what was typed as the way on does."""
    row = find(request, pk)
    if name not in STEPS:
        raise Http404
    form = STEPS[name](request.seat, request.POST or None, instance=row)
    work = partial(change_surplus, request.seat, surplus=row)
    if tried(form, lambda: work(sent=form.sent, version=form.shown_version, **form.facts), PLACES):
        return redirect(_address(request, row, _next(name, request.POST.get("go", ""))))
    if not _drafted(row):
        return redirect("surplus-page", request.coop.slug, row.pk)
    stored = find(request, pk)  # the form may have written into the one it was given
    form.back = reverse("surplus-page", args=[request.coop.slug, row.pk])
    context = {
        "form": form, "row": stored, "title": TITLES[name], "steps": _steps(request, row, name), "name": name,
        "split": shown_split(figures_of(stored, funds_of(stored))), "back": name != "year",
    }  # fmt: skip
    return render(request, "harvests/patronage_step.html", context)


def _next(name: str, way: str) -> str:
    """The step before or after one."""
    names = list(TITLES)
    return names[max(0, names.index(name) - 1)] if way == "back" else names[names.index(name) + 1]


@writes(Right.APPROVE)
def surplus_adopt(request, pk):
    """Adopt a draft: the director's, as the members' meeting resolved it."""
    row = find(request, pk)
    form = AdoptForm(request.seat, request.POST or None, row=row)
    rows, _stop = rows_of(row)
    words = _(
        "%(members)s members get their shares as the list says. An adopted surplus is never changed, only withdrawn "
        "while nothing of it is paid."
    ) % {"members": showing.count(len(rows))}
    return step(
        request, form, partial(adopt_surplus, surplus=row),
        title=_("Adopt the surplus of %(year)s") % {"year": row.year}, done=_("The surplus was adopted."),
        back=_address(request, row, "list"), words=words, places=PLACES,
    )  # fmt: skip


@writes(Right.CAPITAL)
def surplus_withdraw(request, pk):
    """Withdraw a draft, or as the director an adopted surplus of which nothing is paid."""
    row = find(request, pk)
    if not _drafted(row) and not request.seat.may(Right.APPROVE):
        raise PermissionDenied
    form = ReasonForm(request.seat, request.POST or None, row=row)
    form.save_label = _("Withdraw")
    return step(
        request, form, partial(withdraw_surplus, surplus=row), done=_("The surplus was withdrawn."), places=PLACES,
        title=_("Withdraw the surplus of %(year)s") % {"year": row.year}, back=_address(request, row, "list"),
        words=_("The year is free for a new one afterwards."),
    )  # fmt: skip


@writes(Right.CAPITAL)
def surplus_pay(request, pk):
    """Mark shares as paid."""
    row = find(request, pk)
    form = PayForm(request.seat, request.POST or None, row=row)
    form.back = _address(request, row, "list")
    if tried(form, lambda: pay_shares(request.seat, sent=form.sent, surplus=row, **form.facts), PLACES):
        messages.success(request, _("The shares were marked as paid."))
        return redirect(form.back)
    ticked = form.ticked
    rows = [
        {"pk": share.pk, "code": share.household.code, "name": share.household.name,
         "total": showing.dong_plain(share.total_vnd), "ticked": not form.is_bound or str(share.pk) in ticked}
        for share in unpaid_shares(row)
    ]  # fmt: skip
    return render(request, "harvests/patronage_pay.html", {"form": form, "row": row, "rows": rows})


@writes(Right.CAPITAL)
def surplus_take_back(request, pk, key):
    """Take back the payment of a share that was marked by mistake, or that the bank returned."""
    row = find(request, pk)
    share = or_404(share_by_id(row, key))
    form = ReasonForm(request.seat, request.POST or None, row=share)
    form.save_label = _("Take back")
    words = (str(share.household), showing.dong(share.total_vnd), showing.day(share.paid_on), share.reference)
    return step(
        request, form, partial(take_back_share, share=share), back=_address(request, row, "list"),
        title=_("Take back the payment of a share of %(year)s") % {"year": row.year},
        done=_("The share is unpaid again."), words=" · ".join(part for part in words if part),
    )  # fmt: skip


def find(request, pk: int) -> SurplusYear:
    """The surplus of the co-operative of the request, or 404."""
    return or_404(surplus_by_id(request.coop, pk))
