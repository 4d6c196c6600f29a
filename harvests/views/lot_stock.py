"""What waits on the packing floor: fruit in no lot by day and grade, packed fruit nobody has taken, with its age."""

import datetime as dt

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.queries.settings import settings_on
from harvests.forms.lots import StockFilter
from harvests.queries.lot_floor import fruit_stock, packed_stock
from harvests.rules.lots import age_hours
from harvests.views.lots_shown import aged, named, packed_at

MOST_STOCK = 500


@reads
def lot_stock(request):
    """Fruit that was received and is in no lot, and packed fruit that nobody has taken; what waits too long is red."""
    filters = StockFilter(request.coop, request.GET)
    days = filters.facts.get("days") or 14
    today, now = clock.today(), clock.now()
    old = settings_on(request.coop, today)["stock_old_hours"]
    fruit = fruit_stock(request.coop, today - dt.timedelta(days=days), today)
    packed = list(packed_stock(request.coop).values(
        "lot__code", "lot__packed_on", "lot__closed_at", "lot__is_held", "lot__market__name_vi",
        "lot__market__name_en", "grade__name_vi", "grade__name_en", "size", "pack_g", "net_g", "allocated_g",
    )[: MOST_STOCK + 1])  # fmt: skip
    context = {
        "filters": filters,
        "fruit": [_fruit(request, row, age_hours(row["since"], now), old) for row in fruit],
        "packed": [_packed(request, row, now, old) for row in packed[:MOST_STOCK]],
        "more": len(packed) > MOST_STOCK,
        "sums": {
            "fruit": showing.kg_unit(sum(row["free_g"] for row in fruit), 0),
            "held": showing.kg_unit(sum(row["held_g"] for row in fruit), 0),
            "packed": showing.kg_unit(sum(row["net_g"] - row["allocated_g"] for row in packed), 0),
        },
        "old": aged(old),
    }
    return render(request, "harvests/lots_stock.html", context)


def _fruit(request, row: dict, hours: int, old: int) -> dict:
    day = row["record__day"]
    return {
        "day": showing.day(day), "grade": named(row, "grade"), "tickets": showing.count(row["tickets"]),
        "url": reverse("day-page", args=[request.coop.slug, day.isoformat()]), "kg": showing.kg(row["free_g"], 0),
        "held": showing.kg(row["held_g"], 0) if row["held_g"] else "", "age": aged(hours), "old": hours > old,
    }  # fmt: skip


def _packed(request, row: dict, now: dt.datetime, old: int) -> dict:
    free = row["net_g"] - row["allocated_g"]
    hours = age_hours(packed_at(row["lot__packed_on"], row["lot__closed_at"]), now)
    return {
        "code": row["lot__code"], "url": reverse("lot-page", args=[request.coop.slug, row["lot__code"]]),
        "market": named(row, "lot__market"), "grade": named(row, "grade"), "size": row["size"],
        "pack": showing.kg(row["pack_g"], 0) if row["pack_g"] else _("loose"),
        "cartons": showing.count(free // row["pack_g"]) if row["pack_g"] else "–", "kg": showing.kg(free, 0),
        "held": row["lot__is_held"], "age": aged(hours), "old": hours > old,
    }  # fmt: skip
