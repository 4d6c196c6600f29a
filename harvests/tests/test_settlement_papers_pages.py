"""Papers of a run: what is on them, who may make those with whole numbers, and that this is noted."""

import datetime as dt
import io
import re
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from growers.actions.reference import save_reference
from growers.models import AuditEntry, LegalForm
from growers.tests.builders import make_coop, make_seat
from harvests.actions.settlement_lines import approve_run
from harvests.queries.settlement_papers import statements_of
from harvests.rules.vietqr import crc16
from harvests.tests.builders import make_ticket
from harvests.tests.credit_builders import make_paper, make_sale
from harvests.tests.drawn_text import drawn
from harvests.tests.papers_builders import make_bank_file
from harvests.tests.settlement_builders import make_approved, make_closed, make_fruit_of, make_payee, make_run, pay_all
from harvests.views.settlement_outputs import vietqr_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(stand_still, client):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(phone="+84212385123"), "director")
    client.force_login(seat.user)
    return seat


def url(seat, name, *words):
    return reverse(name, args=[seat.cooperative.slug, *words])


def sent(**values):
    return {"token": str(uuid.uuid4()), **values}


def text_of(client, address, **body):
    """(answer, all that was drawn in its PDF), for a page that is asked for or, with a body, posted to."""
    with drawn() as said:
        answer = client.post(address, body) if body else client.get(address)
    return answer, " ".join(said)


def trail(seat, verb):
    return AuditEntry.objects.of(seat.cooperative).filter(verb=verb)


@pytest.fixture
def run(seat):
    """012 with two grades and an advance, 097 with one ticket; approved, nothing paid."""
    liem = make_payee(seat.cooperative, "012", "Nguyễn Thành Liêm", citizen_id="014012345678")
    make_fruit_of(seat, "012", "097", loads=((99_500, "L1"), (50_000, "L2")))
    make_paper(seat, liem, amount_vnd=1_000_000)
    return make_approved(seat, fee_vnd_per_kg=300)


# --- statements -------------------------------------------------------------------------------------------------------


def test_a_statement_says_everything_itemised_and_masks_the_account(client, seat, run):
    answer, text = text_of(client, url(seat, "run-statements", run.code))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")
    for said in ("BẢNG KÊ THANH TOÁN HỘ", "CAN-250908-001", "Loại 1", "Loại 2", "91,5", "20.000", "1.830.000",
                 "Trừ tạm ứng", "TU-25-001", "Phí dịch vụ", "THỰC TRẢ", "••0012", "Nguyễn Thành Liêm",
                 seat.user.display_name, run.approved_by.display_name):  # fmt: skip
        assert said in text, said
    assert "99990000012" not in text and "BẢN CHƯA DUYỆT" not in text and "VietQR" not in text
    one, alone = text_of(client, url(seat, "run-statements", run.code) + "?household=097")
    assert "097" in alone and "Nguyễn Thành Liêm" not in alone
    nobody = client.get(url(seat, "run-statements", run.code) + "?household=999")
    assert nobody.url == url(seat, "run-papers", run.code)


def test_the_page_of_a_statement_has_its_text_and_adds_up(client, seat, run):
    page = client.get(url(seat, "run-statement", run.code, "012")).content.decode()
    [found] = statements_of(run, ["012"])
    assert found.fruit_vnd == 1_830_000 + 714_000 and found.fee_vnd == 40_050
    assert found.pay_vnd == 1_503_000 and found.carried_vnd == 950
    for said in ("1.503.000", "Một triệu năm trăm linh ba nghìn đồng", "950 đ lẻ được chuyển sang kỳ sau"):
        assert said in page, said
    assert "99990000012" not in page
    assert client.get(url(seat, "run-statement", run.code, "998")).status_code == 404


def test_what_was_open_for_inputs_stays_as_it_was_when_the_run_was_approved(seat, run, stand_still):
    before = statements_of(run, ["012"])[0]
    stand_still("2025-09-09")
    make_sale(seat, next(line for line in run.lines.select_related("household") if line.code == "012").household)
    assert statements_of(run, ["012"])[0] == before


def test_a_draft_has_no_papers_and_a_closed_run_none_that_move_money(client, seat):
    make_fruit_of(seat, "012")
    draft = make_run(seat)
    for name in ("run-statements", "run-messages", "run-purchases", "run-received", "run-workbook"):
        assert client.get(url(seat, name, draft.code)).status_code == 404
    assert client.get(url(seat, "run-papers", draft.code)).status_code == 200
    closed = make_closed(seat)
    assert "BẢN CHƯA DUYỆT" in text_of(client, url(seat, "run-statements", closed.code))[1]
    answer = client.post(url(seat, "run-vietqr", closed.code), sent(), follow=True)
    assert "No money leaves" in answer.content.decode() or "duyệt" in answer.content.decode()
    assert not trail(seat, "accounts shown").exists()


def test_statements_cost_the_same_for_three_households_and_thirty(client, seat, django_assert_max_num_queries):
    make_fruit_of(seat, *(f"{n:03d}" for n in range(3)))
    few = make_closed(seat)
    make_fruit_of(seat, *(f"{n:03d}" for n in range(30)))
    many = make_closed(seat)
    for run in (few, many):
        with django_assert_max_num_queries(8) as ran:
            assert len(statements_of(run)) in (3, 30)
        run.counted = len(ran)
    assert few.counted == many.counted


# --- whole numbers ----------------------------------------------------------------------------------------------------


def test_vietqr_is_for_who_may_see_accounts_and_is_noted_once(client, seat, run):
    body = sent()
    for _ in range(2):
        answer, text = text_of(client, url(seat, "run-statements-full", run.code), **body)
        assert answer.status_code == 200 and "VietQR" in text
    assert trail(seat, "accounts shown").get().details["paper"] == "statements"
    sheet = client.post(url(seat, "run-vietqr", run.code), sent()).content.decode()
    assert sheet.count("<svg") == 2 and "99990000012" in sheet
    assert client.get(url(seat, "run-vietqr", run.code)).status_code == 302
    [found] = statements_of(run, ["012"])
    payload = vietqr_of(seat.cooperative, found)
    assert "0011970422" not in payload and "970422" in payload and "5407" + "1503000" in payload
    assert "HTXNH TT25001 H012" in payload and crc16(payload[:-4]) == payload[-4:]
    client.force_login(make_seat(seat.cooperative, "field").user)
    for name in ("run-statements-full", "run-vietqr", "run-purchases-full", "run-bank-file", "run-vouchers"):
        assert client.post(url(seat, name, run.code), sent()).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert client.post(url(seat, "run-vietqr", run.code), sent()).status_code == 404


def test_a_token_of_one_paper_makes_no_other(client, seat, run):
    """Else a second paper with whole numbers would go unnoted."""
    body = sent()
    client.post(url(seat, "run-vietqr", run.code), body)
    for name in ("run-statements-full", "run-purchases-full"):
        assert client.post(url(seat, name, run.code), body).status_code == 409
    tokens = re.findall(r'name="token" value="([^"]+)"', client.get(url(seat, "run-papers", run.code)).content.decode())
    assert len(tokens) == len(set(tokens)) == 3


def test_a_bank_file_holds_what_is_left_to_transfer(client, seat, run):
    file = make_bank_file(seat)
    body = sent(file=file.pk)
    for _ in range(2):
        answer = client.post(url(seat, "run-bank-file", run.code), body)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1] == [1.0, "99990000012", "NGUYEN THANH LIEM", "MB", 1_503_000.0, "HTXNH TT25001 H012"]
    assert len(rows) == 3
    assert trail(seat, "bank file made").get().details == {
        "file": "Vietcombank", "transfers": 2, "sum_vnd": run.pay_vnd
    }  # fmt: skip
    csv = make_bank_file(seat, "csv", format="csv", columns="TK = account\nTiền = amount\n@total = Tổng")
    text = client.post(url(seat, "run-bank-file", run.code), sent(file=csv.pk)).content.decode("utf-8-sig")
    assert text.splitlines()[0] == "TK,Tiền" and text.splitlines()[-1] == f"Tổng,{run.pay_vnd}"
    pay_all(seat, run)
    answer = client.post(url(seat, "run-bank-file", run.code), sent(file=file.pk), follow=True)
    assert answer.status_code == 422 and trail(seat, "bank file made").count() == 2


def test_the_list_of_transfers_goes_with_the_file(client, seat, run):
    _answer, text = text_of(client, url(seat, "run-transfers", run.code))
    for said in ("DANH SÁCH CHUYỂN KHOẢN", "1.503.000", "HTXNH TT25001 H012", "••0012", run.approved_by.display_name):
        assert said in text, said
    assert "99990000012" not in text


def test_a_bank_file_of_others_is_not_taken(client, seat, run):
    foreign = make_bank_file(make_seat(make_coop("an-phu"), "director"))
    answer = client.post(url(seat, "run-bank-file", run.code), sent(file=foreign.pk))
    assert answer.status_code == 422 and not trail(seat, "bank file made").exists()


# --- cash, goods, purchases -------------------------------------------------------------------------------------------


def test_vouchers_are_for_cash_and_say_when_they_are_printed_again(client, seat):
    make_fruit_of(seat, "012", "097")
    run = make_approved(seat, means="cash")
    refused = client.post(url(seat, "run-vouchers", run.code), sent(), follow=True)
    assert refused.redirect_chain and not trail(seat, "voucher printed").exists()
    pay_all(seat, run, means="cash")
    first, text = text_of(client, url(seat, "run-vouchers", run.code), **sent())
    assert first["Content-Type"] == "application/pdf"
    for said in ("PHIẾU CHI", "PC-25-001", "PC-25-002", "Một triệu tám trăm ba mươi nghìn đồng", "Thủ quỹ"):
        assert said in text, said
    assert "IN LẠI" not in text
    payment = run.lines.get(code="012").payments.get()
    _second, text = text_of(client, url(seat, "run-vouchers", run.code), **sent(payment=payment.pk))
    assert "BẢN IN LẠI 1" in text and "PC-25-002" not in text
    assert trail(seat, "voucher printed").count() == 3


def test_the_purchase_list_masks_citizen_ids_unless_that_is_noted(client, seat, run):
    _answer, text = text_of(client, url(seat, "run-purchases", run.code))
    assert "014012345678" not in text and "Nguyễn Thành Liêm" in text and "1.830.000" in text and "5.088.000" in text
    _answer, text = text_of(client, url(seat, "run-purchases-full", run.code), **sent())
    assert "014012345678" in text
    assert trail(seat, "citizen numbers shown").get().details == {"reason": "authority"}


def test_the_form_of_a_list_is_that_of_its_day(client, seat, run):
    for day, number, title in ((dt.date(2015, 1, 1), "01/TNDN", "BẢNG KÊ CŨ"), (dt.date(2026, 1, 1), "99", "MỚI")):
        save_reference(LegalForm(kind="purchases", valid_from=day, number=number, title=title, basis="TT 78/2014"))
    _answer, text = text_of(client, url(seat, "run-purchases", run.code))
    assert "BẢNG KÊ CŨ" in text and "Mẫu số 01/TNDN" in text and "TT 78/2014" in text and "MỚI" not in text


def test_purchases_of_a_period(client, seat, run):
    page = url(seat, "purchase-list")
    assert "5.088.000" in client.get(page).content.decode()
    assert "5.088.000" in text_of(client, f"{page}?format=pdf")[1]
    days = {"first": "2025-09-01", "last": "2025-09-08"}
    body = sent(**days)
    for _ in range(2):
        _answer, text = text_of(client, url(seat, "purchase-list-full"), **body)
        assert "014012345678" in text
    assert trail(seat, "citizen numbers shown").get().details["first"] == "2025-09-01"
    for wrong in ({"first": "2025-09-09", "last": "2025-09-08"}, {"first": "x", "last": ""}, {"first": "2020-01-01"}):
        assert client.post(url(seat, "purchase-list-full"), sent(**{**days, **wrong})).status_code == 302
    assert trail(seat, "citizen numbers shown").count() == 1
    for odd in ("?first=09/09/2025&last=08/09/2025", "?first=x", "?first=01/01/2020"):
        assert client.get(page + odd).status_code == 200


def test_goods_received_of_a_day_and_of_a_run(client, seat, run):
    _answer, text = text_of(client, url(seat, "run-received", run.code))
    for said in ("PHIẾU NHẬP KHO", "183", "84", "20.000", "17.000", "Năm triệu không trăm tám mươi tám nghìn đồng"):
        assert said in text, said
    answer, text = text_of(client, url(seat, "day-received", "2025-09-08"))
    assert "PNK-250908" in text and answer["Content-Disposition"].endswith('"PNK-250908.pdf"')
    for day in ("2025-09-07", "2025-13-01", "x"):
        assert client.get(url(seat, "day-received", day)).status_code == 404


def test_the_workbook_has_everything_and_no_whole_account(client, seat, run):
    pay_all(seat, run, reference="=FT1")
    answer = client.get(url(seat, "run-workbook", run.code))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert len(book.sheet_names) == 5
    for said in ("TU-25-001", "CAN-250908-001", "=FT1", 1_503_000.0):
        assert said in cells, said
    assert not any("99990000012" in str(cell) for cell in cells)


def test_a_reader_reads_and_texts_hold_no_account(client, seat, run):
    client.force_login(make_seat(seat.cooperative, "packer").user)
    page = client.get(url(seat, "run-messages", run.code)).content.decode()
    assert "THỰC TRẢ: 1.503.000 đ" in page and "0000012" not in page
    papers = client.get(url(seat, "run-papers", run.code)).content.decode()
    for name in ("run-vietqr", "run-purchases-full", "run-bank-file", "run-vouchers", "run-statements-full"):
        assert url(seat, name, run.code) not in papers
    assert url(seat, "run-papers", run.code) in client.get(url(seat, "run-page", run.code)).content.decode()


def test_a_line_that_pays_nothing_is_explained(client, seat):
    household = make_payee(seat.cooperative, "012")
    make_fruit_of(seat, "012", "097")
    make_paper(seat, household, kind="penalty", amount_vnd=2_000_000)
    run = approve_run(make_seat(seat.cooperative, "director"), run=make_closed(seat))
    page = client.get(url(seat, "run-statement", run.code, "012")).content.decode()
    assert "còn thiếu 170.000 đ chuyển sang kỳ sau" in page and "Không đồng" in page
    make_ticket(seat, "012")
    again = make_approved(seat)
    [found] = statements_of(again, ["012"])
    assert found.brought_vnd == -170_000 and found.pay_vnd == 1_660_000


def test_whole_citizen_ids_are_for_who_may_see_them(client, seat):
    client.force_login(make_seat(seat.cooperative, "clerk").user)
    assert client.post(url(seat, "purchase-list-full"), sent()).status_code == 403
    assert not trail(seat, "citizen numbers shown").exists()
