"""Seals identity and bank numbers and uploaded registers where they lie, history included; can be taken back."""

from django.db import migrations, models

import growers.models.sealed
from growers.models.sealed import blind_index, open_bytes, open_text, seal_bytes, seal_text

TEXTS = [
    (table, column)
    for table in ("growers_household", "growers_historicalhousehold")
    for column in ("citizen_id", "bank_account")
]
BATCH = 500


def overwrite(_apps, editor):
    """SQLite leaves what it frees readable in the file; from here on it writes zeros over it."""
    if editor.connection.vendor == "sqlite":
        with editor.connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
            cursor.fetchall()


def settle(_apps, editor):
    """Check now what waits for the end of the transaction: PostgreSQL alters no table with such checks pending."""
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        editor.execute("SET CONSTRAINTS ALL DEFERRED")


def _each(editor, table: str, column: str, change, key: str) -> None:
    """Put `change` of every value in its place."""
    quote = editor.connection.ops.quote_name
    with editor.connection.cursor() as cursor:
        filled = f"{quote(column)} IS NOT NULL AND length({quote(column)}) > 0"
        cursor.execute(f"SELECT {quote(key)} FROM {quote(table)} WHERE {filled}")  # noqa: S608
        keys = [row[0] for row in cursor.fetchall()]
        for start in range(0, len(keys), BATCH):
            part = keys[start : start + BATCH]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(
                f"SELECT {quote(key)}, {quote(column)} FROM {quote(table)} WHERE {quote(key)} IN ({marks})",  # noqa: S608
                part,
            )
            rows = [(change(f"{table}.{column}", value), pk) for pk, value in cursor.fetchall()]
            cursor.executemany(f"UPDATE {quote(table)} SET {quote(column)} = %s WHERE {quote(key)} = %s", rows)  # noqa: S608


def _key(table: str) -> str:
    return "history_id" if "historical" in table else "id"


def seal(apps, editor):
    _index(editor)
    for table, column in TEXTS:
        _each(editor, table, column, seal_text, _key(table))
    _each(editor, "growers_importrun", "content", lambda place, value: seal_bytes(place, bytes(value)), "id")


def _index(editor):
    """The look-up of every citizen ID that is still plain."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, cooperative_id, citizen_id FROM growers_household WHERE citizen_id <> ''")
        rows = [(blind_index(coop, number), pk) for pk, coop, number in cursor.fetchall()]
        cursor.executemany("UPDATE growers_household SET citizen_index = %s WHERE id = %s", rows)


def unseal(apps, editor):
    for table, column in TEXTS:
        _each(editor, table, column, open_text, _key(table))
    _each(editor, "growers_importrun", "content", lambda place, value: open_bytes(place, bytes(value)), "id")


def _sealed(model: str, name: str, title: str, length: int):
    field = growers.models.sealed.SealedField(blank=True, max_length=length, verbose_name=title)
    return migrations.AlterField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("growers", "0004_money_consent_seals")]

    operations = [
        migrations.RunPython(overwrite, overwrite),
        migrations.RemoveConstraint(model_name="household", name="household_citizen_once"),
        migrations.AddField(
            model_name="household",
            name="citizen_index",
            field=models.CharField(blank=True, editable=False, max_length=64, default=""),
            preserve_default=False,
        ),
        _sealed("household", "citizen_id", "citizen ID", 12),
        _sealed("historicalhousehold", "citizen_id", "citizen ID", 12),
        _sealed("household", "bank_account", "account number", 19),
        _sealed("historicalhousehold", "bank_account", "account number", 19),
        migrations.AlterField(
            model_name="importrun", name="content", field=growers.models.sealed.SealedBinaryField()
        ),
        migrations.RunPython(migrations.RunPython.noop, settle),
        migrations.RunPython(seal, unseal),
        migrations.RunPython(settle, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="household",
            constraint=models.UniqueConstraint(
                condition=models.Q(("citizen_index", ""), _negated=True),
                fields=("cooperative", "citizen_index"),
                name="household_citizen_once",
                violation_error_message="Another household has this citizen ID.",
            ),
        ),
    ]
