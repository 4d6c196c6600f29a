"""The expiry board (M22): everything that runs out, with what hangs on it; and what a suspended code reaches (R15)."""

import datetime as dt

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.models import Certificate, ExportCode, MarkLicence
from growers.queries.areas import events_of
from growers.queries.settings import settings_on
from growers.views.documents import code_url
from growers.web import or_404
from harvests.models import Lot
from harvests.queries.permits import (
    asked_on,
    code_of,
    lots_for,
    members_of_code,
    permissions,
    promises,
    shipped_of,
    stocks,
    unpacked_of,
)
from harvests.queries.sources import Behind, behind
from harvests.rules.permits import (
    AREA_CODE,
    COLUMNS,
    EXPIRED,
    HOUSE_CODE,
    IN_30,
    IN_60,
    IN_90,
    LATER,
    LICENCE,
    SUPERVISION,
    Impact,
    Permission,
    barred_periods,
    column_of,
    impact,
    is_barred,
    reached_g,
)

TITLES = {
    EXPIRED: gettext_lazy("Expired or suspended"),
    IN_30: gettext_lazy("Less than 30 days"),
    IN_60: gettext_lazy("Less than 60 days"),
    IN_90: gettext_lazy("Less than 90 days"),
    LATER: gettext_lazy("Later"),
}
KINDS = {
    AREA_CODE: gettext_lazy("planting area code"),
    HOUSE_CODE: gettext_lazy("packing house code"),
    SUPERVISION: gettext_lazy("supervision visit"),
    LICENCE: gettext_lazy("mark licence"),
}
TROUBLES = {
    "suspended": gettext_lazy("suspended"),
    "expired": gettext_lazy("expired"),
    "missing": gettext_lazy("no visit on record"),
    "failed": gettext_lazy("failed, visit again"),
}


@reads
def permit_board(request):
    """What runs out when, the soonest first, each with plots, hectares, open orders and fruit that hang on it."""
    coop, today = request.coop, clock.today()
    found = permissions(coop, today, supervision_days=settings_on(coop, today)["supervision_days"])
    asked, promised, stocked = asked_on(today), promises(coop), stocks(coop, today)
    columns: dict[str, list] = {name: [] for name in COLUMNS}
    for permission, row in sorted(found, key=lambda pair: (pair[0].until or dt.date.min, pair[0].kind, pair[0].key)):
        hangs = impact(permission, asked, promised, stocked)
        columns[column_of(permission, today)].append(_card(coop.slug, permission, row, hangs, today))
    shown = [{"name": name, "title": TITLES[name], "cards": columns[name]} for name in COLUMNS]
    return render(request, "harvests/permits_board.html", {"columns": shown if found else []})


def _card(slug: str, permission: Permission, row, hangs: Impact, today: dt.date) -> dict:
    title, kind, about, url = _named(slug, permission, row)
    return {
        "url": url,
        "kind": kind,
        "title": title,
        "about": about,
        "when": _when(permission, today),
        "until": "" if permission.until is None else showing.day(permission.until),
        "facts": _facts(permission, hangs),
        "quiet": not (hangs.orders or hangs.stock_g),
    }


def _named(slug: str, permission: Permission, row: Certificate | ExportCode | MarkLicence) -> tuple:
    """(title, kind, what it is about, address) of a permission's row."""
    if isinstance(row, Certificate):
        about = " · ".join(filter(None, (row.body.name, row.house.name if row.house_id else "")))
        url = reverse("certificate-page", args=[slug, row.pk])
        return row.number, row.get_scheme_display(), about, url
    if isinstance(row, MarkLicence):
        return row.decision_no, KINDS[LICENCE], row.mark.name, reverse("licence-page", args=[slug, row.pk])
    about = f"{row.market.name} · {row.house.name if row.house_id else row.area.name}"
    url = code_url(row) + ("#visits" if permission.kind == SUPERVISION else "")
    return row.code, KINDS[permission.kind], about, url


def _when(permission: Permission, today: dt.date) -> str:
    if permission.trouble:
        return str(TROUBLES[permission.trouble])
    left = (permission.until - today).days
    if left < 0:
        return ngettext("ended %(n)s day ago", "ended %(n)s days ago", -left) % {"n": showing.count(-left)}
    if left == 0:
        return _("ends today") if permission.kind == SUPERVISION or permission.with_last else _("ended today")
    return ngettext("%(n)s more day", "%(n)s more days", left) % {"n": showing.count(left)}


def _facts(permission: Permission, hangs: Impact) -> list[tuple[str, str]]:
    """What hangs on a permission, in lines of (name, figure); what cannot hang on its kind is left out."""
    facts = []
    if permission.kind != LICENCE and not permission.house:
        facts.append((_("Plots"), f"{showing.count(hangs.plots)} · {showing.hectares(hangs.area_m2)}"))
    if permission.kind != LICENCE:
        orders = f"{showing.count(hangs.orders)} · {showing.kg_unit(hangs.outstanding_g, least=0)}"
        facts.append((_("Open orders"), orders if hangs.orders else "–"))
    facts.append((_("Packed, not shipped"), showing.kg_unit(hangs.stock_g, least=0) if hangs.stock_g else "–"))
    return facts


@reads
def code_reach(request, key):
    """R15: lots that lose the market while a code is suspended, and shipped ones to look at again."""
    code = or_404(code_of(request.coop, key))
    barred = barred_periods([(event.effective_from, event.status) for event in events_of(code)])
    context = {
        "code": code,
        "back": code_url(code),
        "periods": [(showing.day(first), showing.day(last) if last else "") for first, last in barred],
        "held": [],
        "shipped": [],
    }
    if barred:
        context |= _reach(request.coop, code, barred)
    return render(request, "harvests/permits_reach.html", context)


def _reach(coop, code: ExportCode, barred) -> dict:
    since, members = barred[0][0], members_of_code(code)
    lots = lots_for(code, since)
    sources = behind(coop, [lot.pk for lot in lots]) if code.area_id else None
    reached = [(lot, grams) for lot in lots if (grams := _grams(lot, sources, members, barred))]
    gone = shipped_of(coop, [lot.pk for lot, _grams in reached])
    held = [_lot(coop, lot, grams) for lot, grams in reached if lot.left_g > 0]
    shipped = [
        {**_lot(coop, lot, grams), **_shipment(coop, shipment), "on_it": showing.kg_unit(on_it, 0)}
        for lot, grams in reached
        for shipment, on_it in gone.get(lot.pk, ())
    ]
    loose = reached_g(unpacked_of(code, since), members, barred) if code.area_id else 0
    return {
        "held": held,
        "shipped": shipped,
        "loose": showing.kg_unit(loose, 0) if loose else "",
        "sums": {
            "held": showing.kg_unit(sum(lot.left_g for lot, _grams in reached if lot.left_g > 0), 0),
            "shipped": showing.kg_unit(sum(on_it for lot, _grams in reached for _, on_it in gone.get(lot.pk, ())), 0),
        },
    }


def _grams(lot: Lot, sources: Behind | None, members, barred) -> int:
    """What of a lot the suspended code covered: all that was packed in the house, or the fruit of its plots."""
    if sources is None:
        return lot.in_g if is_barred(lot.packed_on, barred) else 0
    return reached_g([(load.plot_key, load.day, grams) for load, grams in sources.of(lot.pk)], members, barred)


def _lot(coop, lot: Lot, grams: int) -> dict:
    return {
        "url": reverse("lot-page", args=[coop.slug, lot.code]),
        "code": lot.code,
        "packed": showing.day(lot.packed_on),
        "status": lot.get_status_display(),
        "reached": showing.kg_unit(grams, 0),
        "left": showing.kg_unit(lot.left_g, 0),
        "held": lot.is_held,
    }


def _shipment(coop, shipment) -> dict:
    return {
        "shipment": shipment.code,
        "shipment_url": reverse("shipment-page", args=[coop.slug, shipment.code]),
        "buyer": shipment.trader.name,
        "departed": showing.day(shipment.departed_on),
    }
