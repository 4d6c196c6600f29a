"""Facts about crate types: which tare holds on a day."""

import datetime as dt

from django.db.models import QuerySet

from growers.models import Cooperative
from harvests.models import CrateType, HarvestLine


def crates_on(coop: Cooperative, day: dt.date) -> list[CrateType]:
    """Each crate type with the tare that holds on the day, the default first. One statement."""
    newest: dict[str, CrateType] = {}
    for crate in CrateType.objects.of(coop).filter(valid_from__lte=day).order_by("valid_from"):
        newest[crate.code] = crate
    return sorted(newest.values(), key=lambda crate: (not crate.is_default, crate.code))


def tares(coop: Cooperative) -> QuerySet:
    """Every tare ever noted, by crate and then the newest first."""
    return CrateType.objects.of(coop).order_by("code", "-valid_from")


def tare_of(coop: Cooperative, code: str, day: dt.date) -> CrateType | None:
    """The tare noted for a crate on exactly this day."""
    return CrateType.objects.of(coop).filter(code=code, valid_from=day).first()


def was_used(crate: CrateType) -> bool:
    """Whether a load was weighed with this tare."""
    return HarvestLine.objects.of(crate.cooperative_id).filter(crate=crate).exists()
