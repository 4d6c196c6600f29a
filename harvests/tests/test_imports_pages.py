"""Importing as its user does it: upload, preview, columns, confirm, result, the refused rows, and the commands."""

import datetime as dt
import io
import json
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from growers.models import AuditEntry, Household, ImportRun, Plot
from growers.tests.builders import make_coop, make_household, make_seat
from growers.tests.sheet_files import make_workbook
from harvests.models import DayBook, DayTotal, HarvestRecord
from harvests.tests.builders import make_scale

pytestmark = pytest.mark.django_db

PEOPLE = [
    ["DANH SÁCH HỘ"],
    ["Mã hộ", "Họ và tên", "SĐT", "Xã", "Bản", "Diện tích (ha)"],
    ["501", "Lò Văn Tèo", 912345678, "Tà Hộc", "bản Mòng", "1,17"],
    ["502", "Cà Thị Lả", "12", "Tà Hộc", "bản Hộc", "0,5"],
    ["503", "Quàng A Sồng", "", "Tà Hộc", "bản Hộc", "0,25"],
]
HARVESTS = [
    ["Ngày", "Mã hộ", "Loại", "Thực (kg)", "Đơn giá"],
    [dt.date(2025, 9, 4), "012", "Loại 1", "91,5", 20_000],
    [dt.date(2025, 9, 4), "012", "Loại 2", "86,5", 17_000],
    [dt.date(2025, 9, 5), "997", "Loại 1", "10", 20_000],
]


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def accountant(coop, client):
    seat = make_seat(coop, "accountant")
    client.force_login(seat.user)
    return seat


def upload(client, coop, rows, kind="households", token=None, name="so-ho.xlsx"):
    content = rows if isinstance(rows, bytes) else make_workbook(rows)
    facts = {"kind": kind, "file": SimpleUploadedFile(name, content), "token": token or str(uuid.uuid4())}
    return client.post(reverse("import-list", args=[coop.slug]), facts)


def act(client, coop, name, run, **facts):
    return client.post(reverse(name, args=[coop.slug, run.pk]), facts)


def test_from_upload_to_result(client, coop, accountant):
    answer = upload(client, coop, PEOPLE)
    run = ImportRun.objects.of(coop).get()
    assert answer.status_code == 302
    preview = client.get(answer.url)
    assert preview.context["sums"][0][1] == "2"
    assert not Household.objects.of(coop).exists(), "a preview writes nothing"
    assert act(client, coop, "import-confirm", run).status_code == 302
    done = client.get(answer.url).content.decode()
    assert set(Household.objects.of(coop).values_list("code", flat=True)) == {"501", "503"}
    assert list(Plot.objects.of(coop).order_by("code").values_list("code", "area_m2")) == [
        ("501-1", 11_700),
        ("503-1", 2_500),
    ]
    assert "501 – Lò Văn Tèo" in done and reverse("import-refused", args=[coop.slug, run.pk]) in done
    assert AuditEntry.objects.of(coop).filter(verb="register imported").count() == 1


def test_the_refused_rows_come_back_with_their_reasons(client, coop, accountant):
    url = upload(client, coop, PEOPLE).url
    run = ImportRun.objects.of(coop).get()
    act(client, coop, "import-confirm", run)
    answer = client.get(reverse("import-refused", args=[coop.slug, run.pk]) + "?format=csv")
    lines = (
        b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig").splitlines()
    )
    assert len(lines) == 2 and "Cà Thị Lả" in lines[1]
    assert client.get(url).status_code == 200


def test_the_same_file_twice_creates_nothing_new(client, coop, accountant):
    upload(client, coop, PEOPLE)
    act(client, coop, "import-confirm", ImportRun.objects.of(coop).get())
    upload(client, coop, PEOPLE)
    again = ImportRun.objects.of(coop).order_by("-id").first()
    act(client, coop, "import-confirm", again)
    assert Household.objects.of(coop).count() == 2
    assert Plot.objects.of(coop).count() == 2


def test_a_double_click_writes_once(client, coop, accountant):
    upload(client, coop, PEOPLE)
    run = ImportRun.objects.of(coop).get()
    for _ in range(2):
        assert act(client, coop, "import-confirm", run).status_code == 302
    assert Household.objects.of(coop).count() == 2
    token = str(uuid.uuid4())
    content = make_workbook(PEOPLE)
    assert upload(client, coop, content, token=token).url == upload(client, coop, content, token=token).url


def test_all_or_nothing_writes_nothing_while_a_row_is_refused(client, coop, accountant):
    upload(client, coop, PEOPLE)
    run = ImportRun.objects.of(coop).get()
    act(client, coop, "import-columns", run, all_or_nothing="on", token=str(uuid.uuid4()))
    act(client, coop, "import-confirm", run)
    assert not Household.objects.of(coop).exists()


def test_a_column_can_be_called_something_else(client, coop, accountant):
    rows = [["Mã hộ", "Cột lạ", "Xã"], ["501", "Lò Văn Tèo", "Tà Hộc"], ["502", "Lò Văn Đức", "Tà Hộc"]]
    upload(client, coop, rows)
    run = ImportRun.objects.of(coop).get()
    act(client, coop, "import-columns", run, **{"column-1": "name", "token": str(uuid.uuid4())})
    act(client, coop, "import-confirm", run)
    assert set(Household.objects.of(coop).values_list("name", flat=True)) == {"Lò Văn Tèo", "Lò Văn Đức"}


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"0" * 500, b"PK\x03\x04 broken"])
def test_a_bad_file_is_refused_next_to_the_field(client, coop, accountant, content):
    answer = upload(client, coop, content)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not ImportRun.objects.of(coop).exists()


def test_a_reader_may_not_and_a_stranger_finds_nothing(client, coop, accountant):
    upload(client, coop, PEOPLE)
    run = ImportRun.objects.of(coop).get()
    client.force_login(make_seat(coop, "controller").user)
    assert act(client, coop, "import-confirm", run).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert act(client, coop, "import-confirm", run).status_code == 404
    assert client.get(reverse("import-page", args=["an-phu", run.pk])).status_code == 404
    assert not Household.objects.of(coop).exists()


def test_harvests_move_books_and_totals(client, coop, accountant):
    make_household(coop, "012", "Nguyễn Thành Liêm")
    make_scale(accountant)
    upload(client, coop, HARVESTS, kind="harvests")
    act(client, coop, "import-confirm", ImportRun.objects.of(coop).get())
    record = HarvestRecord.objects.of(coop).get()
    assert (record.net_g, record.amount_vnd, record.loads) == (178_000, 1_830_000 + 1_470_500, 2)
    book = DayBook.objects.of(coop).get(day="2025-09-04")
    assert (book.tickets, book.net_g, book.amount_vnd) == (1, record.net_g, record.amount_vnd)
    assert sum(DayTotal.objects.of(coop).values_list("net_g", flat=True)) == record.net_g


def test_the_commands_answer_in_json(coop, accountant, tmp_path, capsys):
    make_seat(coop, "director")
    file = tmp_path / "so-ho.xlsx"
    file.write_bytes(make_workbook(PEOPLE))
    answers = []
    for more in ([], ["--commit"], ["--commit"]):
        call_command("import_households", str(file), "--coop", coop.slug, "--json", *more)
        answers.append(json.loads(capsys.readouterr().out))
    assert [(a["rows"], a["good"], a["created"], a["duplicates"]) for a in answers] == [
        (3, 2, 2, 0),
        (3, 2, 2, 0),
        (3, 2, 0, 2),
    ]
    assert answers[0]["bad"][0]["row"] == 4 and answers[0]["bad"][0]["column"] == "phone"
    assert Household.objects.of(coop).count() == 2


def test_the_harvest_command_tells_the_sums(coop, accountant, tmp_path, capsys):
    make_seat(coop, "director")
    make_household(coop, "012", "Nguyễn Thành Liêm")
    make_scale(accountant)
    file = tmp_path / "so-can.xlsx"
    file.write_bytes(make_workbook(HARVESTS))
    call_command("import_harvests", str(file), "--coop", coop.slug, "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["created"], answer["total_g"], answer["total_vnd"]) == (1, 178_000, 3_300_500)
    assert not HarvestRecord.objects.of(coop).exists()


def test_a_command_says_what_is_wrong(coop, tmp_path):
    with pytest.raises(CommandError, match="no co-operative"):
        call_command("import_households", str(tmp_path / "x"), "--coop", "nowhere")
    make_seat(coop, "director")
    with pytest.raises(CommandError):
        call_command("import_households", str(tmp_path / "x"), "--coop", coop.slug)


def test_the_empty_sheet_holds_every_column(client, coop, accountant):
    answer = client.get(reverse("import-template", args=[coop.slug, "households"]))
    body = b"".join(answer.streaming_content if answer.streaming else [answer.content])
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(io.BytesIO(body)).namelist()
