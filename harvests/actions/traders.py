"""What can be done to a trader: registered and changed; one who no longer buys is set inactive, never deleted."""

from coopsite.formats.text import search_key
from growers.actions.once import audit, changes, save_version, use_case
from growers.queries.seats import Seat
from harvests.models import Trader


@use_case
def register_trader(seat: Seat, **facts) -> Trader:
    """Add a trader; raises ValidationError by field when the model's rules or uniqueness refuse it."""
    trader = Trader(cooperative=seat.cooperative, **facts)
    keep_keys(trader)
    trader.full_clean()
    trader.save()
    audit(seat, "trader registered", trader, name=trader.name, kind=trader.kind)
    return trader


@use_case
def change_trader(seat: Seat, *, trader: Trader, version: int, **facts) -> Trader:
    """Change a trader as it stood at `version`; raises Stale when somebody saved it since."""
    stored = Trader.objects.of(seat.cooperative).get(pk=trader.pk)
    before = {name: str(getattr(stored, name)) for name in facts}
    for name, value in facts.items():
        setattr(stored, name, value)
    keep_keys(stored)
    stored.full_clean()
    save_version(stored, version)
    after = {name: str(getattr(stored, name)) for name in facts}
    audit(seat, "trader changed", stored, changes=changes(before, after))
    return stored


def keep_keys(trader: Trader) -> None:
    """Set the stored key by which a trader is found; it begins with the folded name and orders lists, too."""
    trader.search_key = search_key(
        trader.name, trader.contact, trader.phone, trader.chain, trader.country, trader.tax_code
    )[:400]
