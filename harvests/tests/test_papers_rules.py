"""The checklist of papers, and what makes a paper wrong (R72)."""

import datetime as dt

import pytest

from harvests.rules.papers import (
    Loaded,
    Paper,
    agrees,
    checklist,
    is_counted,
    is_official,
    judge_paper,
    judge_papers,
)

DAY = dt.date(2025, 9, 8)
TRUCK = Loaded(1_000, 5_000_000)


def codes(paper: Paper, day=DAY):
    return [(weight, reason.code) for weight, reason, _kind in judge_papers([paper], TRUCK, day, 100)]


def test_an_export_has_our_papers_then_the_markets_then_the_invoice():
    kinds = [kind for kind, _required in checklist(["phytosanitary", "import_permit"], home=False)]
    assert kinds == [
        "contract", "dispatch_order", "goods_issue", "packing_list", "handover", "source_list", "phytosanitary",
        "import_permit", "invoice",
    ]  # fmt: skip
    assert all(required for _kind, required in checklist([], home=False))


def test_a_home_delivery_asks_less_and_our_note_is_its_delivery_note():
    found = dict(checklist(["delivery_note"], home=True))
    assert "delivery_note" not in found
    assert (found["contract"], found["dispatch_order"], found["goods_issue"]) == (False, False, True)


@pytest.mark.parametrize(
    ("named", "fits"), [(1_000, True), (990, True), (1_010, True), (989, False), (1_011, False), (980, False)]
)
def test_quantities_agree_within_one_percent(named, fits):
    assert agrees(named, 1_000, 100) is fits
    paper = Paper("phytosanitary", True, "signed", "KDTV-1", DAY, None, named)
    assert codes(paper) == ([] if fits else [("refused", "paper_cartons_differ")])


def test_a_required_paper_that_is_missing_stops_and_another_does_not():
    assert codes(Paper("contract", True, "missing")) == [("refused", "paper_missing")]
    assert codes(Paper("contract", False, "missing")) == []


def test_a_paper_may_be_marked_as_not_needed_but_the_markets_own_warns():
    assert codes(Paper("contract", True, "not_needed")) == []
    assert codes(Paper("import_permit", True, "not_needed")) == [("warning", "paper_waived")]
    assert codes(Paper("import_permit", False, "not_needed")) == []


@pytest.mark.parametrize(("until", "fits"), [(DAY, True), (DAY - dt.timedelta(days=1), False)])
def test_a_paper_holds_until_the_end_of_its_last_day(until, fits):
    paper = Paper("import_permit", True, "signed", "1", DAY - dt.timedelta(days=9), until)
    assert codes(paper) == ([] if fits else [("refused", "paper_expired")])


def test_a_paper_from_tomorrow_is_not_there_yet():
    tomorrow = DAY + dt.timedelta(days=1)
    assert codes(Paper("import_permit", True, "signed", "1", tomorrow)) == [("refused", "paper_not_yet_issued")]
    assert codes(Paper("import_permit", True, "signed", "1", DAY)) == []


def test_an_official_paper_has_a_number_and_a_counted_one_a_quantity():
    assert codes(Paper("import_permit", True, "signed")) == [("refused", "paper_number_missing")]
    assert codes(Paper("phytosanitary", True, "signed", "1")) == [("refused", "paper_uncounted")]
    assert codes(Paper("packing_list", True, "printed", "1")) == [("refused", "paper_uncounted")]
    assert codes(Paper("contract", True, "signed")) == []


def test_kilograms_are_compared_too():
    paper = Paper("goods_issue", True, "printed", "1", DAY, None, 1_000, 4_900_000)
    assert codes(paper) == [("refused", "paper_differs")]


def test_which_papers_are_official_and_which_are_counted():
    assert [is_official(kind) for kind in ("invoice", "contract", "import_permit")] == [False, False, True]
    assert [is_counted(kind) for kind in ("handover", "source_list", "phytosanitary")] == [True, False, True]


def test_days_of_a_paper_are_in_order():
    assert judge_paper({"issued_on": DAY, "valid_to": DAY - dt.timedelta(days=1)}).codes == ("paper_dates_swapped",)
    assert judge_paper({"issued_on": DAY, "valid_to": DAY}).allowed
    assert judge_paper({"issued_on": None, "valid_to": DAY}).allowed
