"""Names on labels become consents; the audit trail and import reports say codes instead of names."""

import datetime as dt
import re

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from growers.rules.personal import discreet

WORDING = "Đồng ý ghi tên trên nhãn và trang công khai. (Ghi nhận trước khi phần mềm lưu lời văn.)"
HOW = (
    ("message", ("zalo", "sms", "nhắn", "message", "mail")),
    ("spoken", ("miệng", "nói", "điện thoại", "phone", "said")),
)
NAMED = re.compile(r"(\d{3,6}) – .*", re.DOTALL)
BATCH = 1_000


def settle(_apps, editor):
    """Check now what waits for the end of the transaction: PostgreSQL alters no table with such checks pending."""
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        editor.execute("SET CONSTRAINTS ALL DEFERRED")


def carry_over(apps, editor):
    """One consent for each household that had agreed."""
    household, consent = apps.get_model("growers", "Household"), apps.get_model("growers", "Consent")
    rows = household.objects.filter(public_name_consent_on__isnull=False)
    # A few already have a consent of the new kind, which says more.
    rows = rows.exclude(pk__in=consent.objects.filter(purpose="public_name").values("household"))
    made = []
    for pk, coop, day, how in rows.values_list(
        "pk", "cooperative_id", "public_name_consent_on", "public_name_consent_how"
    ):
        said = how.lower()
        made.append(
            consent(
                cooperative_id=coop, household_id=pk, purpose="public_name", wording=WORDING, given_on=day,
                how=next((way for way, words in HOW if any(word in said for word in words)), "paper"),
                witness=how, recorded_at=dt.datetime.combine(day, dt.time(12), dt.UTC),
            )
        )  # fmt: skip
    consent.objects.bulk_create(made, batch_size=BATCH)


def give_back(apps, editor):
    """The living consents, where they were; those that were withdrawn or are for something else stay as rows."""
    household, consent = apps.get_model("growers", "Household"), apps.get_model("growers", "Consent")
    for row in consent.objects.filter(purpose="public_name", withdrawn_on__isnull=True):
        household.objects.filter(pk=row.household_id).update(
            public_name_consent_on=row.given_on, public_name_consent_how=row.witness or row.how
        )


def say_codes(apps, editor):
    """What the trail and the reports of imports said of people by name, they say by code. Cannot be taken back."""
    trail, run = apps.get_model("growers", "AuditEntry"), apps.get_model("growers", "ImportRun")
    changed = []
    for entry in trail.objects.filter(kind__in=["household", "plot", "recall"]).iterator(chunk_size=BATCH):
        label, details = _discreet(entry.kind, entry.label, entry.details)
        if (label, details) != (entry.label, entry.details):
            entry.label, entry.details = label, details
            changed.append(entry)
    trail.objects.bulk_update(changed, ["label", "details"], batch_size=BATCH)
    for row in run.objects.exclude(report={}).only("report").iterator(chunk_size=20):
        for made in row.report.get("made", ()):
            if made.get("what") == "household":
                made["label"] = made["code"]
        row.save(update_fields=["report"])


def _discreet(kind: str, label: str, details: dict) -> tuple[str, dict]:
    details = discreet(kind, details)
    if kind == "household":
        label = NAMED.sub(r"\1", label)
        details = {key: value for key, value in details.items() if key != "name"}
    if isinstance(details.get("person"), str):
        details = {**details, "person": NAMED.sub(r"\1", details["person"])}
    return label, details


class Migration(migrations.Migration):
    dependencies = [
        ("growers", "0005_sealed_personal_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=model,
                name="erased_on",
                field=models.DateField(blank=True, editable=False, null=True, verbose_name="personal data erased on"),
            )
            for model in ("household", "historicalhousehold")
        ),
        migrations.AlterField(
            model_name="consent",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunPython(settle, settle),
        migrations.RunPython(say_codes, migrations.RunPython.noop),
        migrations.RunPython(carry_over, give_back),
        migrations.RunPython(settle, migrations.RunPython.noop),
        *(
            migrations.RemoveField(model_name=model, name=name)
            for model in ("household", "historicalhousehold")
            for name in ("public_name_consent_on", "public_name_consent_how")
        ),
    ]
