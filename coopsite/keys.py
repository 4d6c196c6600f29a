"""Keys that seal personal numbers: made, and read from the one setting that holds them, the newest first."""

import base64
import binascii
import re
import secrets
import sys
from collections.abc import Iterable

BYTES = 32  # AES-256
NAME = re.compile(r"[A-Za-z0-9_-]{1,16}")
# For tests, build steps and a developer's own database: everybody who reads this knows it.
LOCAL = {"local": b"known to all: this hides nothing"}


def make(name: str = "k1") -> str:
    """A new key as PERSONAL_KEYS holds it: its name, a colon, 32 random bytes in base64."""
    return f"{name}:{base64.urlsafe_b64encode(secrets.token_bytes(BYTES)).decode()}"


def ring(written: Iterable[str]) -> dict[str, bytes]:
    """Keys by name, the newest first; raises ValueError that says what is wrong without saying a key."""
    found: dict[str, bytes] = {}
    for place, text in enumerate(written, start=1):
        name, _, coded = text.strip().partition(":")
        if not NAME.fullmatch(name):
            raise ValueError(f"key {place} has no name: write it as name:key")
        if name in found or name in LOCAL:
            raise ValueError(f"two keys are called {name}" if name in found else f"no key may be called {name}")
        try:
            found[name] = base64.b64decode(coded.encode(), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValueError(f"key {name} is not base64") from error
        if len(found[name]) != BYTES:
            raise ValueError(f"key {name} has {len(found[name])} bytes, not {BYTES}")
    return found


if __name__ == "__main__":
    sys.stdout.write(make(f"k{secrets.token_hex(3)}") + "\n")
