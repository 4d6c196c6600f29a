"""Everything that is held about a person, table by table; and how the household stands before it is erased."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q, QuerySet, Sum

from coopsite import clock
from growers.models import (
    AuditEntry,
    CapitalCommitment,
    CapitalPayment,
    CertificatePlot,
    CodePlot,
    Consent,
    DiaryPlot,
    Household,
    Planting,
    Plot,
)
from harvests.models import (
    AccountDocument,
    EventHousehold,
    EventPlot,
    HarvestLine,
    HarvestRecord,
    HouseholdCredit,
    HouseholdLink,
    HouseholdTotal,
    InputSale,
    InputSaleLine,
    LedgerEntry,
    LotInput,
    Payment,
    PaymentReturn,
    RecallCall,
    SettlementChoice,
    SettlementLine,
    SettlementRun,
    SurplusShare,
    SurplusYear,
    YieldEstimate,
)
from harvests.queries.ledger import balances_on
from harvests.rules.personal import Standing

# Every table that knows a household, and how its rows lead to one.
OWNED: dict[type[models.Model], str] = {
    Household: "pk", Consent: "household", Plot: "household", Planting: "plot__household",
    CodePlot: "plot__household", CertificatePlot: "plot__household", DiaryPlot: "plot__household",
    YieldEstimate: "plot__household", HarvestRecord: "household", HarvestLine: "record__household",
    LotInput: "line__record__household", HouseholdTotal: "household", CapitalCommitment: "household",
    CapitalPayment: "commitment__household", HouseholdCredit: "household", AccountDocument: "household",
    InputSale: "household", InputSaleLine: "sale__household", LedgerEntry: "household",
    SettlementChoice: "household", SettlementLine: "household", Payment: "line__household",
    PaymentReturn: "payment__line__household", HouseholdLink: "household", SurplusShare: "household",
    EventHousehold: "household", EventPlot: "plot__household", RecallCall: "household",
}  # fmt: skip
UNSAID = {"cooperative", "search_key", "sort_key", "citizen_index", "token_sha256", "version", "is_demo"}
OPEN = (SettlementRun.Status.CLOSED, SettlementRun.Status.APPROVED, SettlementRun.Status.PAID)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of what is held: its name in code and in words, its columns likewise, and its rows."""

    name: str
    title: str
    fields: list[str]
    header: list[str]
    rows: list[list]


def owned(model: type[models.Model], household: Household) -> QuerySet:
    """The rows of a table that belong to a household."""
    return model.objects.of(household.cooperative_id).filter(**{OWNED[model]: household.pk}).order_by("pk")


def held_about(household: Household) -> dict[str, int]:
    """How many rows each table holds about a household, by the table's name in words; nothing for empty ones."""
    counts = {str(model._meta.verbose_name_plural): owned(model, household).count() for model in OWNED}
    return {title: count for title, count in counts.items() if count}


def holdings(household: Household) -> Iterator[Sheet]:
    """Everything held about a person, with the earlier versions and what the audit trail notes of it."""
    for model in OWNED:
        yield _sheet(model, owned(model, household))
    history = Household.history.model
    yield _sheet(history, history.objects.filter(id=household.pk).order_by("history_id"))
    yield _sheet(AuditEntry, trail_of(household))


def trail_of(household: Household) -> QuerySet:
    """What the audit trail notes of a household and of what is its own."""
    mine = Q(kind="household", object_id=household.pk)
    for model in OWNED:
        if model is not Household:
            mine |= Q(kind=model._meta.model_name, object_id__in=owned(model, household).order_by().values("pk"))
    return AuditEntry.objects.of(household.cooperative_id).filter(mine).order_by("pk")


def _sheet(model: type[models.Model], rows: QuerySet) -> Sheet:
    fields = [field for field in model._meta.concrete_fields if field.name not in UNSAID]
    rows = rows.select_related(*(field.name for field in fields if field.is_relation))
    return Sheet(
        model._meta.model_name,
        str(model._meta.verbose_name_plural),
        [field.name for field in fields],
        [str(field.verbose_name) for field in fields],
        [[_said(row, field) for field in fields] for row in rows],
    )


def _said(row: models.Model, field: models.Field):
    """A value as a person reads it: numbers stay numbers."""
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    if field.is_relation:
        return str(getattr(row, field.name, None) or value)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, int):
        return value
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def standing_of(household: Household) -> Standing:
    """How a household stands with the co-operative today. Six statements."""
    coop = household.cooperative
    balances = balances_on(coop, clock.today(), [household.pk]).get(household.pk, {})
    runs = SettlementLine.objects.of(coop).filter(household=household, run__status__in=OPEN).select_related("run")
    weighed = HarvestRecord.objects.of(coop).filter(household=household, amount_vnd__isnull=True)
    unpriced = weighed.filter(status__in=(HarvestRecord.Status.POSTED, HarvestRecord.Status.HELD)).count()
    capital = CapitalCommitment.objects.of(coop).filter(household=household, ended_on__isnull=True)
    shares = SurplusShare.objects.of(coop).filter(
        household=household, paid_on__isnull=True, surplus__status=SurplusYear.Status.ADOPTED
    )
    return Standing(
        erased=household.erased_on is not None,
        left=household.left_on is not None and household.left_on <= clock.today(),
        balances=balances,
        runs=tuple(line.run.code for line in runs),
        unpriced=unpriced,
        capital_vnd=capital.aggregate(sum=Sum("paid_vnd"))["sum"] or 0,
        surplus_vnd=shares.aggregate(sum=Sum("total_vnd"))["sum"] or 0,
    )
