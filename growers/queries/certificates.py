"""Facts about certificates: the list with sums, the plots in scope, the bodies that issue them."""

import datetime as dt

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from coopsite.formats.text import search_words
from growers.models import Certificate, CertificatePlot, CertificationBody, Cooperative, Plot
from growers.queries.areas import on_day
from growers.rules.certificates import COMING, EXPIRED, VALID, WITHDRAWN

SORTS = {
    "expiry": ("valid_to", "number"),
    "number": ("number", "pk"),
    "scheme": ("scheme", "valid_to", "number"),
    "-area": ("-members_m2", "valid_to", "number"),
}


def certificates(
    coop: Cooperative,
    *,
    day: dt.date,
    search: str = "",
    scheme: str = "",
    state: str = "",
    body: CertificationBody | None = None,
    sort: str = "",
) -> QuerySet:
    """Certificates with `plots`, `households` and `members_m2` of their scope on a day.

    `search` finds numbers, GGNs, bodies and standards; `state` is one of the rule's words.
    """
    members = CertificatePlot.objects.filter(on_day(day), certificate=OuterRef("pk"))
    rows = Certificate.objects.of(coop).annotate(
        plots=Coalesce(_over(members, Count("pk")), 0),
        households=Coalesce(_over(members, Count("plot__household", distinct=True)), 0),
        members_m2=Coalesce(_over(members, Sum("plot__area_m2")), 0),
    )
    for word in search_words(search):
        named = Q(number__icontains=word) | Q(ggn__contains=word) | Q(standard__icontains=word)
        rows = rows.filter(named | Q(body__name__icontains=word) | Q(responsible__icontains=word))
    if scheme:
        rows = rows.filter(scheme=scheme)
    if body:
        rows = rows.filter(body=body)
    if state:
        rows = rows.filter(_in_state(state, day))
    return rows.order_by(*SORTS.get(sort, SORTS["expiry"]))


def _over(rows: QuerySet, measure) -> Subquery:
    return Subquery(rows.order_by().values("cooperative").annotate(measure=measure).values("measure"))


def _in_state(state: str, day: dt.date) -> Q:
    """Rows that `growers.rules.certificates.state_on` would give this state."""
    withdrawn = Q(withdrawn_on__isnull=False, withdrawn_on__lte=day)
    return {
        WITHDRAWN: withdrawn,
        COMING: ~withdrawn & Q(valid_from__gt=day),
        VALID: ~withdrawn & Q(valid_from__lte=day, valid_to__gte=day),
        EXPIRED: ~withdrawn & Q(valid_to__lt=day),
    }[state]


def certificate_sums(rows: QuerySet, day: dt.date) -> dict[str, int]:
    """`certificates`, those `valid` on the day, and the `plots` and `area_m2` of those, over all rows of a list.

    A plot under two certificates counts in each.
    """
    valid = _in_state(VALID, day)
    return rows.order_by().aggregate(
        certificates=Count("pk"),
        valid=Count("pk", filter=valid),
        all_plots=Coalesce(Sum("plots", filter=valid), 0),
        all_m2=Coalesce(Sum("members_m2", filter=valid), 0),
    )


def certificate_by_key(coop: Cooperative, key: int) -> Certificate | None:
    """One certificate, with what its page shows beside it."""
    rows = Certificate.objects.of(coop).select_related("body", "commodity", "house", "cooperative")
    return rows.filter(pk=key).first()


def scope_of(certificate: Certificate, day: dt.date | None = None) -> QuerySet:
    """The plots of a certificate as (membership) rows: of every time, or those not ended by a day."""
    rows = CertificatePlot.objects.of(certificate.cooperative_id).filter(certificate=certificate)
    if day:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    return rows.select_related("plot", "plot__household", "plot__variety").order_by("plot__code", "valid_from")


def plots_to_certify(
    certificate: Certificate, day: dt.date, *, search: str = "", commune: int | None = None, village: str = ""
) -> QuerySet:
    """Plots of the certificate's crop that are not in its scope on a day or later, with `other`: another certificate
    of the same scheme that covers them on the day."""
    inside = CertificatePlot.objects.filter(certificate=certificate, plot=OuterRef("pk")).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )
    unwithdrawn = Q(certificate__withdrawn_on__isnull=True) | Q(certificate__withdrawn_on__gt=day)
    other = CertificatePlot.objects.filter(
        on_day(day), plot=OuterRef("pk"), certificate__scheme=certificate.scheme, certificate__valid_from__lte=day,
        certificate__valid_to__gte=day,
    ).exclude(certificate=certificate)
    rows = (
        Plot.objects.of(certificate.cooperative_id)
        .filter(~Exists(inside), variety__commodity=certificate.commodity_id)
        .annotate(other=Subquery(other.filter(unwithdrawn).values("certificate__number")[:1]))
        .exclude(status=Plot.Status.RETIRED)
        .select_related("household", "commune")
    )
    for word in search_words(search):
        rows = rows.filter(Q(search_key__contains=word) | Q(household__search_key__contains=word))
    if commune:
        rows = rows.filter(commune=commune)
    if village:
        rows = rows.filter(household__village=village)
    return rows.order_by(F("other").asc(nulls_first=True), "code")


def bodies(coop: Cooperative) -> QuerySet:
    """Certification bodies with the number of `issued` certificates."""
    issued = Certificate.objects.filter(body=OuterRef("pk"))
    rows = CertificationBody.objects.of(coop).annotate(issued=Coalesce(_over(issued, Count("pk")), Value(0)))
    return rows.order_by("name")


def body_by_key(coop: Cooperative, key: int) -> CertificationBody | None:
    """One certification body."""
    return CertificationBody.objects.of(coop).filter(pk=key).first()
