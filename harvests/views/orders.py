"""Pages about orders: the order book, one order, and the forms that write and change it."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.queries.history import history_of
from growers.queries.trail import audit_of
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, tried
from harvests.actions.orders import amend_order, change_order, register_order
from harvests.forms.orders import PLACES, AmendForm, OrderFilter, OrderForm
from harvests.models import TraderOrder
from harvests.queries.allocations import allocations_of, packed_for
from harvests.queries.deposits import Taken, taken_on
from harvests.queries.orders import (
    LISTED,
    call_offs_of,
    deliveries_of,
    groups,
    lines_by_order,
    lines_of,
    order_by_code,
    orders,
)
from harvests.rules.commitments import monday
from harvests.rules.order_lines import total_value
from harvests.rules.orders import ALLOWED, DRAFT, OPEN, is_late, outstanding_g, read_code
from harvests.views.orders_money import order_money
from harvests.views.orders_shown import (
    TAGS,
    deposit_shown,
    market_name,
    price,
    progress,
    shown_line,
    shown_orders,
    what,
    window,
)
from harvests.wording_orders import VERBS

TABS = ("order", "money", "history")


class _Counted:
    """Rows whose number is known already, so that paging does not count them again."""

    def __init__(self, rows, number: int):
        self.rows, self.number = rows, number

    def count(self) -> int:
        return self.number

    def __getitem__(self, part):
        return self.rows[part]


@reads
def order_list(request):
    """M13: the order book, by week or by market, with sums over all pages."""
    filters = OrderFilter(request.coop, request.GET)
    asked = filters.facts
    by = asked.get("by") or "week"
    rows = orders(request.coop, **{**asked, "by": by})
    if "format" in request.GET:
        return _download(request, rows)
    found = groups(rows, by)
    number = sum(group.orders for group in found.values())
    page = page_of(request, _Counted(rows.values(*LISTED), number))
    listed = list(page)
    keys = [row["pk"] for row in listed]
    facts = lines_by_order(request.coop, keys), packed_for(request.coop, keys), taken_on(request.coop, keys)
    shown = shown_orders(request.coop, listed, *facts)
    context = {
        "filters": filters,
        "page": page,
        "sections": _sections(by, listed, shown, found),
        "sums": _sums(found.values()),
        "narrowed": any(value for name, value in asked.items() if name != "by"),
    }
    return show(request, "harvests/orders_list.html", "harvests/_orders_rows.html", context)


def _sections(by: str, listed: list[dict], shown: list[dict], found: dict) -> list[dict]:
    """The orders of a page under the heading of their week or market, with the sums of the whole group."""
    name = market_name()

    def key(pair):
        return pair[0]["market"] if by == "market" else monday(pair[0]["deliver_to"])

    sections = []
    for group, pairs in groupby(zip(listed, shown, strict=True), key):
        pairs = list(pairs)
        title = pairs[0][0][name] if by == "market" else _week(group)
        sections.append({"title": title, "rows": [row for _listed, row in pairs], "sums": _sums([found[group]])})
    return sections


def _week(day) -> str:
    return showing.week(day) if day.year == clock.today().year else f"{showing.week(day)} {day.year}"


def _sums(found) -> dict:
    found = list(found)
    return {
        "orders": showing.count(sum(group.orders for group in found)),
        "ordered": showing.kg_unit(sum(group.ordered_g for group in found), least=0),
        "delivered": showing.kg_unit(sum(group.delivered_g for group in found), least=0),
        "left": showing.kg_unit(sum(group.outstanding_g for group in found), least=0),
    }


def _download(request, rows):
    header = [
        _("Order"), _("Status"), _("Trader"), _("Market"), _("Deliver from"), _("Deliver until"), _("Late"), _("Line"),
        _("Grade"), _("Size"), _("Net per carton, g"), _("Cartons"), _("Ordered, g"), _("Delivered, g"),
        _("Outstanding, g"), _("Price per kg, dong or cents"), _("Currency"), _("Deposit agreed, dong"),
        _("Cancelled because"),
    ]  # fmt: skip
    lines, today = lines_by_order(request.coop, rows.order_by().values("pk")), clock.today()
    states, market = dict(TraderOrder.Status.choices), market_name()
    grade = market.replace("market", "grade")
    cells, totals = [], [0, 0, 0]
    for row in rows.values(*LISTED):
        code = TraderOrder(year=row["year"], number=row["number"]).code
        late = _("late") if is_late(row["status"], row["deliver_to"], today) else ""
        for line in lines[row["pk"]]:
            grams = (
                line["ordered_g"],
                line["delivered_g"],
                outstanding_g(row["status"], line["ordered_g"], line["delivered_g"]),
            )
            totals = [total + part for total, part in zip(totals, grams, strict=True)]
            cells.append([
                code, states[row["status"]], row["trader__name"], row[market], showing.day(row["deliver_from"]),
                showing.day(row["deliver_to"]), late, line["position"], line[grade], line["size"], line["pack_g"],
                line["cartons"], *grams, line["price_minor"], row["currency"],
                row["deposit_vnd"] if line["position"] == 1 else None, row["cancel_reason"],
            ])  # fmt: skip
    last = [_("Total"), *[""] * 11, *totals, *[""] * 4]
    return download(request, f"orders-{request.coop.slug}", header, cells, last)


@reads
def order_page(request, code):
    """M14: one order with its lines, call-offs and deliveries; `?tab=` its money, or what was done to it."""
    order = find(request, code)
    tab = request.GET.get("tab")
    tab = tab if tab in TABS else TABS[0]
    lines = lines_of(order)
    context = {
        "order": order,
        "tab": tab,
        "may": {event: order.status in states for event, states in ALLOWED.items()},
        "tag": TAGS[order.status],
        "late": is_late(order.status, order.deliver_to, clock.today()),
        "facts": _facts(order, lines),
        "lines": [shown_line(line, order.currency, order.status) for line in lines],
        "sums": progress(sum(x.ordered_g for x in lines), sum(x.delivered_g for x in lines), order.status),
        "waiting": any(line.allocated_g for line in lines),
        **_of_tab(request, order, lines, tab),
    }
    return render(request, "harvests/orders_page.html", context)


def _of_tab(request, order: TraderOrder, lines, tab: str) -> dict:
    if tab == "history":
        return _history(request, order)
    taken = taken_on(request.coop, [order.pk]).get(order.pk, Taken())
    shown = {"deposit_now": deposit_shown(order.deposit_vnd, taken)}
    return shown | (order_money(request, order, taken) if tab == "money" else _movements(order, lines))


def _facts(order: TraderOrder, lines) -> dict:
    value = total_value((line.ordered_g, line.price_minor) for line in lines)
    return {
        "window": window(order.deliver_from, order.deliver_to),
        "ordered_on": showing.day(order.ordered_on),
        "tolerance": showing.percent_bp(order.tolerance_bp),
        "deposit": showing.dong(order.deposit_vnd) if order.deposit_vnd else "",
        "deposit_due": showing.day(order.deposit_due) if order.deposit_due else "",
        "value": price(value, order.currency),
    }


def _movements(order: TraderOrder, lines) -> dict:
    standing = 0
    calls = []
    for row in call_offs_of(order):
        standing += 0 if row.withdrawn_at else row.quantity_g
        outside = not order.deliver_from <= row.due_on <= order.deliver_to
        calls.append({
            "pk": row.pk, "day": showing.day(row.due_on), "kg": showing.kg(row.quantity_g, least=0), "note": row.note,
            "withdrawn": row.withdrawn_at is not None, "outside": outside and not row.withdrawn_at,
        })  # fmt: skip
    ordered = sum(line.ordered_g for line in lines)
    return {
        "allocations": [_allocation(row) for row in allocations_of(order)],
        "call_offs": calls,
        "called": showing.kg(standing, least=0),
        "called_over": showing.kg_unit(standing - ordered, least=0) if standing > ordered else "",
        "deliveries": [
            {"pk": row.pk, "day": showing.day(row.delivered_on), "what": row.line.grade.name, "note": row.note,
             "kg": showing.kg(row.quantity_g, least=0), "who": row.entered_by.display_name, "void": row.void_reason,
             "shipment": row.allocation.shipment.code if row.allocation and row.allocation.shipment else ""}
            for row in deliveries_of(order)
        ],
    }  # fmt: skip


def _allocation(row) -> dict:
    return {
        "pk": row.pk, "lot": row.carton.lot.code, "what": what(row.carton.grade.name, row.carton.size),
        "cartons": showing.count(row.cartons) if row.cartons else "–", "kg": showing.kg(row.grams, least=0),
        "who": row.made_by.display_name, "at": showing.day_time(row.made_at), "void": row.void_reason,
        "shipment": row.shipment.code if row.shipment else "",
    }  # fmt: skip


def _history(request, order: TraderOrder) -> dict:
    entries = audit_of(request.coop, "traderorder", order.pk)[:50]
    return {
        "history": history_of(order),
        "trail": [
            {"at": showing.day_time(row.at), "who": row.actor.display_name, "what": VERBS.get(row.verb, row.verb)}
            for row in entries
        ],
    }


@writes(Right.ORDERS)
def order_new(request):
    """M14, for an order that is not there yet."""
    form = OrderForm(request.seat, request.POST or None, initial=_asked_for(request))
    form.back = reverse("order-list", args=[request.coop.slug])
    if order := tried(form, lambda: register_order(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, _("Order %(code)s was added as a draft.") % {"code": order.code})
        return redirect("order-page", request.coop.slug, order.code)
    return render(request, "harvests/orders_form.html", {"form": form, "order": None})


def _asked_for(request) -> dict:
    """The trader for whom the button on a trader's page asks a new order."""
    trader = request.GET.get("trader", "")
    return {"trader": int(trader)} if trader.isdecimal() and len(trader) < 10 else {}


@writes(Right.ORDERS)
def order_edit(request, code):
    """M14, for an order that is there: a draft as a whole, a confirmed order in what it leaves open."""
    order = find(request, code)
    if order.status not in (DRAFT, *OPEN):
        messages.warning(request, _("An order that is delivered or cancelled stays as it is."))
        return redirect("order-page", request.coop.slug, code)
    draft = order.status == DRAFT
    form = (OrderForm if draft else AmendForm)(request.seat, request.POST or None, instance=order)
    form.back = reverse("order-page", args=[request.coop.slug, code])
    save = change_order if draft else amend_order
    if tried(
        form, lambda: save(request.seat, sent=form.sent, order=order, version=form.shown_version, **form.facts), PLACES
    ):
        messages.success(request, _("The changes were saved."))
        return redirect("order-page", request.coop.slug, code)
    template = "harvests/orders_form.html" if draft else "harvests/orders_amend.html"
    return render(request, template, {"form": form, "order": order})


def find(request, code: str) -> TraderOrder:
    """The order with this number in the co-operative of the request, or 404."""
    number = read_code(code)
    return or_404(number and order_by_code(request.coop, *number))
