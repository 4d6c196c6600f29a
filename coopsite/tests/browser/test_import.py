"""Bringing in a register by keyboard: upload, preview, columns, confirmation, result, and the refused rows."""

import io
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from growers.models import Household, ImportRun, Plot
from growers.tests.builders import make_coop, make_household, make_seat
from growers.tests.sheet_files import make_package, make_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A register as it is kept: motto and title above, a heading that means nothing, a section, sums and names below.
REGISTER = [
    ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["Độc lập - Tự do - Hạnh phúc"],
    ["DANH SÁCH HỘ TRỒNG THANH LONG"],
    [],
    ["Mã hộ", "Người đứng sổ", "Điện thoại", "Xã", "Bản", "Diện tích (ha)"],
    ["501", "Lò Văn Tèo", "0912345678", "Tà Hộc", "bản Mòng", "1,17"],
    ["Bản Hộc"],
    ["502", "Cà Thị Lả", "", "Tà Hộc", "bản Hộc", "mot hecta"],
    ["503", "Quàng A Sồng", "", "Tà Hộc", "bản Hộc", "0,25"],
    ["504", "Bùi Thị Hoa", "0987654321", "Tà Hộc", "bản Cao Sơn", "0,5"],
    ["", "Tổng cộng", "", "", "", "1,92"],
    ["", "", "", "", "Người lập biểu", ""],
]


@pytest.fixture
def accountant(transactional_db, page: Page, enter):
    seat = make_seat(make_coop(), "accountant")
    make_household(seat.cooperative, "097", "Bùi Thị Hoa", village="bản Cao Sơn", phone="0987654321")
    enter(page, seat.user)
    page.goto(reverse("import-list", args=[seat.cooperative.slug]))
    return seat


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until something has the focus, as somebody without a mouse does."""
    for _ in range(60):
        if goal.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The keyboard does not come to {goal}")


def press(page: Page, goal: Locator) -> None:
    tab_to(page, goal)
    page.keyboard.press("Enter")


def upload(page: Page, content: bytes, name: str = "so-ho.xlsx") -> None:
    tab_to(page, page.locator("[name=kind]").first)
    page.keyboard.press("Space")
    page.locator("[name=file]").set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
    press(page, page.locator("main .actions [type=submit]"))


def button(page: Page, action: str) -> Locator:
    return page.locator(f"form[action$='/{action}/'] button[type=submit]")


def test_from_upload_to_result_by_keyboard(page, accountant, assert_accessible):
    coop = accountant.cooperative
    upload(page, make_workbook(REGISTER))
    page.wait_for_url("**/import/*/")
    the_column_is_named(page)
    what_would_be_written_is_seen(page)
    assert_accessible(page)
    assert Household.objects.of(coop).count() == 1, "a preview writes nothing"
    press(page, button(page, "confirm"))
    expect(page.locator(".import-made li")).to_have_count(4)  # two households, two plots
    assert_accessible(page)
    assert set(Household.objects.of(coop).values_list("code", flat=True)) == {"097", "501", "503"}
    assert sorted(Plot.objects.of(coop).values_list("area_m2", flat=True)) == [2_500, 11_700]
    the_refused_rows_come_back(page)
    press(page, page.locator(".import-made a").first)
    expect(page.locator("main h1")).to_contain_text("Lò Văn Tèo")
    the_same_file_again_writes_nothing(page, coop)


def the_column_is_named(page: Page) -> None:
    """The name of the householder stands under a heading that nobody can know."""
    expect(page.locator(".import-rows .tag-bad")).to_have_count(4)
    expect(page.locator(".import-rows tbody tr").first).to_contain_text("Họ và tên chủ hộ: còn thiếu")
    expect(button(page, "confirm")).to_have_count(0)
    choice = page.get_by_label("Người đứng sổ", exact=True)
    tab_to(page, choice)
    choice.select_option("name")
    press(page, button(page, "columns"))
    expect(page.locator(".import-rows .tag-bad")).to_have_count(1)


def what_would_be_written_is_seen(page: Page) -> None:
    rows = page.locator(".import-rows tbody tr")
    expect(rows).to_have_count(4)
    bad = rows.filter(has_text="Cà Thị Lả")
    expect(bad.locator(".is-wrong")).to_have_count(1)
    expect(bad.locator(".is-wrong")).to_contain_text("mot hecta")
    expect(bad.locator(".is-wrong .wrong")).not_to_be_empty()
    expect(rows.filter(has_text="504")).to_contain_text("097")  # the twin that is there already
    expect(page.locator(".import-sums")).to_contain_text("1,42 ha")
    page.locator("main details").last.locator("summary").click()
    expect(page.locator("main details").last).to_contain_text("Tổng cộng")


def the_refused_rows_come_back(page: Page) -> None:
    with page.expect_download() as waiting:
        press(page, page.locator("a[href$='/refused/']"))
    content = Path(waiting.value.path()).read_bytes()
    lines = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert lines[0][:2] == ["Mã hộ", "Người đứng sổ"]
    assert [line[1] for line in lines[1:]] == ["Cà Thị Lả", "Bùi Thị Hoa"]
    assert "mot hecta" in lines[1][-1] and "097" in lines[2][-1]
    page.locator("main h1").click()


def the_same_file_again_writes_nothing(page: Page, coop) -> None:
    page.goto(reverse("import-list", args=[coop.slug]))
    upload(page, make_workbook(REGISTER))
    page.wait_for_url("**/import/*/")
    choice = page.get_by_label("Người đứng sổ", exact=True)
    if choice.input_value() != "name":
        choice.select_option("name")
        button(page, "columns").click()
    expect(page.locator(".import-rows tbody tr")).to_have_count(4)
    expect(button(page, "confirm")).to_have_count(0)
    assert Household.objects.of(coop).count() == 3


def test_many_rows_are_written_behind_a_page_that_follows(page, accountant):
    """More rows than are written at once: the progress gives way to the result without anybody's doing."""
    names = [[f"{number}", f"Lò Văn {number}", "Tà Hộc", "bản Mòng", "0,5"] for number in range(1_000, 1_900)]
    upload(page, make_workbook([["Mã hộ", "Họ và tên", "Xã", "Bản", "Diện tích (ha)"], *names]))
    page.wait_for_url("**/import/*/")
    button(page, "confirm").click()
    expect(page.locator(".import-made li").first).to_be_visible(timeout=60_000)
    expect(page.locator("main")).to_have_count(1)
    expect(page.locator("header.bar")).to_have_count(1)
    assert Household.objects.of(accountant.cooperative).count() == 901


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("bom.xlsx", make_package(b"<a>" * 30_000_000)),
        ("macro.xlsx", make_package("<row/>", more={"xl/vbaProject.bin": b"x"})),
        ("trong.csv", b" \r\n\r\n"),
        ("rong.csv", b""),
    ],
    ids=["picture", "bomb", "macros", "blank", "empty"],
)
def test_a_file_that_is_no_register_is_told_beside_the_field(page, accountant, assert_accessible, name, content):
    upload(page, content, name)
    expect(page.locator(".problems")).to_be_focused(timeout=5_000)
    expect(page.locator("#div_id_file .invalid-feedback")).not_to_be_empty()
    assert page.locator("[name=file]").get_attribute("aria-invalid") == "true"
    assert page.locator("[name=kind]").first.is_checked(), "what was chosen stays"
    assert_accessible(page)
    assert not ImportRun.objects.of(accountant.cooperative).exists()
