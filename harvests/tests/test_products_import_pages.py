"""A list of input products brought in as its user does it: upload, preview, confirm, result, again."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from growers.models import ImportRun, InputProduct, ProductUse
from growers.tests.builders import make_coop, make_seat
from growers.tests.diary_builders import make_product
from growers.tests.sheet_files import make_workbook

pytestmark = pytest.mark.django_db
ROWS = [
    ["DANH MỤC THUỐC BVTV ĐƯỢC PHÉP SỬ DỤNG"],
    ["STT", "Tên thuốc", "Số ĐK", "Hoạt chất", "Cây trồng", "Cách ly (ngày)", "Hết phép từ"],
    [1, "Anvil 5SC", "123", "Hexaconazole 50 g/l", "Thanh long", 14, "01/05/2026"],
    [2, "Ridomil", "456", "Metalaxyl-M 40 g/kg + Mancozeb 640 g/kg", "Thanh long", "", ""],
    [3, "Lạ", "789", "Abamectin", "Sầu riêng", 7, ""],
]


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def field(coop, client):
    seat = make_seat(coop, "field")
    client.force_login(seat.user)
    return seat


def upload(client, coop, rows=ROWS, kind="products"):
    file = SimpleUploadedFile("thuoc.xlsx", make_workbook(rows))
    facts = {"kind": kind, "file": file, "token": str(uuid.uuid4())}
    return client.post(reverse("import-list", args=[coop.slug]), facts)


def act(client, coop, name, run):
    return client.post(reverse(name, args=[coop.slug, run.pk]))


def test_a_list_of_products_is_looked_at_and_then_written(client, coop, field):
    page = upload(client, coop).url
    preview = client.get(page)
    assert [number for _, number in preview.context["sums"]] == ["2", "1"]
    assert not InputProduct.objects.of(coop).exists()
    run = ImportRun.objects.of(coop).get()
    assert act(client, coop, "import-confirm", run).status_code == 302
    done = client.get(page)
    anvil = InputProduct.objects.of(coop).get(name="Anvil 5SC")
    assert InputProduct.objects.of(coop).count() == 2 and str(anvil.permitted_to) == "2026-05-01"
    assert {use.product.name: use.phi_days for use in ProductUse.objects.of(coop).select_related("product")} == {
        "Anvil 5SC": 14, "Ridomil": None,
    }  # fmt: skip
    assert reverse("input-page", args=[coop.slug, anvil.pk]) in done.content.decode()
    refused = client.get(reverse("import-refused", args=[coop.slug, run.pk]) + "?format=csv").content.decode(
        "utf-8-sig"
    )
    assert "Sầu riêng" in refused and "Anvil" not in refused


def test_the_same_list_again_changes_nothing_and_a_new_interval_does(client, coop, field):
    product = make_product(coop, "Anvil 5SC", actives=("Hexaconazole",), phi_days=None, registration_no="123")
    upload(client, coop)
    act(client, coop, "import-confirm", ImportRun.objects.of(coop).get())
    product.refresh_from_db()
    assert product.version == 2 and product.uses.get().phi_days == 14
    upload(client, coop)
    again = ImportRun.objects.of(coop).order_by("-pk").first()
    act(client, coop, "import-confirm", again)
    product.refresh_from_db()
    assert product.version == 2 and InputProduct.objects.of(coop).count() == 2


def test_an_empty_sheet_and_a_wrong_one(client, coop, field):
    sheet = client.get(reverse("import-template", args=[coop.slug, "products"]))
    assert sheet.status_code == 200 and sheet.content[:2] == b"PK"
    page = upload(client, coop, [["Mã hộ", "Họ tên", "Bản"], ["1", "Lò Văn Tèo", "Mòng"], ["2", "Lò", "Mòng"]])
    assert client.get(page.url).context["possible"] is False if page.status_code == 302 else page.context["form"].errors
