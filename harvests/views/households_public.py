"""What a household reads by its link: a statement or its season; its code and figures, nothing about a person."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from coopsite import clock
from coopsite.formats import showing
from harvests.actions.household_links import open_household_link
from harvests.models import HouseholdLink
from harvests.queries.household_links import season_page
from harvests.queries.settlement_papers import statements_of
from harvests.rules.settlement_papers import Statement, by_grade, explained, money_rows
from harvests.views.dossiers_public import SECRET, closed, hashed
from harvests.views.public import language_asked, nothing
from harvests.wording_settlement_papers import ON_SCREEN, row_name


@require_safe
def household_public(request, secret):
    """M20, M28: what a link opens, in Vietnamese or English; everything else gets the answer that strangers get."""
    secret = secret.rstrip("/")
    known = SECRET.fullmatch(secret)
    link = open_household_link(hashed(secret), count=request.method == "GET") if known else None
    language = "vi" if language_asked(request) == "vi" else "en"
    with override(language):
        if link is None:
            return closed(nothing(request, _no_link()))
        if link.line_id:
            text = render_to_string("harvests/household_public_statement.html", _statement(link, language))
        else:
            text = render_to_string("harvests/household_public_season.html", _season(link, language))
    return closed(HttpResponse(text))


def _no_link() -> dict:
    """Words for every link that does not open, whatever the reason."""
    more = _("It was revoked, is past its last day, or was not copied whole. Ask the co-operative for a new one.")
    return {"nothing": _("This link does not open"), "nothing_more": more}


def _frame(link: HouseholdLink, language: str) -> dict:
    coop = link.cooperative
    return {
        "language": language,
        "coop": coop.name,
        "code": link.household.code,
        "call": coop.phone,
        "phone": showing.phone(coop.phone) if coop.phone else "",
        "until": showing.day(link.expires_on),
    }


def _statement(link: HouseholdLink, language: str) -> dict:
    [found] = statements_of(link.line.run, [link.line.code])
    return {
        **_frame(link, language),
        "run": found.run,
        "period": showing.days(found.first, found.last),
        "fruit": [
            {"day": showing.day(row.day), "ticket": row.ticket, "grade": row.grade_code,
             "net": showing.kg(row.net_g, least=0), "price": showing.dong_plain(row.price_vnd),
             "amount": showing.dong_plain(row.amount_vnd)}
            for row in found.fruit
        ],
        "grades": [
            {"grade": row.grade if language == "vi" else row.grade_en, "net": showing.kg_unit(row.net_g, least=0),
             "amount": showing.dong(row.amount_vnd)}
            for row in by_grade(found.fruit)
        ],
        "money": [(row_name(row, ON_SCREEN), showing.dong(row.amount_vnd)) for row in money_rows(found)],
        "why": _why(found),
        "paid": showing.day(found.paid.day) if found.paid else "",
        "inputs": showing.dong(found.inputs_open_vnd) if found.inputs_open_vnd else "",
    }  # fmt: skip


def _why(statement: Statement) -> str:
    amount = showing.dong(abs(statement.carried_vnd))
    return {
        "": "",
        "owes": _("More is deducted than was earned: nothing is paid now, and %(amount)s is carried forward."),
        "nothing": _("All was deducted: nothing is left to pay."),
        "rounding": _("%(amount)s left by rounding is carried forward and not lost."),
    }[explained(statement)] % {"amount": amount}


def _season(link: HouseholdLink, language: str) -> dict:
    found = season_page(link, clock.now())
    names = {"advance": _("Advances"), "inputs": _("Inputs on credit"), "loan": _("Internal loans")}
    return {
        **_frame(link, language),
        "season": found.season,
        "net": showing.kg_unit(found.net_g, least=0),
        "value": showing.dong(found.amount_vnd),
        "paid": showing.dong(found.paid_vnd),
        "open": showing.dong(found.open_vnd),
        "owed": [(names[account], showing.dong(amount)) for account, amount in found.owed.items()],
        "slips": [
            {"code": row.code, "day": showing.day(row.day), "net": showing.kg(row.net_g, least=0),
             "amount": showing.dong_plain(row.amount_vnd)}
            for row in found.slips
        ],
        "channels": (channels := [*dict.fromkeys(channel for _grade, channel, _price in found.prices)]),
        "prices": _board(found.prices, channels),
        "next": showing.day(found.next_harvest) if found.next_harvest else "",
    }  # fmt: skip


def _board(prices, channels: list[str]) -> list[tuple[str, list[str]]]:
    """(grade, its price in each channel), "" where there is none."""
    said = {(grade, channel): showing.dong_plain(price) for grade, channel, price in prices}
    grades = dict.fromkeys(grade for grade, _channel, _price in prices)
    return [(grade, [said.get((grade, channel), "") for channel in channels]) for grade in grades]
