"""Writers that meet over the same land: codes that take the same plot, plots that take the same number."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from growers.actions.areas import put_under_code, record_status
from growers.actions.once import Refused
from growers.actions.plots import add_plot
from growers.models import CodePlot, Plot
from growers.tests.builders import make_area, make_code, make_coop, make_household, make_plot, make_seat, put_under

TODAY = dt.date(2025, 9, 8)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "field")


def at_once(number, work):
    """Run work(i) in threads that start together; what each gave, "refused" for a refusal."""
    gate = threading.Barrier(number)

    def run(i):
        gate.wait()
        try:
            return work(i)
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_of_racing_codes_of_one_market_a_single_one_gets_the_plot(seat):
    area = make_area(seat.cooperative)
    plot = make_plot(make_household(seat.cooperative))
    codes = [make_code(area, f"VN-SLOR-000{i}") for i in range(6)]
    found = at_once(6, lambda i: put_under_code(seat, code=codes[i], plots=[plot], valid_from=TODAY))
    assert found.count("refused") == 5 and CodePlot.objects.of(seat.cooperative).count() == 1


def test_of_codes_that_become_active_together_a_single_one_does(seat):
    area = make_area(seat.cooperative)
    plot = make_plot(make_household(seat.cooperative))
    codes = [make_code(area, f"VN-SLOR-000{i}", status="applied") for i in range(6)]
    for code in codes:
        put_under(code, plot)
    facts = {"status": "active", "effective_from": TODAY, "reason": "", "today": TODAY}
    found = at_once(6, lambda i: record_status(seat, code=codes[i], **facts))
    assert found.count("refused") == 5


def test_plots_added_together_get_numbers_of_their_own(seat):
    household = make_household(seat.cooperative, "012")
    variety = seat.cooperative.commodity.varieties.first()
    facts = {"area_m2": 10_000, "variety": variety, "commune": household.commune}
    at_once(6, lambda _: add_plot(seat, household=household, **facts))
    assert sorted(Plot.objects.of(seat.cooperative).values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
