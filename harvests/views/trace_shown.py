"""A trace as its page shows it: tables of sources and destinations, the picture, rows for downloads and for scripts."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.models import Cooperative
from harvests.queries.trace import Traced, edge_rows, node_rows
from harvests.queries.trace_nodes import Node
from harvests.rules.trace import BP, IN_STOCK, LOST, Kind
from harvests.rules.trace_picture import BOX, MORE, Box, picture
from harvests.wording_trace import KINDS, STATES

PAGES = {
    Kind.HOUSEHOLD: "household-page", Kind.PLOT: "plot-page", Kind.TICKET: "harvest-page", Kind.LOT: "lot-page",
    Kind.CARTON: "lot-page", Kind.ORDER: "order-page", Kind.SHIPMENT: "shipment-page", Kind.BUYER: "trader-page",
    Kind.DIARY: "diary-page",
}  # fmt: skip
MOST_ROWS = 200  # of a table on the page; the download has them all
FITS = 16  # letters of a name beside its kilograms in a box


def link(coop: Cooperative, node: Node) -> str:
    """The address of a node's page; "" for an end."""
    return reverse(PAGES[node.key[0]], args=[coop.slug, *node.ref]) if node.ref else ""


def name(node: Node) -> str:
    """What people call a node."""
    return node.label or capfirst(str(KINDS[node.key[0]]))


def table(coop: Cooperative, title: str, found: list[tuple[Node, int]], traced: Traced) -> dict | None:
    """Rows of nodes with all their kilograms and those of the start; None when there are none."""
    if not found:
        return None
    rows = [_row(coop, node, grams, traced) for node, grams in found[:MOST_ROWS]]
    return {
        "title": title, "rows": rows, "count": showing.count(len(found)), "more": len(found) - len(rows),
        "sum": showing.kg(sum(grams for _node, grams in found), least=0), "grams": any(row["share"] for row in rows),
    }  # fmt: skip


def _row(coop: Cooperative, node: Node, grams: int, traced: Traced) -> dict:
    words, style = STATES.get(node.state, ("", ""))
    whole = traced.graph.grams.get(node.key)
    return {
        "name": name(node), "url": link(coop, node), "note": node.note, "state": words, "style": style,
        "day": showing.day(node.day) if node.day else "", "whole": showing.kg(whole, least=0) if whole else "",
        "share": showing.kg(grams, least=0) if node.key[0] != Kind.DIARY else "",
    }  # fmt: skip


def sources(coop: Cooperative, traced: Traced) -> list[dict]:
    """The tables of where the fruit came from."""
    back = traced.back
    lots = [pair for pair in traced.of_kind(Kind.LOT, back) if pair[0].key not in traced.seeds]
    tables = (
        table(coop, _("Households"), traced.of_kind(Kind.HOUSEHOLD, back), traced),
        table(coop, _("Plots"), traced.of_kind(Kind.PLOT, back), traced),
        table(coop, _("Tickets"), traced.of_kind(Kind.TICKET, back), traced),
        table(coop, _("Lots it was packed from"), lots, traced),
        table(coop, _("Applied in the 30 days before the harvest"), traced.of_kind(Kind.DIARY, back), traced),
    )
    return [one for one in tables if one]


def destinations(coop: Cooperative, traced: Traced) -> list[dict]:
    """The tables of where the fruit went."""
    ahead = traced.ahead
    ends = [(Node(key, ""), grams) for key, grams in ahead.nodes.items() if key[0] in (*IN_STOCK, *LOST, Kind.GAP)]
    lots = [pair for pair in traced.of_kind(Kind.LOT, ahead) if pair[0].key not in traced.seeds]
    tables = (
        table(coop, _("Lots"), lots, traced),
        table(coop, _("Orders"), traced.of_kind(Kind.ORDER, ahead), traced),
        table(coop, _("Shipments"), traced.of_kind(Kind.SHIPMENT, ahead), traced),
        table(coop, _("Buyers"), traced.of_kind(Kind.BUYER, ahead), traced),
        table(coop, _("Still here, or lost"), sorted(ends, key=lambda pair: -pair[1]), traced),
    )
    return [one for one in tables if one]


def elsewhere(coop: Cooperative, traced: Traced, wide: Traced) -> list[dict]:
    """The tables of what else has fruit of the same tickets: lots that the trace itself did not meet, and buyers."""
    seen = traced.back.nodes.keys() | traced.ahead.nodes.keys()
    lots = [pair for pair in wide.of_kind(Kind.LOT, wide.ahead) if pair[0].key not in seen]
    shipments = [pair for pair in wide.of_kind(Kind.SHIPMENT, wide.ahead) if pair[0].key not in seen]
    tables = (
        table(coop, _("Other lots with fruit of these tickets"), lots, wide),
        table(coop, _("Other shipments with fruit of these tickets"), shipments, wide),
    )
    return [one for one in tables if one]


def accounts(traced: Traced) -> dict:
    """The kilograms of the start and what became of them, as the page shows them."""
    found = traced.accounts
    return {
        "share": showing.percent_bp(found.share_bp), "whole": found.share_bp == BP, "known": found.share_bp is not None,
        "total": showing.kg_unit(found.total_g, least=0),
        "stock": showing.kg_unit(found.stock_g, least=0), "shipped": showing.kg_unit(found.shipped_g, least=0),
        "lost": showing.kg_unit(found.lost_g, least=0),
        "missing": showing.kg_unit(found.gap_g + found.untracked_g, least=0),
        "is_missing": found.gap_g + found.untracked_g > 0,
    }  # fmt: skip


def edges(coop: Cooperative, traced: Traced) -> dict:
    """Every edge with its kilograms, as the table beside the picture shows them."""
    rows = edge_rows(traced)
    shown = [
        {
            "tail": name(a), "tail_url": link(coop, a), "tail_kind": KINDS[a.key[0]], "head": name(b),
            "head_url": link(coop, b), "head_kind": KINDS[b.key[0]],
            "grams": showing.kg(grams, least=0), "share": showing.kg(part, least=0),
        }
        for a, b, grams, part in rows[:MOST_ROWS] if a.key[0] != Kind.DIARY
    ]  # fmt: skip
    return {"rows": shown, "count": showing.count(len(rows)), "more": max(0, len(rows) - MOST_ROWS)}


def drawing(coop: Cooperative, traced: Traced) -> dict:
    """The picture with its words; boxes lead to their pages."""
    drawn = picture(traced.back, traced.ahead)
    # A carton lies in its lot's box, an order in its shipment's.
    begins = {*traced.seeds, (Kind.LOT, traced.start.lot)}
    begins |= {(Kind.SHIPMENT, key[2]) for key in traced.seeds if key[0] == Kind.ORDER}
    kilograms = {box.key: showing.kg_unit(box.grams, least=0) for box in drawn.boxes}
    nodes = {box.key: traced.nodes.get(box.key) or Node(box.key, "") for box in drawn.boxes if box.key[0] != MORE}
    bands = [
        {"d": band.d, "width": band.width, "x": band.x, "y": band.y, "kg": showing.kg(band.grams, least=0)}
        for band in drawn.bands
    ]
    boxes = [_box(coop, box, nodes.get(box.key), kilograms[box.key], box.key in begins) for box in drawn.boxes]
    return {
        "width": drawn.width, "height": drawn.height, "box": str(BOX), "boxes": boxes, "bands": bands,
        "labelled": drawn.labelled,
    }  # fmt: skip


def _box(coop: Cooperative, box: Box, node: Node | None, kilograms: str, is_start: bool) -> dict:
    if node is None:
        label, note, url, kind = _("%(count)s more") % {"count": showing.count(box.count)}, "", "", MORE
    else:
        label, note, url, kind = name(node), node.note if node.label else "", link(coop, node), node.key[0]
        if kind == Kind.PLOT:
            label, note = f"{label} {note}", ""
    top = int(box.y)
    return {
        "x": box.x, "y": box.y, "height": box.height, "url": url, "kind": "start" if is_start else _style(kind),
        "label": _fitting(label), "kg": kilograms, "title": " · ".join(filter(None, (label, note, kilograms))),
        "text_x": str(int(box.x) + 8), "text_y": str(top + 16), "kg_y": str(top + 31),
    }  # fmt: skip


def _style(kind: str) -> str:
    """The look of a box: an end that is a loss, a gap, or stock; else what it is."""
    if kind in LOST:
        return "lost"
    return "in-stock" if kind in IN_STOCK else str(kind)


def _fitting(label: str) -> str:
    return label if len(label) <= FITS else f"{label[: FITS - 1]}…"


def sheets(traced: Traced) -> Iterable[tuple[str, list, list]]:
    """The sheets of the download: every node, every edge; grams as whole numbers."""
    nodes = [
        [KINDS[node.key[0]], name(node), node.note, showing.day(node.day) if node.day else None, grams or None, share]
        for node, grams, share in node_rows(traced)
    ]
    ways = [
        [KINDS[a.key[0]], name(a), KINDS[b.key[0]], name(b), grams, share]
        for a, b, grams, share in edge_rows(traced) if a.key[0] != Kind.DIARY
    ]  # fmt: skip
    header = [_("Kind"), _("Code or name"), _("Note"), _("Day"), _("All of it, g"), _("Of the start, g")]
    between = [_("From"), _("Code or name"), _("To"), _("Code or name"), _("Went this way, g"), _("Of the start, g")]
    return (_("Places"), header, nodes), (_("Ways"), between, ways)
