"""The page of a top-up (truy lĩnh): what is added a kilogram, what each household would get, and all documents made."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import writes
from growers.queries.households import households_by_key
from growers.rules.roles import Right
from growers.web import tried
from harvests.actions.top_ups import top_up
from harvests.forms.top_ups import PLACES, TopUpForm
from harvests.queries.account_documents import top_up_preview, topped_up


@writes(Right.ADVANCE)
def top_up_new(request):
    """Choose fruit and dong a kilogram, look at what each household gets, then make one document for each."""
    form = TopUpForm(request.seat, request.POST or None)
    form.back = reverse("account-document-list", args=[request.coop.slug])
    if request.method == "POST" and form.is_valid() and "first" in form.cleaned_data:
        facts = form.facts
        sums, seal = top_up_preview(request.coop, facts["first"], facts["last"], facts["kinds"], facts["prices"])
        if facts["seal"] != seal:
            return _asked(request, form, sums, seal)
    if first := tried(form, lambda: top_up(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, _("The top-ups were made, from %(code)s on.") % {"code": first.code})
        return redirect(f"{form.back}?kind=top_up&first={first.day:%d/%m/%Y}&last={first.day:%d/%m/%Y}")
    return render(request, "harvests/top_ups_form.html", {"form": form, "preview": None})


def _asked(request, form: TopUpForm, sums: dict[int, int], seal: str):
    """The form again with what it would make, to be confirmed; a new look when tickets changed since the last."""
    found = form.facts
    before = topped_up(request.coop, found["first"], sums)
    rows = [
        {"code": row.code, "name": row.name, "amount": showing.dong_plain(sums[row.pk]),
         "before": showing.dong_plain(before[row.pk]) if row.pk in before else ""}
        for row in households_by_key(request.coop, sums).values()
    ]  # fmt: skip
    changed = bool(found["seal"])
    if sums:
        form.ask(seal)
    shown = {
        "rows": rows,
        "changed": changed,
        "count": showing.count(len(rows)),
        "total": showing.dong(sum(sums.values())),
        "days": showing.days(found['first'], found['last']),
    }
    return render(request, "harvests/top_ups_form.html", {"form": form, "preview": shown})
