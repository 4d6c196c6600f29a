"""Use cases that compare a row with its neighbours pass one at a time: on PostgreSQL they take a lock first."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coopsite import clock
from growers.actions.settings import set_setting
from growers.models import Grade
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.crates import note_tare
from harvests.actions.estimates import Figures, copy_estimates, set_estimates
from harvests.actions.prices import announce_prices
from harvests.actions.seasons import change_season, open_season
from harvests.models import HarvestRound
from harvests.tests.builders import make_round, make_season

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 9, 8)


def given_setting(seat):
    return lambda: set_setting(seat, key="default_crates", value=5, valid_from=DAY)


def noted_tare(seat):
    return lambda: note_tare(seat, code="N2", name="Sọt", tare_g=2_000, valid_from=DAY, is_default=True)


def announced_prices(seat):
    crop = seat.cooperative.commodity
    prices = {(Grade.objects.get(commodity=crop, code="L1"), "export"): (20_000, None)}
    return lambda: announce_prices(seat, commodity=crop, valid_from=clock.now(), prices=prices)


def opened_season(seat):
    facts = {"name": "Vụ 2025", "commodity": seat.cooperative.commodity, "starts_on": DAY, "ends_on": DAY}
    return lambda: open_season(seat, **facts)


def changed_season(seat):
    season = make_season(seat.cooperative)
    return lambda: change_season(seat, season=season, version=1, rounds=[], name="Vụ khác")


def the_round(seat) -> HarvestRound:
    return make_round(make_season(seat.cooperative))


def typed_estimates(seat):
    of_round, plot = the_round(seat), make_plot(make_household(seat.cooperative))
    return lambda: set_estimates(seat, round=of_round, figures=[Figures(plot, 0, 1_000)])


def copied_estimates(seat):
    of_round = the_round(seat)
    return lambda: copy_estimates(seat, round=of_round)


@pytest.mark.parametrize(
    "prepared",
    [
        given_setting, noted_tare, announced_prices, opened_season, changed_season, typed_estimates, copied_estimates,
    ],
)  # fmt: skip
def test_it_takes_its_turn(prepared):
    work = prepared(make_seat(make_coop(), "director"))
    with CaptureQueriesContext(connection) as statements:
        work()
    if not connection.features.has_select_for_update:
        return  # SQLite lets one writer in at a time (transaction_mode IMMEDIATE)
    sql = [query["sql"] for query in statements]
    taken = next(number for number, text in enumerate(sql) if "FOR NO KEY UPDATE" in text)
    wrote = next(number for number, text in enumerate(sql) if text.startswith(("INSERT", "UPDATE")))
    assert taken < wrote
