"""Writes var/coopsite.env on the first start: this machine's secret, the key of personal numbers, the frozen day."""

import os
import re
import secrets
from pathlib import Path

from coopsite import keys

VAR_DIR = Path(os.environ.get("VAR_DIR") or Path(__file__).resolve().parent.parent / "var")
ENV_FILE = VAR_DIR / "coopsite.env"

TEXT = """\
# Made on the first start; settings.py reads it, variables of the environment win. Keep it private.
SECRET_KEY={secret}
ALLOWED_HOSTS=127.0.0.1,localhost,[::1]
# The demonstration stands still on this day. Take the line out, together with the data, before real work.
DEMO_TODAY=2025-09-08
"""
KEYS = """\
# Opens the identity and bank numbers in the database: without it they are lost. Keep a copy apart from the database.
PERSONAL_KEYS={key}
"""


def write(path: Path = ENV_FILE) -> bool:
    """Make the file, readable by its owner only, or add the key that an older one lacks; False when nothing is missing.

    The file appears whole or not at all, so that a start that was cut off leaves no file without a secret.
    """
    text = path.read_text() if path.exists() else ""
    keyed = re.search(r"^\s*PERSONAL_KEYS\s*=", text, re.MULTILINE) or (text and os.environ.get("PERSONAL_KEYS"))
    if keyed:
        return False
    text = text.rstrip("\n") + "\n" if text else TEXT.format(secret=secrets.token_urlsafe(48))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text + KEYS.format(key=keys.make()))
    part.replace(path)
    return True


if __name__ == "__main__" and write():
    print(f"Settings of this machine, with a new secret or key: {ENV_FILE}")
