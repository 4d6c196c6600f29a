"""The mass balance of a season: codes as bars and a table, certificates, households; the chart also stands on M1."""

from dataclasses import replace

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.queries.settings import settings_on
from growers.rules.verdicts import Verdict
from growers.web import download, is_fragment, page_of
from growers.wording import sentence
from harvests.models import Season
from harvests.queries.balance import certificate_balances, code_balances, households, seasons_to_balance
from harvests.rules.balance import CodeBalance, Limits, judge_certificate, judge_code, judge_household, limits_of
from harvests.rules.charts import Chart, lying_chart

AMBER = 3  # a colour of css/charts.css
TABS = {"codes": "balance", "certificates": "balance-certificates", "households": "balance-households"}


@reads
def balance(request):
    """Each planting area code: registered area, expected by now, received, packed, shipped, in the house."""
    return _page(request, "codes", _codes)


@reads
def balance_certificates(request):
    """Each certificate: received in its scope, packed, lost and shipped with its claim (R53)."""
    return _page(request, "certificates", _certificates)


@reads
def balance_households(request):
    """Households by what they brought per hectare, beside the caps and their estimate (R62)."""
    return _page(request, "households", _households)


@reads
def balance_chart(request):
    """The bars of the running season alone, as the director's page loads them."""
    seasons = seasons_to_balance(request.coop)
    season = _chosen(request, seasons)
    if not is_fragment(request):
        return _page(request, "codes", _codes)
    rows, settings, _done = code_balances(season, clock.today()) if season else ([], {}, 0)
    context = {"chart": chart(rows, settings) if rows else None}
    return render(request, "harvests/_balance_chart.html", context)


def _page(request, tab: str, fill):
    seasons = seasons_to_balance(request.coop)
    season = _chosen(request, seasons)
    context = {
        "tab": tab,
        "tabs": [
            {"url": reverse(TABS[name], args=[request.coop.slug]), "name": words, "shown": name == tab}
            for name, words in (
                ("codes", _("Planting area codes")),
                ("certificates", _("Certificates")),
                ("households", _("Households")),
            )
        ],
        "season": season,
        "seasons": [{"pk": one.pk, "name": f"{one.name} · {one.commodity}", "shown": one is season} for one in seasons],
        "section": "balance",
        **(fill(request, season) if season else {}),
    }  # fmt: skip
    answer = context.pop("answer", None)
    return answer or render(request, "harvests/balance.html", context)


def _chosen(request, seasons: list[Season]) -> Season | None:
    """The season that was asked for, or the running one of the main crop, or the newest."""
    today, asked = clock.today(), request.GET.get("season", "")
    running = (season for season in seasons if season.starts_on <= today <= season.ends_on)
    named = next((season for season in seasons if str(season.pk) == asked), None)
    return named or next(running, None) or next(iter(seasons), None)


def _codes(request, season: Season) -> dict:
    rows, settings, done_bp = code_balances(season, clock.today())
    judged = [(row, judge_code(row, warn_bp=settings["area_warn_bp"])) for row in rows]
    if "format" in request.GET:
        return {"answer": _download(request, season, rows)}
    return {
        "chart": chart(rows, settings) if rows else None,
        "rows": [_code(row, verdict) for row, verdict in judged],
        "looks": [sentence(reason) for _row, verdict in judged for reason in _said(verdict)],
        "done": showing.percent_bp(done_bp // 10 * 10),
        "yield": _kg(season.commodity.expected_yield_kg_per_ha * 1000),
    }


def _said(verdict: Verdict) -> tuple:
    return (*verdict.refused, *verdict.warnings)


def _code(row: CodeBalance, verdict: Verdict) -> dict:
    flow = row.flow
    return {
        "code": row.code, "market": row.market, "area": f"{row.area} – {row.area_name}",
        "registered": showing.hectares(row.registered_m2), "received": _kg(row.received_g),
        "expected": _kg(row.expected_g), "share": _percent(row.share_bp),
        "soft": _kg(row.load and row.load.soft_g), "hard": _kg(row.load and row.load.hard_g),
        "packed": _kg(flow.taken_g), "shipped": _kg(flow.gone_g),
        "lost": _kg(flow.lost_g), "stock": _kg(flow.left_g), **_tone(verdict),
    }  # fmt: skip


def _tone(verdict: Verdict) -> dict:
    """How loud a row is: a sign, a style and the sentences behind it."""
    tone = "bad" if verdict.refused else "warn" if verdict.warnings else ""
    return {
        "tone": tone and f"tag tag-{tone}",
        "mark": {"bad": "✗", "warn": "▲", "": ""}[tone],
        "why": " ".join(str(sentence(reason)) for reason in _said(verdict)),
    }


def chart(rows: list[CodeBalance], settings: dict[str, int]) -> Chart:
    """A lying bar for each growing area, under its code with the most land: received, with the limits across it."""
    leading = _leading(rows)
    warn = settings["area_warn_bp"]
    limits = [row.expected_g and row.expected_g * warn // 10_000 for row in leading]
    marks = [(_("%(share)s of what was to be expected by now") % {"share": _percent(warn)}, limits)]
    for name, cap in ((_("soft cap"), "soft_g"), (_("hard cap"), "hard_g")):
        marks.append((name, [row.load and getattr(row.load, cap) for row in leading]))
    drawn = lying_chart(
        [f"{row.area} · {row.code}" for row in leading],
        [(_("received"), [row.received_g for row in leading])],
        show=lambda grams: f"{_kg(grams)} kg",
        axis=_tonnes,
        marks=marks,
    )
    _colour_ahead(drawn, leading, warn)
    drawn.key = "balance"
    drawn.title = _title(leading, warn)
    drawn.description = _("Bars of what was received under each code; strokes: expected by now, soft and hard cap.")
    drawn.header = [
        _("Code"), _("Registered, ha"), _("Received, kg"), _("Expected by now, kg"), _("Share"), _("Soft cap, kg"),
        _("Hard cap, kg"),
    ]  # fmt: skip
    drawn.rows = [
        [f"{row.area} · {row.code}", showing.hectares(row.registered_m2), _kg(row.received_g),
         _kg(row.expected_g), _percent(row.share_bp), _kg(row.load and row.load.soft_g),
         _kg(row.load and row.load.hard_g)]
        for row in leading
    ]  # fmt: skip
    return drawn


def _colour_ahead(drawn: Chart, rows: list[CodeBalance], warn_bp: int) -> None:
    """The bars of areas that bring more than their land lets expect are amber, and the legend says so."""
    ahead = {f"{row.area} · {row.code}" for row in rows if _is_ahead(row, warn_bp)}
    if ahead:
        drawn.bars = [replace(bar, series=AMBER) if bar.title.split(", ")[0] in ahead else bar for bar in drawn.bars]
        drawn.bar_names.append((AMBER, _("received, ahead of the land")))


def _is_ahead(row: CodeBalance, warn_bp: int) -> bool:
    return row.share_bp is not None and row.share_bp >= warn_bp


def _leading(rows: list[CodeBalance]) -> list[CodeBalance]:
    """Of each growing area the code with the most registered land, the first market's when several have as much."""
    found: dict[str, CodeBalance] = {}
    for row in rows:
        if row.area not in found or (row.registered_m2 or 0) > (found[row.area].registered_m2 or 0):
            found[row.area] = row
    return [*found.values()]


def _title(rows: list[CodeBalance], warn_bp: int) -> str:
    ahead = [row for row in rows if _is_ahead(row, warn_bp)]
    if not ahead:
        return _("No growing area brings more than its land lets expect")
    most = max(ahead, key=lambda row: row.share_bp)
    words = {"area": most.area, "share": _percent(most.share_bp)}
    return _("%(area)s has brought %(share)s of what was to be expected by now") % words


def _certificates(request, season: Season) -> dict:
    rows = certificate_balances(season, clock.today())
    judged = [(row, judge_certificate(row.certificate, row.received_g, row.flow)) for row in rows]
    if "format" in request.GET:
        header = [
            _("Certificate"), _("Valid until"), _("Received in scope, kg"), _("Packed, kg"),
            _("Shipped with the claim, kg"), _("Lost, kg"),
        ]  # fmt: skip
        cells = (
            [row.certificate, showing.day(row.valid_to), *map(_whole, (row.received_g, row.taken_g)),
             _whole(row.flow.gone_g), _whole(row.flow.lost_g)]
            for row in rows
        )  # fmt: skip
        return {"answer": download(request, f"certificates-{request.coop.slug}-{season.pk}", header, cells)}
    return {
        "rows": [
            {
                "certificate": row.certificate, "until": showing.day(row.valid_to),
                "received": _kg(row.received_g), "packed": _kg(row.taken_g),
                "shipped": _kg(row.flow.gone_g), "lost": _kg(row.flow.lost_g),
                "left": _kg(row.received_g - row.flow.lost_g - row.flow.gone_g), **_tone(verdict),
            }
            for row, verdict in judged
        ],
        "looks": [sentence(reason) for _row, verdict in judged for reason in _said(verdict)],
    }  # fmt: skip


def _households(request, season: Season) -> dict:
    settings = settings_on(request.coop, clock.today())
    limits = limits_of(season.commodity.code, settings)
    found, prefix = households(season, clock.today(), limits), reverse("household-list", args=[request.coop.slug])
    if "format" in request.GET:
        header = [
            _("Household code"), _("Household"), _("Area, m²"), _("Received, kg"), _("Estimate, kg"), _("Remarks"),
        ]  # fmt: skip
        cells = (
            [row["household__code"], row["household__name"], row["area_m2"], _whole(row["net_g"]),
             _whole(row["expected_g"]), _household(row, limits, prefix)["why"]]
            for row in found
        )  # fmt: skip
        return {"answer": download(request, f"households-{request.coop.slug}-{season.pk}", header, cells)}
    page = page_of(request, found)
    caps = {"soft": _kg(limits.soft and limits.soft * 1000), "hard": _kg(limits.hard and limits.hard * 1000)}
    return {"page": page, "rows": [_household(row, limits, prefix) for row in page], "caps": caps}


def _household(row: dict, limits: Limits, prefix: str) -> dict:
    net, area, expected = row["net_g"], row["area_m2"], row["expected_g"]
    return {
        "url": f"{prefix}{row['household__code']}/",
        "code": row["household__code"], "name": row["household__name"], "village": row["household__village"],
        "area": showing.hectares(area), "received": _kg(net),
        "per_ha": _kg(net * 10_000 // area) if area else showing.NOTHING,
        "expected": _kg(expected), "share": _percent(expected and net * 10_000 // expected),
        **_tone(judge_household(net, area, expected, limits)),
    }  # fmt: skip


def _download(request, season: Season, rows: list[CodeBalance]):
    header = [
        _("Code"), _("Market"), _("Growing area"), _("Registered area, m²"), _("Expected by now, kg"),
        _("Received, kg"), _("Soft cap, kg"), _("Hard cap, kg"), _("Packed, kg"), _("Lost, kg"), _("Shipped, kg"),
        _("In the house, kg"),
    ]  # fmt: skip
    cells = (
        [row.code, row.market, row.area, row.registered_m2, _whole(row.expected_g), _whole(row.received_g),
         _whole(row.load and row.load.soft_g), _whole(row.load and row.load.hard_g), _whole(row.flow.taken_g),
         _whole(row.flow.lost_g), _whole(row.flow.gone_g), _whole(row.flow.left_g)]
        for row in rows
    )  # fmt: skip
    return download(request, f"balance-{request.coop.slug}-{season.pk}", header, cells)


def _whole(grams: int | None) -> int | None:
    return grams // 1000 if grams is not None else None


def _percent(basis_points: int | None) -> str:
    """To a tenth of a percent, rounded down; a dash where there is nothing to compare."""
    return showing.percent_bp(basis_points // 10 * 10) if basis_points is not None else showing.NOTHING


def _kg(grams: int | None) -> str:
    """Whole kilograms: a balance is read in tonnes."""
    return showing.NOTHING if grams is None else showing.kg(grams // 1000 * 1000, 0)


def _tonnes(grams: int) -> str:
    return showing.tonnes(grams).replace(",0 ", " ").replace(".0 ", " ")
