"""M25: events – the list, one event with who came and what came of it, the form, and voiding one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from coopsite.formats.showing import VIETNAM
from growers.access import reads, writes
from growers.forms.ticked import ReasonForm
from growers.queries.history import history_of
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, tried
from harvests.actions.events import change_event, record_event, void_event
from harvests.forms.events import PLACES, EventFilter, EventForm
from harvests.models import Event
from harvests.queries.events import (
    LISTED,
    attendance_of,
    came_to,
    event_by_key,
    events,
    plots_visited,
    steps_of_event,
)
from harvests.rules.money import per_kg

TABS = ("facts", "people", "history")


@reads
def event_list(request):
    """M25: every event with filters and downloads."""
    filters = EventFilter(request.coop, request.GET)
    rows = events(request.coop, **filters.facts)
    if "format" in request.GET:
        return _download(request, rows)
    page = page_of(request, rows.values(*LISTED))
    came = came_to(request.coop, [row["pk"] for row in page])
    kinds, prefix = dict(Event.Kind.choices), reverse("event-list", args=[request.coop.slug])
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, came.get(row["pk"], 0), kinds, prefix) for row in page],
        "counted": showing.count(page.paginator.count),
    }
    return show(request, "harvests/events_list.html", "harvests/_events_rows.html", context)


def when(starts_at, ends_on) -> str:
    """When an event takes place, in words: "19:30 12/06/2025", "01/07/2025 – 31/07/2025"."""
    local = starts_at.astimezone(VIETNAM)
    first = showing.day_time(starts_at) if local.hour or local.minute else showing.day(local.date())
    return f"{first} – {showing.day(ends_on)}" if ends_on and ends_on != local.date() else first


def net_of(sold_g: int | None, revenue_vnd: int | None, cost_vnd: int | None) -> int | None:
    """Dong per kilogram after cost; None while one of the three is not known."""
    return None if None in (sold_g, revenue_vnd, cost_vnd) else per_kg(revenue_vnd - cost_vnd, sold_g)


def _people(row: dict, came: int) -> int | None:
    """How many people an event brought together: as they were counted, else as they stand on the list."""
    counted = [row[name] for name in ("participants", "visitors") if row[name] is not None]
    return sum(counted) if counted else came or None


def _shown(row: dict, came: int, kinds: dict, prefix: str) -> dict:
    return {
        "url": f"{prefix}{row['pk']}/",
        "when": when(row["starts_at"], None),
        "until": showing.day(row["ends_on"]) if row["ends_on"] else "",
        "kind": kinds[row["kind"]],
        "title": row["title"],
        "place": row["place"],
        "partner": row["trader__name"] or "",
        "people": showing.count(_people(row, came)),
        "viewers": showing.count(row["viewers"]),
        "orders": showing.count(row["orders"]),
        "sold": showing.kg(row["sold_g"], least=0),
        "revenue": showing.dong_plain(row["revenue_vnd"]),
        "net": showing.dong_plain(net_of(row["sold_g"], row["revenue_vnd"], row["cost_vnd"])),
        "void": row["void_reason"],
    }


def _download(request, rows):
    header = [
        _("Time and day"), _("Last day"), _("Kind of event"), _("Name of the event"), _("Place or channel"), _("Host"),
        _("Partner"), _("Season"), _("Viewers"), _("Visitors"), _("Participants"), _("Households on the list"),
        _("Orders taken"), _("Sold, g"), _("Fruit sold for, đ"), _("Cost, đ"), _("Net, đ/kg"), _("Ticket price, đ"),
        _("Note"), _("Voided because"),
    ]  # fmt: skip
    found, kinds = list(rows.values(*LISTED)), dict(Event.Kind.choices)
    came = came_to(request.coop, [row["pk"] for row in found])
    cells = (
        [when(r["starts_at"], None), showing.day(r["ends_on"]) if r["ends_on"] else "", kinds[r["kind"]], r["title"],
         r["place"], r["host"], r["trader__name"] or "", r["season__name"] or "", r["viewers"], r["visitors"],
         r["participants"], came.get(r["pk"], 0), r["orders"], r["sold_g"], r["revenue_vnd"], r["cost_vnd"],
         net_of(r["sold_g"], r["revenue_vnd"], r["cost_vnd"]), r["ticket_vnd"], r["note"], r["void_reason"]]
        for r in found
    )  # fmt: skip
    return download(request, f"events-{request.coop.slug}", header, cells)


@reads
def event_page(request, pk):
    """M25: one event; `?tab=` names the tab."""
    event = find(request, pk)
    tab = request.GET.get("tab")
    tab = tab if tab in TABS else TABS[0]
    people, orchards = attendance_of(event), plots_visited(event)
    context = {
        "event": event,
        "tab": tab,
        "when": when(event.starts_at, event.ends_on),
        "figures": _figures(event, len(people)),
        "people": [_person(request, household) for household in people],
        "orchards": [_orchard(request, plot) for plot in orchards],
        "steps": [
            (step, reverse("programme-page", args=[request.coop.slug, step.programme_id]))
            for step in (steps_of_event(event) if tab == "facts" else ())
        ],
        "history": history_of(event) if tab == "history" else [],
    }
    return render(request, "harvests/events_page.html", context)


def _figures(event: Event, came: int) -> list[tuple[str, str]]:
    """(label, value) of what is known of an event's outcome."""
    net = net_of(event.sold_g, event.revenue_vnd, event.cost_vnd)
    known = [
        (_("Viewers"), event.viewers, showing.count),
        (_("Orders taken"), event.orders, showing.count),
        (_("Participants"), event.participants, showing.count),
        (_("Households on the list"), came or None, showing.count),
        (_("Visitors"), event.visitors, showing.count),
        (_("Ticket price"), event.ticket_vnd, showing.dong),
        (_("Kilograms sold"), event.sold_g, lambda grams: showing.kg_unit(grams, least=0)),
        (_("Fruit sold for"), event.revenue_vnd, showing.dong),
        (_("Cost"), event.cost_vnd, showing.dong),
        (_("Net per kg"), net, showing.dong),
    ]
    return [(label, shown(value)) for label, value, shown in known if value is not None]


def _person(request, household) -> dict:
    return {
        "url": reverse("household-page", args=[request.coop.slug, household.code]),
        "code": household.code,
        "name": household.name,
        "place": household.village,
        "commune": household.commune.name,
    }


def _orchard(request, plot) -> dict:
    return {
        "url": reverse("plot-page", args=[request.coop.slug, plot.code]),
        "code": plot.code,
        "name": plot.household.name,
        "commune": plot.commune.name,
        "area": showing.hectares(plot.area_m2),
    }


@writes(Right.ORDERS)
def event_new(request):
    """M25, for an event that is not written down yet; `?kind=` chooses its kind beforehand."""
    kind = request.GET.get("kind")
    form = EventForm(request.seat, request.POST or None, initial={"kind": kind} if kind in Event.Kind else {})
    form.back = reverse("event-list", args=[request.coop.slug])
    if event := tried(form, lambda: record_event(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, _("%(title)s was added.") % {"title": event.title})
        return redirect("event-page", request.coop.slug, event.pk)
    return render(request, "harvests/events_form.html", {"form": form, "title": _("Add event")})


@writes(Right.ORDERS)
def event_edit(request, pk):
    """M25, for an event that is written down."""
    event = find(request, pk)
    title = _("Change %(title)s") % {"title": event.title}
    form = EventForm(request.seat, request.POST or None, instance=event)
    form.back = reverse("event-page", args=[request.coop.slug, pk])

    def change():
        return change_event(request.seat, sent=form.sent, event=event, version=form.shown_version, **form.facts)

    if tried(form, change, PLACES):
        messages.success(request, _("The changes were saved."))
        return redirect("event-page", request.coop.slug, pk)
    return render(request, "harvests/events_form.html", {"form": form, "title": title})


@writes(Right.ORDERS)
def event_void(request, pk):
    """Take back an event that was entered by mistake."""
    event = find(request, pk)
    form = ReasonForm(request.seat, request.POST or None, row=event)
    form.save_label, form.back = _("Void the event"), reverse("event-page", args=[request.coop.slug, pk])
    if tried(form, lambda: void_event(request.seat, sent=form.sent, event=event, **form.facts)):
        messages.success(request, _("The event was voided."))
        return redirect("event-page", request.coop.slug, pk)
    title = _("Void %(title)s") % {"title": event.title}
    words = when(event.starts_at, event.ends_on)
    return render(request, "harvests/events_form.html", {"form": form, "title": title, "words": words})


def find(request, pk) -> Event:
    """The event of the address, or 404."""
    return or_404(event_by_key(request.coop, pk))
