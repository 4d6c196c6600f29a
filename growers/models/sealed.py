"""Columns that hold AES-256-GCM ciphertext: identity and bank numbers, uploaded registers (R113); keyed look-up."""

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact

MARK = "s1:"  # what a sealed value begins with; then the key's name, a colon, nonce and ciphertext
NONCE = 12


class SealBroken(RuntimeError):
    """A sealed value does not open: its key is not among PERSONAL_KEYS, is another one, or the value was moved from
    another column. Never a fault of what somebody typed."""


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


@cache
def _index_key(key: bytes) -> bytes:
    """What the look-up is keyed with: it follows from the key, and tells nothing about it."""
    return hmac.new(key, b"coopsite blind index", hashlib.sha256).digest()


def newest() -> str:
    """The name of the key that seals from now on."""
    return next(iter(settings.PERSONAL_KEYS))


def sealing_mark() -> str:
    """What everything begins with that is sealed from now on."""
    return f"{MARK}{newest()}:"


def seal(place: str, plain: bytes) -> tuple[str, bytes]:
    """(name of the key, nonce and ciphertext) of a value that belongs to a place: "table.column"."""
    name, key = next(iter(settings.PERSONAL_KEYS.items()))
    nonce = os.urandom(NONCE)
    return name, nonce + _cipher(key).encrypt(nonce, plain, place.encode())


def unseal(place: str, name: str, sealed: bytes) -> bytes:
    """What was sealed for this place; raises SealBroken."""
    key = settings.PERSONAL_KEYS.get(name)
    if key is None:
        raise SealBroken(f"{place}: sealed with key {name[:20]!r}, which is not among PERSONAL_KEYS")
    try:
        return _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"{place}: key {name} does not open this value") from error


def seal_text(place: str, plain: str) -> str:
    """A sealed value of a text column; nothing stays nothing."""
    if not plain:
        return plain
    name, sealed = seal(place, plain.encode())
    return f"{MARK}{name}:{base64.b64encode(sealed).decode()}"


def open_text(place: str, stored: str) -> str:
    """The plain text of a sealed value; raises SealBroken, for a value that was never sealed too."""
    if not stored:
        return stored
    if not stored.startswith(MARK):
        raise SealBroken(f"{place}: a value that is not sealed")
    name, _, coded = stored[len(MARK) :].partition(":")
    return unseal(place, name, base64.b64decode(coded)).decode()


def seal_bytes(place: str, plain: bytes) -> bytes:
    """A sealed value of a binary column; nothing stays nothing."""
    if not plain:
        return b""
    name, sealed = seal(place, plain)
    return f"{MARK}{name}:".encode() + sealed


def open_bytes(place: str, stored: bytes) -> bytes:
    """The plain bytes of a sealed value; raises SealBroken."""
    if not stored:
        return b""
    mark, name, sealed = (*stored.split(b":", 2), b"", b"")[:3]
    if mark != MARK[:-1].encode():
        raise SealBroken(f"{place}: a value that is not sealed")
    return unseal(place, name.decode(), sealed)


def blind_indexes(cooperative: int, value: str) -> list[str]:
    """By what a value may be found that no column holds in plain: one digest per key, the newest key's first.

    A plain hash of a number with twelve digits is searched through in seconds; this one needs the key. It differs
    between co-operatives, so that nobody sees who is in two.
    """
    said = f"{cooperative}:{value}".encode()
    keys = settings.PERSONAL_KEYS.values()
    return [hmac.new(_index_key(key), said, hashlib.sha256).hexdigest() for key in keys]


def blind_index(cooperative: int, value: str) -> str:
    """What is stored beside a sealed value, to find it and to keep it unique; nothing for nothing."""
    return blind_indexes(cooperative, value)[0] if value else ""


class _Sealing:
    """A field whose column belongs to a place: nothing moved there from another column opens."""

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_lookup(self, lookup_name):
        if lookup_name not in ("exact", "isnull"):
            raise FieldError(f"{self.place} is sealed: nothing in it can be searched")
        return super().get_lookup(lookup_name)


class SealedField(_Sealing, models.CharField):
    """Short text that is plain in Python and ciphertext in its column; `max_length` is that of the plain text.

    Only whether it is empty can be asked of the database. A migration that renames its table or column seals anew.
    """

    def get_internal_type(self):
        return "TextField"

    def from_db_value(self, value, _expression, _connection):
        return open_text(self.place, value) if value else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return seal_text(self.place, value) if value else value


class SealedBinaryField(_Sealing, models.BinaryField):
    """Bytes that are ciphertext in their column."""

    def from_db_value(self, value, _expression, _connection):
        return value if value is None else open_bytes(self.place, bytes(value))

    def get_db_prep_value(self, value, connection, prepared=False):
        value = value if value is None else seal_bytes(self.place, bytes(value))
        return super().get_db_prep_value(value, connection, prepared)


@SealedField.register_lookup
class Empty(Exact):
    """Equality with nothing: every other comparison would silently find no row."""

    def get_prep_lookup(self):
        if self.rhs != "":
            raise FieldError(f"{self.lhs.target.place} is sealed: only whether it is empty can be asked")
        return self.rhs
