"""The page of a receiving day: what came in, what is open, its closing (M9, D22)."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.queries.settings import settings_on
from growers.rules.roles import Right
from growers.web import tried
from growers.wording import sentence
from harvests.actions.days import check_scale, close_day, reopen_day
from harvests.forms.days import CloseForm, ReopenForm, ScaleForm
from harvests.forms.records import reason_words
from harvests.models import DayBook
from harvests.queries.days import (
    book_of,
    day_facts,
    neighbours,
    odd_tickets,
    over_limit,
    totals_of,
    trail_of_day,
)
from harvests.rules.days import open_points
from harvests.views.records import shown_record
from harvests.wording_weighing import VERBS, worded


@reads
def day_today(request):
    """The book of today."""
    return redirect("day-page", request.coop.slug, clock.today().isoformat())


@reads
def day_page(request, day):
    """M9: one day, printable as minutes of its closing."""
    return _page(request, _asked(day))


@writes(Right.CLOSE_DAY)
def day_close(request, day):
    """Close the day."""
    form = CloseForm(request.seat, _asked(day), request.POST or None)
    return _done(request, form, close_day, _("The day is closed."))


@writes(Right.REOPEN_DAY)
def day_reopen(request, day):
    """Open the day again."""
    form = ReopenForm(request.seat, _asked(day), request.POST or None)
    return _done(request, form, reopen_day, _("The day is open again."))


@writes(Right.WEIGH)
def day_scale(request, day):
    """Note a check of the scale."""
    form = ScaleForm(request.seat, _asked(day), request.POST or None)
    return _done(request, form, check_scale, _("The scale check was noted."))


def _done(request, form, action, said: str):
    """Carry out one of the day's forms, or show the page with what is wrong."""
    if request.method != "POST":
        return redirect("day-page", request.coop.slug, form.day.isoformat())
    if tried(form, lambda: action(request.seat, sent=form.sent, day=form.day, **form.facts)):
        messages.success(request, said)
        return redirect("day-page", request.coop.slug, form.day.isoformat())
    return _page(request, form.day, form)


def _asked(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _page(request, day: dt.date, bound=None):
    coop = request.coop
    book = book_of(coop, day) or DayBook(cooperative=coop, day=day)
    facts = day_facts(book)
    before, after = neighbours(coop, day)
    forms = {form.name: form(request.seat, day) for form in (CloseForm, ReopenForm, ScaleForm)}
    if bound:
        forms[bound.name] = bound
    limit = settings_on(coop, day)["cash_limit_vnd"]
    shown = {
        CloseForm.name: request.seat.may(Right.CLOSE_DAY) and not book.closed_at and day <= clock.today(),
        ReopenForm.name: request.seat.may(Right.REOPEN_DAY) and bool(book.closed_at),
        ScaleForm.name: request.seat.may(Right.WEIGH) and not book.closed_at,
    }
    context = {
        "book": book,
        "day": day,
        "late": [text for texts in bound.errors.values() for text in texts] if bound and not shown[bound.name] else [],
        "shown": _shown_book(book),
        "facts": facts,
        "points": [sentence(point) for point in open_points(facts)],
        "totals": [_shown_total(total) for total in totals_of(coop, day)],
        "odd": [_shown_ticket(record) for record in odd_tickets(coop, day)],
        "by_bank": [{**row, "amount": showing.dong(row["amount"])} for row in over_limit(coop, day, limit)],
        "limit": showing.dong(limit),
        "before": before and before.isoformat(),
        "after": after and after.isoformat(),
        "trail": [_shown_entry(entry) for entry in trail_of_day(book)] if book.pk else [],
        "forms": forms,
        "may_close": shown[CloseForm.name],
        "may_reopen": shown[ReopenForm.name],
        "may_weigh": shown[ScaleForm.name],
    }
    return render(request, "harvests/days_page.html", context, status=422 if bound else 200)


def _shown_book(book: DayBook) -> dict:
    return {
        "day": showing.day(book.day),
        "long": showing.day_long(book.day),
        "iso": book.day.isoformat(),
        "numbers": f"001–{book.last_number:03d}" if book.last_number else "–",
        "tickets": showing.count(book.tickets),
        "net": showing.kg_unit(book.net_g, 0),
        "amount": showing.dong(book.amount_vnd),
        "scale": "" if book.scale_check_g is None else showing.kg_unit(book.scale_check_g),
        "closed": showing.day_time(book.closed_at) if book.closed_at else "",
        "closed_by": book.closed_by.display_name if book.closed_by else "",
    }


def _shown_total(total) -> dict:
    return {
        "grade": total.grade.name,
        "season": total.season.name,
        "loads": showing.count(total.lines),
        "net": showing.kg(total.net_g),
        "amount": showing.dong_plain(total.amount_vnd),
    }


def _shown_ticket(record) -> dict:
    return {
        **shown_record(record),
        "household": f"{record.household.code} – {record.household.name}",
        "status": record.get_status_display(),
        "holds": worded(record.holds) if record.stands else (),
    }


def _shown_entry(entry) -> dict:
    return {
        "at": showing.day_time(entry.at),
        "by": entry.actor.display_name,
        "verb": VERBS.get(entry.verb, entry.verb),
        "why": reason_words(str(entry.details.get("reason", ""))),
    }
