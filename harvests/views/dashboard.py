"""M1, the director's page: key figures, charts, what needs attention; and the big numbers of the day for a wall."""

from django.shortcuts import render
from django.urls import reverse

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.rules.roles import Right
from growers.web import show
from growers.wording import sentence
from harvests.models import BoardPrice, HarvestRecord, ticket_slug
from harvests.queries.dashboard import director_facts, operations_facts
from harvests.rules.dashboard import by_day, figures, prices_now, steps
from harvests.rules.dashboard_attention import SEVERE, attention
from harvests.rules.dashboard_facts import Facts
from harvests.views.dashboard_cards import cards, today, weight
from harvests.views.dashboard_charts import charts
from harvests.wording_dashboard import STEPS

SEASONS = 4  # as many lead from the page; older ones are on the list of seasons
OPS_TICKETS = 5
# Where what needs attention is dealt with, below the co-operative's address.
PLACES = {
    "look_orders_late": "orders/?late=on",
    "look_order_due": "orders/{order}/",
    "look_round_short": "orders/weeks/",
    "look_codes": "areas/",
    "look_over_estimate": "seasons/{season}/estimates/",
    "look_held": "harvests/?status=held",
    "look_unpriced": "prices/",
    "look_no_board": "prices/new/",
    "look_prices_missing": "prices/new/",
    "look_day_open": "harvests/days/{day_on}/",
    "look_days_open": "harvests/days/{oldest_on}/",
    "look_runs_closed": "money/runs/?state=closed",
    "look_runs_approved": "money/runs/?state=approved",
    "look_overdue": "money/traders/",
    "look_no_bank": "households/?missing=bank",
    "look_no_estimate": "seasons/{season}/estimates/",
}


@reads
def dashboard(request):
    """The page of the running season, or of `?season=`; `?mode=ops` shows the big numbers."""
    base = reverse("dashboard", args=[request.coop.slug])
    day = clock.today()
    if request.GET.get("mode") == "ops":
        return _operations(request, operations_facts(request.coop, day), base)
    facts = director_facts(request.coop, day, _key(request.GET.get("season", "")))
    looks = attention(facts, personal=request.seat.may(Right.PERSONAL))
    path = steps(facts)
    context = {
        "day": showing.day_long(day),
        "seasons": _seasons(facts, base),
        "base": base,
        "steps": [] if all(done for _step, done in path) else [_step(name, done, base) for name, done in path],
        "cards": cards(facts, figures(facts), len(looks), base),
        "looks": [_look(reason, base, facts) for reason in looks],
        "charts": charts(facts),
        "tickets": _tickets(facts, base),
        "board": _board(facts),
    }
    return render(request, "harvests/dashboard.html", context)


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _seasons(facts: Facts, base: str) -> list[dict]:
    """The newest seasons to choose from; none when there is no choice."""
    newest = sorted(facts.seasons, key=lambda season: season.starts_on, reverse=True)[:SEASONS]
    if len(newest) < 2:
        return []
    return [{"url": f"{base}?season={s.pk}", "name": s.name, "shown": s is facts.season} for s in newest]


def _step(name: str, done: bool, base: str) -> dict:
    place, words = STEPS[name]
    return {"url": base + place, "words": words, "done": done}


def _look(reason, base: str, facts: Facts) -> dict:
    place = PLACES[reason.code].format(season=facts.season.pk if facts.season else "", **reason.data)
    return {"url": base + place, "words": sentence(reason), "severe": reason.code in SEVERE}


def _tickets(facts: Facts, base: str) -> list[dict]:
    held = HarvestRecord.Status.HELD
    return [
        {
            "url": f"{base}harvests/{ticket_slug(day, number)}/",
            "number": f"{day:%d/%m} · {number}",
            "time": showing.time_of_day(at),
            "household": f"{code} – {name}",
            "net": showing.kg(net),
            "amount": showing.dong_plain(amount),
            "held": status == held,
        }
        for day, number, status, at, code, name, net, amount in facts.tickets
    ]


def _board(facts: Facts) -> dict | None:
    """The newest board as a table: a row for each grade that has a price, a column for each channel."""
    newest = prices_now(facts.prices)
    if not newest:
        return None
    channels = [(code, name) for code, name in BoardPrice.Channel.choices if any(p.channel == code for p in newest)]
    found = {(price.grade, price.channel): price.price_vnd for price in newest}
    priced = [grade for grade in facts.grades if any(key[0] == grade.pk for key in found)]
    return {
        "since": showing.day_time(newest[0].since),
        "channels": [name for _code, name in channels],
        "rows": [
            (grade.name, [showing.dong_plain(found.get((grade.pk, code))) for code, _name in channels])
            for grade in priced
        ],
    }


def _operations(request, facts: Facts, base: str):
    found = figures(facts)
    stacks = by_day(facts.totals, facts.season, facts.grades, [facts.day]) if facts.season else []
    context = {
        "base": base,
        "day": showing.day_long(facts.day),
        "now": showing.time_of_day(clock.now()),
        "net": weight(found.today.net_g),
        "notes": today(found),
        "tickets": showing.count(found.today.tickets),
        "value": showing.dong_short(found.today.amount_vnd),
        "held": showing.count(facts.standing.held),
        "grades": [(grade.name, weight(values[0])) for grade, values in stacks],
        "board": _board(facts),
        "newest": _tickets(facts, base)[:OPS_TICKETS],
        "season": (facts.season.name, weight(found.net_g)) if facts.season else None,
    }
    return show(request, "harvests/dashboard_ops.html", "harvests/_dashboard_ops.html", context)
