"""Sentences for what the rules say of input products, limits on active ingredients and entries in the field diary."""

from django.utils.translation import gettext_lazy as _

INPUTS = {
    "active_missing": _("Name at least one active ingredient, as the label does."),
    "active_nameless": _("Name the active ingredient of this row."),
    "active_twice": _("The active ingredient %(active)s stands twice in the list."),
    "crop_missing": _("Choose the crop of this row."),
    "crop_twice": _("The crop %(crop)s stands twice in the list."),
    "product_dates_swapped": _("The permission ends before it begins."),
    "dose_unit_missing": _("Choose the unit of the dose."),
    "dose_swapped": _("The highest dose is less than the lowest."),
    "phi_too_long": _("An interval of %(days)s days for %(crop)s is too long: at most %(most)s."),
    "phi_long": _("The interval of %(days)s days for %(crop)s is longer than %(odd)s days. Compare it with the label."),
    "phi_zero": _("An interval of 0 days for %(crop)s is unlikely for a chemical product. Compare it with the label."),
    "phi_not_known": _(
        "The interval for %(crop)s is not known: plots sprayed with it stay locked until it is entered."
    ),
    "crop_none": _("No crop is on record: plots sprayed with it stay locked until crop and interval are entered."),
    "active_banned_now": _("The active ingredient %(active)s is banned on crops. The product cannot be used."),
    "active_stopped_now": _("The active ingredient %(active)s is on this co-operative's stop list."),
    "limit_dates_swapped": _("The limit ends before it begins."),
}

DIARY = {
    "diary_no_plots": _("Tick at least one plot."),
    "diary_in_future": _("%(done)s lies in the future. Enter the work when it is done."),
    "diary_before_plot": _("The work lies before the planting of: %(plots)s."),
    "diary_treated_more": _("Plot %(plot)s has %(area_ha)s, but %(treated_ha)s were treated."),
    "diary_product_missing": _("Choose the product that was sprayed."),
    "diary_product_not_yet": _("%(product)s was permitted only from %(since)s."),
    "diary_product_ended": _("%(product)s is not permitted any more since %(until)s. Nothing was recorded."),
    "diary_product_off": _("%(product)s was taken off the list of products."),
    "diary_product_other_crop": _("%(product)s is not registered for the crop of: %(plots)s."),
    "diary_product_no_active": _("%(product)s names no active ingredient. Complete the product from its label first."),
    "diary_active_banned": _("%(product)s holds %(active)s, which is banned on crops. Nothing was recorded."),
    "diary_active_stopped": _("%(product)s holds %(active)s, which is on this co-operative's stop list."),
    "diary_dose_missing": _("A spraying needs its dose."),
    "diary_unit_missing": _("Choose the unit of the dose."),
    "diary_target_missing": _("Say against which pest or for what reason it was used."),
    "diary_method_missing": _("Say how and with what equipment it was used."),
    "diary_worker_missing": _("Say who did the work."),
    "diary_batch_missing": _("Enter the batch that stands on the package."),
    "diary_organic_plot": _("%(product)s is not allowed in organic growing, but these plots are certified: %(plots)s."),
    "diary_phi_unknown": _(
        "The interval of %(product)s is not known for %(count)s plots: they stay locked until it is entered: %(plots)s."
    ),
    "diary_dose_low": _("The dose is below the label's lowest (%(low)s)."),
    "diary_dose_high": _("The dose is above the label's highest (%(high)s)."),
    "diary_unit_differs": _("The label states the dose in another unit. Compare it."),
    "diary_too_often": _("%(product)s may be used %(most)s times a year; this is more often on: %(plots)s."),
    "diary_too_soon": _("Between two uses of %(product)s lie at least %(days)s days; this is sooner on: %(plots)s."),
    "diary_same_day": _("%(product)s was entered for this day already on: %(plots)s."),
    "diary_market_stopped": _(
        "%(product)s holds %(active)s: fruit of these plots cannot go to %(market)s after this spraying."
    ),
    "diary_organic_way": _("%(product)s does not fit the organic practice of: %(plots)s."),
    "diary_trained_later": _("The training lies after the day of the work."),
    "diary_voided_already": _("This entry was voided already."),
    "diary_void_reason_missing": _("Say why the entry is voided."),
}

# What an import of products says beside what every import may say.
PRODUCTS = {
    "crop_unknown": _("the crop “%(text)s” is not known here"),
    "crop_assumed": _("no crop given: taken as the co-operative's main crop"),
    "product_in_file_twice": _("the same product stands in an earlier row: its crops are added"),
    "interval_unread": _("“%(text)s” is not a number of days from 0 to %(most)s"),
    "kind_assumed": _("no kind given: taken by its active ingredients"),
}

SENTENCES: dict[str, object] = {**INPUTS, **DIARY, **PRODUCTS}
