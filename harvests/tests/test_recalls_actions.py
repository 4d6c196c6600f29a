"""What the steps of a recall refuse when somebody else was first: each by its code."""

import pytest

from growers.actions.once import Refused, Stale
from growers.tests.builders import make_coop, make_seat
from harvests.actions.recalls import conclude, count_return, mark_traced, reach_person
from harvests.models import Recall, RecallCall, RecallLot
from harvests.tests.recalls_builders import make_recall
from harvests.tests.shipments_builders import make_allocation, make_shipment

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


@pytest.fixture
def recall(seat) -> Recall:
    """A real recall of a lot that was shipped."""
    allocation = make_allocation(seat)
    make_shipment(seat, allocation, status="departed")
    return make_recall(seat, allocation.carton.lot, "real")


def first(model, recall):
    return model.objects.of(recall.cooperative_id).filter(recall=recall).order_by("pk").first()


def end(seat, recall):
    return conclude(seat, recall=recall, version=recall.version, conclusion="đã xong")


def count(seat, recall, had_g=0, returned_g=1_000):
    return count_return(seat, row=first(RecallLot, recall), had_g=had_g, returned_g=returned_g)


REFUSALS = {
    "recall_traced_already": lambda s, recall: [mark_traced(s, recall=recall) for _ in range(2)],
    "recall_reached_already": lambda s, recall: [reach_person(s, call=first(RecallCall, recall)) for _ in range(2)],
    "recall_return_changed": lambda s, recall: [count(s, recall) for _ in range(2)],
    "recall_is_concluded": lambda s, recall: [end(s, recall), mark_traced(s, recall=recall)],
    "recall_is_concluded when reached": lambda s, recall: [
        end(s, recall), reach_person(s, call=first(RecallCall, recall))
    ],
    "recall_is_concluded when counted": lambda s, recall: [end(s, recall), count(s, recall)],
    "recall_is_concluded when ended": lambda s, recall: [end(s, recall) for _ in range(2)],
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSALS)
def test_it_is_refused(seat, recall, code):
    with pytest.raises(Refused) as refused:
        REFUSALS[code](seat, recall)
    assert refused.value.verdict.codes == (code.split()[0],)


def test_a_recall_is_ended_as_it_stood(seat, recall):
    with pytest.raises(Stale):
        conclude(seat, recall=recall, version=recall.version + 1, conclusion="đã xong")
