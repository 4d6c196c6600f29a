"""Sentences for allocations, shipments, papers and the gate; the names of papers; the verbs of a shipment's trail."""

from django.utils.translation import gettext_lazy as _

from growers.rules.verdicts import Reason
from growers.wording import learn, sentence

ALLOCATIONS = {
    "allocation_not_positive": _("Enter kilograms above zero."),
    "allocation_not_whole_cartons": _(
        "%(typed)s is no whole number of cartons of %(pack)s in lot %(lot)s:"
        " %(fewer)s cartons are %(fewer_kg)s, %(more)s are %(more_kg)s."
    ),
    "allocation_lot_open": _("Lot %(lot)s is still being packed. Close it first."),
    "allocation_lot_void": _("Lot %(lot)s was voided."),
    "allocation_lot_held": _("Lot %(lot)s is on hold: nobody may take from it until it is released."),
    "allocation_market_differs": _("Lot %(lot)s was packed for %(lot_market)s, the order goes to %(market)s."),
    "allocation_crop_differs": _("Lot %(lot)s holds another crop than was ordered."),
    "allocation_grade_differs": _("These cartons of lot %(lot)s are of another grade than the order line."),
    "allocation_pack_differs": _("Lot %(lot)s is packed in cartons of %(pack)s, ordered were %(asked)s."),
    "allocation_reserved": _("Lot %(lot)s was opened for order %(order)s."),
    "allocation_carton_spent": _("%(typed)s is more than these cartons of lot %(lot)s have free: %(left)s."),
    "allocation_line_full": _("%(typed)s is more than the order line can still take: %(left)s."),
    "allocation_nothing_chosen": _("Enter kilograms for at least one line of cartons."),
    "allocation_chosen_twice": _("The same cartons stand twice under one order line."),
    "allocation_freed": _("This was freed already."),
    "allocation_loaded": _("This lies on a shipment. Unload it first."),
    "allocation_free_without_reason": _("Say why the fruit is freed."),
    "allocation_without_source": _("Nobody knows where the fruit of lot %(lot)s comes from: it has no input."),
}

SHIPMENTS = {
    "shipment_not_now_change": _("Only a planned shipment can be changed."),
    "shipment_not_now_load": _("Only a planned shipment can be loaded or unloaded."),
    "shipment_not_now_papers": _("This shipment was cancelled: its papers stay as they are."),
    "shipment_not_now_depart": _("Only a planned shipment can leave."),
    "shipment_not_now_undo": _("Only a departure can be taken back, and not once the shipment has arrived."),
    "shipment_not_now_arrive": _("Only a shipment that left can arrive."),
    "shipment_not_now_cancel": _("Only a planned shipment can be cancelled."),
    "shipment_too_far_ahead": _("This day lies more than a year ahead. Check the year."),
    "shipment_too_old": _("This day lies more than a year back. Check the year."),
    "shipment_temperature_unlikely": _("Fresh fruit travels between -5 and 25 °C."),
    "shipment_exporter_is_buyer": _("Leave this empty when the buyer exports in its own name."),
    "shipment_market_fixed": _("Something is loaded already: unload it before you change the market."),
    "shipment_buyer_fixed": _("Something is loaded already: unload it before you change the buyer."),
    "shipment_gross_below_net": _("The truck weighs less (%(gross)s) than the fruit on it (%(net)s)."),
    "load_nothing_chosen": _("Tick at least one line."),
    "load_not_found": _("Nothing was found for this code. Scan the label again, or type the lot code."),
    "load_lot_without_allocation": _(
        "Lot %(lot)s is set aside for no order of this buyer and market. Set it aside first."
    ),
    "load_already_here": _("Lot %(lot)s for %(order)s is loaded already."),
    "load_elsewhere": _("Lot %(lot)s for %(order)s lies on shipment %(shipment)s."),
    "load_freed": _("Lot %(lot)s was freed from %(order)s in the meantime."),
    "load_market_differs": _("Order %(order)s goes to another market than this shipment."),
    "load_buyer_differs": _("Order %(order)s is of another buyer than this shipment."),
    "load_lot_held": _("Lot %(lot)s is on hold: it must not be loaded."),
    "load_not_here": _("This does not lie on the shipment any more."),
    "cancel_without_reason": _("Say why the shipment is cancelled."),
    "undo_without_reason": _("Say why the departure is taken back."),
    "undo_only_director": _("Only the director takes a departure back."),
    "undo_other_day": _("The shipment left on %(departed)s; a departure is taken back on the same day only."),
    "depart_refused": _("The shipment cannot leave: %(count)s conditions of the gate fail."),
    "depart_without_reason": _("There are warnings: say why the shipment leaves in spite of them."),
    "depart_only_director": _("There are warnings, which only the director can accept."),
    "shipment_load_changed": _("The load was changed in this moment. Look at it again."),
    "arrival_before_departure": _("It left on %(departed)s: it cannot arrive before."),
    "arrival_in_future": _("The day of arrival lies in the future."),
}

PAPER_SENTENCES = {
    "paper_missing": _("Missing: %(paper)s."),
    "paper_waived": _("%(paper)s is marked as not needed, but the market asks for it."),
    "paper_expired": _("%(paper)s was valid until %(valid)s."),
    "paper_not_yet_issued": _("%(paper)s is issued on %(issued)s, after the departure."),
    "paper_differs": _("%(paper)s names %(named_kg)s, loaded are %(loaded_kg)s."),
    "paper_cartons_differ": _("%(paper)s names %(named)s cartons, loaded are %(cartons)s."),
    "paper_uncounted": _("%(paper)s must name cartons or kilograms: enter what stands on it."),
    "paper_number_missing": _("%(paper)s has no number."),
    "paper_dates_swapped": _("The paper is valid only before the day it was issued."),
    "paper_unknown": _("%(paper)s is not on this checklist."),
    "paper_printed_elsewhere": _("%(paper)s is not made here: enter its number."),
    "paper_nothing_loaded": _("Nothing is loaded yet, so there is nothing to print."),
}

GATE = {
    "gate_not_planned": _("This shipment is not planned any more."),
    "gate_empty": _("Nothing is loaded."),
    "gate_market_closed": _("The market %(market)s is closed for this fruit (%(source)s)."),
    "gate_market_unknown": _("Whether the market %(market)s takes this fruit is not known, so it counts as closed."),
    "gate_fruit_not_eligible": _("Lot %(lot)s: ticket %(ticket)s, harvested on %(harvested)s, may not go there."),
    "gate_fruit_unknown": _("Lot %(lot)s: ticket %(ticket)s, harvested on %(harvested)s, has an open question."),
    "gate_lot_not_closed": _("Lot %(lot)s is not closed."),
    "gate_lot_held": _("Lot %(lot)s is on hold."),
    "gate_lot_recalled": _("Lot %(lot)s is being recalled (%(recall)s)."),
    "gate_lot_other_market": _("Lot %(lot)s was packed for %(lot_market)s."),
    "gate_house_code_missing": _("Lot %(lot)s: packing house %(house)s has no code for this market."),
    "gate_house_code_inactive": _(
        "Lot %(lot)s: code %(code)s of packing house %(house)s was not active on %(packed)s."
    ),
    "gate_house_code_lost": _(
        "Lot %(lot)s: code %(code)s of packing house %(house)s was lost on %(since)s, after packing. Read the notice."
    ),
    "gate_area_code_lost": _(
        "Lot %(lot)s: planting area code %(code)s was lost on %(since)s, after the harvest of ticket %(ticket)s."
        " Read the notice."
    ),
    "gate_treatment": _("Lot %(lot)s was not treated as the market asks."),
    "gate_labels_missing": _("No labels were printed for lot %(lot)s."),
    "gate_ticket_held": _("Lot %(lot)s: ticket %(ticket)s is on hold."),
    "gate_state_barred": _("This fruit may not go to %(state)s (%(source)s)."),
    "gate_state_missing": _(
        "This fruit may not go to %(barred)s (%(source)s): enter the consignee's state in two letters."
    ),
    "gate_consignee_missing": _("Nobody is named as consignee."),
    "gate_address_missing": _("The consignee has no address."),
    "gate_temperature_missing": _("The temperature of the truck is not entered."),
    "gate_vehicle_missing": _("Neither vehicle nor container is entered."),
    "gate_kde_missing": _("Traceability records for the United States lack: %(what)s."),
}

PAPERS = {
    "contract": _("Sales contract"),
    "dispatch_order": _("Dispatch order"),
    "goods_issue": _("Goods issue note"),
    "packing_list": _("Packing list"),
    "handover": _("Handover minutes"),
    "source_list": _("Source list"),
    "invoice": _("Invoice"),
    "phytosanitary": _("Phytosanitary certificate"),
    "additional_declaration": _("Additional declaration on the phytosanitary certificate"),
    "certificate_of_origin": _("Certificate of origin"),
    "conformity_declaration": _("Declaration of conformity"),
    "delivery_note": _("Delivery note"),
    "entry_document": _("Common entry document"),
    "fsvp": _("Importer’s supplier verification (FSVP)"),
    "fumigation_record": _("Fumigation record"),
    "import_permit": _("Import permit"),
    "importer_licence": _("Importer’s licence"),
    "official_certificate": _("Official certificate"),
    "pesticide_statement": _("Statement of pesticides used"),
    "preclearance": _("Preclearance"),
    "prior_notice": _("Prior notice"),
    "residue_analysis": _("Residue analysis"),
    "treatment_record": _("Treatment record"),
    "vht_chart": _("Vapour heat chart"),
}
KDE = {
    "coop_phone": _("phone number of the co-operative"),
    "house_phone": _("phone number of the packing house"),
    "house_address": _("address of the packing house"),
    "field": _("the field of a harvest"),
}

SENTENCES: dict[str, object] = {**ALLOCATIONS, **SHIPMENTS, **PAPER_SENTENCES, **GATE}
learn(SENTENCES)

# What the audit trail notes, as people read it.
VERBS = {
    "shipment planned": _("shipment planned"),
    "shipment changed": _("shipment changed"),
    "shipment cancelled": _("shipment cancelled"),
    "shipment departed": _("shipment departed"),
    "shipment arrived": _("shipment arrived"),
    "departure undone": _("departure taken back"),
    "loaded": _("loaded"),
    "unloaded": _("unloaded"),
    "paper entered": _("paper entered"),
    "paper printed": _("paper printed"),
}


def paper_name(kind: str):
    """The name of a paper; one that a market's list named anew is shown by its code."""
    return PAPERS.get(kind) or kind.replace("_", " ")


def said(reason: Reason):
    """The sentence of a reason, with papers and missing records by their names."""
    names = {"paper": paper_name, "what": lambda code: KDE.get(code, code)}
    data = {key: names[key](value) if key in names else value for key, value in reason.data.items()}
    return sentence(Reason(reason.code, data))
