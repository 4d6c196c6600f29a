"""The form of one setting: the value in the unit people think in, and the day from which it holds."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import parsing, showing
from growers.forms.base import SeatedForm
from growers.forms.fields import AreaField, DayField, DongField, KgField, LineField, PercentField, WholeField
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.rules.settings import SETTINGS, Declared, judge_setting

# What each setting is called on a page, and what it does.
NAMES = {
    "scale_capacity_g": (_("Scale capacity"), _("A heavier load is refused at the scale.")),
    "crate_low_g": (_("Net per crate, at least"), _("A lighter crate asks for confirmation at the scale.")),
    "crate_high_g": (_("Net per crate, at most"), _("A heavier crate asks for confirmation at the scale.")),
    "default_crates": (_("Crates on one load"), _("Stands in the crates field of every new load.")),
    "cash_limit_vnd": (_("Bank transfer from"), _("Above this, per household and day, cash is not enough.")),
    "undo_minutes": (_("Clerk corrects own ticket within"), _("After that, only those who may correct any ticket.")),
    "twin_minutes": (_("Same weight again within"), _("Time in which a second equal ticket asks for confirmation.")),
    "twin_g": (_("Weights count as the same within"), _("How close two tickets are to be taken for one.")),
    "day_multiple_bp": (_("Household day against its median"), _("A bigger day asks for confirmation at the scale.")),
    "estimate_limit_bp": (_("Season against the estimate"), _("A household above this asks for confirmation.")),
    "household_limit_bp": (_("Household against its estimate"), _("Above this the household is pointed out.")),
    "area_difference_bp": (_("Drawn against typed area"), _("A plot that differs by more is pointed out.")),
    "posts_per_ha_low": (_("Posts per hectare, at least"), _("A plot with fewer is pointed out.")),
    "posts_per_ha_high": (_("Posts per hectare, at most"), _("A plot with more is pointed out.")),
    "plants_per_post": (_("Plants on one post"), _("The usual number, for comparison.")),
    "code_area_tolerance_bp": (
        _("Plots against the registered area"), _("A planting area code that differs by more is pointed out."),
    ),
    "code_minimum_m2": (_("Smallest area of a code"), _("A smaller code is pointed out; 0 switches this off.")),
    "supervision_days": (_("A supervision visit holds for (days)"), _("After that, fruit of the code goes nowhere.")),
    "late_entry_days": (_("Diary entries on time within (days)"), _("A later one is marked as entered late.")),
    "phi_odd_days": (_("Usual pre-harvest interval, at most (days)"), _("A product with more is pointed out.")),
    "soft_cap_dragon_fruit_kg_ha": (_("Dragon fruit: usual most per hectare"), _("Above this, a lot needs a reason.")),
    "hard_cap_dragon_fruit_kg_ha": (_("Dragon fruit: most per hectare"), _("Above this, nothing is packed.")),
    "soft_cap_lychee_kg_ha": (_("Lychee: usual most per hectare"), _("Above this, a lot needs a reason.")),
    "hard_cap_lychee_kg_ha": (_("Lychee: most per hectare"), _("Above this, nothing is packed.")),
    "area_warn_bp": (_("Growing area against what was to be expected"), _("An area above this is pointed out.")),
    "lot_gap_warn_bp": (
        _("Gap of a lot without a reason, at most"), _("A bigger one needs a reason to close the lot."),
    ),
    "lot_gap_block_bp": (_("Gap of a lot, at most"), _("With a bigger one the lot does not close.")),
    "shrink_warn_bp": (_("Usual shrinkage of a lot, at most"), _("More is pointed out.")),
    "stock_old_hours": (_("Fruit in the house, at most (hours)"), _("Older stock is shown in red.")),
    "paper_match_bp": (_("Papers agree with the load within"), _("A paper that differs by more stops the shipment.")),
    "advance_limit_bp": (_("Advances against the expected season"), _("Above this an advance needs the director.")),
    "input_limit_bp": (_("Input debt against the expected season"), _("Above this a credit sale needs the director.")),
    "internal_lending": (_("Internal lending is allowed"), _("1 allows loans to official members, 0 does not.")),
    "link_days": (_("A household's link holds for"), _("Days after which a statement's link ends.")),
    "capital_most_bp": (_("Capital of one member, at most"), _("Share of the charter capital.")),
    "capital_associates_bp": (_("Capital of all associates, at most"), _("Share of the charter capital.")),
    "capital_months": (_("Capital is paid in within"), _("Months after it was committed.")),
    "indivisible_least_bp": (_("Indivisible fund, at least"), _("Share of the surplus from external transactions.")),
    "usage_least_bp": (_("By use of services, at least"), _("Share of what is left of the internal surplus.")),
    "scans_odd": (_("Scans of one lot in a day"), _("More hint at a copied label.")),
}  # fmt: skip


# The sources that are words; others are numbers of rules and decrees.
SOURCES = {"trade default": _("trade default"), "house rule": _("house rule")}


def source(declared: Declared) -> str:
    """Where a default comes from, in the language of the screen: what stands before the colon."""
    head = declared.source.partition(":")[0]
    kind, _space, number = head.partition(" ")
    named = SOURCES.get(head) or (_("decree %(number)s") if kind == "Decree" else _("rule %(number)s"))
    return named % {"number": number}


class ShareField(PercentField):
    """A percentage that may pass a hundred."""

    def read(self, text):
        return parsing.parse_percent_bp(text, maximum=10**8)


FIELDS = {"g": (KgField, _("kg")), "vnd": (DongField, _("dong")), "bp": (ShareField, "%"), "m2": (AreaField, "ha")}
COUNTED = {"minutes": _("minutes"), "kg_per_ha": _("kg per ha"), "count": ""}
SHOWN = {"vnd": showing.dong, "bp": showing.percent_bp, "m2": showing.hectares}


def amount(value: int, unit: str) -> str:
    """A value of a setting as people read it, with its unit."""
    if unit == "g":
        return showing.kg_unit(value, least=0)
    return SHOWN[unit](value) if unit in SHOWN else f"{showing.count(value)} {COUNTED[unit]}".strip()


class SettingForm(SeatedForm):
    """A value for one setting from a day on."""

    valid_from = DayField(label=_("Valid from"))
    note = LineField(label=_("Note"), required=False, max_length=200)

    field_order = ["value", "valid_from", "note"]

    def __init__(self, seat: Seat, key: str, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.key, self.declared = key, SETTINGS[key]
        kind, unit = FIELDS.get(self.declared.unit, (WholeField, COUNTED.get(self.declared.unit, "")))
        values = settings_on(seat.cooperative, clock.today())
        label = _("Value") if not unit else format_lazy("{} ({})", _("Value"), unit)
        self.fields["value"] = kind(label=label, initial=values[key])
        self.fields["valid_from"].initial = clock.today()
        self.order_fields(self.field_order)

    def clean(self):
        facts = super().clean()
        if facts.get("value") is None or not facts.get("valid_from"):
            return facts
        values = settings_on(self.seat.cooperative, facts["valid_from"])
        verdict = judge_setting(self.key, facts["value"], facts["valid_from"], values=values, today=clock.today())
        self.add_verdict(verdict, dict.fromkeys(verdict.codes, "value") | {"setting_far_ahead": "valid_from"})
        return facts
