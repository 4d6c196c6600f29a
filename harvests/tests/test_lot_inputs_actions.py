"""What may not go into a lot, and lots from lots; every refusal leaves nothing behind."""

import datetime as dt

import pytest

from growers.actions.once import Refused
from growers.models import DiaryEntry, DiaryPlot, InputProduct, ProductActive, ProductUse
from growers.tests.builders import make_area, make_coop, make_event, make_market, make_seat, put_under
from growers.tests.builders import make_code as put_code
from harvests.actions.corrections import void_ticket
from harvests.actions.lots import (
    close_lot,
    hold_lot,
    repack,
    take_cartons,
    take_lines,
)
from harvests.models import HarvestLine, Lot, LotInput
from harvests.tests.lots_builders import (
    carton_of,
    faults_of_lots,
    loads_of,
    make_fruit,
    make_house,
    make_house_code,
    make_lot,
    make_orchard,
    make_repack,
    make_visit,
    open_empty,
    open_market,
    pack,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


@pytest.fixture
def coop(seat):
    return seat.cooperative


def refused(work, *args, **facts) -> tuple[str, ...]:
    """The codes of a refusal, after which nothing is taken anywhere and the books agree."""
    with pytest.raises(Refused) as raised:
        work(*args, **facts)
    return raised.value.verdict.codes


def taken(coop) -> int:
    return sum(line.allocated_g for line in HarvestLine.objects.of(coop))


def coded(coop, code="VN-SLOR-0001", area="V1", status="active", visited=True):
    """An orchard under a code of its own, inspected a month ago."""
    plot = make_orchard(coop)
    row = put_code(make_area(coop, area), code, status)
    put_under(row, plot)
    if visited:
        make_visit(row)
    return plot, row


def spray(seat, plot, days_ago: int, phi_days: int | None = 7):
    """A product whose interval on the crop is `phi_days`, applied some days ago."""
    coop = seat.cooperative
    product = InputProduct.objects.create(cooperative=coop, name="Emamectin 5WG", kind="pesticide")
    ProductActive.objects.create(cooperative=coop, product=product, name="Emamectin", key="emamectin")
    ProductUse.objects.create(cooperative=coop, product=product, commodity=coop.commodity, phi_days=phi_days)
    day = TODAY - dt.timedelta(days=days_ago)
    entry = DiaryEntry.objects.create(
        cooperative=coop, work="spray", done_on=day, product=product, entered_on=TODAY, entered_by=seat.user,
        entered_at=dt.datetime(2025, 9, 8, tzinfo=dt.UTC),
    )  # fmt: skip
    DiaryPlot.objects.create(cooperative=coop, entry=entry, plot=plot, done_on=day, phi_days=phi_days)


# --- what may not go in -----------------------------------------------------------------------------------------------


def test_fruit_of_another_co_operative_is_not_found(seat, coop):
    elsewhere = make_seat(make_coop("an-phu"), "director")
    theirs = loads_of(make_fruit(elsewhere))
    lot = open_empty(seat)
    assert refused(take_lines, seat, lot=lot, takes=[*loads_of(make_fruit(seat)), *theirs]) == ("lot_input_unknown",)
    cartons = [(carton_of(make_lot(elsewhere)).pk, 1_000)]
    assert refused(take_cartons, seat, lot=lot, takes=cartons) == ("lot_input_unknown",)
    assert (taken(coop), LotInput.objects.of(coop).count()) == (0, 0)


def test_a_pack_day_before_the_harvest_is_refused(seat, coop):
    lot = open_empty(seat, packed_on=TODAY - dt.timedelta(days=1))
    assert refused(take_lines, seat, lot=lot, takes=loads_of(make_fruit(seat))) == ("lot_input_harvested_later",)
    assert taken(coop) == 0


def test_a_code_suspended_on_the_harvest_day_bars_the_fruit_whatever_holds_later(seat, coop, stand_still):
    open_market(coop, requires_area_code=True)
    plot, code = coded(coop)
    fruit = make_fruit(seat, plot.household)
    make_event(code, "suspended", TODAY, "kiểm tra")
    make_event(code, "active", TODAY + dt.timedelta(days=1))
    stand_still("2025-09-10")
    lot = open_empty(seat)
    codes = refused(take_lines, seat, lot=lot, takes=loads_of(fruit))
    assert "code_suspended_then" in codes and "lot_input_not_eligible" in codes
    assert taken(coop) == 0


@pytest.mark.parametrize(("days_ago", "phi", "code"), [(7, 7, ""), (6, 7, "phi_running"), (60, None, "phi_unknown")])
def test_an_interval_that_is_just_over_lets_fruit_in(seat, coop, days_ago, phi, code):
    plot = make_orchard(coop)
    spray(seat, plot, days_ago, phi)
    fruit, lot = make_fruit(seat, plot.household), open_empty(seat)
    fruit.holds, fruit.status = [], "posted"
    fruit.save()
    if not code:
        assert take_lines(seat, lot=lot, takes=loads_of(fruit)).in_g == 91_500
    else:
        assert code in refused(take_lines, seat, lot=lot, takes=loads_of(fruit))
        assert taken(coop) == 0


def test_what_is_on_hold_or_gone_does_not_go_in(seat, coop):
    lot, fruit = open_empty(seat), make_fruit(seat)
    fruit.holds, fruit.status = [{"code": "household_blocked", "data": {}}], "held"
    fruit.save()
    assert refused(take_lines, seat, lot=lot, takes=loads_of(fruit)) == ("lot_input_on_hold",)
    fruit.holds = [{"code": "price_missing", "data": {}}]
    fruit.save()
    takes = loads_of(fruit)
    void_ticket(seat, record=fruit, reason="twice", text="")
    assert refused(take_lines, seat, lot=lot, takes=takes) == ("lot_input_gone",)


def test_fruit_that_waits_for_its_price_may_be_packed(seat):
    fruit = make_fruit(seat)
    fruit.holds, fruit.status = [{"code": "price_missing", "data": {}}], "held"
    fruit.save()
    assert make_lot(seat, fruit).in_g == 91_500


def test_codes_do_not_mix_and_the_first_fruit_fixes_the_code(seat, coop):
    open_market(coop, requires_area_code=True, one_code_per_lot=True)
    (one, _), (two, other) = coded(coop), coded(coop, "VN-SLOR-0002", "V2")
    first, second = make_fruit(seat, one.household), make_fruit(seat, two.household)
    both = [*loads_of(first), *loads_of(second)]
    lot = open_empty(seat)
    assert refused(take_lines, seat, lot=lot, takes=both) == ("lot_codes_mixed",)
    assert take_lines(seat, lot=lot, takes=loads_of(first)).area_code.code == "VN-SLOR-0001"
    assert refused(take_lines, seat, lot=lot, takes=loads_of(second)) == ("lot_code_mixed",)
    named = open_empty(seat, area_code=other)
    assert take_lines(seat, lot=named, takes=loads_of(second)).area_code == other


def test_an_order_and_code_of_another_market_are_refused(seat, coop):
    _, code = coded(coop)
    assert refused(open_empty, seat, "JP", area_code=code) == ("lot_code_of_other",)
    assert not Lot.objects.of(coop).exists()


def test_the_house_needs_a_code_that_is_active_on_the_pack_day(seat, coop):
    open_market(coop, requires_house_code=True)
    house = make_house(coop)
    assert refused(open_empty, seat, house=house) == ("lot_house_without_code",)
    code = make_house_code(house, since=TODAY)
    lot = make_lot(seat, house=house, status="open")
    assert refused(open_empty, seat, house=house, packed_on=TODAY - dt.timedelta(days=1)) == ("lot_house_without_code",)
    make_event(code, "suspended", TODAY)
    lot = pack(seat, lot)
    assert refused(close_lot, seat, lot=lot, version=lot.version) == ("lot_house_without_code",)


def test_a_soft_cap_keeps_its_reason(seat, coop):
    open_market(coop, requires_area_code=True)
    plot, code = coded(coop)
    code.registered_m2 = 30
    code.save()  # 30 m² bear 75 kg up to the soft and 135 kg up to the hard cap
    lot = open_empty(seat)
    lot = take_lines(seat, lot=lot, takes=loads_of(make_fruit(seat, plot.household)), reason="vườn mới ghép")
    assert lot.cap_reason == "vườn mới ghép"
    lot = pack(seat, lot)
    assert close_lot(seat, lot=lot, version=lot.version).cap_reason == "vườn mới ghép"
    more = make_fruit(seat, plot.household)
    assert "code_over_hard_cap" in refused(take_lines, seat, lot=open_empty(seat), takes=loads_of(more))


# --- lots from lots ---------------------------------------------------------------------------------------------------


def test_a_lot_is_split_merged_and_packed_anew(seat, coop):
    first, second = make_lot(seat), make_lot(seat)
    part = make_repack(seat, first, takes=[(carton_of(first).pk, 40_000)], pack_g=5_000)
    whole = make_repack(seat, first, second, part, pack_g=5_000)
    assert (part.in_g, whole.in_g) == (40_000, 50_000 + 90_000 + 40_000)
    assert {edge.source_id for edge in LotInput.objects.of(coop).filter(lot=whole)} == {first.pk, second.pk, part.pk}
    assert LotInput.objects.of(coop).filter(lot=whole).first().verdict["outcome"] == "allowed"
    assert faults_of_lots(coop) == []


def test_a_lot_never_contains_itself_or_what_is_open_or_held(seat, coop):
    first = make_lot(seat)
    child = make_repack(seat, first, status="open")
    open_one = pack(seat, make_lot(seat, status="open"))
    assert refused(take_cartons, seat, lot=child, takes=[(carton_of(open_one).pk, 5)]) == ("lot_source_not_closed",)
    child = pack(seat, child)
    itself = refused(take_cartons, seat, lot=child, takes=[(carton_of(child).pk, 5)])
    assert itself[:2] == ("lot_source_of_itself", "lot_source_not_closed")
    held = make_lot(seat)
    hold_lot(seat, lot=held, reason="mốc")
    assert refused(take_cartons, seat, lot=child, takes=[(carton_of(held).pk, 5)]) == ("lot_source_held",)
    over = refused(take_cartons, seat, lot=child, takes=[(carton_of(first).pk, 5)])
    assert over == ("lot_source_over_free",)


def test_a_ring_that_somebody_made_by_hand_is_refused(seat, coop):
    first = make_lot(seat)
    child = make_repack(seat, first, takes=[(carton_of(first).pk, 45_000)])
    Lot.objects.of(coop).filter(pk=first.pk).update(status="open")
    codes = refused(take_cartons, seat, lot=first, takes=[(carton_of(child).pk, 5)])
    assert "lot_source_of_itself" in codes


def test_all_fruit_behind_cartons_must_be_allowed_for_the_new_market(seat, coop):
    open_market(coop, "VN")
    open_market(coop, "JP", requires_area_code=True)
    home = make_lot(seat, market="VN")
    middle = make_repack(seat, home, market="VN")
    lot = open_empty(seat, "JP")
    codes = refused(take_cartons, seat, lot=lot, takes=[(carton_of(middle).pk, 4_500)])
    assert codes == ("lot_input_not_eligible", "code_missing")
    facts = {"market": make_market("JP"), "commodity": coop.commodity, "house": lot.house, "packed_on": TODAY}
    count = Lot.objects.of(coop).count()
    assert "code_missing" in refused(repack, seat, takes=[(carton_of(middle).pk, 4_500)], **facts)
    assert Lot.objects.of(coop).count() == count
    assert carton_of(middle).allocated_g == 0


def test_a_walk_costs_one_statement_for_each_depth(seat, coop, django_assert_max_num_queries):
    def chain(length):
        lot = make_lot(seat)
        for _ in range(length):
            lot = make_repack(seat, lot, pack_g=5_000)
        return carton_of(lot).pk

    counts = []
    for depth in (0, 1, 4):
        carton, lot = chain(depth), open_empty(seat)
        with django_assert_max_num_queries(45) as ran:
            take_cartons(seat, lot=lot, takes=[(carton, 5_000)])
        counts.append(len(ran))
    assert counts[1] - counts[0] == 1 and counts[2] - counts[1] == 3
