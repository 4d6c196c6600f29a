"""Sentences for what the rules say at the scale and of harvest records."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from growers.wording import kept, sentence

WEIGHING = {
    "household_unknown": _("There is no household “%(typed)s”. Type its code, or its whole name."),
    "household_unclear": _("There is no household “%(typed)s”. Do you mean %(suggestions)s? Type the code."),
    "plot_unknown": _("Plot “%(typed)s” does not belong to this household. It has: %(codes)s."),
    "nothing_weighed": _("Nothing was weighed yet: type a gross weight."),
    "too_many_loads": _("One ticket holds %(limit)s loads at most. Save it and begin another."),
    "grade_missing": _("Choose a grade."),
    "grade_unknown": _("There is no grade “%(typed)s” of this crop."),
    "crate_missing": _("Choose a crate."),
    "crate_unknown": _("There is no crate “%(typed)s” with a tare on this day."),
    "crates_missing": _("How many crates? Type 0 for fruit without crates."),
    "too_many_crates": _("More than %(limit)s crates do not fit on the scale."),
    "net_not_positive": _("Nothing is left: %(gross)s gross − %(tare)s tare − %(deduction)s deduction."),
    "over_capacity": _("%(gross)s is more than the scale carries (%(capacity)s)."),
    "tare_without_reason": _("The crates weigh %(own)s, %(typed)s was typed: say why the tare differs."),
    "deduction_without_kind": _("Say what the deduction is for; it is printed on the slip."),
    "deduction_other_unnamed": _("Write in the note what this deduction is for; it is printed on the slip."),
    "shrink_not_published": _("Shrink is deducted in percent, up to what the price board publishes: %(published)s."),
    "day_closed": _("The day %(day)s is closed. The director can open it again."),
    "day_in_future": _("%(day)s lies in the future."),
    "no_season": _("No season has been set up for %(day)s."),
    "paper_no_used": _("A ticket of this day has this paper number already: %(numbers)s."),
    "price_missing": _("No price yet for %(grades)s: the ticket shows kilograms, and is priced when one comes."),
    "graded_later": _("Graded later: the ticket shows kilograms, and is priced after grading."),
    "recalled": _("The fruit is held by recall %(recall)s."),
    "household_blocked": _("The household is blocked: %(reason)s."),
    "code_suspended": _("The planting area code is suspended: %(codes)s."),
    "crate_net_odd": _("Load %(place)s: %(each)s in a crate. Usual are %(low)s to %(high)s."),
    "day_total_high": _("This household would bring %(day)s today; a usual day is %(usual)s."),
    "season_over_estimate": _("With this the season comes to %(season)s; %(estimate)s were estimated."),
    "twin_ticket": _("Ticket %(number)s of the same household has %(net)s, %(minutes)s minutes apart. Weighed twice?"),
    "price_out_of_band": _("%(price)s per kg is unusual: usual are %(low)s to %(high)s."),
    "household_left": _("%(name)s has left the co-operative."),
    "plot_open": _("No plot was chosen. The household has: %(codes)s."),
    "plot_without_code": _("Plot %(plot)s is under no planting area code."),
    "over_cash_limit": _("Over %(limit)s in a day: to be paid by bank transfer."),
}
RECORDS = {
    "ticket_in_lot": _(
        "%(allocated)s of this ticket are in lots already: %(lots)s. Give them back there, or void the lot; then the"
        " ticket can be changed."
    ),
    "correction_not_yours": _("The time for correcting your own ticket is over. Ask the director or the accountant."),
    "reason_unclear": _("Say why, in a few words if no reason of the list fits."),
    "nothing_to_release": _("Nothing is held here that can be released by hand."),
    "release_not_yours": _("What is held because of spraying is released by the director or the field officer."),
}
DAYS = {
    "day_closed_already": _("This day is closed already."),
    "day_not_closed": _("This day is not closed."),
    "day_not_over": _("A day that has not come cannot be closed."),
    "day_unexplained": _("Explain below what is open, then close the day."),
    "reopen_without_reason": _("Say why the day is opened again."),
    "point_numbers": _("%(used)s numbers were handed out, %(found)s of them have a ticket."),
    "point_held": _("%(count)s tickets are on hold."),
    "point_papers": _("Paper slips are missing: %(numbers)s."),
    "point_book": _("The day book says %(book)s, the tickets add up to %(sum)s."),
    "point_scale": _("The scale was not checked on this day."),
}
VERBS = {
    "ticket recorded": _("recorded"),
    "tickets recorded": _("recorded together"),
    "ticket corrected": _("corrected"),
    "ticket voided": _("voided"),
    "ticket released": _("released"),
    "ticket priced": _("priced"),
    "slip printed": _("slip printed"),
    "day closed": _("day closed"),
    "day opened again": _("day opened again"),
    "scale checked": _("scale checked"),
}
SENTENCES = {**WEIGHING, **RECORDS, **DAYS}


def worded(stored: Iterable[dict]) -> list:
    """The sentences of holds or warnings as a record keeps them: {code, data}."""
    return [sentence(kept(entry)) for entry in stored]
