"""One lot's page: its yield box, what went in, cartons and losses, what left it, holds and history."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads
from growers.queries.history import history_of
from growers.queries.trail import audit_of
from growers.web import page_of
from harvests import wording_lots, wording_publishing, wording_treatments
from harvests.models import Lot
from harvests.queries.lot_pages import allocations_of, children_of, inputs_of
from harvests.queries.lots import cartons_of, holds_of, losses_of
from harvests.rules.lot_balance import GAP, Balance
from harvests.views.lots import find
from harvests.views.lots_shown import TAGS, shown_allocation, shown_carton, shown_input, yield_box
from harvests.views.publishing import public_shown

PAGE = 100  # inputs on one page

VERBS = {**wording_lots.VERBS, **wording_treatments.VERBS, **wording_publishing.VERBS}


@reads
def lot_page(request, code):
    """M15: one lot with its yield box; `?tab=` inputs, contents, out, history."""
    lot = find(request, code)
    asked = request.GET.get("tab", "")
    tab = asked if asked in (*TABS, "inputs") else "overview"
    losses = losses_of(lot)
    context = {
        "lot": lot,
        "tab": tab,
        "tag": TAGS[lot.status],
        "box": yield_box(lot, losses),
        "holds": [shown_hold(hold) for hold in holds_of(lot) if hold.released_at is None] if lot.is_held else [],
        "day": showing.day(lot.packed_on),
        **(_inputs(request, lot) if tab == "inputs" else TABS[tab](lot, losses)),
    }
    return render(request, "harvests/lots_page.html", context)


def _overview(lot: Lot, losses) -> dict:
    closed = f"{showing.day_time(lot.closed_at)}, {lot.closed_by.display_name}" if lot.closed_by else ""
    return {
        "facts": {
            "opened": f"{showing.day_time(lot.opened_at)}, {lot.opened_by.display_name}",
            "closed": closed,
            "average": showing.kg_unit(lot.check_average_g, 0) if lot.check_average_g else "",
            "least": showing.kg_unit(lot.check_least_g, 0) if lot.check_least_g else "",
            "store": showing.celsius(lot.store_temp_dc) if lot.store_temp_dc is not None else "",
        },
        "cartons": [shown_carton(row) for row in cartons_of(lot)],
        "public": public_shown(lot),
    }


def _inputs(request, lot: Lot) -> dict:
    page = page_of(request, inputs_of(lot), PAGE)
    return {
        "page": page,
        "inputs": [shown_input(request.coop, row) for row in page],
        "taken": showing.kg_unit(lot.in_g, 0),
    }


def _contents(lot: Lot, losses) -> dict:
    balance = Balance(lot.in_g, lot.out_g)
    return {
        "cartons": [shown_carton(row) for row in cartons_of(lot)],
        "losses": [
            {
                "kind": loss.get_kind_display(), "kg": showing.kg(loss.grams, 0),
                "share": showing.percent_bp(balance.share_bp(loss.grams)), "note": loss.note,
                "gap": loss.kind == GAP,
            }
            for loss in losses
        ],
    }  # fmt: skip


def _out(lot: Lot, losses) -> dict:
    coop = lot.cooperative
    statuses = dict(Lot.Status.choices)
    return {
        "allocations": [shown_allocation(coop, row) for row in allocations_of(lot)],
        "children": [
            {"code": code, "status": str(statuses[status]), "kg": showing.kg(grams, 0)}
            for code, status, grams in children_of(lot)
        ],
    }


def _history(lot: Lot, losses) -> dict:
    entries = audit_of(lot.cooperative, "lot", lot.pk)[:50]
    return {
        "all_holds": [shown_hold(hold) for hold in holds_of(lot)],
        "history": history_of(lot),
        "trail": [
            {"at": showing.day_time(row.at), "who": row.actor.display_name, "what": VERBS.get(row.verb, row.verb),
             "why": row.details.get("reason") or "", "kg": _moved(row.details)}
            for row in entries
        ],
    }  # fmt: skip


def _moved(details: dict) -> str:
    return showing.kg_unit(details["grams"], 0) if "grams" in details else ""


def shown_hold(hold) -> dict:
    """A hold as texts, with its release when there was one."""
    released = f"{showing.day_time(hold.released_at)}, {hold.released_by.display_name}" if hold.released_at else ""
    return {
        "reason": hold.reason, "placed": f"{showing.day_time(hold.placed_at)}, {hold.placed_by.display_name}",
        "recall": hold.recall.code if hold.recall else "", "released": released, "why": hold.release_reason,
        "state": _("released") if released else _("on hold"),
    }  # fmt: skip


TABS = {"overview": _overview, "contents": _contents, "out": _out, "history": _history}
