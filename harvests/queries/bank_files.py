"""Facts about the templates of the files that banks want."""

from django.db.models import QuerySet

from growers.models import Cooperative
from harvests.models import BankFile


def bank_files(coop: Cooperative, *, active: bool = False) -> QuerySet:
    """Templates by name, each with its bank; only those in use when `active`."""
    rows = BankFile.objects.of(coop).select_related("bank").order_by("name")
    return rows.filter(is_active=True) if active else rows


def bank_file_by_id(coop: Cooperative, pk: int) -> BankFile | None:
    """One template of the co-operative."""
    return bank_files(coop).filter(pk=pk).first()
