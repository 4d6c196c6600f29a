"""The scale: the fast weigh-in screen, its answers to the page's script, and the book it works from offline."""

import datetime as dt
import hashlib
import json
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coopsite import clock
from coopsite.formats import showing
from growers.access import writes
from growers.actions.once import AlreadySent
from growers.queries.seats import Seat
from growers.rules.roles import Right
from growers.wording import sentence
from harvests.actions.records import NotRecorded, Unconfirmed, record_ticket
from harvests.forms.weighing import WeighForm
from harvests.models import BoardPrice, HarvestLine, HarvestRecord, ticket_code, ticket_slug
from harvests.queries.days import book_of, newest_tickets
from harvests.queries.eligibility import judge_for
from harvests.queries.scale import season_of_day, sheet_at
from harvests.queries.weigh_book import suppliers
from harvests.rules.records import may_change
from harvests.wording_eligibility import market_chips
from harvests.wording_weighing import worded


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks (and not a browser that shows pages)."""
    return "application/json" in request.headers.get("Accept", "")


def told_to_sign_in(view):
    """A script that is signed out gets 401 and the address to sign in at, instead of a redirect it cannot follow."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        if wants_json(request) and not request.user.is_authenticated:
            return JsonResponse({"login": reverse("login")}, status=401)
        return view(request, *args, **kwargs)

    return answered


@told_to_sign_in
@writes(Right.WEIGH)
def weigh(request):
    """M8: the fast weigh-in. GET shows the screen, POST records a ticket (JSON for the script, HTML without it).

    The template harvests/weigh.html gets
    form      WeighForm: bound fields household plot mode channel place flat_price vehicle note paper_no, hidden token
              offline_no client_at confirmed; `form.rows` are its loads, each with `number` and, by cell (grade crate
              crates gross tare tare_reason deduction deduction_kind), {name, value, errors}
    doubts    sentences of warnings that want confirming; the page then sends the same again with confirmed=1
    day, season, round     texts for the head ("" when there is none)
    closed    whether the day is closed
    grades    [{code, name, kind, price}] of the season's crop; price is a text for the export channel, "" without one
    crates    [{code, name, tare, is_default}]
    deductions, channels, modes, places    [(code, name)]
    book      {tickets, net, amount}: texts for today
    newest    [{code, number, household, name, net, amount, time, held, void, may_change, url, slip_url, correct_url}]
    """
    form = WeighForm(request.seat, request.POST or None)
    doubts: list = []
    if request.method == "POST":
        answer, doubts = _recorded(request, form)
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    return render(request, "harvests/weigh.html", _screen(request, form, doubts), status=status)


def _recorded(request, form) -> tuple[HttpResponse | None, list]:
    """The answer to a sending, or None when the screen is to be shown again with these warnings to confirm."""
    script = wants_json(request)
    try:
        if form.is_valid():
            record = record_ticket(
                request.seat, sent=form.sent, header=form.header, loads=form.loads,
                weighed_at=form.cleaned_data["client_at"], confirmed=form.cleaned_data["confirmed"], **form.about,
            )  # fmt: skip
            return (_told(request, record) if script else _back(request, record)), []
    except NotRecorded as refusal:
        form.add_problems(refusal.problems)
    except Unconfirmed as doubtful:
        if script:
            doubts = [{"code": reason.code, "text": str(sentence(reason))} for reason in doubtful.warnings]
            return JsonResponse({"confirm": doubts}), []
        return None, [sentence(reason) for reason in doubtful.warnings]
    except AlreadySent:
        if not script:
            raise
        message = _("This was sent before with other contents. Nothing was changed.")
        return JsonResponse({"errors": {"__all__": [message]}}, status=409), []
    return (JsonResponse({"errors": form.all_errors}, status=422) if script else None), []


def _told(request, record: HarvestRecord) -> JsonResponse:
    """The 201 of the weigh contract."""
    book = getattr(record, "book", None) or book_of(request.coop, record.day)
    ticket = {
        "code": record.code, "number": record.number, **ticket_links(request.coop.slug, record.day, record.number),
        "household": record.household.code, "name": record.household.name,
        "net": showing.kg_unit(record.net_g), "net_g": record.net_g,
        "amount": showing.dong(record.amount_vnd), "amount_vnd": record.amount_vnd,
        "provisional": record.status == HarvestRecord.Status.HELD,
        "holds": [str(text) for text in worded(record.holds)],
        "time": showing.time_of_day(record.weighed_at),
    }  # fmt: skip
    day = {**_book(book), "net_g": book.net_g, "tickets": book.tickets}
    return JsonResponse({"ticket": ticket, "day": day}, status=201)


def _back(request, record: HarvestRecord) -> HttpResponse:
    facts = {"code": record.code, "name": record.household.name, "net": showing.kg_unit(record.net_g)}
    messages.success(request, _("Ticket %(code)s was saved: %(name)s, %(net)s.") % facts)
    return redirect("weigh", request.coop.slug)


def _book(book) -> dict:
    return {
        "tickets": showing.count(book.tickets if book else 0),
        "net": showing.kg_unit(book.net_g if book else 0, 0),
        "amount": showing.dong(book.amount_vnd if book else 0),
    }


def _screen(request, form, doubts) -> dict:
    """The context that `weigh` describes."""
    moment = clock.now()
    season = season_of_day(request.coop, moment.date())
    sheet = sheet_at(request.coop, season.commodity_id if season else request.coop.commodity_id, moment)
    english = request.LANGUAGE_CODE == "en"
    return {
        "form": form,
        "doubts": doubts,
        "day": showing.day(moment.date()),
        "season": season.name if season else "",
        "round": _round(season),
        "closed": bool(season and season.closed),
        "grades": [
            {**_grade(grade, english), "price": showing.dong_input(sheet.prices.get(("export", grade.code)))}
            for grade in sheet.grades.values()
        ],
        "crates": [
            {"code": crate.code, "name": crate.name, "tare": showing.kg(crate.tare_g), "is_default": crate.is_default}
            for crate in sheet.crates.values()
        ],
        "deductions": HarvestLine.Deduction.choices,
        "channels": BoardPrice.Channel.choices,
        "modes": HarvestRecord.Mode.choices,
        "places": HarvestRecord.Place.choices,
        "book": _book(book_of(request.coop, moment.date())),
        "newest": [
            _short(request.coop.slug, row, _may_change(request.seat, row, moment, sheet.settings["undo_minutes"]))
            for row in newest_tickets(request.coop, moment.date())
        ],
    }


@told_to_sign_in
@writes(Right.WEIGH)
@require_safe
def weigh_book(request):
    """Everything the screen needs to go on without the network; 304 while it has not changed. Sixteen statements.

    The screen asks for it in the background: what the chips of all plots cost is never waited for at the scale.
    """
    moment = clock.now()
    day = moment.date()
    season = season_of_day(request.coop, day)
    crop = season.commodity_id if season else request.coop.commodity_id
    sheet = sheet_at(request.coop, crop, moment)
    chips = market_chips(judge_for(request.coop, crop, first=day, last=day), day)
    limits = ("crate_low_g", "crate_high_g", "default_crates", "cash_limit_vnd")
    english = request.LANGUAGE_CODE == "en"
    book = {
        "clerk": request.user.pk,
        "day": str(day),
        "season": season.name if season else "",
        "round": _round(season),
        "scale": {"capacity_g": sheet.settings["scale_capacity_g"], **{key: sheet.settings[key] for key in limits}},
        "shrink_bp": sheet.shrink_bp,
        "grades": [
            {**_grade(grade, english), "position": place} for place, grade in enumerate(sheet.grades.values(), start=1)
        ],
        "crates": [
            {"code": crate.code, "name": crate.name, "tare_g": crate.tare_g, "is_default": crate.is_default}
            for crate in sheet.crates.values()
        ],
        "prices": _by_channel(sheet.prices),
        "contract": _by_channel(sheet.under_contract().prices),
        "channels": _choices(BoardPrice.Channel),
        "deductions": _choices(HarvestLine.Deduction),
        "households": suppliers(request.coop, day, chips),
    }
    version = hashlib.sha256(json.dumps(book, sort_keys=True).encode()).hexdigest()[:16]
    response = JsonResponse({**book, "version": version}, json_dumps_params={"ensure_ascii": False})
    response["ETag"] = f'"{version}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _by_channel(prices) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (channel, grade), price in prices.items():
        found.setdefault(channel, {})[grade] = price
    return found


def _grade(grade, english: bool) -> dict:
    return {"code": grade.code, "name": grade.name_en if english else grade.name_vi, "kind": grade.kind}


def _choices(of) -> list[dict]:
    return [{"code": code, "name": str(name)} for code, name in of.choices]


def _round(season) -> str:
    """The round of the day as people say it; "" between rounds."""
    return _("Round %(number)s") % {"number": season.round_number} if season and season.round_number else ""


def ticket_links(slug: str, day: dt.date, number: int) -> dict[str, str]:
    """The addresses of a ticket's page, slip and correction, as the weigh contract names them."""
    page = reverse("harvest-page", args=[slug, ticket_slug(day, number)])
    return {"url": page, "slip_url": f"{page}slip/", "correct_url": f"{page}correct/"}


def _may_change(seat: Seat, row: dict, now: dt.datetime, minutes: int) -> bool:
    """Whether the screen offers the correction; a corrected ticket's window is asked for on its own page."""
    own = row["recorded_by_id"] == seat.user.pk and row["revision"] == 1
    return may_change(
        own=own, recorded_at=row["recorded_at"], now=now, undo_minutes=minutes, weighs=True,
        corrects=seat.may(Right.CORRECT),
    )  # fmt: skip


def _short(slug: str, row: dict, changeable: bool) -> dict:
    """A ticket of the day as the screen lists it."""
    return {
        "code": ticket_code(row["day"], row["number"], row["revision"]),
        "number": f"{row['number']:03d}",
        "household": row["household__code"],
        "name": row["household__name"],
        "net": showing.kg(row["net_g"]),
        "amount": showing.dong_plain(row["amount_vnd"]),
        "time": showing.time_of_day(row["weighed_at"]),
        "held": row["status"] == HarvestRecord.Status.HELD,
        "void": row["status"] == HarvestRecord.Status.VOID,
        "may_change": changeable and row["status"] != HarvestRecord.Status.VOID,
        **ticket_links(slug, row["day"], row["number"]),
    }
