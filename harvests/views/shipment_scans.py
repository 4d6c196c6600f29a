"""Scans of a shipment's papers: kept beside them as those of permissions are, by whoever may ship."""

from django.urls import reverse

from growers.rules.roles import Right
from growers.views.documents import Subject, adding, learn_subject, withdrawing
from harvests.models import Shipment


def _papers_url(shipment: Shipment) -> str:
    return reverse("shipment-page", args=[shipment.cooperative.slug, shipment.code]) + "?tab=papers"


learn_subject(Subject(Shipment, Right.SHIP, _papers_url, "shipment-scan-new", "shipment-scan-withdraw"))
shipment_scan_new = adding(Right.SHIP)
shipment_scan_withdraw = withdrawing(Right.SHIP)
