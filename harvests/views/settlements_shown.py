"""Settlement runs as text for templates: rows of the list, the steps of a run, its table, its sheet for Excel."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.rules.verdicts import Reason
from growers.wording import kept, sentence
from harvests.models import Payment, SettlementLine, SettlementRun
from harvests.models.credit import Means
from harvests.models.settlements import run_code
from harvests.queries.settlement_lines import Draft, standing_payment
from harvests.rules.settlement_lines import ASKED, BIG_DAY, RED, SUMS, Line
from harvests.rules.settlements import APPROVED, CANCELLED, CLOSED, DRAFT, LOCKED, PAID, STEPS

TAGS = {
    DRAFT: "tag-quiet", CLOSED: "tag-warn", APPROVED: "tag-warn", PAID: "", LOCKED: "", CANCELLED: "tag-bad",
}  # fmt: skip
# Columns shown only where something stands in them; the others always are.
SELDOM = ("other_vnd", "brought_vnd", "fee_vnd", "loan_vnd", "carried_vnd")
NAMES = {name: name.removesuffix("_vnd").removesuffix("_g") for name in SUMS}


def shown_rows(base: str, rows: Iterable[dict]) -> list[dict]:
    """Rows of the list (queries.settlements.LISTED); `base` is the address of the list."""
    states, means = dict(SettlementRun.Status.choices), dict(Means.choices)
    return [
        {
            "code": (code := run_code(row["year"], row["number"])),
            "url": f"{base}{code}/",
            "status": str(states[row["status"]]),
            "tag": TAGS[row["status"]],
            "period": showing.days(row["day_from"], row["day_to"]),
            "means": str(means[row["means"]]),
            "households": showing.count(row["lines_count"]) if row["lines_count"] else "",
            "kg": showing.kg(row["net_g"], least=0) if row["lines_count"] else "",
            "fruit": showing.dong_plain(row["fruit_vnd"]) if row["lines_count"] else "",
            "deducted": showing.dong_plain(row["deducted_vnd"]) if row["lines_count"] else "",
            "pay": showing.dong_plain(row["pay_vnd"]) if row["lines_count"] else "",
            "paid": showing.dong_plain(row["paid_vnd"]) if row["lines_count"] else "",
            "reason": _("computed each time it is opened") if row["status"] == DRAFT else row["cancel_reason"],
        }
        for row in rows
    ]


def shown_steps(run: SettlementRun) -> list[dict]:
    """The way from draft to locked: what was done, by whom and when, and where the run stands."""
    names = (_("Draft"), _("Closed by the accountant"), _("Approved by the director"), _("Paid"), _("Locked"))
    did = {
        DRAFT: (run.made_by, run.made_at), CLOSED: (run.closed_by, run.closed_at),
        APPROVED: (run.approved_by, run.approved_at), LOCKED: (run.locked_by, run.locked_at),
    }  # fmt: skip
    reached = STEPS.index(run.status) if run.status in STEPS else -1
    steps = []
    for place, (status, name) in enumerate(zip(STEPS, names, strict=True)):
        who, when = did.get(status, (None, None))
        done = bool(when) if status in did else place <= reached
        part = _("%(paid)s of %(pay)s") % {
            "paid": showing.dong_plain(run.paid_vnd), "pay": showing.dong_plain(run.pay_vnd)
        } if status == PAID and run.status in (APPROVED, PAID, LOCKED) else ""  # fmt: skip
        steps.append({
            "name": name, "done": done, "here": place == reached, "who": who.display_name if who else "",
            "when": showing.day_time(when) if when else "", "part": part,
        })  # fmt: skip
    return steps


def shown_facts(run: SettlementRun) -> dict:
    """The rules of a run."""
    return {
        "period": showing.days(run.day_from, run.day_to),
        "kind": str(run.get_kind_display()) if run.kind else _("all households"),
        "advances": showing.percent_bp(run.advance_bp),
        "inputs": showing.percent_bp(run.input_bp),
        "loans": showing.percent_bp(run.loan_bp) if run.loan_bp else "",
        "fee": f"{showing.dong(run.fee_vnd_per_kg)}/kg" if run.fee_vnd_per_kg else _("none"),
        "rounding": str(run.get_rounding_display()),
        "means": str(run.get_means_display()),
    }


def shown_draft(run: SettlementRun, draft: Draft) -> list[dict]:
    """The computed lines of a draft."""
    return [
        {**_row(run, line), "household": line.payee.code, "choice": line.payee.means,
         "account": account(line),
         "warnings": [warning(reason) for reason in line.warnings if reason.code != BIG_DAY]}
        for line in draft.lines
    ]  # fmt: skip


def shown_lines(run: SettlementRun, lines: Iterable[SettlementLine]) -> list[dict]:
    """The written lines of a run with what became of each."""
    return [
        {**_row(run, line), "pk": line.pk, "account": account(line),
         "warnings": [warning(kept_with(line, found)) for found in line.warnings if found["code"] != BIG_DAY],
         "paid": paid(standing_payment(line)), "nothing": not line.pay_vnd}
        for line in lines
    ]  # fmt: skip


def _row(run: SettlementRun, line: Line | SettlementLine) -> dict:
    means = dict(Means.choices)
    sums = {NAMES[name]: cell(name, getattr(line, name)) for name in SUMS}
    name = line.payee.name if isinstance(line, Line) else line.name
    url = reverse("run-line", args=[run.cooperative.slug, run.code, line.code])
    return {"code": line.code, "name": name, "url": url, "means": str(means[line.means]), **sums}


def shown_payee(line: Line | SettlementLine) -> dict:
    """Who is paid, and how."""
    name = line.payee.name if isinstance(line, Line) else line.name
    account_name = line.payee.account_name if isinstance(line, Line) else line.account_name
    means = str(dict(Means.choices)[line.means])
    return {"code": line.code, "name": name, "means": means, "account": account(line), "account_name": account_name}


def cell(name: str, value: int) -> str:
    """A sum of a line; nothing shows as an empty cell, for a long table of zeros hides what matters."""
    if name == "tickets":
        return showing.count(value)
    if name == "net_g":
        return showing.kg(value, least=0)
    return showing.dong_plain(value) if value or name in ("fruit_vnd", "pay_vnd") else ""


def shown_totals(sums: dict[str, int], households: int) -> dict:
    """The last row of the table, and which seldom columns it needs."""
    shown = {NAMES[name]: cell(name, value) for name, value in sums.items()}
    return {**shown, "households": showing.count(households), "pay_unit": showing.dong(sums["pay_vnd"])}


def columns(rows: Iterable) -> dict[str, bool]:
    """Which of the seldom columns something stands in."""
    rows = list(rows)
    return {NAMES[name]: any(getattr(row, name) for row in rows) for name in SELDOM}


def account(line: Line | SettlementLine) -> str:
    """Where money goes, with only the end of the number: "MB ••4412"."""
    if isinstance(line, Line):
        bank, number = line.payee.bank, line.payee.account
    else:
        bank, number = str(line.bank or ""), line.account_sealed
    return f"{bank} ••{number[-4:]}".strip() if number else ""


def warning(reason: Reason) -> dict:
    """A warning with its weight: red, asked, or only to be known."""
    weight = "tag-bad" if reason.code in RED else "tag-warn" if reason.code in ASKED else "tag-quiet"
    accepted = reason.data.get("reason", "")
    return {"text": sentence(reason), "tag": weight, "accepted": accepted}


def kept_with(line: SettlementLine, found: dict) -> Reason:
    """A warning that was kept with a line, about the account that the line names."""
    return kept({**found, "data": {"account_name": line.account_name, **found["data"]}})


def paid(payment: Payment | None) -> dict | None:
    """A payment in a word."""
    if payment is None:
        return None
    return {"pk": payment.pk, "day": showing.day(payment.day), "paper": payment.paper}


def sheet(lines: Iterable[tuple[Line | SettlementLine, str, str]]) -> tuple[list, list[list], list]:
    """Header, rows and totals of a run for Excel; each line comes with its warnings and its payment."""
    header = [
        _("Household"), _("Head of household"), _("Tickets"), _("Net, g"), _("Value"), _("Other"),
        _("Brought forward"), _("Service fee"), _("Advances"), _("Inputs"), _("Loans"), _("Carried forward"),
        _("To pay"), _("Paid by"), _("Bank account"), _("Warnings"), _("Payment"),
    ]  # fmt: skip
    means, rows, sums = dict(Means.choices), [], dict.fromkeys(SUMS, 0)
    for line, said, payment in lines:
        for name in SUMS:
            sums[name] += getattr(line, name)
        name = line.payee.name if isinstance(line, Line) else line.name
        rows.append([
            line.code, name, *(getattr(line, name) for name in SUMS), str(means[line.means]), account(line),
            said, payment,
        ])  # fmt: skip
    return header, rows, [_("Total"), None, *sums.values()]
