"""What can be done to a co-operative itself: opened by the operator, its letterhead corrected by its administrator."""

from growers.actions.once import audit, changes, use_case
from growers.models import Cooperative
from growers.queries.seats import Seat, administrator


@use_case
def open_cooperative(operator, **facts) -> Cooperative:
    """Open a co-operative; raises ValueError when it is not the operator who asks, ValidationError by field."""
    cooperative = Cooperative(**facts)
    seat = administrator(operator, cooperative)
    cooperative.full_clean()
    cooperative.save()
    audit(seat, "co-operative opened", cooperative, slug=cooperative.slug)
    return cooperative


@use_case
def change_cooperative(seat: Seat, **facts) -> Cooperative:
    """Change what is given and nothing else, so that two people who correct different lines both succeed."""
    cooperative = Cooperative.objects.select_for_update().get(pk=seat.cooperative.pk)
    before = {name: str(getattr(cooperative, name)) for name in facts}
    for name, value in facts.items():
        setattr(cooperative, name, value)
    cooperative.full_clean()
    cooperative.save(update_fields=[*facts])
    after = {name: str(getattr(cooperative, name)) for name in facts}
    audit(seat, "co-operative changed", cooperative, changes=changes(before, after))
    return cooperative
