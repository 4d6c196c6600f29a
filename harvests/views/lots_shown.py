"""Lots as rows and boxes of text: the list, the yield box, what went in, what left."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.models import Cooperative
from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.models import Lot, LotLoss, Shipment, shipment_code, ticket_code, ticket_slug
from harvests.models.orders import order_code
from harvests.rules.lot_balance import GAP, REJECT, Balance
from harvests.rules.lots import age_hours

TAGS = {"open": "tag-warn", "closed": "", "void": "tag-quiet"}


def named(row: dict, field: str) -> str:
    """A reference row's name in the language of the screen."""
    return row[f"{field}__name_vi" if get_language() == "vi" else f"{field}__name_en"]


def shown_lots(coop: Cooperative, rows: Iterable[dict], stock: dict, *, now: dt.datetime, old: int) -> list[dict]:
    """Rows of the list (queries.lots.LISTED) with their stock (queries.lots.stock_of), ready for a template."""
    prefix, statuses = reverse("lot-list", args=[coop.slug]), dict(Lot.Status.choices)
    orders, english = reverse("order-list", args=[coop.slug]), showing.in_english()
    shown = []
    for row in rows:
        cartons, free = stock.get(row["pk"], (0, 0))
        free = free if row["status"] == Lot.Status.CLOSED else 0
        hours = age_hours(packed_at(row["packed_on"], row["closed_at"]), now) if free else 0
        order = order_code(row["order__year"], row["order__number"]) if row["order__number"] else ""
        shown.append({
            "code": row["code"], "url": f"{prefix}{row['code']}/", "trace": row["trace_code"],
            "day": showing.day(row["packed_on"]), "market": named(row, "market"), "house": row["house__code"],
            "area_code": row["area_code__code"] or "", "order": order, "order_url": f"{orders}{order}/",
            "cartons": showing.count(cartons), "in": showing.kg(row["in_g"], 0, english),
            "out": showing.kg(row["out_g"], 0, english), "loss": showing.kg(row["loss_g"], 0, english),
            "free": showing.kg(free, 0, english) if free else "", "age": aged(hours) if free else "",
            "old": hours > old, "status": str(statuses[row["status"]]), "tag": TAGS[row["status"]],
            "held": row["is_held"],
        })  # fmt: skip
    return shown


def packed_at(day: dt.date, closed_at: dt.datetime | None) -> dt.datetime:
    """Since when packed fruit waits: its closing, or the end of a pack day that was entered afterwards."""
    end = dt.datetime.combine(day, dt.time(23, 59), showing.VIETNAM)
    return min(end, closed_at) if closed_at else end


def aged(hours: int) -> str:
    """A waiting time in hours, and from three days on in days."""
    if hours < 72:
        return _("%(hours)s h") % {"hours": showing.count(hours)}
    return _("%(days)s days") % {"days": showing.count(hours // 24)}


def yield_box(lot: Lot, losses: Iterable[LotLoss]) -> dict:
    """in = cartons + rejects + losses (share) + gap, as texts (M15)."""
    found = {loss.kind: loss.grams for loss in losses}
    balance = Balance(lot.in_g, lot.out_g, found)
    rejects, gap = found.get(REJECT, 0), found.get(GAP, 0) + max(0, balance.gap_g)
    lost = balance.loss_g - rejects - found.get(GAP, 0)
    return {
        "in": showing.kg(lot.in_g, 0), "out": showing.kg(lot.out_g, 0), "rejects": showing.kg(rejects, 0),
        "lost": showing.kg(lost, 0), "lost_share": showing.percent_bp(balance.share_bp(lost)),
        "yield": showing.percent_bp(balance.share_bp(lot.out_g)),
        "gap": showing.kg(gap, 0) if gap else "", "gap_share": showing.percent_bp(balance.share_bp(gap)),
        "over": showing.kg(-balance.gap_g, 0) if balance.gap_g < 0 else "",
        "parts": _parts(balance, rejects, lost, gap),
    }  # fmt: skip


def _parts(balance: Balance, rejects: int, lost: int, gap: int) -> list[dict]:
    """The parts of a bar in hundredths of what was taken in."""
    x, parts = 0, []
    for name, grams in (("packed", balance.out_g), ("reject", rejects), ("lost", lost), ("gap", gap)):
        width = min(100 - x, balance.share_bp(grams) // 100)
        if width > 0:
            parts.append({"name": name, "x": x, "width": width})
            x += width
    return parts


def shown_input(coop: Cooperative, row: dict) -> dict:
    """An input (queries.lot_pages.INPUT) as texts: its ticket or lot, grade, kilograms, verdict."""
    if row["line"]:
        day, number = row["line__record__day"], row["line__record__number"]
        what = ticket_code(day, number, row["line__record__revision"]).removeprefix("CAN-")
        url = reverse("harvest-page", args=[coop.slug, ticket_slug(day, number)])
        who = f"{row['line__record__household__code']} – {row['line__record__household__name']}"
        place, grade, position = row["line__record__plot__code"] or "–", "line__grade", row["line__position"]
    else:
        what, url = row["source__code"], reverse("lot-page", args=[coop.slug, row["source__code"]])
        who, place, grade, position = "", "–", "carton__grade", row["carton__position"]
    verdict = row["verdict"]
    return {
        "pk": row["pk"], "what": what, "url": url, "who": who, "plot": place, "position": position,
        "day": showing.day(row["line__record__day"]), "grade": named(row, grade), "kg": showing.kg(row["grams"]),
        "codes": ", ".join(verdict.get("codes", ())) or "–", "rules": verdict.get("rules", ""),
        "warnings": [sentence(Reason(one["code"], one.get("data", {}))) for one in verdict.get("warnings", ())],
        "void": row["void_reason"], "at": showing.day_time(row["entered_at"]),
    }  # fmt: skip


def shown_allocation(coop: Cooperative, row: dict) -> dict:
    """What was set aside (queries.lot_pages.ALLOCATED) as texts: order, buyer, shipment, kilograms."""
    order = order_code(row["order_line__order__year"], row["order_line__order__number"])
    loaded = row["shipment__number"] is not None
    return {
        "order": order, "order_url": reverse("order-page", args=[coop.slug, order]),
        "trader": row["order_line__order__trader__name"], "position": row["carton__position"],
        "cartons": showing.count(row["cartons"]), "kg": showing.kg(row["grams"], 0),
        "shipment": shipment_code(row["shipment__year"], row["shipment__number"]) if loaded else "",
        "state": str(dict(Shipment.Status.choices)[row["shipment__status"]]) if loaded else _("set aside"),
        "departed": showing.day(row["shipment__departed_on"]) if row["shipment__departed_on"] else "",
    }  # fmt: skip


def shown_carton(row) -> dict:
    """A carton line as texts."""
    return {
        "position": row.position, "grade": row.grade.name, "size": row.size, "net": showing.kg(row.net_g, 0),
        "pack": showing.kg(row.pack_g, 0) if row.pack_g else _("loose"),
        "cartons": showing.count(row.cartons) if row.pack_g else "–", "taken": showing.kg(row.allocated_g, 0),
        "free": showing.kg(row.net_g - row.allocated_g, 0),
    }  # fmt: skip
