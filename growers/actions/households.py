"""What can be done to a household: registered, changed, blocked, let go."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coopsite.formats.text import search_key, sort_key
from growers.actions import plots
from growers.actions.once import audit, changes, save_version, use_case
from growers.models import Household, Plot
from growers.models.sealed import blind_index
from growers.queries.communes import former_names
from growers.queries.households import citizen_taken
from growers.queries.seats import Seat


@use_case
def register_household(seat: Seat, **facts) -> Household:
    """Add a household; raises ValidationError by field when the model's rules or uniqueness refuse it."""
    household = Household(cooperative=seat.cooperative, **facts)
    keep_keys(household)
    check(household)
    household.save()
    audit(seat, "household registered", household)
    return household


@use_case
def change_household(seat: Seat, *, household: Household, version: int, **facts) -> Household:
    """Change a household as it stood at `version`; its plots' codes follow its own. Raises Stale when somebody saved it
    since."""
    # A form may have written into the one it was given.
    household = Household.objects.of(seat.cooperative).get(pk=household.pk)
    before = {name: str(getattr(household, name)) for name in facts}
    old_code = household.code
    for name, value in facts.items():
        setattr(household, name, value)
    keep_keys(household)
    check(household)
    save_version(household, version)
    if household.code != old_code:
        _recode_plots(household)
    after = {name: str(getattr(household, name)) for name in facts}
    audit(seat, "household changed", household, changes=changes(before, after))
    return household


@use_case
def show_numbers(seat: Seat, *, household: Household, reason: str) -> Household:
    """Note that somebody looked at the identity and bank numbers of a household, and why: one of rules.personal.REVEALS
    (R113)."""
    audit(seat, "personal numbers shown", household, reason=reason)
    return household


def check(household: Household) -> None:
    """The model's rules, and that nobody else of the co-operative has this citizen ID, whatever key sealed it there."""
    if household.citizen_id and citizen_taken(household):
        raise ValidationError({"citizen_id": _("Another household has this citizen ID.")})
    household.full_clean()


def _recode_plots(household: Household) -> None:
    for plot in Plot.objects.of(household.cooperative_id).filter(household=household).select_related("commune"):
        plot.household = household
        plots.keep_keys(plot)
        plot.save()


def keep_keys(household: Household, former: Sequence[str] | None = None) -> None:
    """Set the stored keys by which a household is found and ordered; `former` are its commune's former names, when
    somebody has them at hand for many households."""
    if household.legacy_commune:
        former = [household.legacy_commune.name, household.legacy_commune.district]
    elif former is None:
        former = former_names([household.commune_id]).get(household.commune_id, ())
    household.search_key = search_key(
        household.code,
        household.name,
        household.alias,
        household.phone,
        household.village,
        household.commune.name if household.commune_id else "",
        *former,
    )[:600]
    household.sort_key = sort_key(household.name)
    household.citizen_index = blind_index(household.cooperative_id, household.citizen_id)
