"""What a household agreed to, and who agrees to a purpose today."""

from django.db.models import Exists, OuterRef, QuerySet

from growers.models import Consent, Cooperative, Household


def consents_of(household: Household) -> QuerySet:
    """Every consent of a household, withdrawn ones too; the newest first."""
    rows = Consent.objects.of(household.cooperative_id).filter(household=household)
    return rows.select_related("recorded_by").order_by("-given_on", "-pk")


def consent_by_key(household: Household, key: int) -> Consent | None:
    """One consent of a household."""
    return consents_of(household).filter(pk=key).first()


def living_consent(household: Household, purpose: str) -> Consent | None:
    """The consent to a purpose that stands, if there is one."""
    return consents_of(household).filter(purpose=purpose, withdrawn_on__isnull=True).first()


def agreeing(coop: Cooperative | int, purpose: str) -> QuerySet:
    """The households that agree to a purpose now: a withdrawal takes effect with the next look (R110)."""
    given = Consent.objects.filter(household=OuterRef("pk"), purpose=purpose, withdrawn_on__isnull=True)
    return Household.objects.of(coop).filter(Exists(given))
