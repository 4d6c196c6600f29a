"""The life of lots: opened, filled, packed, closed, voided, held; every refusal leaves nothing behind."""

import datetime as dt

import pytest

from growers.actions.once import Refused, Stale
from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_market, make_seat
from harvests.actions.corrections import void_ticket
from harvests.actions.lots import (
    close_lot,
    give_back,
    hold_lot,
    open_lot,
    release_lot,
    set_contents,
    take_lines,
    void_lot,
)
from harvests.actions.records import NotRecorded
from harvests.models import HarvestLine, Lot, LotCarton, LotHold, LotInput, Recall
from harvests.tests.lots_builders import (
    carton_of,
    faults_of_lots,
    grade_of,
    loads_of,
    make_fruit,
    make_house,
    make_lot,
    make_repack,
    open_empty,
    open_market,
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


# --- the life of a lot ------------------------------------------------------------------------------------------------


def test_a_lot_is_opened_filled_packed_and_closed_in_balance(seat, coop):
    record = make_fruit(seat)
    lot = make_lot(seat, record)
    assert (lot.code, lot.status) == ("NH-250908-CN-01", "closed")
    assert (lot.in_g, lot.out_g, lot.loss_g) == (91_500, 90_000, 1_500)
    assert len(lot.trace_code) == 8 and lot.rules
    assert HarvestLine.objects.of(coop).get().allocated_g == 91_500
    edge = LotInput.objects.of(coop).get()
    assert edge.verdict["outcome"] == "allowed" and edge.verdict["rules"]
    assert faults_of_lots(coop) == []
    verbs = AuditEntry.objects.of(coop).filter(kind="lot").order_by("pk").values_list("verb", flat=True)
    assert [*verbs] == ["lot opened", "lot filled", "lot packed", "lot closed"]


def test_lots_of_a_day_and_market_are_numbered_without_gap(seat):
    codes = [open_empty(seat, market).code for market in ("CN", "JP", "CN")]
    assert codes == ["NH-250908-CN-01", "NH-250908-JP-01", "NH-250908-CN-02"]
    assert open_empty(seat, packed_on=dt.date(2025, 9, 7)).code == "NH-250907-CN-01"


def test_a_trace_code_that_is_taken_is_drawn_again(seat, monkeypatch):
    first = open_empty(seat)
    drawn = iter(first.trace_code + "7" * 8)
    monkeypatch.setattr("harvests.actions.lots.secrets.choice", lambda alphabet: next(drawn))
    assert open_empty(seat).trace_code == "7" * 8


def test_a_load_goes_into_two_lots_and_never_beyond_its_net(seat, coop):
    record = make_fruit(seat)
    [(line, net)] = loads_of(record)
    first, second = (open_empty(seat) for _ in range(2))
    take_lines(seat, lot=first, takes=[(line, 60_000)])
    assert refused(take_lines, seat, lot=second, takes=[(line, net - 60_000 + 1)]) == ("lot_input_over_free",)
    take_lines(seat, lot=second, takes=[(line, 20_000), (line, net - 80_000)])
    assert taken(coop) == net
    assert faults_of_lots(coop) == []


def test_a_given_back_input_is_free_again_once(seat, coop):
    lot = make_lot(seat, status="open")
    edge = LotInput.objects.of(coop).get()
    assert refused(give_back, seat, edge=edge, reason="") == ("lot_reason_missing",)
    assert give_back(seat, edge=edge, reason="nhầm").in_g == 0
    assert refused(give_back, seat, edge=edge, reason="nhầm") == ("lot_input_given_back",)
    assert (taken(coop), faults_of_lots(coop)) == (0, [])
    lot.refresh_from_db()
    assert refused(close_lot, seat, lot=lot, version=lot.version) == ("lot_without_inputs",)


def test_a_void_lot_gives_its_kilograms_back(seat, coop):
    lot = make_lot(seat, status="void")
    assert (lot.in_g, taken(coop)) == (0, 0)
    assert faults_of_lots(coop) == []
    assert refused(void_lot, seat, lot=lot, reason="x") == ("lot_void_already",)
    assert refused(take_lines, seat, lot=lot, takes=[(1, 1)]) == ("lot_not_open",)


def test_a_lot_that_was_taken_from_is_not_voided(seat, coop):
    lot = make_lot(seat)
    child = make_repack(seat, lot, status="open")
    assert refused(void_lot, seat, lot=lot, reason="x") == ("lot_taken_from",)
    void_lot(seat, lot=child, reason="x")
    assert carton_of(lot).allocated_g == 0
    assert void_lot(seat, lot=lot, reason="x").status == "void"
    assert faults_of_lots(coop) == []


# --- packing and closing ----------------------------------------------------------------------------------------------


def test_a_lot_closes_only_as_it_was_seen_and_in_balance(seat, coop):
    lot = make_lot(seat, status="open")
    row = {"grade": grade_of(lot), "size": "", "pack_g": 5_000, "cartons": 18, "net_g": None}
    lot = set_contents(seat, lot=lot, version=lot.version, cartons=[row], losses=[])
    with pytest.raises(Stale):
        close_lot(seat, lot=lot, version=lot.version - 1)
    over = {**row, "cartons": 19}
    lot = set_contents(seat, lot=lot, version=lot.version, cartons=[over], losses=[])
    assert refused(close_lot, seat, lot=lot, version=lot.version) == ("lot_outputs_above_inputs",)
    lot = set_contents(seat, lot=lot, version=lot.version, cartons=[row], losses=[])
    lot = close_lot(seat, lot=lot, version=lot.version)
    assert (lot.loss_g, lot.losses.get().kind) == (1_500, "gap")
    again = {"lot": lot, "version": lot.version, "cartons": [row], "losses": []}
    assert refused(set_contents, seat, **again) == ("lot_not_open",)
    assert refused(close_lot, seat, lot=lot, version=lot.version) == ("lot_not_open",)
    assert faults_of_lots(coop) == []


def test_fewer_lines_and_losses_leave_nothing_behind(seat, coop):
    lot = make_lot(seat, status="open")
    row = {"grade": grade_of(lot), "size": "", "pack_g": 5_000, "cartons": 3, "net_g": None}
    losses = [{"kind": "reject", "grams": 5, "note": ""}, {"kind": "sample", "grams": 7, "note": "lab"}]
    lot = set_contents(seat, lot=lot, version=lot.version, cartons=[row, row, row], losses=losses)
    assert (lot.out_g, lot.loss_g) == (45_000, 12)
    lot = set_contents(seat, lot=lot, version=lot.version, cartons=[row], losses=losses[1:], note="ít hơn")
    assert (lot.out_g, lot.loss_g, lot.note) == (15_000, 7, "ít hơn")
    assert faults_of_lots(coop) == []


# --- holds ------------------------------------------------------------------------------------------------------------


def test_a_hold_stops_the_lot_until_every_hold_is_lifted(seat, coop):
    lot = make_lot(seat, status="open")
    assert refused(hold_lot, seat, lot=lot, reason="") == ("lot_reason_missing",)
    hold_lot(seat, lot=lot, reason="mốc")
    hold_lot(seat, lot=lot, reason="chờ kết quả")
    lot.refresh_from_db()
    assert lot.is_held
    assert refused(take_lines, seat, lot=lot, takes=[(1, 1)]) == ("lot_held",)
    assert refused(close_lot, seat, lot=lot, version=lot.version) == ("lot_held",)
    assert not release_lot(seat, lot=lot, reason="đạt").is_held
    assert LotHold.objects.of(coop).filter(released_at__isnull=True).count() == 0
    assert refused(release_lot, seat, lot=lot, reason="đạt") == ("lot_not_held",)


def test_what_a_recall_holds_waits_for_its_conclusion(seat, coop):
    lot = make_lot(seat)
    now = dt.datetime(2025, 9, 8, tzinfo=dt.UTC)
    recall = Recall.objects.create(
        cooperative=coop, year=2025, number=1, kind="real", start_code=lot.code, reason="x", detected_at=now,
        opened_at=now, opened_by=seat.user,
    )  # fmt: skip
    hold_lot(seat, lot=lot, reason="thu hồi", recall=recall)
    assert refused(release_lot, seat, lot=lot, reason="đạt") == ("lot_hold_of_recall",)


# --- tickets ----------------------------------------------------------------------------------------------------------


def test_a_ticket_in_a_lot_is_not_voided_and_says_in_which(seat):
    fruit = make_fruit(seat)
    lot = make_lot(seat, fruit)
    with pytest.raises(NotRecorded) as raised:
        void_ticket(seat, record=fruit, reason="twice", text="")
    [(_, reason)] = raised.value.problems
    assert (reason.code, reason.data["lots"]) == ("ticket_in_lot", lot.code)


def test_a_lot_of_another_co_operative_is_refused_whole(seat, coop):
    elsewhere = make_coop("an-phu")
    house = make_house(elsewhere)
    open_market(coop)
    with pytest.raises(Exception, match="Not found|Không") as raised:
        open_lot(seat, market=make_market(), commodity=coop.commodity, house=house, packed_on=TODAY)
    assert "house" in raised.value.message_dict
    assert not Lot.objects.of(coop).exists() and not LotCarton.objects.of(coop).exists()
