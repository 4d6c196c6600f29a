"""Pages about months: what was written in each, closing one, opening it again."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.rules.months import after, month_of
from growers.rules.roles import Right
from growers.web import tried
from growers.wording import sentences
from harvests.actions.months import close_month, reopen_month
from harvests.forms.months import MonthForm, ReopenMonthForm
from harvests.queries.months import month_books, month_facts, months_written_in, trail_of_months
from harvests.rules.months import judge_close_month
from harvests.wording_periods import VERBS


@reads
def month_list(request):
    """Every month that was written in, the newest first, with what speaks against closing the next one."""
    return _page(request)


@writes(Right.CLOSE_MONTH)
def month_close(request, month):
    """Close a month."""
    form = MonthForm(request.seat, _asked(month), request.POST or None)
    return _done(request, form, close_month, _("The month is closed."))


@writes(Right.REOPEN_MONTH)
def month_reopen(request, month):
    """Open a closed month again."""
    form = ReopenMonthForm(request.seat, _asked(month), request.POST or None)
    return _done(request, form, reopen_month, _("The month is open again. Its days stay closed until each is opened."))


def _done(request, form, action, said: str):
    if request.method != "POST":
        return redirect("month-list", request.coop.slug)
    if tried(form, lambda: action(request.seat, sent=form.sent, month=form.month, **form.facts)):
        messages.success(request, said)
        return redirect("month-list", request.coop.slug)
    return _page(request, form)


def _asked(text: str) -> dt.date:
    try:
        month = dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        raise Http404 from None
    if month > clock.today():
        raise Http404
    return month


def _page(request, bound=None):
    coop, today = request.coop, clock.today()
    books = {book.month: book for book in month_books(coop)}
    written = months_written_in(coop)
    months = sorted({*books, *written, month_of(today)}, reverse=True)
    closed = {month for month, book in books.items() if book.closed_at}
    following = next((month for month in reversed(months) if month not in closed), None)
    last_closed = max(closed, default=None)
    rows = [_shown(month, books.get(month), written.get(month, {})) for month in months]
    for row, month in zip(rows, months, strict=True):
        row["form"] = _form(request, month, following, last_closed, bound)
    verdict = following and judge_close_month(month_facts(coop, following, False), today)
    context = {
        "rows": rows,
        "next": following and f"{following:%m/%Y}",
        "against": sentences(verdict) if verdict else [],
        "bound": bound,
        "trail": [
            {"when": showing.day_time(entry.at), "month": entry.month, "what": VERBS.get(entry.verb, entry.verb),
             "who": entry.actor.display_name, "why": entry.details.get("reason", "")}
            for entry in trail_of_months(coop, [*books.values()])
        ],
    }  # fmt: skip
    return render(request, "harvests/months_list.html", context, status=422 if bound else 200)


def _form(request, month: dt.date, following, last_closed, bound):
    """The form that a month offers: the next one may be closed once it is over, the last closed one opened again."""
    if bound and bound.month == month:
        return bound
    if month == following and after(month) <= clock.today() and request.seat.may(Right.CLOSE_MONTH):
        return MonthForm(request.seat, month)
    if month == last_closed and request.seat.may(Right.REOPEN_MONTH):
        return ReopenMonthForm(request.seat, month)
    return None


def _shown(month: dt.date, book, written: dict) -> dict:
    return {
        "key": f"{month:%Y-%m}",
        "month": f"{month:%m/%Y}",
        "tickets": showing.count(written.get("tickets") or 0),
        "net": showing.kg(written.get("net_g") or 0),
        "amount": showing.dong(written.get("amount_vnd") or 0),
        "households": showing.count(written.get("households", 0)),
        "traders": showing.count(written.get("traders", 0)),
        "closed": book and book.closed_at and showing.day_time(book.closed_at),
        "by": book and book.closed_by and book.closed_by.display_name,
        "reopened": book and not book.closed_at and book.reason,
    }
