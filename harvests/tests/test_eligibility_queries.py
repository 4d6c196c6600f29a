"""The judge: a constant number of statements, kilograms under a code, intervals then and now, and the command."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from growers.models import DiaryPlot, Plot, ProductUse
from growers.rules.eligibility import claims
from growers.tests.builders import (
    make_area,
    make_code,
    make_commodity,
    make_coop,
    make_event,
    make_household,
    make_market,
    make_plot,
    make_seat,
    put_under,
)
from growers.tests.diary_builders import ban, make_entry, make_limit, make_product
from growers.tests.permits_builders import certify, make_certificate
from harvests.actions.corrections import void_ticket
from harvests.queries.eligibility import judge_for
from harvests.tests.builders import make_scale, make_ticket
from harvests.tests.lots_builders import make_visit, open_market

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 9, 8)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    seat = make_seat(make_coop())
    make_scale(seat)
    return seat


@pytest.fixture
def coop(seat):
    return seat.cooperative


@pytest.fixture
def code(coop):
    open_market(coop, requires_area_code=True)
    code = make_code(make_area(coop), registered_m2=10_000)
    make_visit(code)
    return code


@pytest.fixture
def plot(coop, code):
    plot = make_plot(make_household(coop, "097"))
    put_under(code, plot)
    return plot


def judged(plot, market="CN", day=DAY):
    coop = plot.cooperative
    return judge_for(coop, coop.commodity, first=day, last=day, plots=[plot.pk]).verdict(plot.pk, market, day)


def test_four_hundred_plots_and_eight_markets_take_eleven_statements(coop, code, plot, django_assert_num_queries):
    for market in ("JP", "KR", "RU", "US", "CA", "AU", "EU"):
        open_market(coop, market)
    product = make_product(coop)

    def ask():
        judge = judge_for(coop, coop.commodity, first=DAY, last=DAY)
        plots = coop_plots(coop)
        for market in ("CN", "JP", "KR", "RU", "US", "CA", "AU", "EU"):
            for key in plots:
                judge.verdict(key, market, DAY)

    make_entry(coop, plot, product=product)
    with django_assert_num_queries(12):  # one of them asks for the keys
        ask()
    household = make_household(coop, "400")
    plots = [make_plot(household) for _ in range(40)]
    put_under(code, *plots)
    make_entry(coop, *plots, product=product)
    with django_assert_num_queries(12):
        ask()


def coop_plots(coop) -> list[int]:
    return [*Plot.objects.of(coop).values_list("pk", flat=True)]


def test_everything_that_speaks_against_a_plot_is_found(coop, code, plot):
    assert judged(plot).allowed
    make_entry(coop, plot, product=make_product(coop, "Anvil", phi_days=7), done_on=DAY - WEEK)
    assert judged(plot).allowed
    make_entry(coop, plot, product=make_product(coop, "Rampart", phi_days=8), done_on=DAY - WEEK)
    assert judged(plot).codes == ("phi_running",)
    make_entry(coop, plot, product=make_product(coop, "Old", phi_days=1, actives=("paraquat",)), done_on=DAY - WEEK)
    ban("paraquat")
    assert set(judged(plot).codes) == {"phi_running", "active_banned"}
    make_event(code, "suspended", DAY, "x")
    assert set(judged(plot).codes) == {"phi_running", "active_banned", "code_suspended_then"}


def test_a_voided_entry_and_a_fertiliser_say_nothing(coop, plot):
    make_entry(coop, plot, product=make_product(coop, phi_days=None), done_on=DAY, void_reason="nhầm")
    make_entry(coop, plot, product=make_product(coop, kind="fertiliser", phi_days=None, crops=False), done_on=DAY)
    assert judged(plot).allowed


@pytest.mark.parametrize(
    ("then", "now", "codes"),
    [(7, 7, ()), (7, 8, ("phi_running",)), (8, 7, ("phi_running",)), (None, 7, ()), (7, None, ()),
     (None, None, ("phi_unknown",))],
)  # fmt: skip
def test_the_longer_of_the_label_then_and_now_counts(coop, plot, then, now, codes):
    product = make_product(coop, phi_days=now)
    make_entry(coop, plot, product=product, done_on=DAY - WEEK)
    DiaryPlot.objects.of(coop).update(phi_days=then)
    assert judged(plot).codes == codes


def test_a_product_for_another_crop_is_a_fault_and_one_without_any_a_question(coop, plot):
    product = make_product(coop, phi_days=1, crops=False)
    make_entry(coop, plot, product=product, done_on=DAY - WEEK)
    assert judged(plot).codes == ("phi_unknown",)
    ProductUse.objects.create(cooperative=coop, product=product, commodity=make_commodity("lychee"), phi_days=1)
    assert set(judged(plot).codes) == {"product_other_crop", "phi_unknown"}


def test_a_market_may_ask_for_more_days_or_for_none_at_all(coop, plot):
    open_market(coop, "JP")
    make_entry(coop, plot, product=make_product(coop, phi_days=7), done_on=DAY - WEEK)
    make_limit(coop, market=make_market("JP"), phi_days=14)
    assert judged(plot).allowed and judged(plot, "JP").codes == ("phi_running",)
    make_limit(coop, market=make_market("CN"))
    assert judged(plot).codes == ("active_stopped",)


def test_received_is_what_stands_of_plots_under_the_code_on_their_day(seat, coop, code, plot):
    """A hectare takes 25 t before it wants a reason and 45 t before it is refused (R17, R62)."""
    late = make_plot(make_household(coop, "012"))
    put_under(code, late, valid_from=DAY + dt.timedelta(days=1))
    ticket = make_ticket(seat, "097")
    make_ticket(seat, "012")
    judge = judge_for(coop, coop.commodity, first=DAY, last=DAY, plots=[plot.pk])
    [under] = judge.facts(plot.pk, DAY).codes
    assert (under.load.received_g, under.load.soft_g, under.load.hard_g) == (91_500, 25_000_000, 45_000_000)
    assert judge.received_g(code.code, DAY - dt.timedelta(days=1)) == 0
    void_ticket(seat, record=ticket, reason="other", text="cân nhầm")
    judge = judge_for(coop, coop.commodity, first=DAY, last=DAY)
    assert judge.facts(plot.pk, DAY).codes[0].load.received_g == 0


def test_above_the_hard_cap_nothing_goes_and_above_the_soft_cap_it_is_said(seat, coop, code, plot):
    code.registered_m2 = 30
    code.save()
    make_ticket(seat, "097")
    assert judged(plot).warnings[0].code == "code_over_soft_cap" and judged(plot).allowed
    code.registered_m2 = 20
    code.save()
    assert judged(plot).codes == ("code_over_hard_cap",)
    assert judged(plot, day=DAY - dt.timedelta(days=1)).allowed  # by then nothing had come


def test_a_certificate_counts_from_joining_to_the_first_of_its_ends(coop, plot):
    vietgap = make_certificate(coop, valid_from=DAY - WEEK, valid_to=DAY + WEEK, withdrawn_on=DAY, withdrawn_reason="x")
    certify(vietgap, plot)
    [scope] = judge_for(coop, coop.commodity, first=DAY, last=DAY).facts(plot.pk).scopes
    assert (scope.scheme, scope.period) == ("vietgap", (DAY - WEEK, DAY))


def test_fruit_of_the_last_printed_day_has_the_certificate(coop, plot):
    """R50: valid_from <= harvest day <= valid_to."""
    certify(make_certificate(coop, valid_from=DAY - WEEK, valid_to=DAY), plot)
    facts = judge_for(coop, coop.commodity, first=DAY, last=DAY).facts(plot.pk)
    after = DAY + dt.timedelta(days=1)
    assert [len(claims([(facts, day)])) for day in (DAY - WEEK, DAY, after)] == [1, 1, 0]


def test_another_co_operatives_rows_are_not_found(coop, plot):
    other = make_coop("an-phu", code="AP")
    assert judge_for(other, coop.commodity, first=DAY, last=DAY, plots=[plot.pk]).facts(plot.pk) is None


def told(*words: str) -> str:
    out = StringIO()
    call_command("eligibility", *words, stdout=out)
    return out.getvalue()


def test_the_command_answers_in_words_and_in_json(coop, plot):
    make_entry(coop, plot, product=make_product(coop, "Anvil", phi_days=8), done_on=DAY - WEEK)
    words = ("--coop", coop.slug, "--plot", plot.code, "--market", "cn", "--date", "08/09/2025")
    assert "Anvil" in told(*words)
    answer = json.loads(told(*words, "--json"))
    assert (answer["outcome"], answer["market"], answer["date"]) == ("refused", "CN", "2025-09-08")
    [reason] = answer["refused"]
    assert reason["code"] == "phi_running" and reason["data"]["until_on"] == "2025-09-09" and "Anvil" in reason["text"]
    assert answer["unknown"] == answer["warnings"] == []
    assert json.loads(told(*words[:-1], "2025-09-09", "--json"))["outcome"] == "allowed"


@pytest.mark.parametrize(
    ("name", "value"), [("--coop", "none"), ("--plot", "999-9"), ("--market", "ZZ"), ("--date", "31/02/2025")]
)
def test_the_command_names_what_it_does_not_know(coop, plot, name, value):
    given = {"--coop": coop.slug, "--plot": plot.code, "--market": "CN", "--date": "2025-09-08", name: value}
    with pytest.raises(CommandError, match=value.split("/")[0]):
        told(*(word for pair in given.items() for word in pair))
