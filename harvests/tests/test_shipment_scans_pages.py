"""Scans of a shipment's papers: added and withdrawn by who may ship, at addresses of their own."""

import pytest

from growers.models import Document
from growers.tests.builders import make_coop, make_seat
from growers.tests.permits_builders import make_certificate, make_document
from growers.tests.permits_forms import at, scan, sent
from harvests.tests.shipments_builders import make_shipment

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def shipment(coop):
    return make_shipment(make_seat(coop, "director"))


def test_who_ships_keeps_and_withdraws_a_scan_of_the_papers(client, coop, shipment):
    client.force_login(make_seat(coop, "sales").user)
    facts = sent(title="Phyto")
    url = at("shipment-scan-new", coop, "shipment", shipment.pk)
    answers = [client.post(url, {**facts, "file": scan()}, follow=True) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [row["title"] for row in answers[0].context["documents"]["rows"]] == ["Phyto"]
    document = Document.objects.of(coop).get()
    assert client.get(at("document", coop, document.pk)).status_code == 200
    assert "file" in client.post(url, sent(title="x", file=scan(b"<html>"))).context["form"].errors
    assert client.post(at("shipment-scan-withdraw", coop, document.pk), sent(reason="nhầm")).status_code == 302
    assert client.get(at("document", coop, document.pk)).status_code == 404


def test_a_right_reaches_its_own_rows_alone(client, coop, shipment):
    """Who ships touches no scan of a permission, and the other way round."""
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    certificate = make_certificate(coop)
    theirs, ours = make_document(certificate, seat.user), make_document(shipment, seat.user)
    assert client.get(at("shipment-scan-new", coop, "certificate", certificate.pk)).status_code == 404
    assert client.get(at("document-new", coop, "shipment", shipment.pk)).status_code == 404
    assert client.post(at("shipment-scan-withdraw", coop, theirs.pk), sent(reason="x")).status_code == 404
    assert client.post(at("document-withdraw", coop, ours.pk), sent(reason="x")).status_code == 404


def test_readers_and_strangers_add_nothing(client, coop, shipment):
    other = make_coop("an-phu")
    client.force_login(make_seat(coop, "controller").user)
    facts = sent(title="x", file=scan())
    assert client.post(at("shipment-scan-new", coop, "shipment", shipment.pk), facts).status_code == 403
    client.force_login(make_seat(other, "director").user)
    assert client.post(at("shipment-scan-new", other, "shipment", shipment.pk), facts).status_code == 404
    assert not Document.objects.of(coop).exists()
