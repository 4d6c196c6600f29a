"""What can be done to top up what was paid for fruit (truy lĩnh): one document per household, all at once."""

import datetime as dt
from collections.abc import Collection, Mapping

from coopsite import clock
from growers.actions.once import Refused, audit, use_case
from growers.queries.seats import Seat
from harvests.actions.account_documents import entry_for
from harvests.actions.ledger import post
from harvests.actions.months import hold_month
from harvests.actions.numbers import next_number
from harvests.models import AccountDocument
from harvests.models.credit import LETTERS
from harvests.queries.account_documents import top_up_preview
from harvests.rules.account_documents import TOP_UP


@use_case
def top_up(
    seat: Seat,
    *,
    first: dt.date,
    last: dt.date,
    kinds: Collection[str],
    prices: Mapping[int, int],
    day: dt.date,
    note: str,
    seal: str,
) -> AccountDocument:
    """Give every household that brought fruit from `first` to `last` what `prices` (by grade) add a kilogram.

    `seal` names the preview somebody looked at: Refused ("top_up_seen_otherwise") when tickets changed since. The
    number of statements does not depend on that of households. Gives the first document made.
    """
    coop = seat.cooperative
    hold_month(coop, day)
    sums, seen = top_up_preview(coop, first, last, kinds, prices)
    if seal != seen:
        raise Refused.because("top_up_seen_otherwise")
    if not sums:
        raise Refused.because("top_up_nothing")
    number = next_number(coop, LETTERS[TOP_UP], day.year, many=len(sums))
    made = AccountDocument.objects.bulk_create(
        AccountDocument(
            cooperative=coop, kind=TOP_UP, year=day.year, number=number + place, household_id=household, day=day,
            amount_vnd=amount, note=note, made_by=seat.user, made_at=clock.now(),
        )
        for place, (household, amount) in enumerate(sorted(sums.items()))
    )  # fmt: skip
    post(seat, [entry_for(document) for document in made])
    audit(
        seat, "top-ups made", made[0], documents=len(made), amount_vnd=sum(sums.values()), first=first, last=last,
        kinds=sorted(kinds), prices={str(grade): price for grade, price in prices.items()},
    )  # fmt: skip
    return made[0]
