"""Words of the papers of a settlement run: Vietnamese on paper whatever the screen, both languages behind a link."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from coopsite.formats import showing
from growers.wording import learn
from harvests.rules.settlement_papers import (
    MOST_TEXT,
    MoneyRow,
    Statement,
    by_grade,
    explained,
    fitted,
    money_rows,
)

PAPERS: dict[str, object] = {
    "papers_before_closing": _("A draft has no papers: close the run first."),
    "papers_before_approval": _("No money leaves before the director approved the run."),
    "voucher_nothing": _("No cash was paid in this run, so there is no voucher to print."),
    "link_gone": _("This link was revoked already."),
}
learn(PAPERS)

VERBS = {
    "accounts shown": _("papers with account numbers made"),
    "citizen numbers shown": _("purchase list with citizen IDs made"),
    "bank file made": _("bank file made"),
    "voucher printed": _("cash voucher printed"),
    "household link made": _("link for the household made"),
    "household link revoked": _("link of the household revoked"),
}

# As our papers say it; a paper is Vietnamese, so these are no messages to translate.
ON_PAPER = {
    "fruit": "Tiền hàng", "top_up": "Truy lĩnh", "transport": "Vận chuyển", "fee": "Phí", "penalty": "Phạt",
    "credit": "Điều chỉnh tăng", "debit": "Điều chỉnh giảm", "other": "Khác", "repayment": "Trả nợ",
    "brought": "Kỳ trước chuyển sang", "run_fee": "Phí dịch vụ", "advance_taken": "Trừ tạm ứng",
    "inputs_taken": "Trừ vật tư trả chậm", "loan_taken": "Trừ vay nội bộ", "carried": "Số lẻ chuyển kỳ sau",
    "missing": "Còn thiếu, chuyển kỳ sau", "pay": "THỰC TRẢ",
}  # fmt: skip
ON_SCREEN = {
    "fruit": _("Value of fruit"), "top_up": _("Top-up"), "transport": _("Transport"), "fee": _("Fee"),
    "penalty": _("Penalty"), "credit": _("Correction in favour"), "debit": _("Correction against"),
    "other": _("Other"), "repayment": _("Repayment"), "brought": _("Brought forward"), "run_fee": _("Service fee"),
    "advance_taken": _("Advance deducted"), "inputs_taken": _("Inputs deducted"), "loan_taken": _("Loan deducted"),
    "carried": _("Left by rounding, carried forward"), "missing": _("Still owed, carried forward"),
    "pay": _("To pay"),
}  # fmt: skip
MEANS = {"transfer": "chuyển khoản", "cash": "tiền mặt"}


def row_name(row: MoneyRow, words: dict = ON_PAPER) -> str:
    """What a row of money is called: "Trừ tạm ứng TU-25-007 (01/09/2025)"."""
    day = f"({showing.day(row.day)})" if row.day else ""
    return " ".join(part for part in (str(words.get(row.key, words["other"])), row.code, day) if part)


def why(statement: Statement) -> str:
    """Why nothing is paid, or something is carried; "" when there is nothing to explain."""
    amount = showing.dong(abs(statement.carried_vnd))
    return {
        "": "",
        "owes": f"Khoản trừ lớn hơn tiền hàng: kỳ này không chi, còn thiếu {amount} chuyển sang kỳ sau.",
        "nothing": "Đã trừ hết: kỳ này không còn tiền để chi.",
        "rounding": f"{amount} lẻ được chuyển sang kỳ sau, không mất.",
    }[explained(statement)]


def message(statement: Statement, *, coop: str, phone: str, link: str = "", most: int = MOST_TEXT) -> str:
    """The statement as plain text for a phone, at most 900 characters: no account, no citizen ID (M20)."""
    with override("vi"):
        head = [
            f"{coop}: bảng kê {statement.run} ({showing.days(statement.first, statement.last)})",
            f"Hộ {statement.code} – {statement.name}",
        ]
        rows = [
            f"{row.day:%d/%m} {row.grade}: {showing.kg_unit(row.net_g, 0)} x {_price(row.price_vnd)}"
            f" = {showing.dong_plain(row.amount_vnd)}"
            for row in statement.fruit
        ]
        sums = ", ".join(f"{row.code} {showing.kg(row.net_g, 0)}" for row in by_grade(statement.fruit))
        money = [f"{row_name(row)}: {showing.dong(row.amount_vnd)}" for row in money_rows(statement)]
        tail = [
            f"Cộng {showing.kg_unit(statement.net_g, 0)} ({sums})" if sums else "",
            *(money if len(money) < 9 else _shorter(statement)),
            why(statement),
            _how_paid(statement),
            f"Còn nợ vật tư: {showing.dong(statement.inputs_open_vnd)}" if statement.inputs_open_vnd else "",
            f"Hỏi lại: {showing.phone(phone)}" if phone else "",
        ]
    room = most - len(link) - 1 if link else most
    text = fitted(head, rows, tail, "… và {n} dòng nữa", room)
    return f"{text}\n{link}" if link else text


def _shorter(statement: Statement) -> list[str]:
    """The money of a statement with very many deductions, each kind summed up."""
    sums: dict[str, int] = {}
    for row in money_rows(statement):
        sums[row.key] = sums.get(row.key, 0) + row.amount_vnd
    return [f"{ON_PAPER.get(key, ON_PAPER['other'])}: {showing.dong(amount)}" for key, amount in sums.items()]


def _how_paid(statement: Statement) -> str:
    if statement.paid:
        return f"Đã chi {showing.day(statement.paid.day)}, {MEANS[statement.paid.means]}."
    return f"Trả bằng {MEANS[statement.means]}." if statement.pay_vnd else ""


def _price(vnd: int | None) -> str:
    return showing.dong_plain(vnd) if vnd is not None else "?"
