"""Households on paper and in messages: cards with a code to scan (document D15), and telephone numbers to copy."""

import segno
from django.shortcuts import render
from django.utils.safestring import mark_safe

from coopsite.formats import showing
from growers.access import reads
from growers.forms.households import HouseholdFilter
from growers.queries.households import households

CARDS_ON_A_SHEET = 10
MOST_CARDS = 1_000


@reads
def household_phones(request):
    """The telephone numbers of the list's households, to copy into a message to all of them."""
    filters = HouseholdFilter(request.coop, request.GET)
    rows = households(request.coop, **filters.facts).values("code", "name", "phone")
    people = [{**row, "shown": showing.phone(row["phone"])} for row in rows]
    context = {
        "people": [person for person in people if person["phone"]],
        "without": [person for person in people if not person["phone"]],
        "numbers": "\n".join(person["shown"].replace(" ", "") for person in people if person["phone"]),
    }
    return render(request, "growers/households_phones.html", context)


@reads
def household_cards(request):
    """Cards of the list's households, ten on a sheet of A4; the code to scan holds what a clerk would type."""
    filters = HouseholdFilter(request.coop, request.GET)
    rows = households(request.coop, **filters.facts).values("code", "name", "village", "commune__name")[:MOST_CARDS]
    cards = [{**row, "commune": row["commune__name"], "image": _scannable(row["code"])} for row in rows]
    sheets = [cards[start : start + CARDS_ON_A_SHEET] for start in range(0, len(cards), CARDS_ON_A_SHEET)]
    context = {"sheets": sheets, "phone": showing.phone(request.coop.phone)}
    return render(request, "growers/households_cards.html", context)


def _scannable(code: str) -> str:
    """An inline SVG without a size of its own; codes are digits, so nothing in it needs escaping."""
    return mark_safe(segno.make(code, error="m", micro=False).svg_inline(omitsize=True, border=2))  # noqa: S308
