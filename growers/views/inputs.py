"""Pages about input products: the list with what is permitted today, one product with its history, and its form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.inputs import add_product, change_product
from growers.forms.inputs import PLACES, ProductFilter, ProductForm
from growers.models import InputProduct
from growers.queries.history import history_of
from growers.queries.inputs import LISTED, actives_of, forbidden_on, product_by_key, products, uses_of
from growers.queries.settings import settings_on
from growers.queries.trail import audit_of
from growers.rules.inputs import SPRAYED, ActiveRow, UseRow, judge_product, standing
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, tried, warn
from growers.wording import sentence

CSS = {"permitted": ("✓", "tag"), "coming": ("…", "tag tag-warn"), "ended": ("✕", "tag tag-bad"),
       "banned": ("✕", "tag tag-bad"), "off": ("–", "tag tag-quiet")}  # fmt: skip


@reads
def input_list(request):
    """Every product with search, filters, what is permitted today, and downloads."""
    filters, today = ProductFilter(request.coop, request.GET), clock.today()
    rows = products(request.coop, day=today, **filters.facts)
    if "format" in request.GET:
        return _download(request, rows)
    page = page_of(request, rows.values(*LISTED))
    listed = list(page)
    keys = [row["id"] for row in listed]
    actives, uses = actives_of(request.coop, keys), uses_of(request.coop, keys)
    prefix = reverse("input-list", args=[request.coop.slug])
    context = {
        "filters": filters,
        "page": page,
        "rows": [
            _shown(row, actives.get(row["id"], ()), uses.get(row["id"], ()), prefix, request.coop.commodity_id)
            for row in listed
        ],
        "count": showing.count(page.paginator.count),
    }
    return show(request, "growers/inputs_list.html", "growers/_inputs_list_rows.html", context)


def _shown(row: dict, actives: list[ActiveRow], uses: list[UseRow], prefix: str, main: int) -> dict:
    return {
        "url": f"{prefix}{row['id']}/",
        "name": row["name"],
        "formulation": row["formulation"],
        "registration": row["registration_no"],
        "kind": str(InputProduct.Kind(row["kind"]).label),
        "actives": "; ".join(_active(active) for active in actives),
        "uses": [_use(use, row["kind"], main) for use in uses],
        "unregistered": row["kind"] in SPRAYED and not uses,
        "organic": row["organic_allowed"],
        **state_shown(row["permitted_from"], row["permitted_to"], listed=row["is_active"], forbidden=row["forbidden"]),
    }


def _active(active: ActiveRow) -> str:
    return f"{active.name} {active.content}".strip()


def _use(use: UseRow, kind: str, main: int | None = None) -> dict:
    """A crop with its interval; in a list the co-operative's main crop goes without saying."""
    sprays = kind in SPRAYED
    return {
        "crop": use.name,
        "other": use.crop != main,
        "counts": sprays,
        "days": "–" if not sprays else "" if use.phi_days is None else showing.count(use.phi_days),
        "locked": sprays and use.phi_days is None,
        "source": use.source,
    }


def state_shown(first, last, *, listed: bool, forbidden: bool) -> dict:
    """What a product's window, list and actives come to today, with its mark."""
    state = standing((first, last), clock.today(), listed=listed, forbidden=forbidden)
    mark, css = CSS[state]
    words = {
        "permitted": _("permitted"),
        "coming": _("permitted from %(day)s") % {"day": showing.day(first)},
        "ended": _("not permitted since %(day)s") % {"day": showing.day(last)},
        "banned": _("banned active ingredient"),
        "off": _("taken off the list"),
    }
    return {"state": words[state], "mark": mark, "css": css}


def _download(request, rows):
    header = [
        _("Trade name"), _("Registration number"), _("Formulation"), _("Active ingredients"), _("Kind of product"),
        _("Crop"), _("Interval (days)"), _("Permitted from"), _("No longer permitted from"), _("Today"), _("Supplier"),
    ]  # fmt: skip
    actives, uses = actives_of(request.coop), uses_of(request.coop)
    cells = []
    for row in rows.values(*LISTED, "supplier"):
        state = state_shown(
            row["permitted_from"], row["permitted_to"], listed=row["is_active"], forbidden=row["forbidden"]
        )
        told = " + ".join(map(_active, actives.get(row["id"], ())))
        kind = str(InputProduct.Kind(row["kind"]).label)
        about = [row["name"], row["registration_no"], row["formulation"], told, kind]
        days = [row[name] and showing.day(row[name]) for name in ("permitted_from", "permitted_to")]
        crops = uses.get(row["id"]) or [UseRow(0, "")]
        cells += [[*about, use.name, use.phi_days, *days, state["state"], row["supplier"]] for use in crops]
    return download(request, f"inputs-{request.coop.slug}", header, cells)


@reads
def input_page(request, key):
    """One product: label, crops with intervals, what is odd about it; `?tab=history` shows its changes."""
    product = _product(request, key)
    if request.GET.get("tab") == "history":
        trail = audit_of(request.coop, "inputproduct", product.pk)[:50]
        context = {"product": product, "tab": "history", "history": history_of(product), "trail": _rows_changed(trail)}
        return render(request, "growers/inputs_page.html", context)
    actives = actives_of(request.coop, [product.pk]).get(product.pk, [])
    uses = uses_of(request.coop, [product.pk]).get(product.pk, [])
    today = clock.today()
    forbidden = forbidden_on(request.coop, today)
    verdict = judge_product(
        {"kind": product.kind}, actives, uses, forbidden=forbidden,
        odd_days=settings_on(request.coop, today)["phi_odd_days"],
    )  # fmt: skip
    banned = any(row.key in forbidden.banned or row.key in forbidden.stopped for row in actives)
    context = {
        "product": product,
        "tab": "overview",
        "flags": [sentence(reason) for reason in verdict.warnings],
        "actives": [_active(row) for row in actives],
        "uses": [_use(use, product.kind) for use in uses],
        "dose": _dose(product),
        "days": (showing.day(product.permitted_from), showing.day(product.permitted_to)),
        **state_shown(product.permitted_from, product.permitted_to, listed=product.is_active, forbidden=banned),
    }
    return render(request, "growers/inputs_page.html", context)


def _dose(product: InputProduct) -> str:
    ends = [showing.kg(milli, 0) for milli in (product.dose_low_milli, product.dose_high_milli) if milli is not None]
    return f"{'–'.join(dict.fromkeys(ends))} {product.get_dose_unit_display()}" if ends else "–"


def _rows_changed(trail) -> list[dict]:
    """The changes of active ingredients and intervals, which the trail keeps and the product's versions do not."""
    names = {"actives": _("Active ingredients"), "intervals": _("Intervals")}
    found = []
    for entry in trail:
        changed = entry.details.get("changes", {})
        fields = [(names[key], *changed[key]) for key in names if key in changed]
        if fields:
            found.append({"at": showing.day_time(entry.at), "who": entry.actor.display_name, "fields": fields})
    return found


@writes(Right.DIARY)
def input_new(request):
    """A product that is not on the list yet."""
    form = ProductForm(request.seat, request.POST or None)
    form.back = reverse("input-list", args=[request.coop.slug])
    if product := tried(form, lambda: add_product(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, _("%(product)s was added to the list.") % {"product": product.name})
        return _saved(request, form, product)
    return render(request, "growers/inputs_form.html", {"form": form, "title": _("Add product")})


@writes(Right.DIARY)
def input_edit(request, key):
    """A product that is there; taking it off the list leaves every entry as it is."""
    product = _product(request, key)
    title = _("Change %(product)s") % {"product": product}
    form = ProductForm(request.seat, request.POST or None, instance=product)
    form.back = reverse("input-page", args=[request.coop.slug, key])
    if changed := tried(
        form, lambda: change_product(request.seat, product=product, version=form.shown_version, **form.facts), PLACES
    ):
        messages.success(request, _("The changes were saved."))
        return _saved(request, form, changed)
    return render(request, "growers/inputs_form.html", {"form": form, "title": title})


def _saved(request, form: ProductForm, product: InputProduct):
    warn(request, form.warnings)
    return redirect("input-page", request.coop.slug, product.pk)


def _product(request, key) -> InputProduct:
    return or_404(product_by_key(request.coop, key))
