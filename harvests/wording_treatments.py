"""Sentences for what the rules say of treatments, labels and prints; the verbs of their trail."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn
from harvests.rules.treatments import FUMIGATION, IRRADIATION, VAPOUR_HEAT

KINDS = {VAPOUR_HEAT: _("vapour heat"), FUMIGATION: _("methyl bromide fumigation"), IRRADIATION: _("irradiation")}
VALUE_NAMES = {
    "pulp_temp_dc": _("pulp"), "minutes": _("time"), "humidity_bp": _("humidity"), "dose_g_m3": _("dose"),
    "dose_gy": _("absorbed dose"),
}  # fmt: skip
UNITS = {"minutes": _("min"), "dose_g_m3": "g/m³", "dose_gy": "Gy"}

TREATMENTS = {
    "treatment_missing": _("The market asks for a treatment that this lot has not had: enter it under Treatments."),
    "treatment_before_packing": _("The treatment was done before the lot was packed (%(packed)s)."),
    "treatment_not_supervised": _("The market asks for supervision: enter who supervised the treatment."),
    "treatment_pulp_temp_dc_missing": _("The pulp temperature was not entered; the market asks for %(least)s."),
    "treatment_minutes_missing": _("The minutes were not entered; the market asks for %(least)s."),
    "treatment_humidity_bp_missing": _("The humidity was not entered; the market asks for %(least)s."),
    "treatment_dose_g_m3_missing": _("The dose was not entered; the market asks for %(least)s g/m³."),
    "treatment_dose_gy_missing": _("The absorbed dose was not entered; the market asks for %(least)s Gy."),
    "treatment_pulp_temp_dc_low": _("Pulp temperature %(measured)s, the market asks for at least %(least)s."),
    "treatment_minutes_low": _("%(measured)s minutes, the market asks for at least %(least)s."),
    "treatment_humidity_bp_low": _("Humidity %(measured)s, the market asks for at least %(least)s."),
    "treatment_dose_g_m3_low": _("Dose %(measured)s g/m³, the market asks for at least %(least)s."),
    "treatment_dose_gy_low": _("Absorbed dose %(measured)s Gy, the market asks for at least %(least)s."),
    "treatment_pulp_temp_dc_high": _("%(measured)s is hotter than fruit survives: %(most)s at most. Check it."),
    "treatment_minutes_high": _("%(measured)s minutes are more than a day. Check it."),
    "treatment_humidity_bp_high": _("Humidity can be %(most)s at most."),
    "treatment_dose_g_m3_high": _("%(measured)s g/m³ is no dose for fruit: %(most)s at most. Check it."),
    "treatment_dose_gy_high": _("%(measured)s Gy is more than fresh fruit may get: %(most)s at most. Check it."),
    "treatment_in_future": _("The time of the treatment lies in the future."),
    "treatment_of_other_kind": _("This value belongs to another kind of treatment: leave it empty."),
    "treatment_value_needed": _("Enter what was measured."),
    "treatment_voided": _("This treatment was voided already."),
    "treatment_void_without_reason": _("Say why the treatment is voided."),
    "treatment_lot_void": _("The lot was voided: nothing more is written to it."),
}

# What is missing on a label, and where it is entered.
LABELS = {
    "label_no_fruit_name": _("The name of the product: fill in the product card of this crop."),
    "label_no_variety": _("The variety: the plots of this lot grow several, or none is entered."),
    "label_no_class": _("The grade: enter the cartons of the lot."),
    "label_no_size": _("The size: enter it with the cartons of the lot."),
    "label_no_net_weight": _("The net weight of a carton: enter the cartons of the lot."),
    "label_no_origin": _("The origin: fill in the product card of this crop."),
    "label_no_area_code": _("The planting area code: no plot of this lot stood under an active one for this market."),
    "label_no_area_name": _("The name of the growing area: the lot stands under no planting area code."),
    "label_no_house_code": _("The packing house code: the packing house has no active one for this market."),
    "label_no_house_name": _("The name of the packing house."),
    "label_no_responsible": _("The name of the co-operative."),
    "label_no_address": _("The address of the co-operative."),
    "label_no_importer": _("The importer: the lot is set aside for no order, or for several buyers."),
    "label_no_storage": _("How to store it: fill in the product card of this crop."),
    "label_no_packed_on": _("The packing day."),
    "label_no_lot": _("The lot code."),
    "label_no_carton_no": _("The number of the carton: enter the cartons of the lot."),
    "label_no_treatment_facility": _("The code of the treatment facility: enter it with the treatment."),
    "label_no_treatment_no": _("The number of the treatment: enter it with the treatment."),
    "label_no_treated_on": _("The day of the treatment: enter the treatment."),
    "label_no_radura": _("The sign of irradiated food: enter the irradiation."),
    "label_treatment_mark_by_hand": _("The market asks for the mark of a passed treatment; the officer puts it on."),
    "label_market_unknown": _("Nobody knows what this market asks of a label: enter its requirements first."),
    "label_element_unknown": _("The market asks for “%(element)s”, which no label here can show."),
    "label_text_missing": _("The exact text “%(text)s” is missing."),
    "label_codes_differ": _("The label names %(label)s, but the fruit of this lot stands under %(lot)s."),
    "label_code_foreign": _("%(code)s is not a code of this lot (%(lot)s): these cartons cannot be used for it."),
    "label_without_cartons": _("The lot has no cartons yet: enter them first."),
    "label_lot_void": _("The lot was voided."),
    "label_lot_held": _("The lot is on hold: no labels until it is released."),
    "label_lot_open": _("The lot is still open: its cartons may change."),
    "label_numbers_backwards": _("The numbers begin with 1 and end with the last carton."),
    "label_numbers_beyond": _("The lot has %(cartons)s cartons: no label beyond them."),
    "label_too_many": _("At most %(most)s labels at once: print them in parts."),
    "label_again_without_reason": _("Some of these numbers were printed before: say why they are printed again."),
}

SENTENCES: dict[str, object] = {**TREATMENTS, **LABELS}

VERBS = {
    "treatment recorded": _("treatment recorded"),
    "treatment voided": _("treatment voided"),
    "labels printed": _("labels printed"),
}

learn(SENTENCES)
