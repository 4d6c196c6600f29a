"""Sealing the append-only books: a link of each chain over what was written since the last one."""

from django.db import connection, transaction

from coopsite import clock
from growers.models import Cooperative, Seal
from harvests.queries.seals import BOOKS, last_seal, link_after


def seal_books(coop: Cooperative) -> list[Seal]:
    """Add a link to the chain of each book that has new rows, within the running transaction.

    PostgreSQL hands out keys before rows are committed: the tables are held against writers for that moment, so that no
    row with a lower key comes to light behind the link. On SQLite every writer is alone already.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in BOOKS.values())
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
    made = []
    for book in BOOKS:
        before = last_seal(coop, book)
        if link := link_after(coop, book, before):
            made.append(
                Seal.objects.create(
                    cooperative=coop, book=book, number=before.number + 1 if before else 1, last_id=link.last_id,
                    entries=link.entries, sha256=link.sha256, sealed_at=clock.real_now(),
                )
            )  # fmt: skip
    return made


def seal_all() -> int:
    """Seal the books of every co-operative, each in its own transaction; how many links were added."""
    made = 0
    for coop in Cooperative.objects.order_by("pk"):
        with transaction.atomic(durable=True):
            made += len(seal_books(coop))
    return made
