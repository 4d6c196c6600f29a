"""A ruled table of plain lines that is drawn as a whole: for papers that come by the hundred."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from harvests.pdf.kit import BOLD, HAIR, PLAIN, fitted

PAD = 1 * mm


class Rows(Flowable):
    """Rows of text under a header that repeats on each page; widths in millimetres, `numbers` are set flush right.

    `bold` are the rows set in bold. Text that does not fit is cut with an ellipsis.
    """

    def __init__(self, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], *,
                 numbers: Sequence[int] = (), bold: Sequence[int] = (), size: int = 8):  # fmt: skip
        super().__init__()
        self.header, self.rows, self.widths, self.numbers = header, rows, widths, frozenset(numbers)
        self.bold, self.size, self.step = frozenset(bold), size, size + 4

    def wrap(self, *_room):
        return sum(self.widths) * mm, self.step * (len(self.rows) + 1)

    def split(self, _width, height):
        fit = int(height // self.step) - 1
        if fit < 1 or fit >= len(self.rows):
            return [] if fit < 1 else [self]
        return [self._part(0, fit), self._part(fit, len(self.rows))]

    def _part(self, first: int, last: int) -> "Rows":
        bold = [row - first for row in self.bold if first <= row < last]
        return Rows(
            self.header, self.rows[first:last], self.widths, numbers=self.numbers, bold=bold, size=self.size
        )

    def draw(self):
        canvas, high = self.canv, self.step * (len(self.rows) + 1)
        edges = [0]
        for width in self.widths:
            edges.append(edges[-1] + width * mm)
        canvas.setLineWidth(HAIR)
        canvas.grid(edges, [place * self.step for place in range(len(self.rows) + 2)])
        text = canvas.beginText()
        self._line(text, self.header, edges, high - self.step, bold=True, centred=True)
        for place, row in enumerate(self.rows):
            self._line(text, row, edges, high - (place + 2) * self.step, bold=place in self.bold)
        canvas.drawText(text)

    def _line(self, text, row, edges, low, *, bold: bool, centred: bool = False) -> None:
        font = BOLD if bold else PLAIN
        text.setFont(font, self.size)
        for column, cell in enumerate(row):
            if not cell:
                continue
            left, room = edges[column] + PAD, edges[column + 1] - edges[column] - 2 * PAD
            said, width = fitted(cell, room, font, self.size)
            shift = room - width
            text.setTextOrigin(left + (shift // 2 if centred else shift if column in self.numbers else 0), low + 3)
            text.textOut(said)
