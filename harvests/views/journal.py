"""Pages about the journal: the movements of some days with their accounts, as a table and a file, and the accounts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.rules.months import month_of
from growers.rules.roles import Right
from growers.web import download, links, page_of, tried
from harvests.actions.journal import set_account
from harvests.forms.months import AccountForm, JournalFilter
from harvests.models import JournalAccount
from harvests.queries.journal import Journal, own_accounts
from harvests.rules.journal import ACCOUNTS, accounts_of, booked

PLACES = {"journal_account_malformed": "debit", "journal_accounts_equal": "credit"}


@reads
def journal_page(request):
    """What is booked over some days, this month unless asked otherwise; `?format=xlsx|csv` gives the file."""
    form = JournalFilter(request.coop, request.GET)
    today = clock.today()
    first, last = form.facts.get("first") or month_of(today), form.facts.get("last") or today
    accounts = accounts_of({key: (row.debit, row.credit) for key, row in own_accounts(request.coop).items()})
    names = _names()
    rows = Journal(request.coop, first, last)
    if request.GET.get("format"):
        header = [
            _("Day"), _("Number"), _("Movement"), _("Debit account"), _("Credit account"), _("Amount"), _("Code"),
            _("Name"), _("Note"),
        ]  # fmt: skip
        found = (_booked(row, accounts, names) for row in rows)
        lines = ([showing.day(row["day"]), *[row[name] for name in COLUMNS]] for row in found)
        return download(request, f"journal-{request.coop.slug}-{first}-{last}", header, lines)
    page = page_of(request, rows)
    page.object_list = [_booked(row, accounts, names) for row in page.object_list]
    for row in page.object_list:
        row |= {"shown_day": showing.day(row["day"]), "shown": showing.dong(row["amount"])}
    sums = [booked(accounts, *sum_of) for sum_of in rows.sums()]
    context = {
        "filter": form,
        "page": page,
        "span": showing.days(first, last),
        "total": showing.dong(sum(amount for _debit, _credit, amount in sums)),
        "sums": _sums(sums),
        **links(request, ("format", "page"), xlsx={"format": "xlsx"}, csv={"format": "csv"}),
    }
    return render(request, "harvests/journal_page.html", context)


COLUMNS = ("number", "movement", "debit", "credit", "amount", "party", "name", "note")


def _booked(row, accounts: dict, names: dict) -> dict:
    debit, credit, amount = booked(accounts, row.key, row.amount_vnd, row.means)
    return {
        "day": row.day, "number": row.number, "movement": names.get(row.key) or names[row.key.partition("_")[0]],
        "debit": debit, "credit": credit, "amount": amount, "party": row.party, "name": row.name, "note": row.note,
    }  # fmt: skip


def _names() -> dict[str, str]:
    return {key: str(label) for key, label in JournalAccount.Key.choices}


def _sums(found: list[tuple[str, str, int]]) -> list[dict]:
    """What each pair of accounts comes to."""
    sums: dict[tuple[str, str], int] = {}
    for debit, credit, amount in found:
        sums[debit, credit] = sums.get((debit, credit), 0) + amount
    return [
        {"debit": debit, "credit": credit, "sum": showing.dong(amount)}
        for (debit, credit), amount in sorted(sums.items())
    ]


@reads
def journal_accounts(request):
    """The accounts of every kind of movement, and where they come from."""
    own = own_accounts(request.coop)
    rows = [
        {
            "name": label,
            "debit": own[key].debit if key in own else ACCOUNTS[key][0],
            "credit": own[key].credit if key in own else ACCOUNTS[key][1],
            "own": key in own,
            "url": reverse("journal-account", args=[request.coop.slug, key]),
        }
        for key, label in JournalAccount.Key.choices
    ]
    return render(request, "harvests/journal_accounts.html", {"rows": rows})


@writes(Right.CLOSE_MONTH)
def journal_account(request, key):
    """Set the accounts of one kind of movement."""
    if key not in ACCOUNTS:
        raise Http404
    own = own_accounts(request.coop).get(key)
    form = AccountForm(request.seat, key, (own.debit, own.credit) if own else ACCOUNTS[key], request.POST or None)
    form.back = reverse("journal-accounts", args=[request.coop.slug])
    if tried(form, lambda: set_account(request.seat, sent=form.sent, key=key, **form.facts), PLACES):
        messages.success(request, _("The accounts were set."))
        return redirect("journal-accounts", request.coop.slug)
    return render(request, "harvests/journal_form.html", {"form": form, "name": _names()[key]})
