"""Sentences for the codes in which rules and parsers answer; a test proves that every code has one."""

import datetime as dt

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from coopsite.formats import showing
from growers.rules.verdicts import Reason, Verdict
from growers.wording_capital import CAPITAL
from growers.wording_diary import SENTENCES as DIARY
from growers.wording_eligibility import SENTENCES as ELIGIBILITY
from growers.wording_imports import IMPORTS
from growers.wording_markets import SENTENCES as MARKETS
from growers.wording_permits import PERMITS
from growers.wording_personal import CONSENTS

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
    "official_without_register": _("An official member has a number in the member register: enter it."),
    "joined_in_future": _("The day of joining lies in the future."),
    "left_before_joined": _("The household left before it joined."),
    "contract_ends_first": _("The contract ends before it begins."),
    "contract_without_start": _("Say from when the contract holds."),
    "birth_year_unlikely": _("This birth year is unlikely."),
    "citizen_id_malformed": _("A citizen ID has 12 digits and begins with 0."),
    "account_malformed": _("An account number has 4 to 19 digits or letters, without spaces."),
    "account_without_bank": _("Choose the bank of this account."),
    "legacy_elsewhere": _("This former commune did not become part of the chosen commune."),
}

# What a rule refuses of a setting (growers.rules.settings.CODES); amounts come with their unit.
SETTINGS = {
    "setting_too_small": _("This must be at least %(least)s."),
    "setting_too_large": _("This must be at most %(most)s."),
    "setting_bounds_crossed": _("The lower bound (%(low)s) must stay below the upper bound (%(high)s)."),
    "setting_far_ahead": _("This day lies more than %(days)s days ahead."),
}

# What was drawn, pasted or uploaded as a boundary (growers.rules.boundaries_reading and boundaries_judging).
BOUNDARIES = {
    "boundary_empty": _("There is nothing in it: draw a boundary, or leave this empty."),
    "boundary_file_too_large": _("The file is too large for one boundary: at most 2 MB."),
    "boundary_zipped": _("This is a zipped file (such as KMZ). Unpack it and upload the .kml inside."),
    "boundary_unknown_format": _("This is neither GeoJSON nor KML."),
    "boundary_bad_json": _("This GeoJSON is damaged at line %(line)s, character %(column)s."),
    "boundary_bad_xml": _("This KML is damaged at line %(line)s."),
    "boundary_doctype": _("This KML declares a document type of its own, which is not accepted."),
    "boundary_no_area": _("There is no closed area in it, only points or lines. Draw the boundary all the way round."),
    "boundary_bad_position": _("“%(text)s” is not a place: longitude and latitude are needed, as two numbers."),
    "boundary_too_many_parts": _("The boundary has %(count)s separate parts; at most %(limit)s are accepted."),
    "boundary_too_many_points": _("The boundary has %(count)s corners; at most %(limit)s are accepted."),
    "boundary_too_few_points": _("Part %(part)s has only %(count)s different corners: an area needs three."),
    "boundary_flat": _("All corners of part %(part)s lie on one line."),
    "boundary_projected_metres": _(
        "%(x)s and %(y)s are metres of a map grid (VN-2000 or UTM), not degrees. Export the file as WGS 84."
    ),
    "boundary_swapped": _(
        "Latitude and longitude have changed places: %(lat)s, %(lon)s. GeoJSON and KML write the longitude first."
    ),
    "boundary_outside": _("%(count)s of %(of)s corners lie outside Vietnam, the first at %(lat)s, %(lon)s."),
    "boundary_open": _(
        "Part %(part)s is open: its end lies %(gap_m)s m from its beginning at %(first_lat)s, %(first_lon)s."
    ),
    "boundary_crosses_itself": _("The line of part %(part)s crosses itself near %(lat)s, %(lon)s."),
    "boundary_hole_misplaced": _("A hole in part %(part)s lies outside it or touches another near %(lat)s, %(lon)s."),
    "boundary_parts_overlap": _("Parts %(part)s and %(other_part)s lie on each other near %(lat)s, %(lon)s."),
    "boundary_too_large": _("The boundary holds %(area_ha)s; a plot has at most %(limit_ha)s."),
    "boundary_too_small": _("The boundary holds only %(area)s; a plot has at least %(limit)s."),
    "boundary_area_differs": _(
        "The boundary measures %(drawn_ha)s, but %(typed_ha)s were typed: a difference of %(difference)s."
    ),
    "boundary_far_from_commune": _("The boundary lies %(distance_m)s m from the middle of the commune."),
    "boundary_several_parts": _("The boundary has %(count)s separate parts."),
    "boundary_overlaps": _("The boundary lies on plot %(label)s: %(overlap)s, near %(lat)s, %(lon)s."),
}

# What a rule refuses or flags of a plot (growers.rules.plots).
PLOTS = {
    "area_too_small": _("%(area)s is too small: a plot has at least %(limit)s."),
    "area_too_large": _("%(area_ha)s is too large: a plot has at most %(limit_ha)s."),
    "planted_in_future": _("The year %(year)s has not come yet."),
    "planted_long_ago": _("Type a year from %(first)s on."),
    "first_crop_before_planted": _("The first crop (%(year)s) cannot come before the planting (%(planted)s)."),
    "first_crop_far": _("A first crop in %(year)s is too far away."),
    "stage_without_year": _("Row %(row)s of the stages has no year."),
    "stage_without_count": _("The stage of %(year)s has neither posts nor plants."),
    "stage_year_twice": _("The year %(year)s stands twice among the stages."),
    "stage_in_future": _("The stage of %(year)s lies in the future."),
    "stage_long_ago": _("The stage of %(year)s is too long ago: type a year from %(first)s on."),
    "posts_sparse": _("%(per_ha)s posts per hectare are few: usual are %(low)s to %(high)s. Check posts and area."),
    "posts_dense": _("%(per_ha)s posts per hectare are many: usual are %(low)s to %(high)s. Check posts and area."),
    "plants_fewer_than_posts": _("There are fewer plants (%(plants)s) than posts (%(posts)s)."),
    "stage_posts_differ": _("The stage of %(year)s says %(stage_posts)s posts, the plot %(posts)s."),
    "gps_unreadable": _("“%(typed)s” is not a place. Type latitude and longitude, such as 21.25012, 104.05003."),
    "gps_swapped": _("Latitude comes first. Did you mean %(readings)s?"),
    "gps_outside": _("%(lat)s, %(lon)s lies outside Vietnam."),
}

# What a rule refuses or flags of growing areas and planting area codes (growers.rules.areas).
AREAS = {
    "area_code_malformed": _("Use letters without marks, digits and dashes, such as V1."),
    "code_dates_swapped": _("The code ends before it begins."),
    "code_twin": _("This code is here already: %(code)s."),
    "code_shape_unusual": _("“%(code)s” does not look like the usual planting area code (VN-TGOR-0037). Check it."),
    "code_area_small": _("The registered area (%(area_ha)s) is below the usual minimum of %(minimum_ha)s."),
    "code_area_differs": _(
        "Registered are %(registered_ha)s, the plots under the code have %(members_ha)s: %(difference)s of difference."
    ),
    "plot_in_two_codes": _(
        "Plot %(plot)s stands under the active code %(code)s of the same crop and market (from %(since)s)."
    ),
    "plot_other_crop": _("Plot %(plot)s grows another crop than this code is for."),
    "plot_already_member": _("Plot %(plot)s stands under this code already."),
    "member_ends_too_early": _("Plot %(plot)s stands under the code only from %(since)s: end it on a later day."),
    "event_reason_missing": _("Say why."),
    "event_too_far": _("%(since)s lies more than a year ahead."),
    "event_before_last": _("The last status holds from %(since)s: a new one cannot begin earlier."),
    "event_changes_nothing": _("The code has this status already, from %(since)s."),
}

# What a rule refuses of a sign-in or a seat (growers.rules.staff).
STAFF = {
    "staff_oneself": _("Nobody changes the own seat or sign-in here; change your password on its own page."),
    "staff_is_operator": _("This is the operator of the installation."),
    "staff_elsewhere": _("This person works in another co-operative too: ask the operator of the installation."),
    "staff_unseated": _("This person has no seat in your co-operative."),
    "staff_name_odd": _("A user name has small letters without accents, digits, dots and hyphens."),
    "staff_name_is_phone": _("A phone number cannot be a user name: people sign in with both."),
    "staff_name_ending": _("The user name must end in “%(ending)s”, such as clerk%(ending)s."),
    "staff_phone": _("Only the operator of the installation gives a phone number to sign in with."),
}

WORDING: dict[str, object] = {
    **STAFF,
    **TYPING,
    **HOUSEHOLDS,
    **SETTINGS,
    **BOUNDARIES,
    **PLOTS,
    **AREAS,
    **DIARY,
    **IMPORTS,
    **PERMITS,
    **CONSENTS,
    **CAPITAL,
    **ELIGIBILITY,
    **MARKETS,
}


def learn(sentences: dict[str, object]) -> None:
    """Take in the sentences of another room; a code with two meanings is a fault in the code."""
    twice = WORDING.keys() & sentences.keys()
    if twice:
        raise ValueError(f"Codes worded twice: {sorted(twice)}")
    WORDING.update(sentences)


def sentence(reason: Reason):
    """The sentence of one reason, lazily translated; an unworded code is a fault that a test finds."""
    return lazystr(_Sentence(reason))


def kept(stored: dict) -> Reason:
    """A reason as a row keeps it in JSON, {code, data}: its days are days again."""
    days = {name: dt.date.fromisoformat(value) for name, value in stored["data"].items() if name.endswith("_on")}
    return Reason(stored["code"], {**stored["data"], **days})


class _Sentence:
    """Renders its template in the language of the moment it is shown."""

    def __init__(self, reason: Reason):
        self.reason = reason

    def __str__(self):
        return str(WORDING[self.reason.code]) % _Blank(self.reason.data)


def _hectares(area: int) -> str:
    """To a hundredth from a hectare on: what a boundary measures is not known to the square metre."""
    return showing.hectares(area if area < 10_000 else (area + 50) // 100 * 100)


def _square_metres(area: int) -> str:
    return f"{showing.count(area)} m²"


SHOWN = {
    "_g": lambda grams: showing.kg_unit(grams, 0),
    "_vnd": showing.dong,
    "_bp": showing.percent_bp,
    "_dc": showing.celsius,
    "_on": showing.day,
    "_m2": _square_metres,
    "_milli": lambda milli: showing.kg(milli, 0),
}


class _Blank(dict):
    """The values that a sentence names: %(net)s shows a reason's net_g as kilograms, net_vnd as dong, net_on as a day,
    net_m2 as square metres; %(net_ha)s shows net_m2 as hectares.

    What a reason does not carry shows as nothing instead of failing a page.
    """

    def __missing__(self, key):
        for suffix, shown in SHOWN.items():
            if key + suffix in self:
                return shown(self[key + suffix])
        area = key.removesuffix("_ha") + "_m2"
        return _hectares(self[area]) if area in self else ""


def sentences(verdict: Verdict) -> list:
    """Every reason of a verdict as a sentence, the heaviest first."""
    return [sentence(reason) for reason in (*verdict.refused, *verdict.unknown, *verdict.warnings)]
