"""The papers of a shipment: what is known of each, printing our own, and the PDF itself."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.once import Refused, Stale
from growers.forms.base import SeatedForm
from growers.rules.roles import Right
from growers.web import or_404
from harvests.actions.papers import print_paper, set_paper
from harvests.forms.shipments import PaperForm
from harvests.models import Shipment
from harvests.pdf.goods_issue import dispatch_order, goods_issue
from harvests.pdf.handover import handover
from harvests.pdf.packing_list import packing_list
from harvests.pdf.source_list import source_list
from harvests.queries.shipment_papers import paper_facts
from harvests.queries.shipments import paper_of
from harvests.rules.paper_facts import Issued, PaperFacts
from harvests.rules.papers import DISPATCH, HANDOVER, ISSUE, PACKING, SERIES, SOURCES
from harvests.views.shipments import find
from harvests.views.steps import add_said
from harvests.wording_shipments import paper_name, said

MAKERS: dict[str, Callable[[PaperFacts], bytes]] = {
    DISPATCH: dispatch_order, ISSUE: goods_issue, PACKING: packing_list, HANDOVER: handover, SOURCES: source_list,
}  # fmt: skip


@writes(Right.SHIP)
def shipment_paper(request, code, kind):
    """What is known of one paper: state, number, days, what it names."""
    row, paper = _paper(request, code, kind)
    form = PaperForm(request.seat, request.POST or None, instance=paper)
    form.back = _tab(request, row)
    if request.method == "POST" and form.is_valid():
        version = form.shown_version
        try:
            set_paper(request.seat, sent=form.sent, shipment=row, kind=kind, version=version, **form.facts)
        except Stale as stale:
            form.meet(stale.current)
        except ValidationError as problem:
            form.add_problem(problem)
        except Refused as refused:
            add_said(form, refused.verdict)
        else:
            messages.success(request, _("The paper was saved."))
            return redirect(_tab(request, row))
    context = {"form": form, "row": row, "paper": paper, "name": paper_name(kind)}
    return render(request, "harvests/papers_form.html", context)


@writes(Right.SHIP)
@require_POST
def shipment_paper_print(request, code, kind):
    """Number one of our papers and note the load it names; then its PDF."""
    row, _paper_row = _paper(request, code, kind)
    form = SeatedForm(request.seat, request.POST)
    if not form.is_valid():
        messages.error(request, _("This form was damaged on its way. Reload the page and send it again."))
        return redirect(_tab(request, row))
    try:
        print_paper(request.seat, sent=form.sent, shipment=row, kind=kind)
    except Refused as refused:
        for reason in refused.verdict.refused:
            messages.error(request, said(reason))
        return redirect(_tab(request, row))
    return redirect("shipment-paper-pdf", request.coop.slug, row.code, kind)


@reads
def shipment_paper_pdf(request, code, kind):
    """The PDF of a paper that was printed, made anew from the load as it stands; Vietnamese whatever the screen."""
    row, paper = _paper(request, code, kind)
    if kind not in SERIES or not paper.number:
        raise Http404
    now = clock.now()
    printed = f"In lúc {showing.time_of_day(now)} {showing.day(now.date())} bởi {request.seat.user.display_name}"
    url = request.build_absolute_uri(reverse("shipment-page", args=[request.coop.slug, row.code]))
    issued = Issued(paper.number, paper.issued_on or clock.today(), printed, url)
    content = MAKERS[kind](paper_facts(request.coop, row, issued))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{paper.number}-{row.code}.pdf"'
    return response


def _paper(request, code: str, kind: str):
    """The shipment and the line of its checklist, or 404."""
    row: Shipment = find(request, code)
    paper = or_404(paper_of(row, kind))
    return row, paper


def _tab(request, row: Shipment) -> str:
    return reverse("shipment-page", args=[request.coop.slug, row.code]) + "?tab=papers"
