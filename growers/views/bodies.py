"""Pages about certification bodies: the list and the form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.certificates import change_body, open_body
from growers.forms.certificates import BodyForm
from growers.queries.certificates import bodies, body_by_key
from growers.rules.roles import Right
from growers.web import or_404, tried


@reads
def body_list(request):
    """Who issues certificates."""
    prefix = reverse("body-list", args=[request.coop.slug])
    rows = [
        {
            "url": f"{prefix}{body.pk}/edit/",
            "certificates": f"{reverse('certificate-list', args=[request.coop.slug])}?body={body.pk}",
            "name": body.name,
            "accreditation": body.accreditation_no,
            "phone": showing.phone(body.phone) if body.phone else "",
            "tel": body.phone,
            "issued": showing.count(body.issued),
            "note": body.note,
        }
        for body in bodies(request.coop)
    ]
    return render(request, "growers/bodies_list.html", {"rows": rows})


@writes(Right.PERMITS)
def body_new(request):
    """A certification body that is not there yet."""
    form = BodyForm(request.seat, request.POST or None)
    form.back = reverse("body-list", args=[request.coop.slug])
    if body := tried(form, lambda: open_body(request.seat, sent=form.sent, **form.facts)):
        messages.success(request, _("%(name)s was added.") % {"name": body.name})
        return redirect("body-list", request.coop.slug)
    return render(request, "growers/bodies_form.html", {"form": form, "body": None})


@writes(Right.PERMITS)
def body_edit(request, key):
    """A certification body that is there."""
    body = or_404(body_by_key(request.coop, key))
    name = body.name
    form = BodyForm(request.seat, request.POST or None, instance=body)
    form.back = reverse("body-list", args=[request.coop.slug])
    if tried(form, lambda: change_body(request.seat, body=body, version=form.shown_version, **form.facts)):
        messages.success(request, _("The changes were saved."))
        return redirect("body-list", request.coop.slug)
    return render(request, "growers/bodies_form.html", {"form": form, "body": name})
