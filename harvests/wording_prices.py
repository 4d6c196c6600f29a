"""Sentences for what the rules say of price boards, and the text in which a board is announced."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from coopsite.formats import showing
from growers.wording import learn

PRICES: dict[str, object] = {
    "board_empty": _("Enter at least one price."),
    "board_taken": _("There is a price board from this moment already."),
    "board_moment_unlikely": _("This moment lies more than %(days)s days ahead or years back: look at the date again."),
    "board_before_tickets": _(
        "%(count)s tickets were weighed since then at the prices in force; they keep them. Confirm below."
    ),
    "price_impossible": _("A price per kilogram lies above 0 and is at most %(most)s."),
    "floor_impossible": _("A floor price lies above 0 and is at most %(most)s."),
    "shrink_too_high": _("The shrink allowance is at most %(most)s."),
    "price_outside_band": _("%(price)s is outside what is usual for this grade (%(low)s – %(high)s)."),
    "floor_outside_band": _("A floor of %(floor)s is outside what is usual for this grade (%(low)s – %(high)s)."),
    "floor_without_price": _("A floor price needs the price it is the floor of."),
}

learn(PRICES)


def announcement(
    coop_name: str,
    moment: dt.datetime,
    prices: Sequence[tuple[str, Sequence[tuple[str, int]]]],
    shrink_bp: int,
    note: str,
    hours: str,
) -> str:
    """The message to the growers, in Vietnamese whatever the screen: `prices` are (channel, [(grade, dong)])."""
    with override("vi"):
        local = moment.astimezone(showing.VIETNAM)
        facts = {"coop": coop_name, "day": f"{local:%d/%m}", "time": f"{local:%H:%M}"}
        head = gettext("%(coop)s – buying prices %(day)s (from %(time)s)") % facts
        said = [
            (channel, ", ".join(f"{grade} {showing.dong_plain(vnd)}" for grade, vnd in grades))
            for channel, grades in prices
        ]
        if len(said) == 1:
            lines = [gettext("%(head)s: %(prices)s đ/kg.") % {"head": head, "prices": said[0][1]}]
        else:
            lines = [f"{head}:", *(f"{str(name).capitalize()}: {listed} đ/kg." for name, listed in said)]
        if shrink_bp:
            lines.append(gettext("Shrink allowance %(percent)s.") % {"percent": showing.percent_bp(shrink_bp)})
        if note:
            lines.append(note)
        if hours:
            lines.append(gettext("Fruit is received %(hours)s.") % {"hours": hours})
        return "\n".join(lines) if len(said) > 1 else " ".join(lines)
