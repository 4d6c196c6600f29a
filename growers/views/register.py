"""The register of members of art. 15(1) and the certificates of their capital: on the screen, on paper, in Excel."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from coopsite import clock
from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from growers.access import reads, writes
from growers.actions.capital import show_register_numbers
from growers.forms.capital import RegisterNumbersForm
from growers.models import CapitalCommitment, Household
from growers.queries.capital import capital_of, charter_of, registered
from growers.queries.seats import Seat
from growers.rules.capital import missing_of
from growers.rules.roles import Right
from growers.views.capital import find, share_shown
from growers.web import download
from growers.wording_capital import MISSING

NATIONALITY = "Việt Nam"  # who has a citizen ID of Vietnam is of Vietnam
KINDS = dict(Household.Kind.choices)


@reads
def register_list(request):
    """The register: every official member and associate with capital, and what a row still lacks (R94)."""
    if request.GET.get("format") in ("xlsx", "csv"):
        return _file(request, _rows(request, in_full=False))
    return _list(request)


def _list(request, form: RegisterNumbersForm | None = None):
    rows = _rows(request, in_full=False)
    context = {
        "rows": rows, "incomplete": sum(1 for row in rows if row["missing"]), "number": len(rows),
        "form": form or RegisterNumbersForm(request.seat),
    }  # fmt: skip
    return render(request, "growers/register_list.html", context)


@reads
def register_print(request):
    """D17 on A4 landscape, always Vietnamese; citizen IDs masked."""
    return _print(request, in_full=False)


@writes(Right.PERSONAL)
def register_numbers(request):
    """The register with citizen IDs in full, printed or as a workbook, which is noted with every member."""
    form = RegisterNumbersForm(request.seat, request.POST or None)
    if request.method != "POST":
        return redirect("register-list", request.coop.slug)
    if not form.is_valid():
        return _list(request, form)
    show_register_numbers(request.seat, reason=form.facts["reason"])
    if "workbook" in request.POST:
        return _file(request, _rows(request, in_full=True))
    return _print(request, in_full=True)


def _print(request, *, in_full: bool):
    with override("vi"):
        rows = _rows(request, in_full=in_full)
        context = {
            "coop": request.coop, "rows": rows, "in_full": in_full, "today": showing.day_long(clock.today()),
            "total": showing.dong(charter_of(request.coop).total_vnd), "who": request.user.display_name,
            "number": len(rows),
        }  # fmt: skip
        return render(request, "growers/register_print.html", context)


def _rows(request, *, in_full: bool) -> list[dict]:
    """Every row with its capital. Four statements."""
    coop = request.coop
    members = list(registered(coop, clock.today()).select_related("commune"))
    capital, charter = capital_of(coop, [member.pk for member in members]), charter_of(coop)
    personal = request.seat.may(Right.PERSONAL)
    return [
        _row(request.seat, place, member, capital.get(member.pk, []), charter.total_vnd,
             shown=_shown_id(personal, in_full))
        for place, member in enumerate(members, start=1)
    ]  # fmt: skip


def _shown_id(personal: bool, in_full: bool):
    if not personal:
        return lambda number: ""
    return str if in_full else showing.masked_id


def _row(seat: Seat, place: int, member: Household, capital: list[CapitalCommitment], whole: int, *, shown) -> dict:
    amount, paid = sum(row.amount_vnd for row in capital), sum(row.paid_vnd for row in capital)
    certificates = [row for row in capital if row.certificate_no]
    all_certified = all(row.certificate_no or row.paid_vnd < row.amount_vnd for row in capital)
    missing = missing_of(
        {"register_no": member.register_no, "joined_on": member.joined_on, "village": member.village,
         "has_citizen_id": bool(member.citizen_id), "amount_vnd": amount, "paid_vnd": paid,
         "certificate_no": all_certified and certificates}
    )  # fmt: skip
    return {
        "place": place, "code": member.code, "name": member.name, "kind": KINDS[member.kind],
        "register_no": member.register_no, "joined": showing.day(member.joined_on), "address": member.address,
        "nationality": NATIONALITY, "citizen_id": shown(member.citizen_id) if member.citizen_id else "",
        "amount_vnd": amount, "paid_vnd": paid, "amount": showing.dong_plain(amount),
        "share": share_shown(amount, whole), "paid_share": share_shown(paid, amount),
        "payments": [
            {"day": showing.day(one.paid_on), "asset": one.get_asset_display(), "quantity": one.quantity,
             "amount": showing.dong_plain(one.amount_vnd)}
            for row in capital for one in row.standing
        ],
        "certificates": [f"{row.certificate_no} ({showing.day(row.certificate_on)})" for row in certificates],
        "missing": [{"what": MISSING[name], "url": _mend(seat, member, capital, name)} for name in missing],
    }  # fmt: skip


def _mend(seat: Seat, member: Household, capital: list[CapitalCommitment], name: str) -> str:
    """Where what a row lacks is entered; nothing for whoever may not."""
    slug = seat.cooperative.slug
    if name == "capital":
        return f"{reverse('capital-new', args=[slug])}?household={member.pk}" if seat.may(Right.CAPITAL) else ""
    if name == "certificate":
        row = next(row for row in capital if row.paid_vnd == row.amount_vnd and not row.certificate_no)
        return reverse("capital-page", args=[slug, row.pk])
    return reverse("household-edit", args=[slug, member.code]) if seat.may(Right.PEOPLE) else ""


def _file(request, rows: list[dict]):
    header = [
        _("No."), _("Code"), _("Full name"), _("Membership type"), _("Register number"), _("Joined"), _("Address"),
        _("Nationality"), _("Citizen ID"), _("Committed, dong"), _("Share of the charter capital"), _("Paid in, dong"),
        _("Paid in, share"), _("Paid in on, as what"), _("Certificates"), _("Missing"),
    ]  # fmt: skip
    cells = (
        [row["place"], row["code"], row["name"], row["kind"], row["register_no"], row["joined"], row["address"],
         row["nationality"], row["citizen_id"], row["amount_vnd"], row["share"], row["paid_vnd"], row["paid_share"],
         "; ".join(" ".join(filter(None, (one["day"], str(one["asset"]), one["quantity"], one["amount"])))
                   for one in row["payments"]),
         "; ".join(row["certificates"]), "; ".join(str(one["what"]) for one in row["missing"])]
        for row in rows
    )  # fmt: skip
    committed, paid = (sum(row[name] for row in rows) for name in ("amount_vnd", "paid_vnd"))
    totals = [_("Total"), len(rows), *[""] * 7, committed, "", paid, *[""] * 4]
    return download(request, f"register-{request.coop.slug}", header, cells, totals)


@reads
def capital_certificate(request, pk):
    """D18: the certificate, with the citizen ID masked; without a number until it is issued."""
    return _certificate(request, find(request, pk))


@writes(Right.PERSONAL)
def capital_certificate_full(request, pk):
    """D18 with the citizen ID in full, which is noted."""
    row = find(request, pk)
    form = RegisterNumbersForm(request.seat, request.POST or None)
    if request.method == "POST" and form.is_valid():
        show_register_numbers(request.seat, reason=form.facts["reason"], households=[row.household_id])
        return _certificate(request, row, in_full=True)
    if request.method == "POST":
        return _certificate(request, row, form=form)
    return redirect("capital-certificate", request.coop.slug, row.pk)


def _certificate(request, row: CapitalCommitment, *, in_full: bool = False, form: RegisterNumbersForm | None = None):
    personal = request.seat.may(Right.PERSONAL)
    form = form or RegisterNumbersForm(request.seat)
    with override("vi"):
        member, charter = row.household, charter_of(request.coop)
        context = {
            "row": row, "member": member, "coop": request.coop, "nationality": NATIONALITY,
            "citizen_id": _shown_id(personal, in_full)(member.citizen_id) if member.citizen_id else "",
            "form": form if personal and member.citizen_id and not in_full else None,
            "charter": showing.dong(charter.total_vnd), "amount": showing.dong(row.amount_vnd),
            "words": dong_in_words(row.amount_vnd),
            "share": "–" if row.ended_on else share_shown(row.amount_vnd, charter.total_vnd),
            "issued": showing.day_long(row.certificate_on), "ended": showing.day(row.ended_on),
            "joined": showing.day(member.joined_on),
        }  # fmt: skip
        return render(request, "growers/capital_certificate.html", context)
