"""What is done with a person's data on request: handed out whole, or taken away for good while the books stay."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override

from coopsite import clock
from coopsite.formats.text import fold
from growers.actions.households import keep_keys
from growers.actions.once import Refused, audit, insist, use_case
from growers.actions.plots import keep_keys as keep_plot_keys
from growers.models import Consent, DiaryEntry, Household, ImportRun, Plot
from growers.queries.seats import Seat
from growers.rules.personal import NAME
from harvests.models import HouseholdLink
from harvests.queries.personal import OWNED, owned, standing_of
from harvests.rules.personal import PERSONAL, judge_erasure

IMPORTS = (ImportRun.Kind.HOUSEHOLDS, ImportRun.Kind.HARVESTS)


@use_case
def hand_out(seat: Seat, *, household: Household) -> Household:
    """Note that everything held about a person was handed out (R111, R113)."""
    audit(seat, "personal data exported", household)
    return household


@use_case
def erase_person(seat: Seat, *, household: Household, confirmation: str, reason: str) -> Household:
    """Take away for good who a household was; its code, kilograms, money and trace stay. Raises Refused with all that
    stands in the way.

    `confirmation` is the household's code, typed; `reason` one of rules.personal.WHY. Whoever posts to the household's
    account meanwhile waits for this, or is waited for.
    """
    stored = Household.objects.of(seat.cooperative).select_for_update().get(pk=household.pk)
    if confirmation != stored.code:
        raise Refused.because("erasure_confirmation", household=stored.code)
    insist(judge_erasure(standing_of(stored)))
    name = _nobody(stored.code)
    workers = {fold(word) for word in (stored.name, stored.alias) if word}
    _end_what_stands(stored)
    for model in OWNED:
        if model is not Household and PERSONAL.get(model._meta.model_name):
            _blank(model, owned(model, stored), name)
    _forget_worker(stored, workers, name)
    _forget_household(stored, name)
    _forget_registers(stored)
    audit(seat, "person erased", stored, reason=reason)
    return stored


def _nobody(code: str) -> str:
    """A name that names nobody, in the language of the papers."""
    with override(settings.LANGUAGE_CODE):
        return gettext("Household %(code)s (erased)") % {"code": code}


def _values(model: type[models.Model], name: str) -> dict:
    found = PERSONAL[model._meta.model_name]
    return {field: name if value is NAME else value for field, value in found.items()}


def _blank(model: type[models.Model], rows: QuerySet, name: str) -> None:
    """Personal values of these rows, and of their earlier versions."""
    keys = [*rows.values_list("pk", flat=True)]
    values = _values(model, name)
    model.objects.unscoped("rows of one household").filter(pk__in=keys).update(**values)
    if hasattr(model, "history"):
        model.history.filter(id__in=keys).update(**values)


def _end_what_stands(household: Household) -> None:
    """Consents end, so that no purpose goes on; links to statements open no more."""
    today = clock.today()
    owned(Consent, household).filter(withdrawn_on__isnull=True).update(withdrawn_on=today)
    owned(HouseholdLink, household).filter(revoked_at__isnull=True).update(revoked_at=clock.real_now())


def _forget_worker(household: Household, known: set[str], name: str) -> None:
    """The diary says who did the work: where that was this person, by another name."""
    entries = DiaryEntry.objects.of(household.cooperative_id)
    there = entries.filter(plots__plot__household=household).exclude(worker="").values_list("pk", "worker")
    entries.filter(pk__in={pk for pk, worker in there if fold(worker) in known}).update(worker=name)


def _forget_household(household: Household, name: str) -> None:
    """The household's own row with all its versions, and the keys by which it and its plots are found."""
    values = _values(Household, name)
    for field, value in values.items():
        setattr(household, field, value)
    household.erased_on = clock.today()
    household.version += 1
    keep_keys(household)
    household.save()
    keys = {"search_key": household.search_key, "sort_key": household.sort_key}
    Household.history.filter(id=household.pk).update(**values, **keys)
    for plot in Plot.objects.of(household.cooperative_id).filter(household=household).select_related("commune"):
        plot.household = household
        keep_plot_keys(plot)
        plot.save()


def _forget_registers(household: Household) -> None:
    """Uploaded registers may name anybody: all are emptied; those that were not carried out are to be uploaded anew."""
    runs = ImportRun.objects.of(household.cooperative_id).filter(kind__in=IMPORTS)
    runs = runs.filter(~Q(status=ImportRun.Status.WRITING))
    runs.filter(status=ImportRun.Status.PREVIEW).update(status=ImportRun.Status.FAILED, report={"erased": True})
    runs.update(content=b"")
