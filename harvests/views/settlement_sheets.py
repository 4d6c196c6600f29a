"""The workbook of a run: its lines, the fruit they pay, what is deducted, top-ups and charges, payments."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.wording import sentence
from harvests.models import SettlementRun
from harvests.models.credit import Means
from harvests.queries.settlement_lines import lines_of, standing_payment
from harvests.queries.settlement_papers import statements_of
from harvests.views import settlements_shown as shown
from harvests.wording_settlement_papers import ON_SCREEN

Sheet = tuple[str, list, list[list]]


def sheets_of(run: SettlementRun) -> list[Sheet]:
    """(title, header, rows) of each sheet."""
    lines, statements = [*lines_of(run)], statements_of(run)
    fruit = [
        [found.code, found.name, showing.day(row.day), row.ticket, row.grade, row.net_g, row.price_vnd, row.amount_vnd]
        for found in statements for row in found.fruit
    ]  # fmt: skip
    taken = [
        [found.code, found.name, str(ON_SCREEN[f"{row.account}_taken"]), row.code, showing.day(row.day), row.amount_vnd]
        for found in statements for row in found.taken
    ]  # fmt: skip
    extras = [
        [found.code, found.name, str(ON_SCREEN.get(row.kind, ON_SCREEN["other"])), row.code, showing.day(row.day),
         row.amount_vnd, row.note]
        for found in statements for row in found.extras
    ]  # fmt: skip
    who = [_("Household"), _("Head of household")]
    return [
        _lines(lines),
        (_("Fruit"), [*who, _("Day"), _("Ticket"), _("Grade"), _("Net, g"), _("Price per kg"), _("Value")], fruit),
        (_("Deductions"), [*who, _("What"), _("Number"), _("Day"), _("Amount")], taken),
        (_("Top-ups and charges"), [*who, _("What"), _("Number"), _("Day"), _("Amount"), _("Note")], extras),
        _payments(lines),
    ]


def _lines(lines: Iterable) -> Sheet:
    found = []
    for line in lines:
        payment = standing_payment(line)
        said = "; ".join(str(sentence(shown.kept_with(line, reason))) for reason in line.warnings)
        paid = f"{payment.paper} {showing.day(payment.day)}" if payment else ""
        found.append((line, said, paid))
    header, rows, totals = shown.sheet(found)
    return _("Lines"), header, [*rows, totals]


def _payments(lines: Iterable) -> Sheet:
    means, rows = dict(Means.choices), []
    for line in lines:
        for payment in line.payments.all():
            returned = getattr(payment, "returned", None)
            rows.append([
                line.code, line.name, showing.day(payment.day), str(means[payment.means]), payment.paper,
                payment.amount_vnd, payment.paid_by.display_name, showing.day(returned.day) if returned else "",
                returned.reason if returned else "",
            ])  # fmt: skip
    header = [
        _("Household"), _("Head of household"), _("Paid on"), _("Paid by"), _("Reference"), _("Amount"),
        _("Entered by"), _("Came back on"), _("Because"),
    ]  # fmt: skip
    return _("Payments"), header, rows
