"""The chain over the append-only books: what each link has to be, worked out from the rows themselves."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model

from growers.models import AuditEntry, Cooperative, Seal
from harvests.models import LedgerEntry, TraderEntry

BOOKS: dict[str, type[Model]] = {
    Seal.Book.AUDIT: AuditEntry,
    Seal.Book.HOUSEHOLDS: LedgerEntry,
    Seal.Book.TRADERS: TraderEntry,
}
BATCH = 2_000
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the rows say it should be: the last row in it, how many there are, and the digest."""

    last_id: int
    entries: int
    sha256: str


def last_seal(coop: Cooperative, book: str) -> Seal | None:
    """The newest link of a book's chain."""
    return Seal.objects.of(coop).filter(book=book).order_by("-number").first()


def link_after(coop: Cooperative, book: str, before: Seal | None, upto: int | None = None) -> Link | None:
    """The link over all rows after `before`, up to the row `upto`; None when there is no such row."""
    model = BOOKS[book]
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model.objects.of(coop).filter(pk__gt=before.last_id if before else 0).order_by("pk")
    if upto is not None:
        rows = rows.filter(pk__lte=upto)
    digest = hashlib.sha256((before.sha256 if before else START).encode())
    entries, last = 0, 0
    for row in rows.values_list("pk", *names).iterator(chunk_size=BATCH):
        digest.update(_bytes(row))
        entries, last = entries + 1, row[0]
    return Link(last, entries, digest.hexdigest()) if entries else None


def broken_links(coop: Cooperative, book: str) -> Iterator[Seal]:
    """Every link that the rows below it no longer give: one row changed, added or gone breaks it."""
    before = None
    for seal in Seal.objects.of(coop).filter(book=book).order_by("number"):
        link = link_after(coop, book, before, seal.last_id)
        if link != Link(seal.last_id, seal.entries, seal.sha256):
            yield seal
        before = seal


def _bytes(row: Iterable) -> bytes:
    """A row in one spelling on both databases: moments in UTC, JSON with sorted keys."""
    return json.dumps([*map(_plain, row)], sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
