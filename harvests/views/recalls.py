"""M18: the list of recalls, one recall with its watch, lots and calls, a new one, and the report for auditors."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.queries.trail import audit_of
from growers.rules.roles import Right
from growers.web import or_404, page_of, show, tried
from harvests.actions.recalls import open_recall
from harvests.forms.recalls import PLACES, ReachedForm, RecallFilter, RecallForm, ReturnForm, TracedForm
from harvests.models import Recall
from harvests.pdf.recall import RecallPaper, report
from harvests.queries.recall_reach import reach
from harvests.queries.recalls import calls_of, counted, lots_of, recall_by_code, recalls
from harvests.queries.shipment_papers import letterhead
from harvests.queries.trace import trace
from harvests.queries.trace_starts import starts
from harvests.rules.paper_facts import Issued
from harvests.rules.recalls import NOTICE_HOURS, clocked, is_late, read_code
from harvests.views.trace import choice, page_facts
from harvests.wording_trace import VERBS


@reads
def recall_list(request):
    """M18: every recall, real and mock."""
    filters = RecallFilter(request.coop, request.GET)
    asked = filters.facts
    page = page_of(request, recalls(request.coop, kind=asked.get("kind") or "", status=asked.get("status") or ""))
    context = {
        "filters": filters,
        "page": page,
        "rows": [_listed(request, row) for row in page],
        "counted": showing.count(page.paginator.count),
    }
    return show(request, "harvests/recalls_list.html", "harvests/_recalls_rows.html", context)


def _listed(request, row: Recall) -> dict:
    return {
        "code": row.code, "url": reverse("recall-page", args=[request.coop.slug, row.code]),
        "kind": row.get_kind_display(), "real": row.kind == Recall.Kind.REAL, "status": row.get_status_display(),
        "open": row.status == Recall.Status.OPEN, "start": row.start_code, "reason": row.reason,
        "opened": showing.day_time(row.opened_at), "took": took(row), "lots": showing.count(row.lot_count),
        "shipped": showing.kg(row.shipped_g or 0, least=0), "returned": showing.kg(row.returned_g or 0, least=0),
    }  # fmt: skip


def took(row: Recall) -> str:
    """How long the trace took, from opening to its confirmation: "1 minute 42 seconds"; "" while the watch runs."""
    return lasted(clocked(row.opened_at, row.traced_at)) if row.traced_at else ""


def lasted(time: tuple[int, int, int]) -> str:
    """A stretch of time in words; from an hour on without seconds."""
    hours, minutes, seconds = time
    parts = [ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}] if hours else []
    parts += [ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}] if hours or minutes else []
    parts += [] if hours else [ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}]
    return " ".join(parts)


@writes(Right.RECALL)
def recall_new(request):
    """Open a recall; what it would reach is shown before, for `?q=` or for what was typed."""
    form = RecallForm(request.seat, request.POST or None, initial={"start": request.GET.get("q", "")[:60]})
    form.back = reverse("recall-list", args=[request.coop.slug])
    if recall := tried(form, lambda: open_recall(request.seat, sent=form.sent, **form.facts), PLACES):
        done = _("%(code)s is open and the watch runs.") if recall.kind == Recall.Kind.MOCK else _(
            "%(code)s is open; its lots are on hold."
        )  # fmt: skip
        messages.success(request, done % {"code": recall.code})
        return redirect("recall-page", request.coop.slug, recall.code)
    return render(request, "harvests/recalls_form.html", {"form": form, "reached": _would_reach(request, form)})


def _would_reach(request, form: RecallForm) -> dict | None:
    found = starts(request.coop, str(form["start"].value() or "")[:60])
    if len(found) != 1:
        return None
    reached = reach(request.coop, found[0], wide=bool(form["wide"].value()))
    lots = reached.lots.values()
    return {
        "start": choice(request.coop, found[0]), "lots": showing.count(len(lots)),
        "stock": showing.kg_unit(sum(lot.stock_g for lot in lots), least=0),
        "shipped": showing.kg_unit(sum(lot.shipped_g for lot in lots), least=0),
        "buyers": showing.count(len(reached.buyers)), "households": showing.count(len(reached.households)),
    }  # fmt: skip


@reads
def recall_page(request, code):
    """One recall: the watch, the trace as it is now, lots, calls, what came back, the conclusion."""
    recall = find(request, code)
    may = request.seat.may(Right.RECALL) and recall.status == Recall.Status.OPEN
    found = starts(request.coop, recall.start_code)
    context = {
        "recall": recall,
        "real": recall.kind == Recall.Kind.REAL,
        "open": recall.status == Recall.Status.OPEN,
        "may": may,
        "watch": _watch(recall),
        "traced_form": TracedForm(request.seat, recall, auto_id=False) if may and not recall.traced_at else None,
        "lots": [_lot(request, row, may) for row in lots_of(recall)],
        "calls": [_call(request, row, may) for row in calls_of(recall)],
        "sums": _sums(recall),
        "trail": [
            {"at": showing.day_time(row.at), "who": row.actor.display_name, "what": VERBS.get(row.verb, row.verb)}
            for row in audit_of(request.coop, "recall", recall.pk).order_by("-id")[:50]
        ],
        "start": choice(request.coop, found[0]) if len(found) == 1 else None,
    }
    if context["start"]:
        context |= page_facts(request, trace(request.coop, found[0]))
    return render(request, "harvests/recalls_page.html", context)


def _watch(recall: Recall) -> dict:
    """When it was found, opened and traced, and whether the notice came later than it has to (R86)."""
    end = recall.traced_at or (clock.now() if recall.status == Recall.Status.OPEN else recall.concluded_at)
    return {
        "found": showing.day_time(recall.detected_at), "opened": showing.day_time(recall.opened_at),
        "traced": showing.day_time(recall.traced_at) if recall.traced_at else "", "took": took(recall),
        "so_far": lasted(clocked(recall.opened_at, end)), "since": f"{recall.opened_at:%Y-%m-%dT%H:%M:%S%z}",
        "seconds": str(max(0, int((end - recall.opened_at).total_seconds()))),
        "late": lasted(clocked(recall.detected_at, recall.opened_at))
        if is_late(recall.detected_at, recall.opened_at) else "", "hours": NOTICE_HOURS,
        "concluded": showing.day_time(recall.concluded_at) if recall.concluded_at else "",
    }  # fmt: skip


def _lot(request, row, may: bool) -> dict:
    counts = may and row.shipped_g and row.recall.kind == Recall.Kind.REAL
    return {
        "pk": row.pk, "code": row.lot.code, "url": reverse("lot-page", args=[request.coop.slug, row.lot.code]),
        "held": bool(row.lot.open_holds), "affected": showing.kg(row.affected_g, least=0),
        "stock": showing.kg(row.stock_g, least=0), "shipped": showing.kg(row.shipped_g, least=0),
        "returned": showing.kg(row.returned_g, least=0),
        "form": ReturnForm(request.seat, row, auto_id=False) if counts else None,
    }  # fmt: skip


def _call(request, row, may: bool) -> dict:
    """A person to call, with the number that the pages of households and traders show to all staff."""
    person, buyer = row.trader or row.household, row.trader is not None
    page = ("trader-page", row.trader_id) if buyer else ("household-page", row.household.code)
    return {
        "pk": row.pk, "name": person.name if buyer else f"{person.code} {person.name}", "buyer": buyer,
        "url": reverse(page[0], args=[request.coop.slug, page[1]]),
        "tel": person.phone, "phone": showing.phone(person.phone),
        "kg": showing.kg(row.grams, least=0), "reached": showing.day_time(row.reached_at) if row.reached_at else "",
        "who": row.reached_by.display_name if row.reached_by else "", "note": row.note,
        "form": ReachedForm(request.seat, row, auto_id=False) if may and not row.reached_at else None,
    }  # fmt: skip


def _sums(recall: Recall) -> dict:
    sums = counted(recall)
    out_g = sums["shipped_g"]
    return {name: showing.kg(value, least=0) for name, value in sums.items() if name.endswith("_g")} | {
        "lots": showing.count(sums["lots"]), "calls": sums["calls"], "reached": sums["reached"],
        "unreached": sums["calls"] - sums["reached"],
        "back": showing.percent_bp(sums["returned_g"] * 10_000 // out_g) if out_g else "",
    }  # fmt: skip


@reads
def recall_report(request, code):
    """D20 as a PDF: always Vietnamese, whatever the screen."""
    recall = find(request, code)
    now = clock.now()
    with translation.override("vi"):
        printed = f"Coopsite · {request.user.display_name} · {showing.day_time(now)}"
        url = request.build_absolute_uri(reverse("recall-page", args=[request.coop.slug, recall.code]))
        issued = Issued(recall.code, (recall.concluded_at or now).date(), printed, url)
        paper = RecallPaper(letterhead(request.coop), issued, recall, took(recall), lots_of(recall), calls_of(recall))
        content = report(paper)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{recall.code}.pdf"'
    return response


def find(request, code: str) -> Recall:
    """The recall with this code in the co-operative of the request, or 404."""
    number = read_code(code)
    return or_404(number and recall_by_code(request.coop, *number))
