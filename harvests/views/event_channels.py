"""M25: what a kilogram brought at each channel of a season after costs, beside what traders paid for one."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.web import download
from harvests.models import Event, Season
from harvests.queries.events import sales_of, seasons_to_choose, sold_to_traders
from harvests.rules.charts import Chart, lying_chart
from harvests.rules.events import Channel, Sale, by_channel
from harvests.rules.money import per_kg

BESIDE = " · "
LONGEST_LABEL = 20  # what the field of names beside lying bars holds


@reads
def event_channels(request):
    """M25: the channels of a season; without `?season=` of the one that runs, else of the newest."""
    seasons = list(seasons_to_choose(request.coop))
    season = _chosen(request, seasons)
    found = _channels(season) if season else []
    traders = _traders(season) if season else None
    if "format" in request.GET:
        return _download(request, found, traders)
    context = {
        "seasons": [{"pk": one.pk, "name": one.name, "shown": one is season} for one in seasons],
        "season": season,
        "rows": [_shown(channel) for channel in found],
        "traders": traders,
        "left_out": sum(channel.left_out for channel in found),
        "chart": _chart(found, traders),
    }
    return render(request, "harvests/events_channels.html", context)


def _chosen(request, seasons: list[Season]) -> Season | None:
    today, asked = clock.today(), request.GET.get("season")
    running = (season for season in seasons if season.starts_on <= today <= season.ends_on)
    named = next((season for season in seasons if str(season.pk) == asked), None)
    return named or next(running, None) or next(iter(seasons), None)


def _channels(season: Season) -> list[Channel]:
    kinds = dict(Event.Kind.choices)
    return by_channel(Sale(f"{place}{BESIDE}{kinds[kind]}", *sums) for kind, place, *sums in sales_of(season))


def _traders(season: Season) -> dict | None:
    grams, value, unpriced = sold_to_traders(season)
    if not grams:
        return None
    price = per_kg(value, grams)
    return {
        "price_vnd": price, "sold_g": grams, "value_vnd": value,
        "price": showing.dong_plain(price), "sold": showing.kg(grams, least=0), "value": showing.dong_plain(value),
        "unpriced": showing.kg_unit(unpriced, least=0) if unpriced else "",
    }  # fmt: skip


def _shown(channel: Channel) -> dict:
    known = channel.sales > 0
    return {
        "name": channel.name,
        "sales": showing.count(channel.sales),
        "sold": showing.kg(channel.sold_g, least=0) if known else showing.NOTHING,
        "revenue": showing.dong_plain(channel.revenue_vnd) if known else showing.NOTHING,
        "cost": showing.dong_plain(channel.cost_vnd) if known else showing.NOTHING,
        "net": showing.dong_plain(channel.net_vnd),
        "left_out": showing.count(channel.left_out) if channel.left_out else "",
    }


def _chart(found: list[Channel], traders: dict | None) -> Chart | None:
    """Lying bars of dong per kilogram, with a stroke where traders' price stands; None without anything to draw."""
    drawn = [channel for channel in found if channel.net_vnd is not None]
    if not drawn:
        return None
    marks = [(_("Agreed price of sales to traders"), [traders["price_vnd"]] * len(drawn))] if traders else []
    chart = lying_chart(
        _labels([channel.name for channel in drawn]),
        [(_("After costs"), [max(channel.net_vnd or 0, 0) for channel in drawn])],
        show=showing.dong,
        axis=showing.dong_plain,
        marks=marks,
    )
    chart.key, chart.title = "channels", _("What a kilogram brought after costs, đ")
    chart.description = _("A channel that cost more than it brought has no bar. The numbers are in the table.")
    return chart


def _labels(names: list[str]) -> list[str]:
    """The places alone where that tells channels apart, and no longer than the drawing has room for."""
    places = [name.rpartition(BESIDE)[0] for name in names]
    told = [name if places.count(place) > 1 else place for name, place in zip(names, places, strict=True)]
    return [label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…" for label in told]


def _download(request, found: list[Channel], traders: dict | None):
    header = [
        _("Channel"), _("Events"), _("Sold, g"), _("Fruit sold for, đ"), _("Cost, đ"), _("Net, đ/kg"),
        _("Events with a figure missing"),
    ]  # fmt: skip
    cells = [
        [one.name, one.sales, one.sold_g, one.revenue_vnd, one.cost_vnd, one.net_vnd, one.left_out] for one in found
    ]
    if traders:
        words = _("Sales to traders, at the agreed price")
        cells.append([words, None, traders["sold_g"], traders["value_vnd"], None, traders["price_vnd"], None])
    return download(request, f"channels-{request.coop.slug}", header, cells)
