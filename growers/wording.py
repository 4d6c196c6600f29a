"""Sentences for the codes in which rules and parsers answer; a test proves that every code has one."""

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from coopsite.formats import showing
from growers.rules.verdicts import Reason, Verdict

# What people typed and a parser could not take (coopsite.formats.parsing.CODES).
TYPING = {
    "empty": _("Please fill this in."),
    "too_long": _("This is too long for a number or a date."),
    "not_a_number": _("“%(typed)s” is not a number. Type digits, such as 87,5."),
    "negative": _("Type the amount without a minus sign."),
    "exponent": _("Write the number out in digits."),
    "space_inside": _("There is a space between the digits: is that one number or two? Type one number."),
    "misplaced_separator": _("The separators in “%(typed)s” are in odd places. Type it again, such as 1.234,5."),
    "thousands_separator": _("Type kilograms without separating thousands: %(readings)s"),
    "ambiguous_kg": _("“%(typed)s” can be read in two ways: %(readings)s. Type the one you mean."),
    "ambiguous_dong": _("“%(typed)s” can be read in two ways: %(readings)s. Type the one you mean."),
    "ambiguous_area": _("“%(typed)s” can be read in two ways: %(readings)s. Add the unit, ha or m2."),
    "too_many_decimals": _("No more than %(decimals)s decimals here."),
    "fraction_of_dong": _("That is not a whole number of dong."),
    "fraction_of_m2": _("That is not a whole number of square metres."),
    "not_whole": _("Type a whole number."),
    "unknown_unit": _("The unit “%(unit)s” is not known here."),
    "too_large": _("That is more than this field can hold."),
    "not_a_date": _("“%(typed)s” is not a date. Type day/month/year, such as 08/09/2025."),
    "not_a_time": _("“%(typed)s” is not a time and day. Type them like 05:00 08/09/2025."),
    "impossible_date": _("The calendar has no such day: “%(typed)s”."),
    "year_out_of_range": _("The year must lie between %(first)s and %(last)s."),
    "not_a_phone": _("“%(typed)s” is not a phone number in use. Type it like 0912 345 678."),
}

# What a rule refuses of a household (growers.rules.households.CODES).
HOUSEHOLDS = {
    "official_without_capital": _("An official member has a capital contribution: enter it."),
    "official_without_register": _("An official member has a number in the member register: enter it."),
    "joined_in_future": _("The day of joining lies in the future."),
    "left_before_joined": _("The household left before it joined."),
    "birth_year_unlikely": _("This birth year is unlikely."),
    "citizen_id_malformed": _("A citizen ID has 12 digits and begins with 0."),
    "account_malformed": _("An account number has 4 to 19 digits or letters, without spaces."),
    "account_without_bank": _("Choose the bank of this account."),
    "legacy_elsewhere": _("This former commune did not become part of the chosen commune."),
    "consent_without_how": _("Say how consent was given: on paper, by phone, with whom."),
}

# What a rule refuses of a setting (growers.rules.settings.CODES); amounts come with their unit.
SETTINGS = {
    "setting_too_small": _("This must be at least %(least)s."),
    "setting_too_large": _("This must be at most %(most)s."),
    "setting_bounds_crossed": _("The lower bound (%(low)s) must stay below the upper bound (%(high)s)."),
    "setting_far_ahead": _("This day lies more than %(days)s days ahead."),
}

WORDING: dict[str, object] = {**TYPING, **HOUSEHOLDS, **SETTINGS}


def learn(sentences: dict[str, object]) -> None:
    """Take in the sentences of another room; a code with two meanings is a fault in the code."""
    twice = WORDING.keys() & sentences.keys()
    if twice:
        raise ValueError(f"Codes worded twice: {sorted(twice)}")
    WORDING.update(sentences)


def sentence(reason: Reason):
    """The sentence of one reason, lazily translated; an unworded code is a fault that a test finds."""
    return lazystr(_Sentence(reason))


class _Sentence:
    """Renders its template in the language of the moment it is shown."""

    def __init__(self, reason: Reason):
        self.reason = reason

    def __str__(self):
        return str(WORDING[self.reason.code]) % _Blank(self.reason.data)


SHOWN = {"_g": showing.kg_unit, "_vnd": showing.dong, "_bp": showing.percent_bp, "_on": showing.day}


class _Blank(dict):
    """The values that a sentence names: %(net)s shows a reason's net_g as kilograms, net_vnd as dong, net_on as a day.

    What a reason does not carry shows as nothing instead of failing a page.
    """

    def __missing__(self, key):
        for suffix, shown in SHOWN.items():
            if key + suffix in self:
                return shown(self[key + suffix])
        return ""


def sentences(verdict: Verdict) -> list:
    """Every reason of a verdict as a sentence, the heaviest first."""
    return [sentence(reason) for reason in (*verdict.refused, *verdict.unknown, *verdict.warnings)]
