"""Pages of the household ledger: everybody's balance at a day, one household's account, and its statement on paper."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from coopsite import clock
from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from growers.access import reads
from growers.models import Household
from growers.web import download, or_404, page_of, show
from harvests.forms.ledger import AccountFilter, PeriodForm
from harvests.models import LedgerEntry
from harvests.queries.brought import household_of
from harvests.queries.ledger import AccountRow, accounts, debts_until, entries_of, last_entry, opening
from harvests.queries.scale import season_of_day
from harvests.rules.credit import AGES
from harvests.rules.ledger import Movement, ages, running
from harvests.wording_ledger import TITLES

Account = LedgerEntry.Account
KINDS = dict(LedgerEntry.Kind.choices)  # by itself each entry would look through them all


@reads
def account_list(request):
    """M21: what the co-operative owes every household and what it is owed, at the end of any day."""
    filters = AccountFilter(request.coop, request.GET)
    facts = filters.facts
    day = facts.pop("day", None) or clock.today()
    rows = accounts(request.coop, day, **facts)
    if "format" in request.GET:
        return _download(request, rows, day)
    page, prefix = page_of(request, rows), reverse("account-list", args=[request.coop.slug])
    kinds, english = dict(Household.Kind.choices), showing.in_english()
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, prefix, kinds, english) for row in page],
        "day": showing.day(day),
        "sums": _sums(rows),
    }
    return show(request, "harvests/ledger_list.html", "harvests/_ledger_rows.html", context)


def _shown(row: AccountRow, prefix: str, kinds: dict, english: bool) -> dict:
    return {
        "url": f"{prefix}{row.code}/",
        "code": row.code,
        "name": row.name,
        "place": row.place,
        "kind": kinds[row.kind],
        "cells": [showing.dong_plain(row.balances.get(account, 0), english) for account in Account.values],
        "total": showing.dong_plain(row.total_vnd, english),
        "owes": row.total_vnd < 0,
    }


def _sums(rows: list[AccountRow]) -> dict:
    """What all listed rows come to, by account and by who owes whom."""
    totals = [row.total_vnd for row in rows]
    return {
        "households": showing.count(len(rows)),
        "cells": [showing.dong_plain(vnd) for vnd in _by_account(rows)],
        "total": showing.dong_plain(sum(totals)),
        "ours": showing.dong(sum(vnd for vnd in totals if vnd > 0)),
        "theirs": showing.dong(-sum(vnd for vnd in totals if vnd < 0)),
    }


def _by_account(rows: list[AccountRow]) -> list[int]:
    return [sum(row.balances.get(account, 0) for row in rows) for account in Account.values]


def _download(request, rows: list[AccountRow], day: dt.date):
    header = [
        _("Code"), _("Head of household"), _("Membership type"), _("Village"), _("Fruit, dong"), _("Advances, dong"),
        _("Inputs on credit, dong"), _("Internal loans, dong"), _("Balance, dong"),
    ]  # fmt: skip
    kinds = dict(Household.Kind.choices)
    cells = (
        [row.code, row.name, kinds[row.kind], row.place, *(row.balances.get(account, 0) for account in Account.values),
         row.total_vnd]
        for row in rows
    )  # fmt: skip
    totals = [_("Total"), len(rows), "", "", *_by_account(rows), sum(row.total_vnd for row in rows)]
    return download(request, f"balances-{request.coop.slug}-{day:%Y%m%d}", header, cells, totals)


@dataclass(slots=True)
class Statement:
    """A household's account over a period, as known when entry `upto` was the newest."""

    household: Household
    first: dt.date
    last: dt.date
    upto: int
    opening: dict[str, int]
    entries: list[LedgerEntry]
    after: list[int]
    aged: list[int]

    def closing(self, account: str) -> int:
        return self.opening[account] + sum(e.amount_vnd for e in self.entries if e.account == account)

    @property
    def total_vnd(self) -> int:
        return sum(map(self.closing, Account.values))


@reads
def account_page(request, code):
    """M21: a household's account over a period; `?upto=` shows it as it was known when that entry was the newest."""
    form = PeriodForm(request.coop, request.GET)
    known = form.facts.get("upto")
    statement = _statement(request, code, form)
    if "format" in request.GET:
        return _statement_file(request, statement)
    here = reverse("account-page", args=[request.coop.slug, code])
    pinned = urlencode(
        {"day_from": showing.day(statement.first), "day_to": showing.day(statement.last), "upto": statement.upto}
    )
    context = {
        **_shown_statement(request, statement),
        "filters": form,
        "known": known,
        "here": here,
        "print_url": f"{here}print/?{pinned}",
        "file_url": f"{here}?{pinned}&format=xlsx",
    }
    return render(request, "harvests/ledger_page.html", context)


@reads
def account_print(request, code):
    """The statement on A4, always Vietnamese; its address names period and newest entry, so that it stays the same."""
    form = PeriodForm(request.coop, request.GET)
    statement = _statement(request, code, form)
    if any(form.facts.get(name) is None for name in ("day_from", "day_to", "upto")):
        asked = {"day_from": f"{statement.first:%d/%m/%Y}", "day_to": f"{statement.last:%d/%m/%Y}"}
        return redirect(f"{request.path}?{urlencode({**asked, 'upto': statement.upto})}")
    with override("vi"):
        total = statement.total_vnd
        context = {
            **_shown_statement(request, statement),
            "coop": request.coop,
            "owes": total < 0,
            "sum": showing.dong(abs(total)),
            "words": dong_in_words(abs(total)),
            "printed": showing.day_time(clock.now()),
            "who": request.user.display_name,
        }
        return render(request, "harvests/ledger_print.html", context)


def _statement(request, code: str, form: PeriodForm) -> Statement:
    """Seven statements with the seat's; without a period it begins with the season, or the year."""
    household = or_404(household_of(request.coop, code))
    today = clock.today()
    start = today.replace(month=1, day=1)
    if not form.facts.get("day_from") and (season := season_of_day(request.coop, today)):
        start = season.starts_on
    first, last = form.period(start, today)
    upto = form.facts.get("upto")
    upto = last_entry(request.coop, household) if upto is None else upto
    before = opening(request.coop, household, first, upto)
    entries = [*entries_of(request.coop, household, first, last, upto)]
    after = running(before, [Movement(e.pk, e.account, e.day, e.amount_vnd) for e in entries])
    aged = ages(debts_until(request.coop, household, last, upto), last)
    return Statement(household, first, last, upto, before, entries, after, aged)


def _shown_statement(request, statement: Statement) -> dict:
    sections = [_section(statement, account, request.coop.slug) for account in Account.values]
    names = [_("up to %(days)s days") % {"days": AGES[0]}]
    names += [_("%(first)s–%(last)s days") % {"first": a + 1, "last": b} for a, b in pairwise(AGES)]
    names.append(_("over %(days)s days") % {"days": AGES[-1]})
    return {
        "household": statement.household,
        "first": showing.day(statement.first),
        "last": showing.day(statement.last),
        "upto": statement.upto,
        "sections": [section for section in sections if section],
        "balances": [(title, showing.dong(statement.closing(account))) for account, title in TITLES.items()],
        "total": showing.dong(statement.total_vnd),
        "ages": [(name, showing.dong(vnd)) for name, vnd in zip(names, statement.aged, strict=True)],
        "aged": any(statement.aged),
    }


def _section(statement: Statement, account: str, slug: str) -> dict | None:
    """One account with its opening, entries and closing; None for a debt of which there is nothing to say."""
    rows = [
        _row(entry, after, slug)
        for entry, after in zip(statement.entries, statement.after, strict=True)
        if entry.account == account
    ]
    if not rows and not statement.opening[account] and account != Account.FRUIT:
        return None
    moved = [entry.amount_vnd for entry in statement.entries if entry.account == account]
    return {
        "title": TITLES[account],
        "opening": showing.dong_plain(statement.opening[account]),
        "rows": rows,
        "plus": showing.dong_plain(sum(vnd for vnd in moved if vnd > 0)),
        "minus": showing.dong_plain(-sum(vnd for vnd in moved if vnd < 0)),
        "closing": showing.dong_plain(statement.closing(account)),
    }


def _row(entry: LedgerEntry, after: int, slug: str) -> dict:
    source = entry.reverses or entry
    return {
        "day": showing.day(entry.day),
        "what": _what(entry),
        "paper": paper_of(source),
        "url": _url(source, slug),
        "note": entry.note,
        "plus": showing.dong_plain(entry.amount_vnd) if entry.amount_vnd > 0 else "",
        "minus": showing.dong_plain(-entry.amount_vnd) if entry.amount_vnd < 0 else "",
        "after": showing.dong_plain(after),
    }


def _what(entry: LedgerEntry) -> str:
    if entry.reverses:
        return _("taken back: %(what)s") % {"what": KINDS[entry.reverses.kind]}
    return str(KINDS[entry.kind])


def _url(entry: LedgerEntry, slug: str) -> str:
    """The page of the ticket, document, sale or line of a run that an entry comes from."""
    if entry.record:
        return reverse("harvest-page", args=[slug, entry.record.slug])
    if entry.document:
        return reverse("account-document-page", args=[slug, entry.document.code])
    if entry.sale:
        return reverse("input-sale-page", args=[slug, entry.sale.code])
    line = entry.payment.line if entry.payment else entry.line
    return reverse("run-line", args=[slug, line.run.code, line.code])


def paper_of(entry: LedgerEntry) -> str:
    """The number of the paper that an entry comes from: a ticket, a document, a sale, a run or a payment."""
    if entry.payment:
        return f"{entry.payment.line.run.code} · {entry.payment.paper}"
    if entry.line:
        return entry.line.run.code
    return str(entry.record or entry.document or entry.sale or "")


def _statement_file(request, statement: Statement):
    header = [
        _("Entry"), _("Day"), _("Account"), _("Movement"), _("Paper"), _("Note"), _("Amount, dong"),
        _("Balance of the account, dong"),
    ]  # fmt: skip
    opened = (
        ["", showing.day(statement.first), TITLES[account], _("brought forward"), "", "", None, vnd]
        for account, vnd in statement.opening.items()
    )
    moved = (
        [entry.pk, showing.day(entry.day), TITLES[entry.account], _what(entry), paper_of(entry.reverses or entry),
         entry.note, entry.amount_vnd, after]
        for entry, after in zip(statement.entries, statement.after, strict=True)
    )  # fmt: skip
    name = f"account-{request.coop.slug}-{statement.household.code}-{statement.last:%Y%m%d}"
    totals = [_("Total"), showing.day(statement.last), "", "", "", "", None, statement.total_vnd]
    return download(request, name, header, (row for rows in (opened, moved) for row in rows), totals)
