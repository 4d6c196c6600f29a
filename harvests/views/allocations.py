"""The page on which packed fruit is set aside for an order, and the step that gives it back."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import writes
from growers.rules.roles import Right
from growers.rules.verdicts import Verdict
from growers.web import or_404, tried
from growers.wording import sentences
from harvests.actions.allocations import allocate_all, free
from harvests.forms.allocations import AllocateForm
from harvests.forms.deliveries import ReasonForm
from harvests.models import OrderLine, TraderOrder
from harvests.queries.allocations import allocation_by_id, offers, reserved_code
from harvests.queries.orders import lines_of
from harvests.queries.sources import behind, judge_of, verdicts_of
from harvests.rules.allocations import merge, proposals
from harvests.rules.orders import Event, judge_event
from harvests.views.deliveries import order_step
from harvests.views.orders import find
from harvests.views.orders_shown import pack, what


@writes(Right.ALLOCATE)
def order_allocate(request, code):
    """What is missing of each order line, and the packed fruit that could fill it, the oldest first."""
    order = find(request, code)
    lines, found = lines_of(order), []
    stop = judge_event(order.status, Event.ALLOCATE)
    if stop.allowed:
        found = offers(order, [line.grade_id for line in lines])
    verdicts = _verdicts(order, found)
    pairs = _pairs(order, lines, found, verdicts)
    form = AllocateForm(request.seat, request.POST or None, pairs=pairs)
    if tried(form, lambda: allocate_all(request.seat, sent=form.sent, order=order, **form.facts)):
        messages.success(request, _("The fruit was set aside."))
        return redirect("order-page", request.coop.slug, order.code)
    context = {
        "form": form,
        "order": order,
        "said": sentences(stop),
        "any": bool(pairs),
        "sections": [_section(request, form, line, found, pairs, verdicts, order) for line in lines],
    }
    return render(request, "harvests/allocations_form.html", context)


@writes(Right.ALLOCATE)
def allocation_free(request, code, pk):
    """Give set-aside cartons back, with a reason."""
    order = find(request, code)
    row = or_404(allocation_by_id(order, pk))
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Free the fruit"))
    words = f"{row.carton.lot} · {showing.kg_unit(row.grams, least=0)}"
    return order_step(
        request, order, form, partial(free, allocation=row), title=_("Free fruit of %(code)s") % {"code": order.code},
        done=_("The fruit is free again."), words=words,
    )  # fmt: skip


def _verdicts(order: TraderOrder, found: list[dict]) -> dict[int, Verdict]:
    """What today's rules say of the fruit of each offered lot, by the lot's key."""
    sources = behind(order.cooperative, {row["lot"] for row in found})
    loads = sources.loads.values()
    said = verdicts_of(judge_of(order.cooperative, order.commodity_id, loads), order.market.code, loads)
    return {lot: merge(said[line] for line in lines if line in said) for lot, lines in sources.by_lot.items()}


def missing_g(line: OrderLine) -> int:
    """What an order line still lacks."""
    return max(0, line.ordered_g - line.delivered_g - line.allocated_g)


def _pairs(order: TraderOrder, lines: list[OrderLine], found: list[dict], verdicts: dict) -> dict:
    """Grams proposed for every pair of order line and offer of its grade; fruit that may not go is not proposed, and
    what another order's lot holds only by hand."""
    pairs, left = {}, {row["pk"]: row["net_g"] - row["allocated_g"] for row in found}
    for line in lines:
        fitting = [row for row in found if row["grade"] == line.grade_id]
        good = [
            row for row in fitting
            if verdicts[row["lot"]].allowed and row["lot__order"] in (None, order.pk)
            and line.pack_g in (None, row["pack_g"])
        ]  # fmt: skip
        good.sort(key=lambda row: row["lot__order"] != order.pk)
        grams = proposals(missing_g(line), [(left[row["pk"]], row["pack_g"]) for row in good])
        proposed = {row["pk"]: part for row, part in zip(good, grams, strict=True)}
        for row in fitting:
            part = proposed.get(row["pk"], 0)
            left[row["pk"]] -= part
            pairs[line.pk, row["pk"]] = part
    return pairs


def _section(request, form: AllocateForm, line: OrderLine, found, pairs, verdicts, order: TraderOrder) -> dict:
    room = line.limit_g - line.delivered_g - line.allocated_g
    return {
        "what": what(line.grade.name, line.size),
        "pack": pack(line.cartons, line.pack_g),
        "ordered": showing.kg_unit(line.ordered_g, least=0),
        "missing": showing.kg_unit(missing_g(line), least=0),
        "room": showing.kg_unit(max(0, room), least=0),
        "rows": [
            _row(request, form.box(line.pk, row["pk"]), row, verdicts[row["lot"]], order)
            for row in found if (line.pk, row["pk"]) in pairs
        ],
    }  # fmt: skip


def _row(request, box, row: dict, verdict: Verdict, order: TraderOrder) -> dict:
    free_g = row["net_g"] - row["allocated_g"]
    reserved = reserved_code(row)
    return {
        "lot": row["lot__code"],
        "url": reverse("lot-page", args=[request.coop.slug, row["lot__code"]]),
        "packed": showing.day(row["lot__packed_on"]),
        "size": row["size"],
        "pack": showing.kg_unit(row["pack_g"], least=0) if row["pack_g"] else "–",
        "cartons": showing.count(free_g // row["pack_g"]) if row["pack_g"] else "–",
        "free": showing.kg(free_g, least=0),
        "reserved": reserved if row["lot__order"] != order.pk else "",
        "own": row["lot__order"] == order.pk,
        "outcome": verdict.outcome,
        "because": [str(one) for one in sentences(Verdict(verdict.refused, verdict.unknown))[:3]],
        "box": box,
    }  # fmt: skip
