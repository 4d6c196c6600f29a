"""What reportlab is given to draw: the fonts of a PDF are cut to the glyphs it uses, so its bytes say no text."""

import contextlib
from collections.abc import Iterator
from unittest import mock

from reportlab.pdfbase.ttfonts import TTFont


@contextlib.contextmanager
def drawn() -> Iterator[list[str]]:
    """Every piece of text drawn while this lasts, in the order in which it is."""
    said: list[str] = []
    first = TTFont.splitString

    def noted(self, text, *args, **kwargs):
        said.append(text if isinstance(text, str) else text.decode())
        return first(self, text, *args, **kwargs)

    with mock.patch.object(TTFont, "splitString", noted):
        yield said
