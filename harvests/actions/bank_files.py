"""Templates of the files that banks want, and the note that one was made for a run."""

from growers.actions.once import audit, change_row, insist, use_case
from growers.queries.seats import Seat
from harvests.models import BankFile, SettlementRun
from harvests.queries.settlement_papers import may_be_paid, transfers_of
from harvests.rules.bank_files import judge_transfers, read_template


@use_case
def add_bank_file(seat: Seat, **facts) -> BankFile:
    """Keep a template; raises Refused for columns that cannot be read, ValidationError for a name used already."""
    insist(read_template(facts["columns"])[1])
    row = BankFile(cooperative=seat.cooperative, **facts)
    row.full_clean()
    row.save()
    audit(seat, "bank file added", row, columns=row.columns)
    return row


@use_case
def change_bank_file(seat: Seat, *, file: BankFile, version: int, **facts) -> BankFile:
    """Change a template as it stood at `version`; raises Stale, Refused, ValidationError."""
    insist(read_template(facts["columns"])[1])
    return change_row(seat, "bank file changed", file, version, facts)


@use_case
def hand_to_bank(seat: Seat, *, run: SettlementRun, file: BankFile) -> SettlementRun:
    """Note that the transfers of a run were written into a file with whole account numbers; raises Refused."""
    stored = SettlementRun.objects.of(seat.cooperative).select_related("cooperative").get(pk=run.pk)
    transfers = transfers_of(stored)
    insist(judge_transfers(transfers, approved=may_be_paid(stored)))
    sum_vnd = sum(row.amount_vnd for row in transfers)
    audit(seat, "bank file made", stored, file=file.name, transfers=len(transfers), sum_vnd=sum_vnd)
    return stored
