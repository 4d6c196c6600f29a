"""Facts about provinces: which there are, and what one reports of a crop beside what a co-operative has there."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from growers.models import CertificatePlot, Commune, Cooperative, LegalForm, Plot, ReferenceStat
from growers.queries.areas import on_day


def legal_form(kind: str, day: dt.date) -> LegalForm | None:
    """The form of the state that a paper of a day follows: the newest that is valid by then."""
    return LegalForm.objects.filter(kind=kind, valid_from__lte=day).order_by("-valid_from").first()


def provinces() -> list[tuple[str, str]]:
    """(code, name) of every province, by name."""
    return sorted(set(Commune.objects.order_by().values_list("province_code", "province")), key=lambda row: row[1])


def province_names() -> dict[str, str]:
    """The names of provinces by their codes."""
    return dict(provinces())


def province_stat(coop: Cooperative, *, commodity: int, year: int, day: dt.date) -> ReferenceStat | None:
    """What the co-operative's province reports of a crop in a year, or None. One statement.

    With `province` (its name), and of the co-operative's plots of the crop in that province, those given up left out,
    `own_m2` and `own_certified_m2`: under a certificate that holds on the day, each plot counted once.
    """
    plots = Plot.objects.of(coop).filter(variety__commodity=commodity, commune__province_code=OuterRef("province_code"))
    plots = plots.exclude(status=Plot.Status.RETIRED)
    holds = CertificatePlot.objects.filter(on_day(day), on_day(day, "certificate__"), plot=OuterRef("pk")).filter(
        Q(certificate__withdrawn_on__isnull=True) | Q(certificate__withdrawn_on__gt=day)
    )
    home = Commune.objects.filter(pk=coop.commune_id)
    name = Commune.objects.filter(province_code=OuterRef("province_code")).order_by("pk").values("province")
    rows = ReferenceStat.objects.filter(
        province_code__in=home.values("province_code"), commodity=commodity, year=year
    ).annotate(province=Subquery(name[:1]), own_m2=_sum(plots), own_certified_m2=_sum(plots.filter(Exists(holds))))
    return rows.first()


def _sum(plots: QuerySet) -> Coalesce:
    found = plots.order_by().values("cooperative").annotate(sum=Sum("area_m2")).values("sum")
    return Coalesce(Subquery(found), 0)
