"""Pages about sales of inputs: the list, a sale for one household, one of them, voiding, and "used?" for the diary."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.diary import Unconfirmed
from growers.rules.diary import Judged
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, trail_of, tried
from growers.wording import sentence
from harvests.actions.input_sales import is_used, sell, use_line, void_sale
from harvests.forms.input_sales import PLACES, USE_PLACES, SaleFilter, SaleForm, UseForm
from harvests.models import InputSale, InputSaleLine
from harvests.models.credit import sale_code
from harvests.queries.account_documents import household_typed, offsets_of, repayments_of
from harvests.queries.credit import standing_of
from harvests.queries.input_sales import (
    LISTED,
    actives_sold,
    line_by_key,
    lines_of,
    plots_of_household,
    products_sold,
    sale_by_code,
    sales,
)
from harvests.views.credit import paid_back, shown_standing, void_step
from harvests.wording_credit import VERBS


@reads
def sale_list(request):
    """M21: every sale of inputs, newest first, with filters and downloads."""
    filters = SaleFilter(request.coop, request.GET)
    rows = sales(request.coop, **filters.facts)
    if "format" in request.GET:
        return _download(request, rows)
    page = page_of(request, rows.values(*LISTED))
    found = list(page)
    products = products_sold(request.coop, [row["pk"] for row in found])
    prefix = reverse("input-sale-list", args=[request.coop.slug])
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, products.get(row["pk"], ()), prefix) for row in found],
        "count": showing.count(page.paginator.count),
    }
    return show(request, "harvests/input_sales_list.html", "harvests/_input_sales_rows.html", context)


def _open(row: dict) -> int:
    credit = row["terms"] == InputSale.Terms.CREDIT and not row["void_reason"]
    return row["amount_vnd"] - row["settled_vnd"] if credit else 0


def _shown(row: dict, products, prefix: str) -> dict:
    code, open_vnd = sale_code(row["year"], row["number"]), _open(row)
    return {
        "url": f"{prefix}{code}/",
        "code": code,
        "day": showing.day(row["day"]),
        "household": f"{row['household__code']} – {row['household__name']}",
        "products": ", ".join(products),
        "terms": str(InputSale.Terms(row["terms"]).label),
        "amount": showing.dong_plain(row["amount_vnd"]),
        "open": showing.dong_plain(open_vnd) if open_vnd else "",
        "due": showing.day(row["due_on"]) if row["due_on"] else "",
        "late": bool(open_vnd and row["due_on"] and row["due_on"] < clock.today()),
        "void": row["void_reason"],
    }


def _download(request, rows):
    header = [_("Number"), _("Day"), _("Code"), _("Household"), _("Products"), _("How it is paid"), _("Amount, dong"),
              _("Open, dong"), _("Due"), _("Voided because")]  # fmt: skip
    found = list(rows.values(*LISTED))
    products = products_sold(request.coop, [row["pk"] for row in found])
    cells = (
        [sale_code(row["year"], row["number"]), showing.day(row["day"]), row["household__code"], row["household__name"],
         ", ".join(products.get(row["pk"], ())), str(InputSale.Terms(row["terms"]).label), row["amount_vnd"],
         _open(row), showing.day(row["due_on"]) if row["due_on"] else "", row["void_reason"]]
        for row in found
    )  # fmt: skip
    return download(request, f"input-sales-{request.coop.slug}", header, cells)


@writes(Right.CREDIT)
def sale_new(request):
    """M21: inputs handed out, on credit or for cash; `?household=003` names to whom."""
    found = household_typed(request.coop, request.GET.get("household", ""))
    initial = {"household": found[0] if len(found) == 1 else None}
    form = SaleForm(request.seat, request.POST or None, initial=initial)
    form.back = reverse("input-sale-list", args=[request.coop.slug])
    if sale := tried(form, lambda: sell(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, _("%(code)s was made: %(amount)s.") % {
            "code": sale.code, "amount": showing.dong(sale.amount_vnd)})  # fmt: skip
        return redirect("input-sale-page", request.coop.slug, sale.code)
    household = form.typed_household
    standing = household and shown_standing(household, standing_of(request.coop, household, clock.today()))
    return render(request, "harvests/input_sales_form.html", {"form": form, "standing": standing})


@reads
def sale_page(request, code):
    """One sale: its lines, what was paid back on it, and for each line whether the field diary tells of its use."""
    sale = _sale(request, code)
    lines = lines_of(request.coop, sale)
    actives = actives_sold(request.coop, lines)
    credit = sale.terms == InputSale.Terms.CREDIT
    open_vnd = sale.amount_vnd - sale.settled_vnd
    plots = [plot.pk for plot in plots_of_household(sale)] if request.seat.may(Right.DIARY) else []
    context = {
        "sale": sale,
        "credit": credit,
        "facts": {
            "amount": showing.dong(sale.amount_vnd), "open": showing.dong(open_vnd), "day": showing.day(sale.day),
            "due": showing.day(sale.due_on), "made": showing.day_time(sale.made_at),
            "late": bool(credit and open_vnd and sale.due_on and sale.due_on < clock.today() and not sale.void_reason),
        },
        "lines": [_line(request, sale, line, actives, plots) for line in lines],
        "paid": paid_back(
            request.coop.slug, repayments_of(request.coop, sale=sale), offsets_of(request.coop, sale=sale)
        ),
        "may_void": request.seat.may(Right.CREDIT) and not sale.void_reason and not sale.settled_vnd
        and not any(is_used(line) for line in lines),
        "may_repay": request.seat.may(Right.ADVANCE) and credit and open_vnd and not sale.void_reason,
        "trail": trail_of(sale, VERBS),
    }  # fmt: skip
    return render(request, "harvests/input_sales_page.html", context)


def _line(request, sale: InputSale, line: InputSaleLine, actives: dict, plots: list[int]) -> dict:
    unit, used = line.stock.get_unit_display(), is_used(line)
    usable = not used and not sale.void_reason and request.seat.may(Right.DIARY)
    line.sale = sale
    return {
        "product": line.stock.product.name,
        "actives": " + ".join(active.name for active in actives.get(line.stock.product_id, ())),
        "lot": line.stock.lot_no,
        "expires": showing.day(line.stock.expires_on),
        "quantity": f"{showing.kg(line.quantity_milli, 0)} {unit}",
        "price": showing.dong_plain(line.price_vnd),
        "amount": showing.dong_plain(line.amount_vnd),
        "used": reverse("diary-page", args=[request.coop.slug, line.used_id]) if used else "",
        "used_on": showing.day(line.used.done_on) if used else "",
        "use": reverse("input-sale-use", args=[request.coop.slug, sale.code, line.pk]) if usable else "",
        "ready": UseForm(request.seat, line=line, plots=plots).ready if usable else [],
    }


@writes(Right.CREDIT)
def sale_void(request, code):
    """A sale taken back: nothing of it paid back, nothing of it used."""
    sale = _sale(request, code)
    back = reverse("input-sale-page", args=[request.coop.slug, code])
    return void_step(request, sale, partial(void_sale, sale=sale), back)


@writes(Right.DIARY)
def sale_use(request, code, pk):
    """ "Used?": what was sold goes into the field diary, with one tap when nothing more is to be said or looked at."""
    sale = _sale(request, code)
    line = or_404(line_by_key(request.coop, sale, pk))
    form = UseForm(request.seat, request.POST or None, line=line)
    form.back, judged = reverse("input-sale-page", args=[request.coop.slug, code]), None
    try:
        if tried(form, lambda: use_line(request.seat, sent=form.sent, line=line, **form.facts), USE_PLACES):
            messages.success(request, _("It stands in the field diary now."))
            return redirect("input-sale-page", request.coop.slug, code)
    except Unconfirmed as unseen:
        judged = _judged(unseen.judged)
        form.ask(unseen.judged.seal)
    context = {"form": form, "sale": sale, "product": line.stock.product.name, "judged": judged}
    return render(request, "harvests/input_sales_use.html", context)


def _judged(judged: Judged) -> dict:
    return {
        "doubts": [sentence(reason) for reason in judged.verdict.warnings],
        "plots": [{"code": row.code, "harvest": showing.day(row.earliest) if row.earliest else ""}
                  for row in judged.outlooks],
    }  # fmt: skip


def _sale(request, code) -> InputSale:
    return or_404(sale_by_code(request.coop, code))
