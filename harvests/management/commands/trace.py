"""manage.py trace: where the fruit of a code came from and where it went, as a table or as JSON."""

import json

from django.core.management.base import BaseCommand, CommandError

from growers.models import Cooperative
from harvests.queries.trace import Traced, edge_rows, node_rows, trace
from harvests.queries.trace_nodes import Node
from harvests.queries.trace_starts import starts
from harvests.rules.trace import BP


class Command(BaseCommand):
    """Takes any code that the trace's page takes; exit 1 when it names nothing, or more than one thing."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("code", help="a carton, lot, ticket, household, plot, diary entry, shipment or order")
        parser.add_argument("--coop", required=True, metavar="SLUG")
        parser.add_argument("--json", action="store_true", help="nodes and edges with grams, and the accounted share")

    def handle(self, *args, code: str, coop: str, json: bool, **options):
        row = Cooperative.objects.filter(slug=coop).first()
        if row is None:
            raise CommandError(f"There is no co-operative {coop}.")
        found = starts(row, code)
        if len(found) != 1:
            meant = f" It can mean: {', '.join(one.query for one in found)}." if found else ""
            raise CommandError(f"{code} does not name one thing in {coop}.{meant}")
        traced = trace(row, found[0])
        self.stdout.write(as_json(traced) if json else as_text(traced))


def as_json(traced: Traced) -> str:
    """Whole grams; `share_g` are those of the start; `accounted_bp` in basis points, null when there is no gram."""
    start, sums = traced.start, traced.accounts
    facts = {
        "start": {"kind": start.kind, "code": start.code, "grams": sums.total_g},
        "nodes": [
            {"id": _id(node), "kind": str(node.key[0]), "code": node.label, "note": node.note,
             "day": node.day and node.day.isoformat(), "state": node.state, "grams": grams or None, "share_g": share}
            for node, grams, share in node_rows(traced)
        ],
        "edges": [
            {"from": _id(tail), "to": _id(head), "grams": grams, "share_g": share}
            for tail, head, grams, share in edge_rows(traced)
        ],
        "accounted": {
            "total_g": sums.total_g, "accounted_g": sums.accounted_g, "stock_g": sums.stock_g,
            "shipped_g": sums.shipped_g, "lost_g": sums.lost_g, "gap_g": sums.gap_g, "untracked_g": sums.untracked_g,
            "accounted_bp": sums.share_bp,
        },
    }  # fmt: skip
    return json.dumps(facts, ensure_ascii=False, indent=1)


def as_text(traced: Traced) -> str:
    """An edge a line, grams that went this way and grams of the start, and the accounts below."""
    lines = [
        f"{_id(tail)} {tail.label} -> {_id(head)} {head.label}: {grams} g, {share} g of the start"
        for tail, head, grams, share in edge_rows(traced)
    ]
    sums = traced.accounts
    share = "-" if sums.share_bp is None else f"{sums.share_bp * 100 // BP}.{sums.share_bp % 100:02d} %"
    return "\n".join([*lines, f"accounted for: {sums.accounted_g} of {sums.total_g} g ({share})"])


def _id(node: Node) -> str:
    return ":".join(str(part) for part in node.key)
