"""The file a bank wants for a batch of transfers: a template of columns, what is wrong with one, and its rows.

A template is text, one column a line in the bank's order: "Header = field"; a field in quotation marks is the same
text in every row, `content:40` allows 40 characters. "@total = label" adds a row of totals.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict
from harvests.rules.vietqr import plain

FIELDS = ("no", "code", "name", "account", "bank_code", "bank_name", "branch", "amount", "content")
NEEDED = ("account", "amount")
TOTAL = "@total"
LEAST_CONTENT, USUAL_CONTENT, MOST_CONTENT = 20, 25, 50
MOST_COLUMNS, MOST_HEADER = 30, 80
USUAL = """STT = no
Số tài khoản = account
Tên người nhận = name
Ngân hàng = bank_name
Số tiền = amount
Nội dung = content"""
CODES = (
    "bank_file_line_unreadable", "bank_file_field_unknown", "bank_file_header_twice", "bank_file_header_long",
    "bank_file_field_missing", "bank_file_content_length", "bank_file_empty", "bank_file_too_many",
    "bank_file_total_twice", "bank_file_account_missing", "bank_file_nothing", "bank_file_before_approval",
)  # fmt: skip
_CONTENT = re.compile(r"content(?::([0-9]{1,3}))?")
_QUOTED = re.compile(r'"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, and the field or the fixed text below it; `length` is what a content may have."""

    header: str
    field: str = ""
    fixed: str = ""
    length: int = USUAL_CONTENT


@dataclass(frozen=True, slots=True)
class Template:
    """The columns of a file, and what its row of totals begins with ("": it has none)."""

    columns: tuple[Column, ...]
    total: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer of a batch; `account` as the bank takes it, `content` says what for."""

    code: str
    name: str
    account: str
    bank_code: str
    bank_name: str
    amount_vnd: int
    content: str
    branch: str = ""


SAMPLE = (
    Transfer("012", "Nguyễn Thành Liêm", "0071001234567", "970436", "Vietcombank", 34_552_000, "HTXNH TT25007 H012"),
    Transfer("097", "Bùi Thị Hoa", "1500205123456", "970405", "Agribank", 12_004_000, "HTXNH TT25007 H097"),
)


def read_template(text: str) -> tuple[Template, Verdict]:
    """The template that a text describes, and everything that is wrong with it, line by line."""
    columns, refused, total = [], [], ""
    for number, line in enumerate(text.splitlines(), start=1):
        header, equals, field = (part.strip() for part in line.partition("="))
        if not line.strip():
            continue
        if not equals or not header or not field:
            refused.append(Reason("bank_file_line_unreadable", {"line": number, "text": line.strip()[:60]}))
        elif header == TOTAL:
            if total:
                refused.append(Reason("bank_file_total_twice", {"line": number}))
            total = _QUOTED.sub(r"\1", field)
        else:
            column, reason = _column(header, field, number)
            refused += [reason] if reason else []
            columns += [column] if column else []
    refused += _whole(columns, bool(refused))
    return Template(tuple(columns), total), Verdict(refused=tuple(refused))


def _column(header: str, field: str, number: int) -> tuple[Column | None, Reason | None]:
    if len(header) > MOST_HEADER:
        return None, Reason("bank_file_header_long", {"line": number, "most": MOST_HEADER})
    if quoted := _QUOTED.fullmatch(field):
        return Column(header, fixed=quoted[1]), None
    name = field.lower()
    if content := _CONTENT.fullmatch(name):
        length = int(content[1] or USUAL_CONTENT)
        if LEAST_CONTENT <= length <= MOST_CONTENT:
            return Column(header, "content", length=length), None
        return None, Reason(
            "bank_file_content_length", {"line": number, "least": LEAST_CONTENT, "most": MOST_CONTENT}
        )
    if name not in FIELDS:
        return None, Reason(
            "bank_file_field_unknown", {"line": number, "field": field[:30], "known": ", ".join(FIELDS)}
        )
    return Column(header, name), None


def _whole(columns: Sequence[Column], faulty: bool) -> Iterable[Reason]:
    """What a template as a whole lacks; a missing column is named only when no line was misread."""
    if not columns and not faulty:
        yield Reason("bank_file_empty")
        return
    if len(columns) > MOST_COLUMNS:
        yield Reason("bank_file_too_many", {"most": MOST_COLUMNS})
    headers = [column.header for column in columns]
    if twice := sorted({header for header in headers if headers.count(header) > 1}):
        yield Reason("bank_file_header_twice", {"headers": ", ".join(twice)})
    if not faulty and (lost := [name for name in NEEDED if name not in {column.field for column in columns}]):
        yield Reason("bank_file_field_missing", {"fields": ", ".join(lost)})


def judge_transfers(transfers: Sequence[Transfer], *, approved: bool) -> Verdict:
    """Whether a bank can be given these: every one with an account, of a run that the director approved."""
    refused = []
    if not approved:
        refused.append(Reason("bank_file_before_approval"))
    elif not transfers:
        refused.append(Reason("bank_file_nothing"))
    if lost := [row.code for row in transfers if not row.account or not row.bank_code]:
        refused.append(Reason("bank_file_account_missing", {"households": ", ".join(lost)}))
    return Verdict(refused=tuple(refused))


def header_of(template: Template) -> list[str]:
    return [column.header for column in template.columns]


def rows_of(template: Template, transfers: Sequence[Transfer]) -> list[list[int | str]]:
    """The rows of a file: numbers are numbers, all else is text, an account too."""
    return [
        [_cell(column, number, row) for column in template.columns] for number, row in enumerate(transfers, start=1)
    ]


def totals_of(template: Template, transfers: Sequence[Transfer]) -> list[int | str | None] | None:
    """The row of totals: its label in the first column that sums nothing up, the sum below the amounts."""
    if not template.total:
        return None
    cells: list[int | str | None] = [
        sum(row.amount_vnd for row in transfers) if column.field == "amount" else None for column in template.columns
    ]
    if None in cells:
        cells[cells.index(None)] = template.total
    return cells


def _cell(column: Column, number: int, row: Transfer) -> int | str:
    if not column.field:
        return column.fixed
    if column.field == "no":
        return number
    if column.field == "amount":
        return row.amount_vnd
    if column.field == "name":
        return plain(row.name, 70)
    if column.field == "content":
        return plain(row.content, column.length)
    return getattr(row, column.field)
