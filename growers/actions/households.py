"""What can be done to a household: registered, changed, blocked, let go."""

from collections.abc import Sequence

from coopsite.formats.text import search_key, sort_key
from growers.actions import plots
from growers.actions.once import audit, changes, save_version, use_case
from growers.models import Household, Plot
from growers.queries.communes import former_names
from growers.queries.seats import Seat


@use_case
def register_household(seat: Seat, **facts) -> Household:
    """Add a household; raises ValidationError by field when the model's rules or uniqueness refuse it."""
    household = Household(cooperative=seat.cooperative, **facts)
    keep_keys(household)
    household.full_clean()
    household.save()
    audit(seat, "household registered", household, code=household.code, name=household.name)
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
    household.full_clean()
    save_version(household, version)
    if household.code != old_code:
        _recode_plots(household)
    after = {name: str(getattr(household, name)) for name in facts}
    audit(seat, "household changed", household, changes=_without_numbers(changes(before, after)))
    return household


@use_case
def show_numbers(seat: Seat, *, household: Household) -> Household:
    """Note that somebody looked at the identity and bank numbers of a household."""
    audit(seat, "personal numbers shown", household, code=household.code)
    return household


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


def _without_numbers(differences: dict) -> dict:
    """Identity and bank numbers stay out of the audit trail: that they changed is noted, not what they are."""
    return {key: ["…", "…"] if key in ("citizen_id", "bank_account") else pair for key, pair in differences.items()}
