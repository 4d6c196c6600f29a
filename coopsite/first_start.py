"""Writes var/coopsite.env on the first start: a secret of this machine and the demonstration's frozen day."""

import os
import secrets
from pathlib import Path

VAR_DIR = Path(os.environ.get("VAR_DIR") or Path(__file__).resolve().parent.parent / "var")
ENV_FILE = VAR_DIR / "coopsite.env"

TEXT = """\
# Made on the first start; settings.py reads it, variables of the environment win. Keep it private.
SECRET_KEY={secret}
ALLOWED_HOSTS=127.0.0.1,localhost,[::1]
# The demonstration stands still on this day. Take the line out, together with the data, before real work.
DEMO_TODAY=2025-09-08
"""


def write(path: Path = ENV_FILE) -> bool:
    """Make the file, readable by its owner only; False when it is already there, which is left as it is.

    The file appears whole or not at all, so that a start that was cut off leaves no file without a secret.
    """
    if path.exists():
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(TEXT.format(secret=secrets.token_urlsafe(48)))
    part.replace(path)
    return True


if __name__ == "__main__" and write():
    print(f"Settings of this machine with a new secret: {ENV_FILE}")
