"""The bench's lots add up, are packed three deep, and its traces account for every gram and say their target."""

import pytest

from growers.actions.reference import load_reference
from harvests.actions.bench_data import fill
from harvests.bench.traces import report, traces
from harvests.models import Delivery, Lot, OrderLine
from harvests.queries.trace import trace
from harvests.queries.trace_starts import starts
from harvests.tests.lots_builders import faults_of_lots


@pytest.mark.django_db(transaction=True)
def test_the_lots_of_the_bench_add_up_and_can_be_traced():
    load_reference()
    coop = fill(2_000)
    assert faults_of_lots(coop) == []
    assert Lot.objects.of(coop).filter(kind="repacking").exists()
    for line in OrderLine.objects.of(coop).filter(order__number__gt=1_000):
        grams = sum(Delivery.objects.of(coop).filter(line=line).values_list("quantity_g", flat=True))
        assert grams in (line.delivered_g, 0)
    for code in traces(coop).values():
        (start,) = starts(coop, code)
        found = trace(coop, start)
        assert found.accounts.share_bp == 10_000
        assert found.accounts.shipped_g or found.accounts.stock_g
    assert len([line for line in report() if "target 100 ms" in line]) == 4
