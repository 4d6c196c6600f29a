"""What papers cost: the statements of two hundred households with forty rows of fruit each, as one PDF with VietQRs."""

import datetime as dt

from harvests.bench.measuring import median, take
from harvests.bench.proofs import report_line
from harvests.pdf.statements import Sheet, statements
from harvests.rules.paper_facts import Issued, Letterhead
from harvests.rules.settlement_papers import Fruit, Statement, Taken, content_of
from harvests.rules.vietqr import payload

HOUSEHOLDS, ROWS, SECONDS = 200, 40, 5
ROUNDS, MS = 3, 1_000_000
GRADES = (("Loại 1", "L1", 20_000), ("Loại 2", "L2", 17_000), ("Loại 3", "L3", 14_000), ("Dạt", "D", 6_000))
FIRST = dt.date(2025, 9, 1)
HEAD = Letterhead("Hợp tác xã Bench", "xã Tà Hộc, tỉnh Sơn La", "Sơn La", "5500567890", "0212 3845 678", "Giám đốc")
ISSUED = Issued("TT-25-001", FIRST, "In lúc 16:05 08/09/2025 bởi Bench", "https://bench.example/")


def report() -> str:
    """The line of the report."""
    sheets = [_sheet(number) for number in range(HOUSEHOLDS)]
    time = median([take(lambda: statements(HEAD, ISSUED, sheets, approved=True)) for _round in range(ROUNDS)])
    what = f"statements as PDF, {HOUSEHOLDS} x {ROWS} rows"
    return report_line(what, f"{HOUSEHOLDS} VietQR", f"{time // MS} ms", f"{SECONDS} s", time <= SECONDS * 1_000 * MS)


def _sheet(number: int) -> Sheet:
    fruit = tuple(_fruit(number, row) for row in range(ROWS))
    value = sum(row.amount_vnd for row in fruit)
    taken = (Taken("advance", "TU-25-001", FIRST, 300_000), Taken("inputs", "VT-25-001", FIRST, 245_000))
    found = Statement(
        run="TT-25-001", first=FIRST, last=FIRST + dt.timedelta(days=6), code=f"{number:03d}",
        name="Nguyễn Thành Liêm", address="tiểu khu 7, xã Tà Hộc, tỉnh Sơn La", fruit=fruit, extras=(), taken=taken,
        fruit_vnd=value, brought_vnd=0, fee_vnd=0, carried_vnd=0, pay_vnd=value - 545_000, means="transfer",
        bank_bin="970436", bank="Vietcombank", account=f"0071001234{number:03d}", inputs_open_vnd=0,
        closed_by="Kế toán", approved_by="Giám đốc",
    )  # fmt: skip
    info = content_of("NH", found.run, found.code)
    return Sheet(found, payload(found.bank_bin, found.account, found.pay_vnd, info))


def _fruit(number: int, row: int) -> Fruit:
    name, code, price = GRADES[row % len(GRADES)]
    net_g = 40_000 + 100 * (number * 7 + row * 13)
    day = FIRST + dt.timedelta(days=row % 7)
    ticket = f"CAN-{day:%y%m%d}-{number:03d}"
    return Fruit(day, ticket, name, code, row % len(GRADES), net_g, price, net_g * price // 1_000)
