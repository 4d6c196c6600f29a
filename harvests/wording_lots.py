"""Sentences for what the rules say of lots: what may go in, how they balance, holds; the verbs of their trail."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

LOTS = {
    "lot_not_open": _("%(lot)s is not open any more. Open a new lot, or re-pack this one."),
    "lot_held": _("%(lot)s is on hold: release it first."),
    "lot_packed_in_future": _("The pack day lies in the future."),
    "lot_packed_long_ago": _("The pack day lies too far back. Check the year."),
    "lot_house_not_in_use": _("Packing house %(house)s is not in use."),
    "lot_house_without_code": _(
        "Packing house %(house)s has no active code for %(market)s on %(day)s. Known: %(codes)s. Choose another house"
        " or market, or enter the code."
    ),
    "lot_code_of_other": _("This planting area code is for another crop or market."),
    "lot_code_without_area": _("This is the code of a packing house. Choose a planting area code."),
    "lot_order_of_other": _("This order is for another crop or market."),
    "lot_order_not_open": _("This order is delivered or cancelled."),
    "lot_nothing_chosen": _("Nothing was chosen: tick something, or type kilograms."),
    "lot_too_many_chosen": _("Choose at most %(most)s at once."),
    "lot_input_unknown": _("Something chosen here is not to be found any more. Reload the page."),
    "lot_input_not_positive": _("%(ticket)s: kilograms must be more than nothing."),
    "lot_input_over_free": _("%(ticket)s: %(typed)s were typed, but only %(free)s are free."),
    "lot_input_other_crop": _("%(ticket)s is of another crop than the lot."),
    "lot_input_gone": _("%(ticket)s was voided or replaced by a new version."),
    "lot_input_on_hold": _("%(ticket)s is on hold: it can be packed when it was released."),
    "lot_input_harvested_later": _("%(ticket)s is of %(day)s, after the pack day %(packed)s."),
    "lot_input_not_eligible": _("%(ticket)s may not go to %(market)s:"),
    "lot_code_mixed": _(
        "%(ticket)s belongs to code %(code)s, this lot to code %(lot_code)s: %(market)s does not allow codes to mix."
    ),
    "lot_codes_mixed": _(
        "%(ticket)s belongs to code %(code)s, other fruit chosen to code %(lot_code)s: %(market)s does not allow codes"
        " to mix. Choose fruit of one code."
    ),
    "lot_code_unknown": _("%(ticket)s stood under no active code for %(market)s on its day."),
    "lot_source_not_closed": _("%(lot)s is not closed: only closed lots are packed anew."),
    "lot_source_held": _("%(lot)s is on hold: release it first."),
    "lot_source_over_free": _(
        "%(lot)s, line %(position)s: %(typed)s were typed, but only %(free)s are free."
    ),
    "lot_source_of_itself": _("%(lot)s cannot contain itself."),
    "lot_source_packed_later": _("%(lot)s was packed on %(source)s, after the pack day %(packed)s."),
    "lot_reason_missing": _("Say why."),
    "lot_input_given_back": _("This was given back already."),
    "lot_taken_from": _("%(taken)s of %(lot)s were set aside, shipped or packed anew: free them first."),
    "lot_void_already": _("%(lot)s is void."),
    "lot_not_held": _("%(lot)s is not on hold."),
    "lot_hold_of_recall": _("%(lot)s is held by recall %(recalls)s: conclude the recall first."),
    "lot_ticket_not_found": _("There is no ticket %(typed)s with fruit for this lot. Type it like 250908-063."),
    "lot_floor_on_hold": _("Tickets on hold"),
    "lot_floor_other_code": _("Code %(code)s: the lot is of code %(lot_code)s"),
    "lot_floor_no_code": _("Fruit without an active code"),
}

BALANCE = {
    "lot_without_inputs": _("Nothing was taken into this lot. Fill it, or void it."),
    "lot_outputs_above_inputs": _(
        "Cartons and losses make %(together)s, but only %(in)s were taken in: %(over)s too many. Mend the cartons, or"
        " take in what is missing."
    ),
    "lot_gap_unexplained": _(
        "%(gap)s are unaccounted for: more than %(limit)s. Note rejects and losses, or say why there is a gap."
    ),
    "lot_gap_not_yours": _(
        "%(gap)s are unaccounted for: more than %(limit)s. Note rejects and losses; otherwise the director or quality"
        " control closes the lot with a reason."
    ),
    "lot_gap_too_large": _(
        "%(gap)s are unaccounted for: more than %(limit)s, so the lot cannot be closed. Weigh again, and note cartons,"
        " rejects and losses."
    ),
    "lot_shrinkage_high": _("Shrinkage of %(shrunk)s (%(share)s) is high: usual is up to %(limit)s."),
    "lot_cap_unexplained": _("Fruit in this lot comes from a code above its usual most. Say why that is right."),
    "lot_cap_not_yours": _(
        "Fruit in this lot comes from a code above its usual most: the director or quality control closes it with a"
        " reason."
    ),
    "lot_loss_twice": _("Each kind of loss stands once."),
    "lot_loss_not_positive": _("A loss is more than nothing. Leave it empty when there was none."),
    "lot_carton_other_crop": _("Grade %(grade)s is of another crop than the lot."),
    "lot_too_many_cartons": _("A lot has at most %(most)s carton lines."),
    "lot_check_odd": _("The lightest carton (%(least)s) cannot be heavier than the average (%(average)s)."),
}

learn(LOTS)
learn(BALANCE)
VERBS = {
    "lot opened": _("opened"),
    "lot filled": _("taken in"),
    "lot input given back": _("given back"),
    "lot packed": _("packed"),
    "lot closed": _("closed"),
    "lot voided": _("voided"),
    "lot held": _("put on hold"),
    "lot released": _("released"),
}
