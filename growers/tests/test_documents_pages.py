"""Scans put with rows, given out through the door alone, and withdrawn."""

import hashlib

import pytest
from django.urls import reverse

from growers.models import AuditEntry, Document
from growers.tests.builders import make_area, make_code, make_coop, make_seat
from growers.tests.permits_builders import (
    JPEG,
    PDF,
    PNG,
    make_certificate,
    make_document,
    make_house,
    make_licence,
    make_visit,
)
from growers.tests.permits_forms import at, scan, sent
from growers.views.documents import SUBJECTS, learn_subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def field(coop, client):
    seat = make_seat(coop, "field")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def row(coop):
    return make_certificate(coop)


def adding(row):
    return at("document-new", row.cooperative, row._meta.model_name, row.pk)


def test_a_scan_is_kept_once_as_it_came(client, coop, field, row):
    facts = sent(title=" Bản  gốc ")
    for _ in range(2):
        assert client.post(adding(row), {**facts, "file": scan()}).status_code == 302
    document = Document.objects.of(coop).get()
    assert (document.title, document.filename, document.kind, document.object_id) == (
        "Bản gốc", "Giấy.pdf", "certificate", row.pk,
    )  # fmt: skip
    assert bytes(document.content) == PDF and document.sha256 == hashlib.sha256(PDF).hexdigest()
    assert document.uploaded_by == field.user
    assert AuditEntry.objects.of(coop).get().verb == "document kept"
    assert client.post(adding(row), {**facts, "file": scan(PNG)}).status_code == 409


def test_the_same_bytes_again_are_the_same_scan(client, coop, field, row):
    for title in ("a", "b"):
        assert client.post(adding(row), sent(title=title, file=scan())).status_code == 302
    assert Document.objects.of(coop).get().title == "a"


@pytest.mark.parametrize(("content", "kind", "ends"), [(JPEG, "image/jpeg", ".jpg"), (PNG, "image/png", ".png")])
def test_a_scan_is_what_its_bytes_say(client, coop, field, row, content, kind, ends):
    client.post(adding(row), sent(title="x", file=scan(content, "evil.html", "text/html")))
    document = Document.objects.of(coop).get()
    assert document.content_type == kind and document.filename == f"evil.html{ends}"


@pytest.mark.parametrize(
    "file",
    [
        {},
        {"file": scan(b"")},
        {"file": scan(b"<html><script>alert(1)</script>", "a.pdf")},
        {"file": scan(b"PK\x03\x04", "a.pdf")},
        {"file": scan(b"%PDF-" + b"0" * (5 * 1024 * 1024))},
    ],
)
def test_anything_else_is_refused_at_its_field(client, coop, field, row, file):
    answer = client.post(adding(row), sent(title="Bản gốc", **file))
    assert answer.status_code == 200 and "file" in answer.context["form"].errors
    assert answer.context["form"]["title"].value() == "Bản gốc"
    assert not Document.objects.of(coop).exists()


def test_a_scan_without_a_title_is_refused(client, coop, field, row):
    assert "title" in client.post(adding(row), sent(title="", file=scan())).context["form"].errors


def test_a_scan_is_given_out_to_members_to_save_and_kept_by_nobody(client, coop, field, row):
    document = make_document(row, field.user, filename="Giấy “1”.pdf")
    answer = client.get(at("document", coop, document.pk))
    assert answer.content == PDF and answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    kept = {word.strip() for word in answer.headers["Cache-Control"].split(",")}
    assert {"private", "no-store"} <= kept
    client.force_login(make_seat(coop, "packer").user)
    assert client.get(at("document", coop, document.pk)).status_code == 200


def test_a_scan_is_nothing_to_strangers(client, coop, field, row):
    document = make_document(row, field.user)
    theirs = make_coop("an-phu")
    client.force_login(make_seat(theirs, "director").user)
    assert client.get(at("document", coop, document.pk)).status_code == 404
    assert client.get(at("document", theirs, document.pk)).status_code == 404
    assert client.post(at("document-withdraw", theirs, document.pk), sent(reason="x")).status_code == 404
    url = at("document-new", theirs, "certificate", row.pk)
    assert client.post(url, sent(title="x", file=scan())).status_code == 404
    client.logout()
    assert client.get(at("document", coop, document.pk)).status_code == 302


def test_a_withdrawn_scan_stays_on_record_and_is_given_out_no_more(client, coop, field, row):
    document = make_document(row, field.user, title="Nhầm")
    url = at("document-withdraw", coop, document.pk)
    assert "reason" in client.post(url, sent(reason=" ")).context["form"].errors
    assert client.get(at("document", coop, document.pk)).status_code == 200
    facts = sent(reason="ảnh căn cước")
    assert client.post(url, facts).status_code == 302
    document.refresh_from_db()
    assert document.withdrawn_reason == "ảnh căn cước" and bytes(document.content) == PDF
    assert client.get(at("document", coop, document.pk)).status_code == 404
    assert client.get(url).status_code == 404
    page = client.get(at("certificate-page", coop, row.pk), {"tab": "documents"}).content.decode()
    assert "Nhầm" in page and "ảnh căn cước" in page and at("document", coop, document.pk) not in page


def test_readers_add_and_withdraw_nothing(client, coop, field, row):
    document = make_document(row, field.user)
    client.force_login(make_seat(coop, "controller").user)
    assert client.post(adding(row), sent(title="x", file=scan())).status_code == 403
    assert client.post(at("document-withdraw", coop, document.pk), sent(reason="x")).status_code == 403
    shown = client.get(at("certificate-page", coop, row.pk), {"tab": "documents"}).context["documents"]
    assert shown["add"] == "" and [one["withdraw"] for one in shown["rows"]] == [""]


def test_every_kind_of_permission_has_its_scans(client, coop, field, row):
    code = make_code(make_area(coop))
    for one in (row, code, make_visit(code), make_licence(coop), make_house(coop)):
        answer = client.post(adding(one), sent(title="x", file=scan()), follow=True)
        assert answer.status_code == 200 and answer.redirect_chain, one
        if one._meta.model_name != "supervisionvisit":
            assert [shown["title"] for shown in answer.context["documents"]["rows"]] == ["x"], one
    assert Document.objects.of(coop).count() == 5


@pytest.mark.parametrize("kind", ["household", "plot", "user", "certificates", "x"])
def test_other_tables_have_no_scans(client, coop, field, row, kind):
    url = reverse("document-new", args=[coop.slug, kind, row.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, sent(title="x", file=scan())).status_code == 404


def test_a_table_is_learned_once():
    with pytest.raises(ValueError, match="certificate"):
        learn_subject(SUBJECTS["certificate"])
