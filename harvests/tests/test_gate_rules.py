"""The gate: every condition alone stops a shipment that is otherwise in order, and says where it is mended."""

import datetime as dt
from dataclasses import replace

import pytest

from growers.rules.verdicts import Reason, Verdict
from harvests.rules import gate
from harvests.rules.gate import GateFacts, LotAtGate, Needs, SourceAtGate, judge_gate, kept, may_leave
from harvests.rules.papers import Loaded, Paper
from harvests.wording_shipments import said

DAY = dt.date(2025, 9, 8)
SOURCE = SourceAtGate("250907-001", DAY - dt.timedelta(days=1), Verdict(), code="VN-SLOR-1")
LOT = LotAtGate(
    "NH-1", "closed", False, "CN", DAY, "NH1", (SOURCE,), (("PH-1", "active", "active", DAY),), Verdict(), True
)
PAPERS = (Paper("packing_list", True, "signed", "PL-1", DAY, None, 100, 500_000),)
GREEN = GateFacts(
    DAY, "planned", "CN", "Guangxi", "Pingxiang", "CA", "26C", "", 40, Needs("CN", "open", True, ("FL",), "list"),
    (LOT,), PAPERS, Loaded(100, 500_000), 100,
)  # fmt: skip
BAD = Verdict(refused=(Reason("phi_running"),))
OPEN_QUESTION = Verdict(unknown=(Reason("phi_unknown"),))


def with_lot(**changes) -> GateFacts:
    return replace(GREEN, lots=(replace(LOT, **changes),))


def with_source(**changes) -> GateFacts:
    return with_lot(sources=(replace(SOURCE, **changes),))


def with_paper(**changes) -> GateFacts:
    return replace(GREEN, papers=(replace(PAPERS[0], **changes),))


def house(then, now="active"):
    return (("PH-1", then, now, DAY),)


FAULTS = [
    ("gate_not_planned", "refused", ("shipment",), replace(GREEN, status="departed")),
    ("gate_empty", "refused", ("load",), replace(GREEN, lots=())),
    ("gate_market_closed", "refused", ("market",), replace(GREEN, needs=Needs("CN", "closed"))),
    ("gate_market_unknown", "refused", ("market",), replace(GREEN, needs=Needs("CN", None))),
    ("gate_market_unknown", "refused", ("market",), replace(GREEN, needs=Needs("CN", "unknown"))),
    ("gate_fruit_not_eligible", "refused", ("ticket", "250907-001"), with_source(verdict=BAD)),
    ("gate_fruit_unknown", "refused", ("ticket", "250907-001"), with_source(verdict=OPEN_QUESTION)),
    ("gate_ticket_held", "refused", ("ticket", "250907-001"), with_source(held=True)),
    ("gate_area_code_lost", "warning", ("area-code", "VN-SLOR-1"), with_source(code_status="suspended")),
    ("gate_area_code_lost", "warning", ("area-code", "VN-SLOR-1"), with_source(code_status="revoked")),
    ("gate_lot_not_closed", "refused", ("lot", "NH-1"), with_lot(status="open")),
    ("gate_lot_held", "refused", ("lot", "NH-1"), with_lot(is_held=True)),
    ("gate_lot_recalled", "refused", ("recall", "TH-25-001"), with_lot(is_held=True, recall="TH-25-001")),
    ("gate_lot_other_market", "refused", ("lot", "NH-1"), with_lot(market="JP")),
    ("gate_house_code_missing", "refused", ("house", "NH1"), with_lot(house_codes=())),
    ("gate_house_code_inactive", "refused", ("house", "NH1"), with_lot(house_codes=house("applied"))),
    ("gate_house_code_lost", "warning", ("house", "NH1"), with_lot(house_codes=house("active", "suspended"))),
    ("gate_treatment", "refused", ("treatments", "NH-1"), with_lot(treatment=BAD)),
    ("gate_treatment", "refused", ("treatments", "NH-1"), with_lot(treatment=OPEN_QUESTION)),
    ("gate_labels_missing", "warning", ("labels", "NH-1"), with_lot(labelled=False)),
    ("gate_state_barred", "refused", ("shipment-edit",), replace(GREEN, consignee_state="fl ")),
    ("gate_state_missing", "refused", ("shipment-edit",), replace(GREEN, consignee_state=" ")),
    ("gate_state_missing", "refused", ("shipment-edit",), replace(GREEN, consignee_state="Florida")),
    ("gate_consignee_missing", "refused", ("shipment-edit",), replace(GREEN, consignee=" ")),
    ("gate_address_missing", "refused", ("shipment-edit",), replace(GREEN, consignee_address="")),
    ("gate_temperature_missing", "refused", ("shipment-edit",), replace(GREEN, temp_set_dc=None)),
    ("gate_vehicle_missing", "refused", ("shipment-edit",), replace(GREEN, vehicle="")),
    ("paper_missing", "refused", ("paper", "packing_list"), with_paper(state="missing")),
    ("paper_expired", "refused", ("paper", "packing_list"), with_paper(valid_to=DAY - dt.timedelta(days=1))),
    ("paper_cartons_differ", "refused", ("paper", "packing_list"), with_paper(cartons=98)),
    ("paper_differs", "refused", ("paper", "packing_list"), with_paper(net_g=490_000)),
]


def test_a_shipment_in_order_leaves():
    assert judge_gate(GREEN) == []
    assert may_leave([], overridden=False)


@pytest.mark.parametrize(("code", "weight", "target", "facts"), FAULTS)
def test_one_thing_wrong_is_the_one_thing_said(code, weight, target, facts):
    (fault,) = judge_gate(facts)
    assert (fault.reason.code, fault.weight, fault.target) == (code, weight, target)
    assert not may_leave([fault], overridden=False)
    assert may_leave([fault], overridden=True) == (weight == "warning")
    assert "%(" not in str(said(fault.reason))


def test_every_code_of_the_gate_is_asked_above():
    asked = {code for code, *_rest in FAULTS} | {"gate_kde_missing"}
    assert asked >= set(gate.CODES)


@pytest.mark.parametrize(
    ("day", "weight"), [(dt.date(2028, 7, 19), "warning"), (dt.date(2028, 7, 20), "refused")]
)
def test_records_for_the_fda_are_enforced_from_their_day(day, weight):
    needs = replace(GREEN.needs, market="US")
    facts = replace(
        GREEN, day=day, market="US", needs=needs, lots=(replace(LOT, market="US"),),
        kde_missing=(("house_phone", ("house", "NH1")),),
    )  # fmt: skip
    assert [(fault.reason.code, fault.weight) for fault in judge_gate(facts)] == [("gate_kde_missing", weight)]
    elsewhere = replace(facts, market="CN", needs=GREEN.needs, lots=(LOT,))
    assert judge_gate(elsewhere) == []


def test_where_no_state_is_barred_none_is_asked():
    assert judge_gate(replace(GREEN, consignee_state="", needs=replace(GREEN.needs, barred_states=()))) == []


def test_home_fruit_needs_no_address_and_no_house_code_where_none_is_asked():
    lot = replace(LOT, market="VN", house_codes=())
    facts = replace(GREEN, market="VN", consignee_address="", needs=Needs("VN", "open"), lots=(lot,))
    assert judge_gate(facts) == []


def test_all_that_fails_is_said_at_once_and_the_heavy_first():
    facts = replace(with_lot(labelled=False, is_held=True), temp_set_dc=None, vehicle="")
    weights = [fault.weight for fault in judge_gate(facts)]
    assert weights == ["refused", "refused", "refused", "warning"]


def test_reasons_of_other_rules_come_along():
    (fault,) = judge_gate(with_source(verdict=BAD + OPEN_QUESTION))
    assert [reason.code for reason in fault.because] == ["phi_running", "phi_unknown"]


def test_what_is_kept_names_the_rules_and_why_warnings_were_accepted():
    faults = judge_gate(with_lot(labelled=False))
    found = kept(faults, "nhãn in ở nhà đóng gói")
    assert found["rules"] == gate.RULES
    assert found["accepted_because"] == "nhãn in ở nhà đóng gói"
    assert [reason["code"] for reason in found["warnings"]] == ["gate_labels_missing"]
