"""Labels against what a market asks: every element, exact texts, own codes, numbers, and the code to scan."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from growers.wording import WORDING, sentences
from harvests.rules.label_values import Card, LabelFacts, Pack, Treated, label_of, names_on
from harvests.rules.labels import (
    CODES,
    ELEMENTS,
    FRUIT,
    MOST_AT_ONCE,
    ON_FRUIT,
    Label,
    LotCodes,
    Run,
    digital_link,
    judge_label,
    judge_run,
    numbered,
    read_digital_link,
)

CHINA = ("fruit_name", "origin", "area_code", "house_code", "packed_on", "lot")
TEXTS = ("输往中华人民共和国", "Exported to the People's Republic of China")
AMERICA = (
    "house_name", "address", "area_code", "house_code", "treatment_facility", "treatment_no", "packed_on", "treated_on",
    "lot", "radura",
)  # fmt: skip
CODES_OF_LOT = LotCodes(frozenset({"VN-SLOR-0001"}), "VN-SLPH-001")
NAMES = {"vi": "Thanh long", "en": "Dragon fruit", "zh": "火龙果", "ja": "ドラゴンフルーツ", "ko": "용과"}
CARD = Card(NAMES, "Sơn La, Việt Nam", "Son La, Viet Nam", storage="5–8 °C", shelf_life_days=20)
IRRADIATED = Treated(
    "irradiation", "Hanoi Irradiation", "TFC-01", "TIN-2025-9", dt.datetime(2025, 9, 9, 20, tzinfo=dt.UTC)
)
LOT = LabelFacts(
    code="NH-250908-CN-02", trace_code="AB7K9Q2M", market="CN", crop="dragon_fruit", packed_on=dt.date(2025, 9, 8),
    cooperative="HTX Ngọc Hoàng", address="xã Tà Hộc, Sơn La", house="Nhà đóng gói 1", card=CARD, codes=CODES_OF_LOT,
    packs=(Pack("Loại 1", "Grade 1", "31–37", 20_500, 936, 19_188_000),), texts=TEXTS,
)  # fmt: skip


def judged(facts: LabelFacts, elements=CHINA, texts=TEXTS, on_carton=()):
    return judge_label(elements, texts, label_of(facts), facts.codes, on_carton)


# --- elements ---------------------------------------------------------------------------------------------------------


def test_a_whole_label_may_be_printed():
    assert judged(LOT).allowed


@pytest.mark.parametrize(
    ("without", "code"),
    [
        ({"card": None}, "label_no_fruit_name"),
        ({"card": replace(CARD, origin_en="")}, "label_no_origin"),
        ({"codes": LotCodes(frozenset(), "VN-SLPH-001")}, "label_no_area_code"),
        ({"codes": LotCodes(frozenset({"VN-SLOR-0001"}), "")}, "label_no_house_code"),
    ],
)
def test_a_missing_element_refuses_the_label_and_says_where_it_is_entered(without, code):
    verdict = judged(replace(LOT, **without))
    assert code in verdict.codes
    assert not verdict.allowed
    assert all(len(str(text)) > 10 for text in sentences(verdict))


@pytest.mark.parametrize("element", ELEMENTS)
def test_every_element_is_asked_for_by_itself(element):
    assert judge_label([element], [], Label({}), LotCodes()).codes == (f"label_no_{element}",)
    assert judge_label([element], [], Label({element: "x"}), LotCodes()).allowed


def test_every_element_that_a_market_can_ask_for_can_be_shown():
    whole = replace(
        LOT, area_name="Vùng 1", variety="LĐ5", importer="Dragonberry", treated=IRRADIATED, market="US",
    )  # fmt: skip
    assert judged(whole, ELEMENTS).allowed


def test_an_irradiated_lot_names_its_treatment_and_the_local_day():
    verdict = judged(LOT, AMERICA, ())
    assert verdict.codes == (
        "label_no_treatment_facility", "label_no_treatment_no", "label_no_treated_on", "label_no_radura",
    )  # fmt: skip
    treated = replace(LOT, treated=IRRADIATED)
    assert judged(treated, AMERICA, ()).allowed
    assert label_of(treated).values["treated_on"] == "2025-09-10"


def test_what_an_officer_puts_on_by_hand_is_pointed_out():
    verdict = judged(LOT, ["treatment_mark"])
    assert verdict.allowed
    assert verdict.codes == ("label_treatment_mark_by_hand",)


def test_an_element_that_nobody_knows_does_not_pass():
    assert judged(LOT, ["hologram"]).outcome == "unknown"


def test_a_carton_line_without_net_or_size_is_noticed():
    packs = (*LOT.packs, Pack("Loại 2", "Grade 2", "", None, 0, 80_000))
    assert judged(replace(LOT, packs=packs), ["size", "net_weight"]).codes == ("label_no_size", "label_no_net_weight")


# --- texts and codes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["输往中华人民共和国.", "EXPORTED TO THE PEOPLE'S REPUBLIC OF CHINA", "Exported to China"]
)
def test_a_text_must_be_exact(text):
    label = replace(label_of(LOT), texts=(TEXTS[0] if text.isascii() else TEXTS[1], text))
    assert judge_label(CHINA, TEXTS, label, CODES_OF_LOT).codes == ("label_text_missing",)


def test_one_of_several_wordings_is_enough():
    asked = ["Treated with irradiation | Treated by irradiation"]
    label = replace(label_of(LOT), texts=("Treated by irradiation",))
    assert judge_label([], asked, label, CODES_OF_LOT).allowed
    assert label_of(replace(LOT, texts=tuple(asked))).texts == ("Treated with irradiation",)


def test_the_label_names_the_codes_of_the_fruit():
    verdict = judged(replace(LOT, kept_code="VN-SLOR-0009"))
    assert verdict.codes == ("label_codes_differ",)
    assert "VN-SLOR-0009" in str(sentences(verdict)[0]) and "VN-SLOR-0001" in str(sentences(verdict)[0])
    label = replace(label_of(LOT), house_code="VN-SLPH-777")
    assert judge_label(CHINA, TEXTS, label, CODES_OF_LOT).codes == ("label_codes_differ",)


def test_cartons_with_the_code_of_others_cannot_be_used():
    assert judged(LOT, on_carton=["VN-SLOR-0001", "VN-SLPH-001"]).allowed
    verdict = judged(LOT, on_carton=["VN-SLOR-0001", "VN-BTOR-0123"])
    assert verdict.codes == ("label_code_foreign",)
    assert "VN-BTOR-0123" in str(sentences(verdict)[0])


def test_several_codes_stand_in_order_where_codes_may_mix():
    facts = replace(LOT, codes=LotCodes(frozenset({"B-2", "A-1"}), "VN-SLPH-001"))
    assert label_of(facts).values["area_code"] == "A-1, B-2"
    assert judged(facts).allowed


# --- what it shows ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("market", "own"), [("CN", "火龙果"), ("JP", "ドラゴンフルーツ"), ("KR", "용과"), ("RU", "Питахайя"), ("US", None)]
)
def test_the_fruit_has_its_name_in_the_language_of_the_market(market, own):
    assert names_on(replace(LOT, market=market)) == ["Thanh long", "Dragon fruit", *([own] if own else [])]


def test_days_and_weights_are_written_as_the_market_reads_them():
    abroad, home = label_of(LOT).values, label_of(replace(LOT, market="VN")).values
    assert (abroad["packed_on"], abroad["net_weight"], abroad["best_before"]) == ("2025-09-08", "20.5 kg", "2025-09-28")
    assert (home["packed_on"], home["net_weight"], home["best_before"]) == ("08/09/2025", "20,5 kg", "28/09/2025")


def test_a_label_for_fruit_always_names_who_answers_for_it():
    assert judge_label(ON_FRUIT, [], label_of(LOT), CODES_OF_LOT).allowed
    assert judge_label(ON_FRUIT, [], label_of(replace(LOT, card=None)), CODES_OF_LOT).outcome == "refused"


# --- numbers ----------------------------------------------------------------------------------------------------------


def run_of(first, last, sheet="carton", **facts):
    about = {"cartons": 936, "printed": (), "reason": "", "status": "closed", "is_held": False, **facts}
    return judge_run(sheet, Run(first, last), **about)


def test_a_first_run_needs_no_reason():
    assert run_of(1, 936).codes == ()


@pytest.mark.parametrize(
    ("first", "last", "facts", "code"),
    [
        (0, 3, {}, "label_numbers_backwards"),
        (3, 2, {}, "label_numbers_backwards"),
        (1, 937, {}, "label_numbers_beyond"),
        (1, 1, {"cartons": 0}, "label_without_cartons"),
        (1, MOST_AT_ONCE + 1, {"cartons": 10**6}, "label_too_many"),
        (1, 2, {"status": "void"}, "label_lot_void"),
        (1, 2, {"is_held": True}, "label_lot_held"),
        (5, 9, {"printed": [Run(9, 12)]}, "label_again_without_reason"),
    ],
)
def test_a_run_that_cannot_be_is_refused(first, last, facts, code):
    assert run_of(first, last, **facts).codes == (code,)


def test_a_reprint_with_a_reason_and_a_run_beside_another_pass():
    assert run_of(5, 9, printed=[Run(9, 12)], reason="ướt tem").allowed
    assert run_of(5, 8, printed=[Run(9, 12), Run(1, 4)]).allowed


def test_an_open_lot_warns_only():
    verdict = run_of(1, 2, status="open")
    assert verdict.allowed and verdict.codes == ("label_lot_open",)


def test_labels_for_fruit_are_not_counted_against_cartons():
    assert run_of(1, MOST_AT_ONCE, sheet=FRUIT, cartons=0).allowed
    assert run_of(5_000, 5_010, sheet=FRUIT).allowed


def test_numbers_go_through_the_carton_lines():
    assert [*numbered(Run(1, 6), [2, 3, 1])] == [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1), (6, 2)]
    assert [*numbered(Run(3, 4), [2, 3, 1])] == [(3, 1), (4, 1)]
    assert [*numbered(Run(7, 8), [2, 3, 1])] == [(7, 2), (8, 2)]
    assert [*numbered(Run(1, 2), [0, 2])] == [(1, 1), (2, 1)]
    assert [*numbered(Run(1, 2), [])] == [(1, 0), (2, 0)]


# --- the code to scan -------------------------------------------------------------------------------------------------

LINK = re.compile(r"^https?://[^?#]+/01/(\d{14})(?:/22/[^/?#]+)?(?:/10/([^/?#]+))?(?:/21/([^/?#]+))?(?:\?[^#]*)?$")


def test_a_digital_link_is_one():
    found = LINK.match(digital_link("https://coop.example", "96385074", "NH-250908-CN-02", "17"))
    assert found.groups() == ("00000096385074", "NH-250908-CN-02", "17")
    assert digital_link("https://coop.example", "09521234000013", "L1") == "https://coop.example/01/09521234000013/10/L1"


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("09521234000013/10/L1", ("09521234000013", "L1")),
        ("9521234000013/10/NH-250908-CN-02/21/17/", ("9521234000013", "NH-250908-CN-02")),
        ("09521234000013/22/A/10/L1", ("09521234000013", "L1")),
        ("09521234000014/10/L1", None),
        ("09521234000013", None),
        ("09521234000013/10/", None),
        ("09521234000013/10/a b", None),
        ("09521234000013/10/" + "x" * 21, None),
        ("٠٩٥٢١٢٣٤٠٠٠٠١٣/10/L1", None),
        ("../../etc", None),
        ("", None),
    ],
)
def test_a_digital_link_is_read_back(path, named):
    assert read_digital_link(path) == named


def test_every_code_has_a_sentence():
    assert set(CODES) <= set(WORDING)
