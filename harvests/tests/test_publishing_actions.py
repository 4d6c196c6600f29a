"""What is written beside a lot refuses: treatments, pages and dossiers, each refusal by its code."""

import pytest

from growers.actions.once import Refused
from growers.tests.builders import make_coop, make_seat
from harvests.actions.lots import void_lot
from harvests.actions.publishing import publish_page, revoke_dossier, withdraw_page
from harvests.actions.treatments import void_treatment
from harvests.models import Lot, Treatment
from harvests.tests.lots_builders import make_lot
from harvests.tests.publishing_builders import make_link, make_page, make_treatment

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


@pytest.fixture
def lot(seat) -> Lot:
    return make_lot(seat)


def void_twice(seat, lot):
    row = make_treatment(seat, lot)
    for _ in range(2):
        void_treatment(seat, treatment=row, reason="nhầm")


def treat_void(seat, lot):
    void_lot(seat, lot=lot, reason="nhầm")
    make_treatment(seat, lot)


def revoke_twice(seat, lot):
    row = make_link(seat, lot=lot)
    for _ in range(2):
        revoke_dossier(seat, dossier=row)


def withdraw_twice(seat, lot):
    make_page(seat, lot)
    for _ in range(2):
        withdraw_page(seat, lot=lot, reason="nhầm")


REFUSALS = {
    "treatment_void_without_reason": lambda s, lot: void_treatment(s, treatment=make_treatment(s, lot), reason=""),
    "treatment_voided": void_twice,
    "treatment_lot_void": treat_void,
    "dossier_revoked": revoke_twice,
    "page_published": lambda s, lot: [make_page(s, lot), publish_page(s, lot=lot)],
    "page_not_published": withdraw_twice,
    "page_withdraw_without_reason": lambda s, lot: [make_page(s, lot), withdraw_page(s, lot=lot, reason="")],
}


@pytest.mark.parametrize("code", REFUSALS)
def test_it_is_refused(seat, lot, code):
    with pytest.raises(Refused) as refused:
        REFUSALS[code](seat, lot)
    assert refused.value.verdict.codes == (code.split()[0],)
    assert not Treatment.objects.of(seat.cooperative).filter(lot__status="void").exists()
