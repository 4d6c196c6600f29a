"""Pages about the settings of a co-operative: what holds today and why, and the form that gives a new value."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.settings import set_setting
from growers.forms.settings import NAMES, SettingForm, amount, source
from growers.queries.settings import stored_settings
from growers.rules.roles import Right
from growers.rules.settings import SETTINGS, values_on
from growers.web import tried


@reads
def setting_list(request):
    """Every setting with the value that holds today, where it comes from, and the value that is to come."""
    today = clock.today()
    stored = [*stored_settings(request.coop)]
    held: dict = {}
    coming: dict = {}
    for row in reversed(stored):  # the oldest first, so that the newest stays
        if row.valid_from <= today:
            held[row.key] = row
    for row in stored:  # the newest first, so that the nearest stays
        if row.valid_from > today:
            coming[row.key] = row
    values = values_on({key: row.value for key, row in held.items()})
    rows = [_shown(request.coop, key, values[key], held.get(key), coming.get(key)) for key in SETTINGS]
    return render(request, "growers/settings_list.html", {"rows": rows, "section": "settings"})


def _shown(coop, key, value, row, later) -> dict:
    declared = SETTINGS[key]
    name, what_for = NAMES[key]
    return {
        "url": reverse("setting-edit", args=[coop.slug, key]),
        "name": name,
        "what_for": what_for,
        "value": amount(value, declared.unit),
        "since": showing.day(row.valid_from) if row else "",
        "note": row.note if row else source(declared),
        "default": amount(declared.default, declared.unit),
        "later": amount(later.value, declared.unit) if later else "",
        "later_from": showing.day(later.valid_from) if later else "",
    }


@writes(Right.ADMIN)
def setting_edit(request, key):
    """A new value for one setting, and the values it had."""
    if key not in SETTINGS:
        raise Http404
    form = SettingForm(request.seat, key, request.POST or None)
    form.back = reverse("setting-list", args=[request.coop.slug])
    if tried(form, lambda: set_setting(request.seat, sent=form.sent, key=key, **form.facts)):
        messages.success(request, _("The setting was saved."))
        return redirect("setting-list", request.coop.slug)
    unit = SETTINGS[key].unit
    values = [
        {"value": amount(row.value, unit), "since": showing.day(row.valid_from), "note": row.note}
        for row in stored_settings(request.coop, key)
    ]
    name, what_for = NAMES[key]
    context = {
        "form": form,
        "name": name,
        "what_for": what_for,
        "values": values,
        "default": amount(SETTINGS[key].default, unit),
        "source": source(SETTINGS[key]),
        "section": "settings",
    }
    return render(request, "growers/settings_form.html", context)
