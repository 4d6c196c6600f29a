"""What can be done to a household: registered, changed, blocked, let go."""

from coopsite.formats.text import search_key, sort_key
from growers.actions.once import audit, changes, save_version, use_case
from growers.models import Household, LegacyCommune
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
    """Change a household as it stood at `version`; raises Stale when somebody saved it since."""
    before = {name: str(getattr(household, name)) for name in facts}
    for name, value in facts.items():
        setattr(household, name, value)
    keep_keys(household)
    household.full_clean()
    save_version(household, version)
    after = {name: str(getattr(household, name)) for name in facts}
    audit(seat, "household changed", household, changes=_without_numbers(changes(before, after)))
    return household


def keep_keys(household: Household) -> None:
    """Set the stored keys by which a household is found and ordered."""
    old = household.legacy_commune and [household.legacy_commune.name, household.legacy_commune.district]
    if not old and household.commune_id:
        old = LegacyCommune.objects.filter(commune=household.commune_id).values_list("name", flat=True)
    household.search_key = search_key(
        household.code,
        household.name,
        household.alias,
        household.phone,
        household.village,
        household.commune.name if household.commune_id else "",
        *(old or []),
    )[:600]
    household.sort_key = sort_key(household.name)


def _without_numbers(differences: dict) -> dict:
    """Identity and bank numbers stay out of the audit trail: that they changed is noted, not what they are."""
    return {key: ["…", "…"] if key in ("citizen_id", "bank_account") else pair for key, pair in differences.items()}
