"""Pages about crates: what each weighs, since when, and the form in which a tare is noted."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.rules.roles import Right
from growers.web import tried
from harvests.actions.crates import note_tare
from harvests.forms.crates import CrateForm
from harvests.queries.crates import crates_on, tares


@reads
def crate_list(request):
    """The crates with the tare that holds today, and every tare noted before and after."""
    current = {crate.pk for crate in crates_on(request.coop, clock.today())}
    prefix = reverse("crate-new", args=[request.coop.slug])
    rows = [
        {
            "code": crate.code,
            "name": crate.name,
            "tare": showing.kg_unit(crate.tare_g),
            "since": showing.day(crate.valid_from),
            "holds": crate.pk in current,
            "usual": crate.is_default and crate.pk in current,
            "url": f"{prefix}?code={crate.code}",
        }
        for crate in tares(request.coop)
    ]
    return render(request, "harvests/crates_list.html", {"rows": rows, "section": "settings"})


@writes(Right.SEASONS)
def crate_new(request):
    """Note a tare; `?code=` fills in a known crate."""
    wanted = request.GET.get("code", "")
    known = next((crate for crate in tares(request.coop) if crate.code == wanted), None) if wanted else None
    form = CrateForm(request.seat, known, request.POST or None)
    form.back = reverse("crate-list", args=[request.coop.slug])
    if crate := tried(form, lambda: note_tare(request.seat, sent=form.sent, **form.facts)):
        messages.success(request, _("The tare of %(code)s was noted.") % {"code": crate.code})
        return redirect("crate-list", request.coop.slug)
    return render(request, "harvests/crates_form.html", {"form": form, "known": known, "section": "settings"})
