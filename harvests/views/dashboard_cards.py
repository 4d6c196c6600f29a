"""The key figures of the director's page as cards, each leading to the list it counts."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coopsite.formats import showing
from harvests.rules.dashboard import Figures, change_bp
from harvests.rules.dashboard_facts import Facts

BIG_G = 10_000_000  # from ten tonnes on a key figure is told in tonnes (workflow.md 6.1)


def weight(grams: int) -> str:
    """A key figure's weight: tonnes from ten tonnes on, else kilograms."""
    return showing.tonnes(grams) if grams >= BIG_G else showing.kg_unit(grams, 0)


def cards(facts: Facts, found: Figures, looks: int, base: str) -> list[dict]:
    """(url, label, value, notes, tone) of every card."""
    standing = facts.standing
    waiting = [_("of these without a price: %(count)s") % {"count": standing.unpriced}] if standing.unpriced else []
    late = [_("late: %(count)s") % {"count": found.late}] if found.late else []
    exported = weight(found.exported_g)
    return [
        _card(f"{base}harvests/?{_days(facts.day, facts.day)}", _("Received today"), weight(found.today.net_g),
              [tickets(found), *today(found)]),
        _card(f"{base}shipments/?state=all", _("Exported this season"), exported,
              [*_target(facts, found), *_by_hand(found)]),
        _card(f"{base}orders/?late=on" if late else f"{base}orders/", _("Still to deliver"), weight(found.remaining_g),
              [_("open orders: %(count)s") % {"count": found.orders}, *late], "bad" if late else ""),
        _card(_season_url(facts, base), _("Received this season"), weight(found.net_g), _value(found)),
        _card(f"{base}harvests/?status=held", _("Tickets on hold"), showing.count(standing.held), waiting,
              "warn" if standing.held else ""),
        _card("#looks", _("Needs attention"), showing.count(looks), [], "warn" if looks else ""),
    ]  # fmt: skip


def _card(url: str, label, value: str, notes: list[str], tone: str = "") -> dict:
    return {"url": url, "label": label, "value": value, "notes": notes, "tone": tone}


def _days(first, last) -> str:
    return f"day_from={first:%Y-%m-%d}&day_to={last:%Y-%m-%d}"


def _season_url(facts: Facts, base: str) -> str:
    return f"{base}seasons/{facts.season.pk}/" if facts.season else f"{base}seasons/"


def tickets(found: Figures) -> str:
    """How many tickets today has."""
    count = found.today.tickets
    return ngettext("%(count)s ticket", "%(count)s tickets", count) % {"count": showing.count(count)}


def today(found: Figures) -> list[str]:
    """Today beside the like day of the round before; between rounds, when the next begins."""
    notes = []
    if found.same_day:
        change = change_bp(found.today.net_g, found.same_day.net_g)
        then = {"day": f"{found.same_day.day:%d/%m}", "then": weight(found.same_day.net_g)}
        if change is None:
            notes.append(_("%(then)s on %(day)s, the same day of the last round") % then)
        else:
            sign = "▲" if change > 0 else "▼" if change < 0 else "="
            share = showing.percent_bp(abs(change) // 10 * 10)
            words = _("%(sign)s %(share)s against %(day)s (%(then)s), the same day of the last round")
            notes.append(words % {"sign": sign, "share": share, **then})
    elif found.round is None and found.coming:
        begins = {"number": found.coming.number, "day": showing.day(found.coming.starts_on)}
        notes.append(_("Round %(number)s begins on %(day)s") % begins)
    return notes


def _target(facts: Facts, found: Figures) -> list[str]:
    target = facts.season.target_g if facts.season else None
    if not target:
        return [_("no target set")] if facts.season else []
    share = showing.percent_bp((found.exported_g * 1_000 + target // 2) // target * 10)
    return [_("%(share)s of the target of %(target)s") % {"share": share, "target": weight(target)}]


def _by_hand(found: Figures) -> list[str]:
    """What was exported without a shipment: no gate judged it, and no trace leads there."""
    return [_("entered by hand: %(kg)s") % {"kg": weight(found.by_hand_g)}] if found.by_hand_g else []


def _value(found: Figures) -> list[str]:
    if not found.net_g:
        return []
    mean = [] if found.mean_vnd is None else [_("mean price %(price)s/kg") % {"price": showing.dong(found.mean_vnd)}]
    return [_("worth %(value)s") % {"value": showing.dong_short(found.amount_vnd)}, *mean]
