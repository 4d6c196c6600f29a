"""The public page as strangers meet it: no cookie, few bytes, allowed fields alone, one face for what is not there."""

import pytest
from django.urls import reverse

from coopsite import clock
from growers.actions.consents import withdraw_consent
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from growers.tests.consents_builders import make_consent
from harvests.actions.lots import hold_lot
from harvests.actions.publishing import withdraw_page
from harvests.models import Recall, RecallLot, Shipment, TracePage, TraceScan
from harvests.queries.publishing import page_facts
from harvests.rules.pictures import PUBLIC_BYTES
from harvests.rules.publishing import LANGUAGES
from harvests.tests.lots_builders import make_fruit, make_lot
from harvests.tests.picture_files import jpeg
from harvests.tests.publishing_builders import make_card, make_page
from harvests.tests.shipments_builders import make_allocation, make_shipment

pytestmark = pytest.mark.django_db
CANARY = "CNRYB"


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(phone="+842123852123", address="tiểu khu 7"), "director")


@pytest.fixture
def page(seat):
    return make_page(seat)


def path(page, rest="/") -> str:
    return f"/t/{page.lot.trace_code}{rest}"


def bare(answer) -> tuple:
    return answer.status_code, answer.content, sorted(answer.headers.items()), str(answer.cookies)


# --- what it shows ----------------------------------------------------------------------------------------------------


def test_whoever_scans_reads_the_page_without_a_cookie(client, page):
    answer = client.get(path(page))
    assert answer.status_code == 200
    text = answer.content.decode()
    known = ("Thanh long ruột đỏ", page.lot.code, "Sơn La, Việt Nam", "28/09/2025", "TCVN 11892-1:2017", "08/09/2025")
    for shown in known:
        assert shown in text, shown
    assert not answer.cookies and "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "csrf" not in text and "<script" not in text and "style=" not in text


def test_the_page_tells_of_shipping_that_came_after_it(client, seat, page):
    assert "Shipping" not in client.get(path(page), {"lang": "en"}).content.decode()
    make_shipment(seat, make_allocation(seat, page.lot), status="departed")
    Shipment.objects.of(seat.cooperative).update(departed_on="2025-09-11")
    text = client.get(path(page), {"lang": "en"}).content.decode()
    assert "<strong>Shipping</strong> 11/09/2025" in text
    assert [step["kind"] for step in page_facts(page.lot)["steps"]] == ["harvest", "pack", "ship"]


def test_not_even_members_get_a_cookie(client, seat, page):
    client.force_login(seat.user)
    assert not client.get(path(page)).cookies


def test_everything_weighs_40_kb_at_most(client, seat, settings):
    heavy = jpeg(scan=PUBLIC_BYTES - 800)
    make_card(seat, picture=heavy)
    page = make_page(seat)
    answer = client.get(path(page))
    picture = client.get(path(page, "/picture"))
    assert picture.headers["Content-Type"] == "image/jpeg"
    css = (settings.BASE_DIR / "static/css/public.css").read_bytes()
    icon = (settings.BASE_DIR / "static/icon.svg").read_bytes()
    assert len(picture.content) > 27_000
    assert len(answer.content) + len(picture.content) + len(css) + len(icon) <= 40_000
    assert answer.content.count(b"href=\"/static/") == 2 and answer.content.count(b"src=") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_five_languages(client, page, language):
    names = {"vi": "Thu hoạch", "en": "Harvest", "zh": "采收", "ja": "収穫", "ko": "수확"}
    asked = client.get(path(page), {"lang": language})
    accepted = client.get(path(page), headers={"accept-language": f"{language}-XX,fr;q=0.5"})
    assert names[language] in asked.content.decode()
    assert asked.content == accepted.content
    assert f'lang="{"zh-Hans" if language == "zh" else language}"' in asked.content.decode()[:60]


@pytest.mark.parametrize(
    ("accepted", "word"), [("", "Thu hoạch"), ("fr-FR,de", "Harvest"), ("*", "Thu hoạch"), ("x" * 999, "Thu hoạch")]
)
def test_other_languages_read_english(client, page, accepted, word):
    assert word in client.get(path(page), headers={"accept-language": accepted}).content.decode()


def test_no_person_is_named_without_consent(client, seat):
    household = make_household(
        seat.cooperative, "077", f"{CANARY} Lò Văn Đức", alias=f"{CANARY}alias", phone="+84912345678",
        citizen_id="014099000012", bank_account="71120001", village=f"{CANARY}bản", note=f"{CANARY}note",
    )  # fmt: skip
    make_plot(household, note=f"{CANARY}plot")
    page = make_page(seat, make_lot(seat, make_fruit(seat, household, note=f"{CANARY}ticket"), note=f"{CANARY}lot"))
    for language in LANGUAGES:
        text = client.get(path(page), {"lang": language}).content.decode()
        for secret in (CANARY, "0912", "912345678", "014099", "71120001", seat.user.username):
            assert secret not in text, secret
    assert CANARY not in str(page.facts)


def test_who_agreed_is_named_until_the_consent_ends(client, seat):
    household = make_household(seat.cooperative, "077", "Hoàng Thị Thuận")
    consent = make_consent(seat, household)
    make_plot(household)
    page = make_page(seat, make_lot(seat, make_fruit(seat, household)))
    assert "Hoàng Thị Thuận" in client.get(path(page)).content.decode()
    assert "Thuận" not in str(page.facts)
    withdraw_consent(seat, household=household, consent=consent, withdrawn_on=clock.today(), withdrawn_how="")
    assert "Hoàng Thị Thuận" not in client.get(path(page)).content.decode()


def test_what_got_into_the_facts_by_mistake_is_not_shown(client, page):
    page.facts = {
        **page.facts, "household": CANARY, "brand": {"nested": CANARY}, "note": CANARY,
        "producer": {**page.facts["producer"], "director": CANARY}, "steps": [{"kind": "harvest", "clerk": CANARY}],
    }  # fmt: skip
    page.save()
    answer = client.get(path(page))
    assert answer.status_code == 200
    assert CANARY not in answer.content.decode()


# --- warnings ---------------------------------------------------------------------------------------------------------


def test_a_held_lot_warns_and_shows_no_more_than_what_it_is(client, seat, page):
    hold_lot(seat, lot=page.lot, reason=f"{CANARY} nghi ngờ")
    text = client.get(path(page)).content.decode()
    assert "đang được kiểm tra" in text and page.lot.code in text and "TCVN" not in text
    assert CANARY not in text


def test_a_recalled_lot_turns_to_a_warning_with_what_the_public_is_told(client, seat, page):
    recall = Recall.objects.create(
        cooperative=seat.cooperative, year=2025, number=1, kind="real", start_code=page.lot.code,
        reason=f"{CANARY} lý do", public_note="Xin trả lại nơi mua.", detected_at=page.published_at,
        opened_at=page.published_at, opened_by=seat.user,
    )  # fmt: skip
    RecallLot.objects.create(
        cooperative=seat.cooperative, recall=recall, lot=page.lot, affected_g=1, stock_g=0, shipped_g=1
    )
    text = client.get(path(page)).content.decode()
    assert "đang bị thu hồi" in text and "Xin trả lại nơi mua." in text and CANARY not in text
    assert "✔" not in text
    Recall.objects.of(seat.cooperative).update(kind="mock")
    assert "đang bị thu hồi" not in client.get(path(page)).content.decode()


# --- what is not there ------------------------------------------------------------------------------------------------

ODD = [
    "/t/", "/t/x", "/t/ABCDEFGH/", "/t/%00/", "/t/'%22--/", "/t/" + "A" * 3_000, "/t/a/b/c", "/t/ẤỘ/", "/t/%2e%2e/",
    "/t/%0A", "/t/ABCD%0AEFGH/",
]  # fmt: skip


def test_what_is_not_public_looks_alike(client, seat, page):
    unpublished = make_lot(seat)
    withdrawn = make_page(seat, make_lot(seat))
    withdraw_page(seat, lot=withdrawn.lot, reason="nhầm")
    void = make_lot(seat, status="void")
    known = [f"/t/{code}/" for code in (unpublished.trace_code, withdrawn.lot.trace_code, void.trace_code)]
    nothing = bare(client.get("/t/00000000/"))
    assert nothing[0] == 404
    for address in [*known, *ODD, *(f"{one}picture" for one in known), "/01/09521234000013/10/L1", "/01/x", "/01/"]:
        assert bare(client.get(address)) == nothing, address
    assert not client.get("/t/00000000/").cookies


def test_any_spelling_of_a_code_leads_to_the_page(client, page):
    code = page.lot.trace_code
    one = client.get(path(page)).content
    for spelling in (code.lower(), f"{code[:4]}-{code[4:]}", code.replace("0", "O").replace("1", "l")):
        assert client.get(f"/t/{spelling}").content == one


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_reading(client, page, method):
    known, unknown = (client.generic(method, address) for address in (path(page), "/t/00000000/"))
    assert known.status_code == unknown.status_code == 405
    assert bare(known) == bare(unknown)


# --- scans ------------------------------------------------------------------------------------------------------------


def test_scans_are_counted_by_day_and_nothing_else_is_kept(client, page, stand_still):
    for _ in range(3):
        client.get(path(page))
    client.head(path(page))
    client.get(path(page, "/picture"))
    client.get("/t/00000000/")
    stand_still("2025-09-09")
    client.get(path(page))
    rows = TraceScan.objects.of(page.cooperative).order_by("day").values_list("day", "count")
    assert [(str(day), count) for day, count in rows] == [("2025-09-08", 3), ("2025-09-09", 1)]
    assert {field.name for field in TraceScan._meta.fields} == {"id", "cooperative", "lot", "day", "count"}


def test_a_page_costs_few_statements(client, page, django_assert_max_num_queries):
    client.get(path(page))
    with django_assert_max_num_queries(5) as asked:  # page, count within a savepoint, recall
        client.get(path(page))
    assert sum("tracescan" in one["sql"].lower() for one in asked.captured_queries) == 1
    with django_assert_max_num_queries(1):
        client.get("/t/00000000/")


# --- Digital Link -----------------------------------------------------------------------------------------------------


def test_a_digital_link_leads_to_the_page(client, seat):
    make_card(seat, gtin="9521234000013")
    page = make_page(seat)
    for link in ("09521234000013", "9521234000013"):
        for rest in ("", "/", "/21/17"):
            answer = client.get(f"/01/{link}/10/{page.lot.code}{rest}")
            assert (answer.status_code, answer.headers["Location"]) == (307, path(page)), link + rest
    assert not answer.cookies


def test_a_digital_link_that_two_lots_answer_to_leads_nowhere(client, seat):
    make_card(seat, gtin="9521234000013")
    page = make_page(seat)
    other = make_seat(make_coop("an-phu", code=seat.cooperative.code), "director")
    make_card(other, gtin="09521234000013")
    twin = make_page(other)
    assert twin.lot.code == page.lot.code
    assert client.get(f"/01/09521234000013/10/{page.lot.code}").status_code == 404
    withdraw_page(other, lot=twin.lot, reason="x")
    assert client.get(f"/01/09521234000013/10/{page.lot.code}").status_code == 307


def test_the_address_of_a_page_can_be_made(page):
    assert reverse("trace-public", args=[f"{page.lot.trace_code}/"]) == path(page)
    assert TracePage.objects.of(page.cooperative).count() == 1
