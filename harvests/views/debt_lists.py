"""Lists of the papers of traders: deposits, receivables, receipts and claims, with sums of all pages and downloads."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.forms.base import FilterForm
from growers.web import download, page_of, show
from harvests.forms.claims import ClaimFilter
from harvests.forms.deposits import DepositFilter
from harvests.forms.receivables import ReceiptFilter, ReceivableFilter
from harvests.models import Claim, Deposit, Means, Receipt, Receivable
from harvests.queries import claims as claim_queries
from harvests.queries import deposits as deposit_queries
from harvests.queries import receipts as receipt_queries
from harvests.queries import receivables as receivable_queries
from harvests.queries.trader_ledger import sums_of
from harvests.rules.trader_ledger import bucket_of
from harvests.views.debts_shown import CLAIM_TAGS, Cell, code_of_shipment, kilograms, money, order_cell
from harvests.wording_debts import AGES

NUMBER = True


@reads
def deposit_list(request):
    """Every deposit with what became of it."""
    filters = DepositFilter(request.coop, request.GET)
    columns = [
        (_("Deposit"), False), (_("Received on"), False), (_("Buyer"), False), (_("Order"), False),
        (_("Amount"), NUMBER), (_("Offset"), NUMBER), (_("Refunded"), NUMBER), (_("Forfeited"), NUMBER),
        (_("Penalty paid"), NUMBER), (_("Still held"), NUMBER),
    ]  # fmt: skip
    rows = deposit_queries.deposits(request.coop, **filters.facts)
    return _listed(
        request, filters, rows.values(*deposit_queries.LISTED), columns, _deposit, title=_("Deposits"), name="deposits",
        sums=sums_of(rows, "held"), empty=_("No deposit fits. A deposit is taken on the page of its order."),
        say=lambda sums: _("Deposits: %(n)s · %(amount)s · still held %(rest)s") % sums,
    )  # fmt: skip


def _deposit(slug: str, row: dict) -> list[Cell]:
    code = Deposit(year=row["year"], number=row["number"]).code
    return [
        Cell(code, url=reverse("deposit-page", args=[slug, row["pk"]]), under=row["void_reason"]),
        Cell(showing.day(row["day"])), _trader(slug, row["trader"], row["trader__name"]),
        order_cell(slug, row["order__year"], row["order__number"]), money(row["amount_vnd"]), money(row["offset_vnd"]),
        money(row["refunded_vnd"]), money(row["forfeited_vnd"]), money(row["penalty_vnd"]), money(row["held"]),
    ]  # fmt: skip


@reads
def receivable_list(request):
    """What traders owe for shipments and sales, the oldest due first."""
    filters, today = ReceivableFilter(request.coop, request.GET), clock.today()
    columns = [
        (_("Receivable"), False), (_("Day"), False), (_("Payable by"), False), (_("Buyer"), False), (_("Order"), False),
        (_("Shipment"), False), (_("Kilograms"), NUMBER), (_("Amount"), NUMBER), (_("Claims credited"), NUMBER),
        (_("Still open"), NUMBER),
    ]  # fmt: skip
    rows = receivable_queries.receivables(request.coop, today=today, **filters.facts)
    links = []
    if "debts" in request.seat.rights:
        links = [(_("Money received"), reverse("receipt-new", args=[request.coop.slug])),
                 (_("Sale without a shipment"), reverse("receivable-new", args=[request.coop.slug]))]  # fmt: skip
    return _listed(
        request, filters, rows.values(*receivable_queries.LISTED), columns,
        lambda slug, row: _receivable(slug, row, today), title=_("Receivables"), name="receivables", links=links,
        sums=sums_of(rows, "left"),
        empty=_("No receivable fits. One is made on the page of a shipment that left."),
        say=lambda sums: _("Receivables: %(n)s · %(amount)s · open %(rest)s") % sums,
    )  # fmt: skip


def _receivable(slug: str, row: dict, today) -> list[Cell]:
    code = Receivable(year=row["year"], number=row["number"]).code
    age = bucket_of(row["due_on"], today) if row["left"] and not row["void_reason"] else 0
    shipment = code_of_shipment(row)
    late = ("tag-bad" if age > 1 else "tag-warn") if age else None
    return [
        Cell(code, url=reverse("receivable-page", args=[slug, row["pk"]]), under=row["void_reason"]),
        Cell(showing.day(row["day"])), Cell(showing.day(row["due_on"]), under=str(AGES[age]) if age else "", tag=late),
        _trader(slug, row["trader"], row["trader__name"]),
        order_cell(slug, row["order__year"], row["order__number"]),
        Cell(shipment, url=reverse("shipment-page", args=[slug, shipment]) if shipment else ""),
        kilograms(row["net_g"]), money(row["amount_vnd"]), money(row["credited_vnd"]), money(row["left"]),
    ]  # fmt: skip


@reads
def receipt_list(request):
    """Money that came in from traders."""
    filters = ReceiptFilter(request.coop, request.GET)
    columns = [
        (_("Receipt"), False), (_("Received on"), False), (_("Buyer"), False), (_("Paid by"), False),
        (_("Voucher or bank reference"), False), (_("Amount"), NUMBER), (_("On account"), NUMBER),
    ]  # fmt: skip
    rows = receipt_queries.receipts(request.coop, **filters.facts)
    new = [(_("Money received"), reverse("receipt-new", args=[request.coop.slug]))]
    return _listed(
        request, filters, rows.values(*receipt_queries.LISTED), columns, _receipt, title=_("Receipts"), name="receipts",
        links=new if "debts" in request.seat.rights else [], sums=sums_of(rows, "free"),
        empty=_("No receipt fits."), say=lambda sums: _("Receipts: %(n)s · %(amount)s · on account %(rest)s") % sums,
    )  # fmt: skip


def _receipt(slug: str, row: dict) -> list[Cell]:
    code = Receipt(year=row["year"], number=row["number"]).code
    return [
        Cell(code, url=reverse("receipt-page", args=[slug, row["pk"]]), under=row["void_reason"]),
        Cell(showing.day(row["day"])), _trader(slug, row["trader"], row["trader__name"]),
        Cell(str(Means(row["means"]).label)), Cell(row["reference"]), money(row["amount_vnd"]), money(row["free"]),
    ]  # fmt: skip


@reads
def claim_list(request):
    """What traders ask off what they owe, and how it was answered."""
    filters = ClaimFilter(request.coop, request.GET)
    columns = [
        (_("Claim"), False), (_("Day"), False), (_("Buyer"), False), (_("Receivable"), False), (_("Kind"), False),
        (_("Kilograms"), NUMBER), (_("Amount asked"), NUMBER), (_("Amount agreed"), NUMBER), (_("Status"), False),
    ]  # fmt: skip
    rows = claim_queries.claims(request.coop, **filters.facts)
    return _listed(
        request, filters, rows.values(*claim_queries.LISTED), columns, _claim, title=_("Claims"), name="claims",
        sums=claim_queries.sums_of(rows), empty=_("No claim fits. A claim is noted on the page of its receivable."),
        say=lambda sums: _("Claims: %(n)s · %(grams)s · asked %(asked)s · agreed %(agreed)s") % sums,
    )  # fmt: skip


def _claim(slug: str, row: dict) -> list[Cell]:
    code = Claim(year=row["year"], number=row["number"]).code
    of = Receivable(year=row["receivable__year"], number=row["receivable__number"]).code
    return [
        Cell(code, url=reverse("claim-page", args=[slug, row["pk"]])), Cell(showing.day(row["day"])),
        _trader(slug, row["receivable__trader"], row["receivable__trader__name"]),
        Cell(of, url=reverse("receivable-page", args=[slug, row["receivable"]])),
        Cell(str(Claim.Kind(row["kind"]).label)), kilograms(row["grams"]), money(row["asked_vnd"]),
        money(row["agreed_vnd"]), Cell(str(Claim.Status(row["status"]).label), tag=CLAIM_TAGS[row["status"]]),
    ]  # fmt: skip


def _trader(slug: str, pk: int, name: str) -> Cell:
    return Cell(name, url=reverse("trader-account", args=[slug, pk]), wrap=True)


def _listed(
    request, filters: FilterForm, rows: QuerySet, columns: list[tuple], cells: Callable, *, title: str, name: str,
    sums: dict[str, int], say: Callable, empty: str, links: Iterable = (),
):  # fmt: skip
    """A page of a list, its changing part, or its download, all from the same cells."""
    slug, heads = request.coop.slug, [head for head, _number in columns]
    if "format" in request.GET:
        found = ([cell.exact for cell in cells(slug, row)] for row in rows)
        return download(request, f"{name}-{slug}", heads, found)
    page = page_of(request, rows, total=sums["n"])
    told = {key: showing.kg_unit(value, least=0) if key == "grams" else showing.dong(value)
            for key, value in sums.items()}  # fmt: skip
    context = {
        "title": title, "filters": filters, "page": page, "columns": columns, "links": links, "empty": empty,
        "rows": [[*zip(heads, cells(slug, row), strict=True)] for row in page],
        "counted": say({**told, "n": showing.count(sums["n"])}),
    }  # fmt: skip
    return show(request, "harvests/debts_list.html", "harvests/_debts_rows.html", context)
