"""What standing, priced tickets are worth goes into the ledger that came after them."""

from django.db import migrations

# One statement that both databases read; a ticket that has its entry already is left alone.
BACKFILL = """
INSERT INTO harvests_ledgerentry
    (cooperative_id, household_id, account, kind, day, amount_vnd, record_id, note, entered_by_id, entered_at)
SELECT cooperative_id, household_id, 'fruit', 'delivery', day, amount_vnd, id, '', recorded_by_id, recorded_at
FROM harvests_harvestrecord AS ticket
WHERE status IN ('posted', 'held') AND amount_vnd > 0 AND NOT EXISTS (
    SELECT 1 FROM harvests_ledgerentry AS entry
    WHERE entry.cooperative_id = ticket.cooperative_id AND entry.record_id = ticket.id
)
ORDER BY cooperative_id, day, number
"""


class Migration(migrations.Migration):
    dependencies = [("harvests", "0005_money")]

    operations = [migrations.RunSQL(BACKFILL, migrations.RunSQL.noop)]
