"""The fruit's way as GS1 EPCIS 2.0 events (JSON-LD): harvest, packing, treatment, aggregation, shipping, corrections.

No event names a grower, a phone or a point finer than a plot's code (R114); nor does it repeat what somebody wrote as a
reason, for that may name one. Source: EPCIS 2.0 and CBV 2.0.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from harvests.rules.epcis_facts import Chain, Harvest, Issuer, Packed, Packing, Shipped, Treated

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
OWN = "coopsite"
KILOGRAM, CELSIUS, PERCENT, GRAY, MINUTE, GRAMS_PER_M3 = "KGM", "CEL", "P1", "A95", "MIN", "A93"
BIZ = {"phytosanitary": "cert", "invoice": "inv", "packing_list": "desadv", "contract": "po"}


def document(chain: Chain, issuer: Issuer, created: dt.datetime) -> dict:
    """An EPCIS document with the events in the order in which they happened; ready for json.dumps."""
    events = [
        *(harvested(row, issuer) for row in chain.harvests),
        *(packed(row, issuer) for row in chain.packings),
        *(treated(row, issuer) for row in chain.treatments),
        *(event for row in chain.shipments for event in (loaded(row, issuer), shipped(row, issuer))),
    ]
    return {
        "@context": [CONTEXT, {OWN: f"{issuer.base}/ns/"}],
        "id": issuer.event_id("document", created.isoformat()),
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": created.isoformat(),
        "epcisBody": {"eventList": sorted(events, key=lambda event: event["eventTime"])},
    }


def harvested(row: Harvest, issuer: Issuer) -> dict:
    """Fruit comes into being: an ObjectEvent ADD with harvest date, plot and codes as master data of the batch."""
    event = {
        **_event("ObjectEvent", issuer.event_id("harvest", row.code, row.revision), row.at),
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "quantityList": [_kilograms(issuer.batch(row.code), row.grams)],
        "readPoint": {"id": issuer.place("plot", row.plot or "unknown")},
        "bizTransactionList": [{"type": "prodorder", "bizTransaction": issuer.thing("ticket", row.code)}],
        "ilmd": {
            "cbvmda:lotNumber": row.code,
            "cbvmda:countryOfOrigin": "VN",
            f"{OWN}:harvestDate": row.at.date().isoformat(),
            f"{OWN}:variety": row.variety,
            f"{OWN}:fieldName": row.plot,
            f"{OWN}:growingAreaCodes": ", ".join(row.area_codes),
        },
    }
    corrected = [issuer.event_id("harvest", row.code, row.corrected)] if row.corrected else []
    return event | _wrong(row.wrong_at, corrected)


def packed(row: Packing, issuer: Issuer) -> dict:
    """Fruit is sorted and packed, or packed anew: a TransformationEvent with kilograms in and cartons out (R81)."""
    house = issuer.place("house", row.house, row.house_gln)
    event = {
        **_event("TransformationEvent", issuer.event_id("lot", row.code), row.at),
        "transformationID": issuer.thing("packing", row.code),
        "bizStep": "repackaging" if row.repacking else "commissioning",
        "disposition": "in_progress",
        "inputQuantityList": [_kilograms(issuer.batch(code), grams) for code, grams in row.inputs],
        "outputQuantityList": [_output(issuer, row.code, line) for line in row.outputs],
        "readPoint": {"id": house},
        "bizLocation": {"id": house},
        "ilmd": {
            "cbvmda:lotNumber": row.code,
            "cbvmda:countryOfOrigin": "VN",
            f"{OWN}:packDate": row.packed_on.isoformat(),
            f"{OWN}:market": row.market,
            f"{OWN}:packingHouseCode": row.house_code,
            f"{OWN}:growingAreaCodes": ", ".join(row.area_codes),
            f"{OWN}:lostKg": _kg(row.lost_g),
        },
    }
    return event | _wrong(row.wrong_at, [])


def treated(row: Treated, issuer: Issuer) -> dict:
    """A treatment: an ObjectEvent OBSERVE with what the sensors reported; CBV has no step of that name."""
    event = {
        **_event("ObjectEvent", issuer.event_id("treatment", row.key), row.at),
        "action": "OBSERVE",
        "bizStep": "other",
        "disposition": "conformant",
        "quantityList": [{"epcClass": issuer.batch(row.lot)}],
        "readPoint": {"id": issuer.place("facility", row.facility_code or row.facility)},
        "sensorElementList": [{"sensorReport": [_measured(*value) for value in row.values]}],
        f"{OWN}:treatmentType": row.kind,
        f"{OWN}:treatmentFacilityCode": row.facility_code,
        f"{OWN}:treatmentIdentificationNumber": row.number,
    }
    if not row.values:
        del event["sensorElementList"]
    if row.certificate:
        event["bizTransactionList"] = [
            {"type": "cert", "bizTransaction": issuer.thing("certificate", row.certificate)}
        ]
    return event | _wrong(row.wrong_at, [])


def loaded(row: Shipped, issuer: Issuer) -> dict:
    """Cartons go into the truck or container: an AggregationEvent."""
    return {
        **_event("AggregationEvent", issuer.event_id("loading", row.code), row.at - dt.timedelta(minutes=1)),
        "parentID": issuer.thing("shipment", row.code),
        "childQuantityList": [_output(issuer, lot, line) for lot, line in row.load],
        "action": "ADD",
        "bizStep": "loading",
        "disposition": "in_progress",
        f"{OWN}:sealNumber": row.seal,
    }


def shipped(row: Shipped, issuer: Issuer) -> dict:
    """The shipment leaves for its recipient: one step forward (R85)."""
    event = {
        **_event("ObjectEvent", issuer.event_id("shipping", row.code), row.at),
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "epcList": [issuer.thing("shipment", row.code)],
        "sourceList": [{"type": "possessing_party", "source": issuer.thing("party", issuer.slug)}],
        "destinationList": [{"type": "possessing_party", "destination": issuer.thing("party", row.consignee)}],
        f"{OWN}:destinationMarket": row.country,
    }
    papers = [
        {"type": BIZ[kind], "bizTransaction": issuer.thing("paper", number)}
        for kind, number in row.papers
        if kind in BIZ and number
    ]
    return event | ({"bizTransactionList": papers} if papers else {})


def _event(kind: str, event_id: str, at: dt.datetime) -> dict:
    offset = at.strftime("%z")
    return {
        "type": kind,
        "eventID": event_id,
        "eventTime": at.isoformat(timespec="seconds"),
        "eventTimeZoneOffset": f"{offset[:3]}:{offset[3:5]}",
    }


def _wrong(at: dt.datetime | None, corrected: Sequence[str]) -> dict:
    """R87: an event is never changed; it is told again with the declaration that it was wrong, and which is right."""
    if at is None:
        return {}
    declared = {
        "declarationTime": at.isoformat(timespec="seconds"),
        "reason": "incorrect_data" if corrected else "did_not_occur",
        "correctiveEventIDs": [*corrected],
    }
    return {"errorDeclaration": declared}


def _measured(what: str, value: Decimal, unit: str) -> dict:
    return {"type": what, "minValue": float(value), "uom": unit}


def _output(issuer: Issuer, lot: str, line: Packed) -> dict:
    """Full cartons are counted; loose fruit is weighed."""
    if line.pack_g is None:
        return _kilograms(issuer.batch(lot), line.grams)
    return {"epcClass": issuer.batch(lot), "quantity": line.cartons}


def _kilograms(batch: str, grams: int) -> dict:
    return {"epcClass": batch, "quantity": _kg(grams), "uom": KILOGRAM}


def _kg(grams: int):
    """Kilograms as JSON writes them: a whole number, or a decimal that ends."""
    return grams // 1_000 if grams % 1_000 == 0 else grams / 1_000
