"""A surplus as text: its figures, its list of members on the screen, on paper and as a workbook, its public notice."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from coopsite import clock
from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from growers.access import reads
from growers.models import Household
from growers.rules.verdicts import Verdict
from growers.web import download, or_404
from harvests.models import SurplusShare, SurplusYear
from harvests.queries.patronage import figures_of, funds_of, members_of, shares_of, surplus_by_id
from harvests.rules.patronage import Figures, Part, judge_shares, notice_days, share_out, split

KINDS = dict(Household.Kind.choices)
COLUMNS = ("services_vnd", "capital_vnd", "by_usage_vnd", "by_capital_vnd", "total_vnd")


def rows_of(row: SurplusYear) -> tuple[list[dict], Verdict]:
    """Every member's line: as adopted, or reckoned from today's records while it is a draft, and what then stops it."""
    if row.status == SurplusYear.Status.DRAFT:
        return _reckoned(row)
    lines = [
        _line(share.household, share, share.services_vnd, share.capital_vnd, share)
        for share in shares_of(row)
    ]
    return lines, Verdict()


def _reckoned(row: SurplusYear) -> tuple[list[dict], Verdict]:
    found = split(figures_of(row, funds_of(row)))
    households, members = members_of(row.cooperative, row.year)
    shares = share_out(found.usage_pool_vnd, found.capital_pool_vnd, members)
    lines = [
        _line(households[one.member.key], one, one.member.services_vnd, one.member.capital_vnd) for one in shares
    ]
    return lines, judge_shares(found, members)


def _line(household: Household, share, services: int, capital: int, kept: SurplusShare | None = None) -> dict:
    exact = (services, capital, share.by_usage_vnd, share.by_capital_vnd, share.total_vnd)
    return {
        "code": household.code, "name": household.name, "kind": KINDS[household.kind], "exact": exact,
        "cells": [showing.dong_plain(vnd) for vnd in exact], "pk": kept and kept.pk,
        "paid_on": showing.day(kept.paid_on) if kept and kept.paid_on else "",
    }  # fmt: skip


def facts_of(row: SurplusYear, rows: list[dict]) -> dict:
    """What every page and paper about a surplus says of it; `rows` are its lines."""
    funds = funds_of(row)
    return {
        "split": shown_split(figures_of(row, funds)),
        "funds": [
            {"name": fund.name, "internal": showing.dong_plain(fund.internal_vnd),
             "external": showing.dong_plain(fund.external_vnd)}
            for fund in funds
        ],
        "resolution_on": showing.day(row.resolution_on),
        "sums": [showing.dong_plain(sum(line["exact"][place] for line in rows)) for place in range(len(COLUMNS))],
        "number": len(rows),
        "rates": {
            "indivisible_internal": showing.percent_bp(row.indivisible_internal_bp),
            "indivisible_external": showing.percent_bp(row.indivisible_external_bp),
            "usage_internal": showing.percent_bp(row.usage_internal_bp),
            "usage_external": showing.percent_bp(row.usage_external_bp),
        },
    }  # fmt: skip


def shown_split(figures: Figures) -> dict:
    """The way from income to the two pools: a row per step with internal, external and both."""
    found = split(figures)
    return {
        "lines": [
            _both(_("Income"), found, lambda part: part.income_vnd),
            _both(_("Indivisible fund"), found, lambda part: part.indivisible_vnd),
            _both(_("Other funds"), found, lambda part: part.funds_vnd),
            _both(_("Left to be shared"), found, lambda part: part.left_vnd),
            _both(_("By use of services"), found, lambda part: part.usage_vnd),
            _both(_("By capital"), found, lambda part: part.capital_vnd),
        ],
        "usage_pool": showing.dong(found.usage_pool_vnd), "capital_pool": showing.dong(found.capital_pool_vnd),
        "shared": showing.dong(found.usage_pool_vnd + found.capital_pool_vnd),
        "words": dong_in_words(found.usage_pool_vnd + found.capital_pool_vnd),
        "apart": figures.kept_apart,
    }  # fmt: skip


def _both(title: str, found, of) -> dict:
    parts: tuple[Part, Part] = (found.internal, found.external)
    internal, external = map(of, parts)
    return {"title": title, "cells": [showing.dong_plain(vnd) for vnd in (internal, external, internal + external)]}


@reads
def surplus_workbook(request, pk):
    """The list of members as a workbook."""
    row = _find(request, pk)
    rows, _stop = rows_of(row)
    header = [
        _("No."), _("Code"), _("Member"), _("Membership type"), _("Services used, dong"), _("Capital paid in, dong"),
        _("By use, dong"), _("By capital, dong"), _("Total, dong"), _("Paid on"),
    ]  # fmt: skip
    cells = (
        [place, line["code"], line["name"], line["kind"], *line["exact"], line["paid_on"]]
        for place, line in enumerate(rows, start=1)
    )
    sums = [sum(line["exact"][place] for line in rows) for place in range(len(COLUMNS))]
    return download(
        request, f"surplus-{request.coop.slug}-{row.year}", header, cells, [_("Total"), len(rows), "", "", *sums, ""]
    )


@reads
def surplus_print(request, pk):
    """D19 on A4 landscape, always Vietnamese, with a place for every signature."""
    row = _find(request, pk)
    with override("vi"):
        rows, _stop = rows_of(row)
        context = {
            **facts_of(row, rows), "row": row, "coop": request.coop, "rows": list(enumerate(rows, start=1)),
            "today": showing.day(clock.today()), "who": request.user.display_name,
            "draft": row.status == SurplusYear.Status.DRAFT,
            "withdrawn": row.status == SurplusYear.Status.WITHDRAWN,
        }  # fmt: skip
        return render(request, "harvests/patronage_print.html", context)


@reads
def surplus_notice(request, pk):
    """The public notice of art. 14: sums only, for the list with names lies open to members at the office."""
    row = _find(request, pk)
    if row.status != SurplusYear.Status.ADOPTED:
        raise Http404
    with override("vi"):
        by, until = notice_days(row.resolution_on)
        rows, _stop = rows_of(row)
        context = {
            **facts_of(row, rows), "row": row, "coop": request.coop, "by": showing.day(by), "until": showing.day(until),
            "today": showing.day_long(clock.today()),
        }  # fmt: skip
        return render(request, "harvests/patronage_notice.html", context)


def _find(request, pk: int) -> SurplusYear:
    return or_404(surplus_by_id(request.coop, pk))
