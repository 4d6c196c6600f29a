"""The dossier that an importer or auditor opens with a secret address: lots, inputs, treatments; no names."""

import hashlib
import re

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from coopsite.formats import showing
from harvests.actions.scans import open_dossier
from harvests.models import Dossier, Shipment
from harvests.queries.dossiers import LotPapers, Origin, papers_of_dossier
from harvests.queries.labels import address_of
from harvests.views.public import language_asked, nothing
from harvests.views.treatments import measured
from harvests.wording_public import WORDS, scheme_in
from harvests.wording_treatments import KINDS

SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


@require_safe
def dossier_public(request, secret):
    """What a dossier opens, in Vietnamese or English; everything else gets the answer that strangers get."""
    secret = secret.rstrip("/")
    dossier = open_dossier(hashed(secret)) if SECRET.fullmatch(secret) else None
    if dossier is None:
        return closed(nothing(request))
    language = "vi" if language_asked(request) == "vi" else "en"
    with override(language):
        text = render_to_string("harvests/dossiers_public.html", _shown(dossier, language))
    return closed(HttpResponse(text))


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def closed(answer: HttpResponse) -> HttpResponse:
    """An answer to a secret address: kept by nobody, found by nobody, named to nobody."""
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _shown(dossier: Dossier, language: str) -> dict:
    papers = papers_of_dossier(dossier)
    coop = dossier.cooperative
    return {
        "language": language,
        "coop": coop.legal_name,
        "address": address_of(coop),
        "phone": showing.phone(coop.phone) if coop.phone else "",
        "recipient": dossier.recipient,
        "until": showing.day_time(dossier.expires_at),
        "title": str(dossier.shipment or dossier.lot),
        "shipment": _shipment(dossier.shipment) if dossier.shipment else [],
        "lots": [_lot(paper, language) for paper in papers],
        "total": showing.kg_unit(sum(paper.net_g for paper in papers), 0),
    }


def _shipment(row: Shipment) -> list[tuple[str, str]]:
    """(label, value) of what stands on the shipment's papers; drivers and their telephones stay inside."""
    temperature = showing.celsius(row.temp_set_dc) if row.temp_set_dc is not None else ""
    known = [
        (_("Market"), str(row.market)), (_("Consignee"), row.consignee),
        (_("Planned for"), showing.day(row.planned_on)),
        (_("Departed on"), showing.day(row.departed_on) if row.departed_on else ""),
        (_("Arrived on"), showing.day(row.arrived_on) if row.arrived_on else ""), (_("Vehicle"), row.vehicle),
        (_("Container"), row.container), (_("Seal number"), row.seal), (_("Set temperature"), temperature),
        (_("Border gate"), row.border_gate),
    ]  # fmt: skip
    return [(label, value) for label, value in known if value]


def _lot(paper: LotPapers, language: str) -> dict:
    lot = paper.lot
    return {
        "code": lot.code,
        "market": str(lot.market),
        "crop": str(lot.commodity),
        "packed": showing.day(lot.packed_on),
        "house": f"{lot.house.code} – {lot.house.name}",
        "cartons": showing.count(paper.cartons),
        "net": showing.kg_unit(paper.net_g, 0),
        "in": showing.kg_unit(lot.in_g, 0),
        "origins": [_origin(row) for row in paper.origins],
        "treatments": [
            {
                "kind": KINDS[row.kind], "at": showing.day_time(row.treated_at), "measured": measured(row),
                "facility": " · ".join(part for part in (row.facility, row.facility_code) if part),
                "numbers": " · ".join(part for part in (row.treatment_no, row.certificate_no) if part),
            }
            for row in paper.treatments
        ],
        "certificates": [
            {
                "scheme": scheme_in(WORDS[language], row["scheme"]), "number": row["number"],
                "until": "/".join(reversed(row["valid_to"].split("-"))),
            }
            for row in paper.certificates
        ],
    }  # fmt: skip


def _origin(row: Origin) -> dict:
    days = [showing.day(day) for day in dict.fromkeys((row.first, row.last))]
    return {
        "code": row.code or _("without a planting area code"),
        "kg": showing.kg(row.grams),
        "days": " – ".join(days),
        "households": ", ".join(row.households),
        "count": showing.count(len(row.households)),
    }
