"""Setting the accounts under which movements go to the accounting package."""

from growers.actions.once import audit, insist, use_case
from growers.queries.seats import Seat
from harvests.models import JournalAccount
from harvests.rules.journal import judge_accounts


@use_case
def set_account(seat: Seat, *, key: str, debit: str, credit: str) -> JournalAccount:
    """Book a kind of movement to these accounts from now on; exports made before stay as they were."""
    insist(judge_accounts(debit, credit))
    row, _is_new = JournalAccount.objects.of(seat.cooperative).select_for_update().get_or_create(
        cooperative=seat.cooperative, key=key, defaults={"debit": debit, "credit": credit}
    )
    before = [row.debit, row.credit]
    row.debit, row.credit = debit, credit
    row.full_clean()
    row.save()
    audit(seat, "journal account set", row, before=before, after=[debit, credit])
    return row
