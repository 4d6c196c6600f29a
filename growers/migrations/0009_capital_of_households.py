"""What households were noted to have contributed becomes contributions: one truth, with its payment (M23)."""

from datetime import date

from django.db import migrations
from django.db.models import Q
from django.utils import timezone


def commit(apps, _schema_editor):
    """A paid contribution of each noted amount, as of the day of joining; entered by whoever keeps the capital.

    A co-operative without anybody on its staff keeps the commitment alone: a payment names who entered it.
    """
    Household, Commitment = apps.get_model("growers", "Household"), apps.get_model("growers", "CapitalCommitment")
    Payment, Membership = apps.get_model("growers", "CapitalPayment"), apps.get_model("growers", "Membership")
    now, keepers = timezone.now(), {}
    order = Q(role="director") | Q(role="accountant") | Q(role="admin")
    for row in Membership.objects.filter(order).order_by("-role", "-pk").values("cooperative_id", "user_id"):
        keepers[row["cooperative_id"]] = row["user_id"]
    had = set(Commitment._base_manager.values_list("household_id", flat=True))
    noted = Household._base_manager.filter(capital_vnd__gt=0).exclude(pk__in=had).order_by("pk")
    for row in noted.values("pk", "cooperative_id", "capital_vnd", "joined_on", "is_demo"):
        day, keeper = row["joined_on"] or date(now.year, 1, 1), keepers.get(row["cooperative_id"])
        commitment = Commitment._base_manager.create(
            cooperative_id=row["cooperative_id"], household_id=row["pk"], committed_on=day, version=1,
            amount_vnd=row["capital_vnd"], paid_vnd=row["capital_vnd"] if keeper else 0, is_demo=row["is_demo"],
        )  # fmt: skip
        if keeper:
            Payment._base_manager.create(
                cooperative_id=row["cooperative_id"], commitment_id=commitment.pk, paid_on=day, asset="money",
                amount_vnd=row["capital_vnd"], made_by_id=keeper, made_at=now,
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("growers", "0008_legal_form")]

    operations = [migrations.RunPython(commit, migrations.RunPython.noop)]
