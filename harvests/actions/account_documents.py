"""What can be done to account documents: an advance, a loan, a repayment, a charge; voided while nothing is settled."""

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.models import Household
from growers.queries.seats import Seat
from growers.rules.roles import Right
from harvests.actions.debts import COUNTER, credit_of, give_back, lend, take_back, unlend
from harvests.actions.ledger import insist_unsettled, post, reverse
from harvests.actions.months import hold_month
from harvests.actions.numbers import numbered
from harvests.models import AccountDocument, InputSale, LedgerEntry
from harvests.models.credit import LETTERS
from harvests.queries.account_documents import entry_of
from harvests.queries.credit import Account, expectation, standing_of
from harvests.rules.account_documents import (
    ADVANCE,
    DEBTS,
    EFFECTS,
    LOAN,
    REPAYMENT,
    Paper,
    judge_loan,
    judge_paper,
    judge_repayment,
)
from harvests.rules.credit import judge_debt


@use_case
def make_document(seat: Seat, *, kind: str, household: Household, **facts) -> AccountDocument:
    """Make any paper but a repayment, with its ledger entry; raises Refused, and ValidationError by field.

    An advance or a loan counts as a debt of the household, within the limit of advances unless the director says why.
    """
    hold_month(seat.cooperative, facts["day"])
    paper = Paper(kind, facts["day"], facts["amount_vnd"], facts.get("due_on"), facts.get("means", ""),
                  facts.get("note", ""))  # fmt: skip
    insist(judge_paper(paper, clock.today(), left=household.left_on is not None))
    if kind in DEBTS:
        _borrow(seat, household, paper, facts)
    else:
        facts["override_reason"] = ""
    document = _saved(seat, kind, household, **facts)
    post(seat, [entry_for(document)])
    audit(seat, "document made", document, **_told(document))
    return document


def _borrow(seat: Seat, household: Household, paper: Paper, facts: dict) -> None:
    """Count the debt, within the limit; an override that was not needed is not kept."""
    credit_of(seat, household).select_for_update().get()
    limit = None
    if paper.kind == LOAN:
        lending = expectation(seat.cooperative, clock.today()).lending
        insist(judge_loan(paper, allowed=lending, official=household.kind == Household.Kind.OFFICIAL))
        facts["override_reason"] = ""
    else:
        limit = within_limit(seat, household, ADVANCE, paper.amount_vnd, facts)
    lend(seat, household, COUNTER[paper.kind], paper.amount_vnd, limit)


def within_limit(seat: Seat, household: Household, which: str, amount_vnd: int, facts: dict) -> int | None:
    """The limit that a debt (advance or inputs) keeps, None for one the director lets pass: `override_reason` of the
    facts stays only then. Raises Refused past the limit without a reason, or with one from anybody else."""
    standing, reason = standing_of(seat.cooperative, household, clock.today()), facts.get("override_reason", "")
    owed, limit = (
        (standing.advance_vnd, standing.advance_limit_vnd) if which == ADVANCE
        else (standing.inputs_vnd, standing.input_limit_vnd)
    )  # fmt: skip
    insist(judge_debt(amount_vnd, owed, limit, reason=reason, may_override=seat.may(Right.LIMITS)))
    if owed + amount_vnd > limit:
        return None
    facts["override_reason"] = ""
    return limit


@use_case
def repay(
    seat: Seat, *, document: AccountDocument | None = None, sale: InputSale | None = None, **facts
) -> AccountDocument:
    """Take a repayment of one debt (an advance or loan, or a sale on credit); Refused for more than is open."""
    hold_month(seat.cooperative, facts["day"])
    paper = Paper(REPAYMENT, facts["day"], facts["amount_vnd"], None, facts.get("means", ""), facts.get("note", ""))
    insist(judge_paper(paper, clock.today()))
    if document is None and sale is None:
        raise Refused.because("document_debt_missing")
    debt = _held(seat, AccountDocument if document else InputSale, (document or sale).pk)
    open_vnd = debt.amount_vnd - debt.settled_vnd
    insist(judge_repayment(paper.amount_vnd, paper.day, open_vnd=open_vnd, made_on=debt.day, code=debt.code))
    sides = {"document": document and debt.pk, "sale": sale and debt.pk}
    take_back(seat, **sides, amount_vnd=paper.amount_vnd)
    repayment = _saved(
        seat, REPAYMENT, debt.household, concerns=debt if document else None, sale=debt if sale else None, **facts
    )
    post(seat, [entry_for(repayment)])
    audit(seat, "document made", repayment, of=debt.code, **_told(repayment))
    return repayment


@use_case
def void_document(seat: Seat, *, document: AccountDocument, reason: str) -> AccountDocument:
    """Void a paper with a reason: its entry is reversed today, a debt is uncounted, a repaid debt is open again.

    Refused while anything of it is settled: a debt partly paid back, a charge or top-up in a settlement run.
    """
    if not reason:
        raise Refused.because("document_void_reason_missing")
    today = clock.today()
    hold_month(seat.cooperative, today)
    rows = AccountDocument.objects.of(seat.cooperative)
    keys = [key for key in (document.concerns_id, document.pk) if key]
    list(rows.filter(pk__in=keys).select_for_update().order_by("pk").values_list("pk"))
    insist_unsettled(seat.cooperative, documents=[document])
    if not rows.filter(pk=document.pk, void_reason="", settled_vnd=0).update(void_reason=reason):
        stands = rows.filter(pk=document.pk, void_reason="").exists()
        raise Refused.because("document_settled" if stands else "document_voided_already")
    stored = rows.select_related("household").get(pk=document.pk)
    if stored.kind in DEBTS:
        unlend(seat, stored.household, COUNTER[stored.kind], stored.amount_vnd)
    elif stored.kind == REPAYMENT:
        give_back(seat, document=stored.concerns_id, sale=stored.sale_id, amount_vnd=stored.amount_vnd)
    reverse(seat, entry_of(seat.cooperative, document=stored), day=today, note=reason)
    audit(seat, "document voided", stored, reason=reason)
    return stored


def entry_for(document: AccountDocument) -> LedgerEntry:
    """The unsaved ledger entry of a saved paper; that of a repayment is on the account of the debt."""
    if document.kind == REPAYMENT:
        account = document.concerns.kind if document.concerns_id else Account.INPUTS
        kind, amount = LedgerEntry.Kind.REPAYMENT, document.amount_vnd
    else:
        effect = EFFECTS[document.kind]
        account, kind, amount = effect.account, effect.kind, effect.sign * document.amount_vnd
    return LedgerEntry(
        household_id=document.household_id, account=account, kind=kind, day=document.day, amount_vnd=amount,
        document=document,
    )  # fmt: skip


def _held(seat: Seat, model: type, key: int):
    """A debt as it stands, held until the transaction ends; `take_back` refuses a voided one."""
    return model.objects.of(seat.cooperative).select_for_update(of=("self",)).select_related("household").get(pk=key)


def _saved(seat: Seat, kind: str, household: Household, **facts) -> AccountDocument:
    document = AccountDocument(
        cooperative=seat.cooperative, kind=kind, household=household, made_by=seat.user, made_at=clock.now(), **facts
    )
    return numbered(document, LETTERS[kind])


def _told(document: AccountDocument) -> dict:
    told = {"amount_vnd": document.amount_vnd, "day": document.day, "household": document.household.code}
    return told | ({"override_reason": document.override_reason} if document.override_reason else {})
