"""Facts about certification marks and the licences to use them: our own, and those known of others."""

from collections import defaultdict

from django.db.models import QuerySet

from growers.models import CertificationMark, Commodity, Cooperative, MarkLicence
from growers.rules.areas import Period
from growers.rules.marks import Licence, Mark


def marks() -> QuerySet:
    """Every certification mark, with its crop."""
    return CertificationMark.objects.select_related("commodity").order_by("code")


def marks_of(coop: Cooperative, crop: Commodity | int | None = None) -> list[Mark]:
    """The marks of a crop (of every crop with None) with the co-operative's own licences, as the rule judges them.

    Two statements.
    """
    own: dict[int, list[Licence]] = defaultdict(list)
    rows = MarkLicence.objects.of(coop).filter(holder="").order_by("-valid_from")
    kept = rows.values_list("mark", "decision_no", "valid_from", "valid_to", "quota_g")
    for mark, number, first, last, quota in kept:
        own[mark].append(Licence(number, (first, last), quota))
    found = CertificationMark.objects.filter(commodity=crop) if crop else CertificationMark.objects.all()
    fields = ("pk", "code", "commodity__code", "province_code", "valid_from", "valid_to")
    return [
        Mark(code, commodity, province, (first, last), tuple(own[key]))
        for key, code, commodity, province, first, last in found.order_by("code").values_list(*fields)
    ]


def licences(coop: Cooperative) -> QuerySet:
    """Every licence the co-operative knows of, its own first."""
    return MarkLicence.objects.of(coop).select_related("mark").order_by("mark__code", "holder", "-valid_from", "pk")


def licence_by_key(coop: Cooperative, key: int) -> MarkLicence | None:
    """One licence, with its mark."""
    return MarkLicence.objects.of(coop).select_related("mark", "mark__commodity", "cooperative").filter(pk=key).first()


def other_licences(coop: Cooperative, mark: int, holder: str, but: int | None = None) -> list[tuple[str, Period]]:
    """(decision, period) of the other licences of a holder for a mark."""
    rows = MarkLicence.objects.of(coop).filter(mark=mark, holder=holder).exclude(pk=but)
    found = rows.values_list("decision_no", "valid_from", "valid_to")
    return [(number, (first, last)) for number, first, last in found]
