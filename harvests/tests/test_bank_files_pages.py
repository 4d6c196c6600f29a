"""Templates of bank files: added, changed, previewed; every mistake beside the columns, what was typed stays."""

import uuid

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_seat
from harvests.models import BankFile
from harvests.rules.bank_files import USUAL
from harvests.tests.papers_builders import make_bank_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(stand_still, client):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(), "accountant")
    client.force_login(seat.user)
    return seat


def url(seat, name, *words):
    return reverse(name, args=[seat.cooperative.slug, *words])


def typed(**values):
    facts = {"name": "Vietcombank", "bank": "", "format": "xlsx", "columns": USUAL, "is_active": "on"}
    return {"token": str(uuid.uuid4()), **facts, **values}


def test_a_template_is_added_once(client, seat):
    body = typed()
    for _ in range(2):
        assert client.post(url(seat, "bank-file-new"), body).status_code == 302
    assert BankFile.objects.of(seat.cooperative).get().columns == USUAL
    assert client.post(url(seat, "bank-file-new"), {**body, "name": "x"}).status_code == 409
    assert "Vietcombank" in client.get(url(seat, "bank-file-list")).content.decode()


def test_mistakes_stand_beside_the_columns_and_keep_what_was_typed(client, seat):
    answer = client.post(url(seat, "bank-file-new"), typed(columns="TK = acount\nTiền = amount"))
    assert answer.context["form"].errors["columns"] and "TK = acount" in answer.content.decode()
    assert answer.context["preview"] is None
    make_bank_file(seat, "Vietcombank")
    assert client.post(url(seat, "bank-file-new"), typed()).context["form"].errors
    assert "name" in client.post(url(seat, "bank-file-new"), typed(name="")).context["form"].errors
    assert BankFile.objects.of(seat.cooperative).count() == 1


def test_a_preview_keeps_nothing(client, seat):
    columns = "Tài khoản = account\nTiền = amount\n@total = Cộng"
    answer = client.post(url(seat, "bank-file-new"), typed(columns=columns, preview="1"))
    page = answer.content.decode()
    assert "0071001234567" in page and "46556000" in page and "Cộng" in page
    assert not BankFile.objects.of(seat.cooperative).exists()
    assert client.get(url(seat, "bank-file-new")).context["preview"]


def test_a_template_is_changed_as_it_stood(client, seat):
    row = make_bank_file(seat)
    page = url(seat, "bank-file-edit", row.pk)
    assert client.post(page, typed(version=row.version, format="csv")).status_code == 302
    stale = client.post(page, typed(version=row.version, name="Agribank"))
    assert stale.status_code == 200 and stale.context["form"].conflict
    assert BankFile.objects.of(seat.cooperative).get().format == "csv"


def test_who_may_not_changes_nothing(client, seat):
    row = make_bank_file(seat)
    doors = [url(seat, "bank-file-new"), url(seat, "bank-file-edit", row.pk)]
    client.force_login(make_seat(seat.cooperative, "field").user)
    assert client.get(url(seat, "bank-file-list")).status_code == 200
    assert [client.post(door, typed()).status_code for door in doors] == [403, 403]
    client.force_login(make_seat(make_coop("an-phu"), "accountant").user)
    assert [client.post(door, typed()).status_code for door in doors] == [404, 404]
