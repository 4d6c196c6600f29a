"""Orders as rows of text for the order book, a trader's page and the order's own page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.models import Cooperative
from harvests.models import OrderLine, TraderOrder
from harvests.models.orders import order_code
from harvests.queries.deposits import Taken
from harvests.rules.money import value_of
from harvests.rules.orders import CANCELLED, CONFIRMED, DELIVERED, DRAFT, PARTLY, is_late, outstanding_g
from harvests.wording_debts import STATE_TAGS, STATES

TAGS = {DRAFT: "tag-quiet", CONFIRMED: "", PARTLY: "tag-warn", DELIVERED: "", CANCELLED: "tag-bad"}


def market_name() -> str:
    """The column that holds a market's name in the language of the screen."""
    return "market__name_vi" if get_language() == "vi" else "market__name_en"


def price(minor: int | None, currency: str) -> str:
    """A price or value in the currency of its order."""
    return showing.usd(minor) if currency == TraderOrder.Currency.USD else showing.dong(minor)


def shown_orders(
    coop: Cooperative, rows: Iterable[dict], lines: dict[int, list[dict]], packed: dict[int, int] | None = None,
    taken: dict[int, Taken] | None = None,
) -> list[dict]:  # fmt: skip
    """Rows of the order book (queries.orders.LISTED) with their lines (LINE_FACTS), ready for a template.

    `packed` holds the grams that lie packed and free for an order, `taken` the deposits received on it.
    """
    labels = {
        "orders": reverse("order-list", args=[coop.slug]),
        "traders": reverse("trader-list", args=[coop.slug]),
        "status": dict(TraderOrder.Status.choices),
        "condition": {**dict(TraderOrder.PriceCondition.choices), TraderOrder.PriceCondition.FIXED: ""},
        "market": market_name(),
        "grade": "grade__name_vi" if get_language() == "vi" else "grade__name_en",
        "today": clock.today(),
        "packed": packed or {},
        "taken": taken or {},
    }
    return [_shown(row, lines[row["pk"]], labels) for row in rows]


def _shown(row: dict, lines: list[dict], labels: dict) -> dict:
    code, status = order_code(row["year"], row["number"]), row["status"]
    names = ("ordered_g", "delivered_g", "allocated_g")
    ordered, delivered, aside = (sum(line[name] for line in lines) for name in names)
    return {
        "code": code,
        "url": f"{labels['orders']}{code}/",
        "status": str(labels["status"][status]),
        "tag": TAGS[status],
        "late": is_late(status, row["deliver_to"], labels["today"]),
        "trader": row["trader__name"],
        "trader_url": f"{labels['traders']}{row['trader']}/",
        "market": row[labels["market"]],
        "goods": [_goods(line, labels["grade"], row["currency"]) for line in lines],
        "condition": str(labels["condition"][row["price_condition"]]),
        "window": window(row["deliver_from"], row["deliver_to"]),
        **deposit_shown(row["deposit_vnd"], labels["taken"].get(row["pk"], Taken())),
        "reason": row["cancel_reason"],
        **progress(ordered, delivered, status, aside_g=aside, packed_g=labels["packed"].get(row["pk"], 0)),
    }


def deposit_shown(agreed_vnd: int, taken: Taken) -> dict:
    """The deposit of an order as text: received of agreed, and in which state it is."""
    state = taken.state(agreed_vnd)
    if state == "none":
        return {"deposit": "–", "deposit_state": "", "deposit_tag": ""}
    parts = (showing.dong_plain(taken.received_vnd), showing.dong(agreed_vnd))
    return {"deposit": " / ".join(parts), "deposit_state": str(STATES[state]), "deposit_tag": STATE_TAGS[state]}


def _goods(line: dict, grade: str, currency: str) -> dict:
    return {"what": what(line[grade], line["size"]), "pack": pack(line["cartons"], line["pack_g"]),
            "price": price(line["price_minor"], currency)}  # fmt: skip


def what(grade: str, size: str) -> str:
    """A grade with its size: "Grade 1 · 31–37"."""
    return f"{grade} · {size}" if size else grade


def pack(cartons: int | None, pack_g: int | None) -> str:
    """Cartons and what one holds: "936 × 20,5 kg"; "" for loose fruit."""
    return f"{showing.count(cartons)} × {showing.kg_unit(pack_g, least=0)}" if cartons and pack_g else ""


def progress(ordered_g: int, delivered_g: int, status: str, *, aside_g: int = 0, packed_g: int = 0) -> dict:
    """How far an order or line is: texts, and a bar of what was shipped, is set aside and lies packed for it (M13)."""
    share = delivered_g * 100 // ordered_g if ordered_g else 0
    return {
        "parts": _parts(ordered_g, delivered_g, aside_g, packed_g),
        "aside": showing.kg_unit(aside_g, least=0) if aside_g else "",
        "packed": showing.kg_unit(packed_g, least=0) if packed_g else "",
        "ordered": showing.kg(ordered_g, least=0),
        "delivered": showing.kg(delivered_g, least=0),
        "left": showing.kg(outstanding_g(status, ordered_g, delivered_g), least=0),
        "percent": f"{showing.count(share)} %",
        "fill": str(min(share, 100)),
        "bar": _bar(ordered_g, delivered_g, aside_g, packed_g),
    }


def _parts(ordered_g: int, *done_g: int) -> list[dict]:
    """The pieces of a bar, one after the other, in hundredths of its width; what is missing stays empty."""
    found, ends, sum_g = [], 0, 0
    for kind, grams in zip(("done", "aside", "packed"), done_g, strict=True):
        sum_g += grams
        begins, ends = ends, min(100, sum_g * 100 // ordered_g) if ordered_g else 0
        if ends > begins:
            found.append({"kind": kind, "x": str(begins), "width": str(ends - begins)})
    return found


def _bar(ordered_g: int, delivered_g: int, aside_g: int, packed_g: int) -> str:
    """The bar in words."""
    words = [
        _("%(delivered)s of %(ordered)s delivered")
        % {"delivered": showing.kg_unit(delivered_g, least=0), "ordered": showing.kg_unit(ordered_g, least=0)}
    ]
    if aside_g:
        words.append(_("set aside: %(kg)s") % {"kg": showing.kg_unit(aside_g, least=0)})
    if packed_g:
        words.append(_("packed for it: %(kg)s") % {"kg": showing.kg_unit(packed_g, least=0)})
    return "; ".join(words)


def window(first, last) -> str:
    """A delivery window: "08–14/09/2025", "25/06–12/09/2025"; both days in full when the year turns."""
    if first == last:
        return showing.day(last)
    if first.year != last.year:
        return f"{showing.day(first)}–{showing.day(last)}"
    begins = f"{first.day:02d}" if first.month == last.month else f"{first.day:02d}/{first.month:02d}"
    return f"{begins}–{showing.day(last)}"


def shown_line(line: OrderLine, currency: str, status: str) -> dict:
    """One line of the order's own page."""
    value = None if line.price_minor is None else value_of(line.ordered_g, line.price_minor)
    return {
        "position": str(line.position),
        "what": what(line.grade.name, line.size),
        "pack": pack(line.cartons, line.pack_g),
        "price": price(line.price_minor, currency),
        "value": price(value, currency),
        "limit": showing.kg_unit(line.limit_g, least=0),
        **progress(line.ordered_g, line.delivered_g, status, aside_g=line.allocated_g),
    }
