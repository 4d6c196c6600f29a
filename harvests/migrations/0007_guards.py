from django.db import migrations

from harvests.models import guards


def install(apps, schema_editor):
    """Put the triggers in place for the tables that stand by now; `prepare` does so again after every migration."""
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("growers", "0006_consents_discreet_trail"), ("harvests", "0006_ledger_backfill")]

    operations = [migrations.RunPython(install, remove)]
