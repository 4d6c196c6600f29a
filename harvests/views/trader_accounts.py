"""What every trader owes: the ageing of all at any date, one trader's account, and its statement to read and print."""

import datetime as dt

from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.web import download, or_404
from harvests.forms.trader_accounts import AgeingFilter, PeriodFilter
from harvests.models import Trader
from harvests.queries.receivables import open_of
from harvests.queries.trader_ageing import Aged, ageing_on
from harvests.queries.trader_ledger import (
    DEPOSIT,
    TRADE,
    entries_of,
    exposure_of,
    newest_entry,
    opening,
)
from harvests.queries.traders import trader_by_id
from harvests.rules.trader_ledger import BUCKETS, Exposure, bucket_of, running
from harvests.views.debts_shown import document_of
from harvests.wording_debts import AGES


@reads
def trader_ageing(request):
    """Who owes how much for how long, at any date; the total of each is the ledger's balance."""
    filters = AgeingFilter(request.coop, request.GET)
    day = filters.facts.get("day") or clock.today()
    rows = sorted(ageing_on(request.coop, day), key=lambda row: -row.overdue_vnd)
    if "format" in request.GET:
        return _download_ageing(request, rows, day)
    total = Aged(0, "", None, [sum(row.buckets[place] for row in rows) for place in range(BUCKETS)])
    total.balance_vnd, total.held_vnd = sum(row.balance_vnd for row in rows), sum(row.held_vnd for row in rows)
    context = {
        "filters": filters, "day": showing.day(day), "ages": AGES, "total": _shown(request, total),
        "rows": [_shown(request, row) for row in rows],
    }  # fmt: skip
    return render(request, "harvests/trader_ageing.html", context)


def _shown(request, row: Aged) -> dict:
    over = row.limit_vnd is not None and row.balance_vnd - row.held_vnd > row.limit_vnd
    return {
        "name": row.name, "url": reverse("trader-account", args=[request.coop.slug, row.trader]) if row.trader else "",
        "buckets": [(capfirst(age), _plain(vnd)) for age, vnd in zip(AGES, row.buckets, strict=True)],
        "on_account": _plain(row.on_account_vnd),
        "balance": _plain(row.balance_vnd), "held": _plain(row.held_vnd), "over": over, "late": bool(row.overdue_vnd),
        "limit": "–" if row.limit_vnd is None else showing.dong_plain(row.limit_vnd),
    }  # fmt: skip


def _plain(vnd: int) -> str:
    return showing.dong_plain(vnd) if vnd else "–"


def _download_ageing(request, rows: list[Aged], day: dt.date):
    header = [_("Buyer"), *AGES, _("On account"), _("Balance"), _("Deposits held"), _("Credit limit")]
    cells = [[row.name, *row.buckets, -row.on_account_vnd, row.balance_vnd, row.held_vnd, row.limit_vnd]
             for row in rows]  # fmt: skip
    total = [_("Total"), *(sum(row[place] for row in cells) for place in range(1, BUCKETS + 4))]
    return download(request, f"ageing-{request.coop.slug}-{day:%Y%m%d}", header, cells, total)


@reads
def trader_account(request, pk):
    """One trader's account: what is open, the statement of a period, and how exposed we are."""
    trader = _trader(request, pk)
    filters, first, last = _period(request)
    accounts = _statement(request, trader, first, last, None)
    if "format" in request.GET:
        return _download_statement(request, trader, accounts[0])
    today = clock.today()
    exposure = exposure_of(trader, today)
    context = {
        "trader": trader, "filters": filters, "accounts": accounts, "exposure": shown_exposure(trader, exposure),
        "period": {"first": showing.day(first), "last": showing.day(last)}, "upto": newest_entry(trader) or 0,
        "open": [
            {"code": row.code, "url": reverse("receivable-page", args=[request.coop.slug, row.pk]),
             "order": row.order.code if row.order else "–", "due": showing.day(row.due_on),
             "age": str(AGES[bucket_of(row.due_on, today)]), "late": row.due_on < today,
             "amount": showing.dong_plain(row.amount_vnd), "left": showing.dong_plain(row.open_vnd)}
            for row in open_of(trader)
        ],
    }  # fmt: skip
    return render(request, "harvests/trader_account.html", context)


@reads
def trader_statement(request, pk):
    """The statement to print, always Vietnamese; `?upto=` an entry gives it as it was known then, word for word."""
    trader = _trader(request, pk)
    _filters, first, last = _period(request)
    typed = request.GET.get("upto", "")
    upto = int(typed) if typed.isdecimal() and len(typed) < 18 else newest_entry(trader) or 0
    with override("vi"):
        context = {
            "trader": trader, "coop": request.coop, "accounts": _statement(request, trader, first, last, upto),
            "period": {"first": showing.day(first), "last": showing.day(last)}, "upto": upto,
            "today": showing.day_long(clock.today()), "who": request.user.display_name,
        }  # fmt: skip
        return render(request, "harvests/trader_statement.html", context)


def shown_exposure(trader: Trader, exposure: Exposure) -> dict:
    """What a trader owes and could leave unpaid beside the credit limit, as text."""
    limit = trader.credit_limit_vnd
    return {
        "owed": showing.dong(exposure.owed_vnd), "unbilled": showing.dong(exposure.unbilled_vnd),
        "to_come": showing.dong(exposure.to_come_vnd), "held": showing.dong(exposure.held_vnd),
        "now": showing.dong(exposure.now_vnd), "all": showing.dong(exposure.all_vnd),
        "unknown": showing.kg_unit(exposure.unknown_g, least=0) if exposure.unknown_g else "",
        "limit": "" if limit is None else showing.dong(limit), "over": limit is not None and exposure.now_vnd > limit,
    }  # fmt: skip


def _period(request) -> tuple[PeriodFilter, dt.date, dt.date]:
    filters = PeriodFilter(request.coop, request.GET)
    last = filters.facts.get("last") or clock.today()
    first = filters.facts.get("first") or last.replace(month=1, day=1)
    return filters, min(first, last), last


def _statement(request, trader: Trader, first: dt.date, last: dt.date, upto: int | None) -> list[dict]:
    """Both accounts of a period: opening, each entry with the balance after it, closing."""
    begins = opening(trader, first, upto)
    entries = entries_of(trader, first, last, upto)
    titles = (
        (TRADE, _("Fruit sold"), _("More owed"), _("Paid or credited")),
        (DEPOSIT, _("Deposits held"), _("Deposit received"), _("Offset, refunded, forfeited")),
    )
    found = []
    for account, title, more, less in titles:
        sign = -1 if account == DEPOSIT else 1  # deposits are ours to give back: shown as what is held
        rows = [entry for entry in entries if entry.account == account]
        amounts = [sign * entry.amount_vnd for entry in rows]
        after = running(sign * begins[account], amounts)
        found.append({
            "account": account, "title": title, "more": more, "less": less,
            "opening": showing.dong_plain(sign * begins[account]),
            "closing": showing.dong_plain(after[-1] if after else sign * begins[account]), "raw": begins[account],
            "up": showing.dong_plain(sum(a for a in amounts if a > 0)),
            "down": showing.dong_plain(-sum(a for a in amounts if a < 0)),
            "rows": [
                {"day": showing.day(entry.day), **document_of(request.coop.slug, entry), "exact": amount,
                 "up": showing.dong_plain(amount) if amount > 0 else "",
                 "down": showing.dong_plain(-amount) if amount < 0 else "", "balance": showing.dong_plain(left),
                 "left": left}
                for entry, amount, left in zip(rows, amounts, after, strict=True)
            ],
        })  # fmt: skip
    return found


def _download_statement(request, trader: Trader, account: dict):
    header = [_("Day"), _("Document"), _("What for"), _("More owed"), _("Paid or credited"), _("Balance")]
    cells = [["", "", _("Opening balance"), None, None, account["raw"]]]
    cells += [[row["day"], row["code"], row["words"], max(row["exact"], 0), max(-row["exact"], 0), row["left"]]
              for row in account["rows"]]  # fmt: skip
    return download(request, f"statement-{request.coop.slug}-{trader.pk}", header, cells)


def _trader(request, pk: int) -> Trader:
    return or_404(trader_by_id(request.coop, pk))
