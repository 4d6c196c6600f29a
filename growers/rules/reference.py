"""A co-operative's share of what its province reports, no sharper than the published figure is."""

from typing import NamedTuple

EXACT, MORE, ABOUT = "", "more", "about"
AT_MOST = "at_most"


class Part(NamedTuple):
    """A share in basis points and how it is to be read: exactly, about, or below (the whole being more than known)."""

    share_bp: int
    mark: str


def part_of(own: int, whole: int | None, mark: str) -> Part | None:
    """What part `own` is of a published `whole`; None when nobody published one.

    Of "more than 300 ha" a co-operative has less than the quotient says, and of "about 5,000 t" about as much. A bound
    is rounded up, to a tenth of a per cent, so that it stays one.
    """
    if not whole:
        return None
    if mark == MORE:
        return Part(-(-own * 1_000 // whole) * 10, AT_MOST)
    return Part((own * 2_000 + whole) // (2 * whole) * 10, mark)
