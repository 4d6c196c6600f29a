"""Counts tickets and dong into the totals of households, and fills in what stands already."""

from django.db import migrations, models

# Dong are those of the loads that have a price, as in the books: a ticket that waits for one price has no value yet.
FILL = """
UPDATE harvests_householdtotal SET
    tickets = (
        SELECT COUNT(*) FROM harvests_harvestrecord r
        WHERE r.cooperative_id = harvests_householdtotal.cooperative_id
            AND r.household_id = harvests_householdtotal.household_id
            AND r.season_id = harvests_householdtotal.season_id AND r.status IN ('posted', 'held')
    ),
    amount_vnd = (
        SELECT COALESCE(SUM(l.amount_vnd), 0) FROM harvests_harvestrecord r
        JOIN harvests_harvestline l ON l.record_id = r.id
        WHERE r.cooperative_id = harvests_householdtotal.cooperative_id
            AND r.household_id = harvests_householdtotal.household_id
            AND r.season_id = harvests_householdtotal.season_id AND r.status IN ('posted', 'held')
    )
"""


class Migration(migrations.Migration):
    dependencies = [("harvests", "0002_lots_shipments_recalls")]

    operations = [
        migrations.RemoveConstraint("householdtotal", "householdtotal_not_negative"),
        migrations.AddField("householdtotal", "tickets", models.IntegerField(default=0, verbose_name="tickets")),
        migrations.AddField("householdtotal", "amount_vnd", models.BigIntegerField(default=0, verbose_name="value")),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "householdtotal",
            models.CheckConstraint(
                condition=models.Q(tickets__gte=0, net_g__gte=0, amount_vnd__gte=0), name="householdtotal_not_negative"
            ),
        ),
    ]
