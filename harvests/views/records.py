"""Harvest records as pages: the list without end, and one ticket with its loads, versions and trail."""

import datetime as dt
import re

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.rules.roles import Right
from growers.web import download, links, or_404, show
from harvests.forms.records import HarvestFilter, ReleaseForm, reason_words
from harvests.models import HarvestRecord, ticket_code, ticket_slug
from harvests.queries.days import book_of
from harvests.queries.lot_pages import lots_of_loads
from harvests.queries.record_lists import Place, grades_of, loads_listed, page_at, records, sums, with_meant
from harvests.queries.records import loads_of, may_be_changed, ticket, trail_of, versions_of
from harvests.queries.scale import season_of_day
from harvests.rules.records import releasable
from harvests.views.values_shown import explained
from harvests.wording_weighing import VERBS, worded

SLUG = re.compile(r"(\d\d)(\d\d)(\d\d)-(\d{3,6})")
PLACE = re.compile(SLUG.pattern + r"-(\d{1,4})")
MAX_DOWNLOAD = 100_000
TURNING = ("before", "after", "last")
TAGS = {"held": "tag-warn", "replaced": "tag-quiet", "void": "tag-bad"}


@reads
def harvest_list(request):
    """Every ticket, newest first, with filters, sums and downloads; ?before, ?after and ?last turn the pages."""
    filters = HarvestFilter(request.coop, _asked(request))
    facts = filters.facts
    if "format" in request.GET:
        return _download(request, records(request.coop, **facts))
    facts = with_meant(request.coop, facts)
    before, after = (_place(request.GET.get(side, "")) for side in ("before", "after"))
    page = page_at(request.coop, facts, before=before, after=after, last="last" in request.GET)
    grades = grades_of(request.coop, [row["pk"] for row in page.rows])
    prefix = reverse("harvest-list", args=[request.coop.slug])
    statuses, english = dict(HarvestRecord.Status.choices), showing.in_english()
    context = {
        "filters": filters,
        "rows": [_shown(row, grades.get(row["pk"], ()), prefix, statuses, english) for row in page.rows],
        "sums": _shown_sums(sums(request.coop, facts)),
        "newer": page.newer,
        "older": page.older,
        "links": links(
            request,
            TURNING,
            xlsx={"format": "xlsx"},
            csv={"format": "csv"},
            newest={},
            newer={"after": _key(page.first)} if page.newer else {},
            older={"before": _key(page.last)} if page.older else {},
            oldest={"last": "1"},
        ),
    }
    return show(request, "harvests/records_list.html", "harvests/_records_rows.html", context)


def _asked(request):
    """The address, from this season's first day on unless it says otherwise; an empty "from" means the beginning."""
    if "day_from" in request.GET:
        return request.GET
    season = season_of_day(request.coop, clock.today())
    asked = request.GET.copy()
    asked["day_from"] = f"{season.starts_on:%d/%m/%Y}" if season else ""
    return asked


def _shown(row: dict, grades, prefix: str, statuses: dict, english: bool) -> dict:
    status, slug = row["status"], ticket_slug(row["day"], row["number"])
    return {
        "url": f"{prefix}{slug}/",
        "code": ticket_code(row["day"], row["number"], row["revision"]),
        "day": showing.day(row["day"]),
        "time": showing.time_of_day(row["weighed_at"]),
        "household": row["household__code"],
        "name": row["household__name"],
        "grades": " · ".join(f"{code} {showing.kg(net, 0, english)}" for code, net in grades),
        "loads": row["loads"],
        "net": showing.kg(row["net_g"], 1, english),
        "amount": showing.dong_plain(row["amount_vnd"], english),
        "status": statuses[status] if status in TAGS else "",
        "tag": TAGS.get(status, ""),
    }


def _shown_sums(found) -> dict:
    return {
        "tickets": None if found.tickets is None else showing.count(found.tickets),
        "loads": None if found.loads is None else showing.count(found.loads),
        "net": showing.kg_unit(found.net_g, 0),
        "amount": showing.dong(found.amount_vnd),
        "more": found.more,
    }


def _download(request, rows) -> HttpResponse:
    """Every load of the listed tickets; more than a sheet may hold asks for fewer days."""
    loads = loads_listed(request.coop, rows)
    if loads[MAX_DOWNLOAD : MAX_DOWNLOAD + 1].exists():
        sentence = _("These are more than %(count)s loads: choose fewer days.") % {"count": showing.count(MAX_DOWNLOAD)}
        return render(request, "422.html", {"sentences": [sentence]}, status=422)
    header = [
        _("Ticket"), _("Version"), _("Day"), _("Time"), _("Household"), _("Head of household"), _("Plot"), _("Grade"),
        _("Crates"), _("Gross, g"), _("Tare, g"), _("Deduction, g"), _("Net, g"), _("Price per kg, dong"),
        _("Value, dong"), _("Status"), _("Paper number"),
    ]  # fmt: skip
    statuses = dict(HarvestRecord.Status.choices)
    values = loads.values_list(
        "record__day", "record__number", "record__revision", "record__weighed_at", "record__household__code",
        "record__household__name", "record__plot__code", "grade__code", "crates", "gross_g", "tare_g", "deduction_g",
        "net_g", "price_vnd", "amount_vnd", "record__status", "record__paper_no",
    )  # fmt: skip
    cells = (
        [ticket_code(day, number), revision, showing.day(day), showing.time_of_day(at), *rest, statuses[status], paper]
        for day, number, revision, at, *rest, status, paper in values.iterator(chunk_size=2_000)
    )
    return download(request, f"harvests-{request.coop.slug}", header, cells)


def _key(place: Place) -> str:
    return f"{ticket_slug(place.day, place.number)}-{place.revision}"


def _place(text: str) -> Place | None:
    found = PLACE.fullmatch(text)
    day = found and _day(found)
    return Place(day, int(found[4]), int(found[5])) if day else None


def _day(found: re.Match) -> dt.date | None:
    try:
        return dt.date(2000 + int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def asked_ticket(request, code: str) -> HarvestRecord:
    """The newest version of the ticket in an address; 404 for anything else."""
    found = SLUG.fullmatch(code)
    day = found and _day(found)
    return or_404(day and ticket(request.coop, day, int(found[4])))


@reads
def harvest_page(request, code):
    """M9: one ticket with its loads, prices as they were, versions, trail, and what this seat may do to it."""
    record = asked_ticket(request, code)
    lines = loads_of(record)
    book = book_of(request.coop, record.day)
    closed = bool(book and book.closed_at)
    open_to_change = record.stands and not closed and not any(line.allocated_g for line in lines)
    overrides = request.seat.may(Right.OVERRIDE)
    may_release = record.stands and releasable([hold["code"] for hold in record.holds], overrides=overrides)
    context = {
        "record": record,
        "shown": shown_record(record),
        "lines": [shown_line(line) for line in lines],
        "lots": [shown_lot(code, grams) for code, grams in lots_of_record(lines)],
        "grades": shown_grades(lines),
        "explained": explained(record, lines),
        "grading": record.mode == HarvestRecord.Mode.LATER,
        "holds": worded(record.holds),
        "warnings": worded(record.warnings),
        "closed": closed,
        "may_change": open_to_change and may_be_changed(request.seat, record, clock.now()),
        "release": ReleaseForm(request.seat, record) if may_release and request.seat.may(Right.CORRECT) else None,
        "versions": [_version(version) for version in versions_of(record)],
        "trail": [_entry(entry) for entry in trail_of(record)],
    }
    return render(request, "harvests/records_page.html", context)


def lots_of_record(lines) -> list[tuple[str, int]]:
    """The lots that the loads of a ticket went to, with grams; nothing is asked while nothing was taken."""
    taken = [line.pk for line in lines if line.allocated_g]
    sums: dict[str, int] = {}
    for lots in (lots_of_loads(lines[0].cooperative_id, taken) if taken else {}).values():
        for code, grams in lots:
            sums[code] = sums.get(code, 0) + grams
    return sorted(sums.items())


def shown_lot(code: str, grams: int) -> dict:
    return {"code": code, "kg": showing.kg_unit(grams)}


def shown_record(record: HarvestRecord) -> dict:
    """A ticket's own values as texts."""
    return {
        "code": record.code,
        "slug": record.slug,
        "time": showing.day_time(record.weighed_at),
        "recorded": showing.day_time(record.recorded_at),
        "gross": showing.kg_unit(record.gross_g),
        "tare": showing.kg_unit(record.tare_g),
        "deduction": showing.kg_unit(record.deduction_g) if record.deduction_g else "",
        "net": showing.kg_unit(record.net_g),
        "amount": showing.dong(record.amount_vnd) if record.amount_vnd is not None else "",
        "reason": reason_words(record.reason) if record.reason else "",
        "codes": ", ".join(f"{code} ({market})" for code, market, _status in record.plot_codes),
        "tag": TAGS.get(record.status, ""),
        "board": showing.day_time(record.board.valid_from) if record.board else "",
    }


def shown_line(line) -> dict:
    """A load as texts."""
    return {
        "position": line.position,
        "grade": line.grade.name,
        "crates": line.crates,
        "crate": line.crate.code if line.crate else "",
        "gross": showing.kg(line.gross_g),
        "tare": showing.kg(line.tare_g),
        "tare_reason": line.tare_reason,
        "deduction": showing.kg(line.deduction_g) if line.deduction_g else "",
        "deducted_for": line.get_deduction_kind_display() if line.deduction_kind else "",
        "net": showing.kg(line.net_g),
        "price": showing.dong_plain(line.price_vnd),
        "amount": showing.dong_plain(line.amount_vnd),
    }


def shown_grades(lines) -> list[dict]:
    """Net by grade and price, with its value, in the order of the grades."""
    sums: dict[tuple, list[int]] = {}
    for line in lines:
        total = sums.setdefault((line.grade.position, line.grade.name, line.price_vnd), [0, 0])
        total[0] += line.net_g
        total[1] += line.amount_vnd or 0
    return [
        {
            "grade": name,
            "net": showing.kg(net),
            "price": showing.dong_plain(price),
            "amount": showing.dong_plain(amount if price is not None else None),
            "priced": price is not None,
        }
        for (_place, name, price), (net, amount) in sorted(sums.items(), key=lambda item: item[0][:2])
    ]


def _version(version: HarvestRecord) -> dict:
    return {
        "code": version.code,
        "at": showing.day_time(version.recorded_at),
        "by": version.recorded_by.display_name,
        "household": f"{version.household.code} – {version.household.name}",
        "net": showing.kg_unit(version.net_g),
        "amount": showing.dong(version.amount_vnd),
        "status": version.get_status_display(),
        "reason": reason_words(version.reason) if version.reason else "",
    }


def _entry(entry) -> dict:
    return {
        "at": showing.day_time(entry.at),
        "by": entry.actor.display_name,
        "verb": VERBS.get(entry.verb, entry.verb),
        "label": entry.label,
        "why": reason_words(str(entry.details.get("reason", ""))),
    }
