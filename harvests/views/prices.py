"""Pages about prices (M10): the board in force with its text for the growers, the form of a new one, the course."""

import datetime as dt

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coopsite import clock
from coopsite.formats import showing
from coopsite.formats.moments import day_start
from growers.access import reads, writes
from growers.rules.roles import Right
from growers.web import or_404, page_of, tried
from harvests.actions.corrections import price_waiting_tickets
from harvests.actions.prices import announce_prices
from harvests.forms.prices import CHANNELS, BoardForm
from harvests.models import PriceBoard, Season
from harvests.queries.prices import (
    Prices,
    board_after,
    board_at,
    board_by_id,
    boards,
    boards_of_season,
    priced_grades,
    prices_of,
    tickets_priced_during,
)
from harvests.queries.records import tickets_waiting_for
from harvests.queries.seasons import crops_of, season_on
from harvests.rules.charts import Chart, step_chart
from harvests.wording_prices import announcement

HISTORY_ROWS = 30


@reads
def price_page(request):
    """The board in force, the season's course, and every board before and to come; `?crop=`, `?channel=` choose."""
    crops, crop = _crop(request)
    now = clock.now()
    board, season = board_at(request.coop, crop, now), season_on(request.coop, now.date(), crop)
    page = page_of(request, boards(request.coop, crop), HISTORY_ROWS)
    course = boards_of_season(request.coop, season) if season else []
    prices = prices_of(request.coop, {*page, *course, *([board] if board else [])})
    grades = priced_grades(crop)
    channel = _channel(request, prices.get(board.pk, {}) if board else {})
    context = {
        "crops": crops,
        "crop": crop,
        "channel": channel,
        "channels": CHANNELS,
        "board": board and _shown_board(request, board, prices[board.pk], grades),
        "chart": _chart(season, course, prices, grades, channel, now) if course else None,
        "grades": grades,
        "page": page,
        "rows": [_row(request.coop, one, prices[one.pk], grades, channel, now, board) for one in page],
        "section": "prices",
    }
    return render(request, "harvests/prices_page.html", context)


@reads
def board_page(request, pk):
    """One board: its prices, its text, and the tickets it concerns."""
    board = _board(request, pk)
    prices, grades = prices_of(request.coop, [board])[board.pk], priced_grades(board.commodity_id)
    after = board_after(board)
    context = {
        "board": _shown_board(request, board, prices, grades),
        "until": showing.day_time(after.valid_from) if after else "",
        "kept": tickets_priced_during(board, after),
        "section": "prices",
    }
    return render(request, "harvests/prices_board.html", context)


@writes(Right.PRICES)
def price_new(request):
    """A new board, filled in from the one in force."""
    _crops, crop = _crop(request)
    board = board_at(request.coop, crop, clock.now())
    known = prices_of(request.coop, [board])[board.pk] if board else {}
    form = BoardForm(request.seat, crop, known, request.POST or None)
    form.back = f"{reverse('price-page', args=[request.coop.slug])}?crop={crop.code}"
    if new := tried(form, lambda: announce_prices(request.seat, sent=form.sent, commodity=crop, **form.facts)):
        messages.success(
            request, _("The prices are announced from %(from)s.") % {"from": showing.day_time(new.valid_from)}
        )
        return redirect("board-page", request.coop.slug, new.pk)
    return render(request, "harvests/prices_form.html", {"form": form, "crop": crop, "section": "prices"})


@writes(Right.PRICES)
def board_price_waiting(request, pk):
    """Price the tickets that wait for this board; a second sending finds none that wait."""
    board = _board(request, pk)
    if request.method == "POST":
        priced = price_waiting_tickets(request.seat, board=board)
        text = ngettext("%(n)s ticket was priced.", "%(n)s tickets were priced.", priced) % {"n": priced}
        messages.success(request, text)
    return redirect("board-page", request.coop.slug, board.pk)


def _crop(request):
    crops = crops_of(request.coop)
    wanted = request.GET.get("crop")
    return crops, next((crop for crop in crops if crop.code == wanted), crops[0])


def _channel(request, prices: Prices) -> str:
    """The asked channel, else the first one that has prices."""
    wanted, codes = request.GET.get("channel"), [code for code, _label in CHANNELS]
    if wanted in codes:
        return wanted
    said = {channel for _grade, channel in prices}
    return next((code for code in codes if code in said), codes[0])


def _board(request, pk) -> PriceBoard:
    return or_404(board_by_id(request.coop, pk))


def _shown_board(request, board: PriceBoard, prices: Prices, grades) -> dict:
    """A board as a card shows it, with the text to copy and the tickets that wait for it."""
    said = [(code, label) for code, label in CHANNELS if any(channel == code for _grade, channel in prices)]
    return {
        "pk": board.pk,
        "from": showing.day_time(board.valid_from),
        "set_by": board.set_by.display_name,
        "set_at": showing.day_time(board.set_at),
        "shrink": showing.percent_bp(board.shrink_bp) if board.shrink_bp else "",
        "note": board.note,
        "channels": [label for _code, label in said],
        "rows": [
            {"grade": grade.name, "cells": [_cell(prices.get((grade.pk, code))) for code, _label in said]}
            for grade in grades
            if any((grade.pk, code) in prices for code, _label in said)
        ],
        "text": announcement(
            request.coop.name,
            board.valid_from,
            [
                (label, [(grade, prices[grade.pk, code][0]) for grade in grades if (grade.pk, code) in prices])
                for code, label in said
            ],
            board.shrink_bp,
            board.note,
            request.coop.receiving_hours,
        ),
        "waiting": tickets_waiting_for(board).count(),
    }


def _cell(said: tuple[int, int | None] | None) -> dict:
    price, floor = said or (None, None)
    return {"price": showing.dong_plain(price), "floor": showing.dong_plain(floor) if floor else ""}


def _row(coop, board: PriceBoard, prices: Prices, grades, channel: str, now, current) -> dict:
    return {
        "url": reverse("board-page", args=[coop.slug, board.pk]),
        "from": showing.day_time(board.valid_from),
        "prices": [showing.dong_plain(prices.get((grade.pk, channel), (None,))[0]) for grade in grades],
        "by": board.set_by.display_name,
        "note": board.note,
        "state": "coming" if board.valid_from > now else "in force" if board == current else "",
    }


def _chart(season: Season, course: list[PriceBoard], prices, grades, channel: str, now) -> Chart:
    """The prices of one channel as steps, from the season's first day to its last or to now, whichever is earlier."""
    begin = int(day_start(season.starts_on).timestamp())
    end = int(min(day_start(season.ends_on + dt.timedelta(days=1)), now).timestamp())
    series = []
    for grade in grades:
        points = [
            (int(board.valid_from.timestamp()), prices[board.pk][grade.pk, channel][0])
            for board in course
            if (grade.pk, channel) in prices[board.pk]
        ]
        if points:
            series.append((grade.name, points))
    days = (end - begin) // 86400
    labels = [
        (begin + step * 86400, f"{season.starts_on + dt.timedelta(days=step):%d/%m}")
        for step in range(0, days + 1, max(days // 8, 1))
    ]
    chart = step_chart(series, begin=begin, end=end, x_labels=labels, show=showing.dong_plain)
    label = dict(CHANNELS)[channel]
    chart.key, chart.title = (
        "course",
        _("Prices of %(season)s, %(channel)s, đ/kg") % {"season": season, "channel": label},
    )
    chart.description = _("Each line holds its price until the next board. The table below lists every board.")
    return chart
