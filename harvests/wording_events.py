"""Sentences for what the rules say of events and of market programmes."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

EVENTS: dict[str, object] = {
    "event_ends_before": _("The event begins on %(day)s: it cannot end before."),
    "event_lasts_too_long": _("An event lasts no more than %(days)s days."),
    "event_far_away": _("This day lies more than %(years)s years away. Check the year."),
    "event_not_yet": _("The event begins on %(day)s: enter what came of it when it is over."),
    "event_is_void": _("This event was voided: nothing is changed any more."),
    "event_void_without_reason": _("Say why the event is voided."),
    "event_households_unknown": _("No household has this code: %(codes)s."),
    "event_plots_unknown": _("No plot has this code: %(codes)s."),
}

PROGRAMMES: dict[str, object] = {
    "programme_target_nothing": _("A target is more than nothing: leave it empty if there is none."),
    "step_done_without_day": _("Say on which day it was done."),
    "step_day_without_done": _("This day is for a step that is done: set its status, or leave the day empty."),
    "step_done_in_future": _("This day has not come yet."),
    "step_count_half": _("Enter both: how many are done, and of how many."),
    "step_count_over": _("%(counted)s are more than the %(goal)s there are."),
    "step_count_of_nothing": _("There must be something to count: enter 1 or more, or leave both empty."),
    "step_done_uncounted": _("Only %(counted)s of %(goal)s are done."),
    "step_at_the_end": _("This step cannot go further that way."),
}

learn({**EVENTS, **PROGRAMMES})
