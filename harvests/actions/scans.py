"""Counts how often public pages and dossiers are opened: numbers of days, no address, no person."""

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from coopsite import clock
from harvests.models import Dossier, TracePage

# One statement, so that no two readers wait for each other longer than it takes. Both databases read it.
COUNT = """
INSERT INTO harvests_tracescan (cooperative_id, lot_id, day, count) VALUES (%s, %s, %s, 1)
ON CONFLICT (cooperative_id, lot_id, day) DO UPDATE SET count = harvests_tracescan.count + 1
"""


def count_scan(page: TracePage) -> None:
    """Add one to today's scans of a page's lot. A database that is busy or read-only costs the count, not the page."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            day = connection.ops.adapt_datefield_value(clock.today())
            cursor.execute(COUNT, [page.cooperative_id, page.lot_id, day])
    except DatabaseError:
        return


def open_dossier(token_sha256: str) -> Dossier | None:
    """The dossier behind a secret, counted as opened; None when it is unknown, revoked or past its day."""
    now = clock.real_now()
    everywhere = Dossier.objects.unscoped("the secret names the dossier among all co-operatives")
    rows = everywhere.filter(token_sha256=token_sha256, revoked_at__isnull=True, expires_at__gt=now)
    if not rows.update(views=F("views") + 1, last_viewed_at=now):
        return None
    return rows.select_related(
        "cooperative__commune", "cooperative__commodity", "lot__commodity", "lot__market", "lot__house",
        "shipment__market", "shipment__trader",
    ).first()  # fmt: skip
