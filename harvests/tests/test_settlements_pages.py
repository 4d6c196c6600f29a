"""Settlement runs as people use them: the pages of each step, what they refuse, and who may open them."""

import io
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from growers.models import Household
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.models import Payment, SettlementChoice, SettlementLine, SettlementRun
from harvests.queries.settlement_lines import draft_of
from harvests.tests.credit_builders import allow_lending, make_paper
from harvests.tests.settlement_builders import (
    make_approved,
    make_closed,
    make_fruit_of,
    make_locked,
    make_payee,
    make_run,
    pay_all,
)

pytestmark = pytest.mark.django_db(transaction=True)
ENGLISH = {"accept-language": "en"}
RULES = {
    "day_from": "2/9/2025", "day_to": "8/9/2025", "advance_bp": "100", "input_bp": "50", "fee_vnd_per_kg": "300",
    "rounding": "down_1000", "means": "transfer", "kind": "",
}  # fmt: skip


@pytest.fixture
def seat(stand_still, client):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(), "accountant")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def coop(seat):
    return seat.cooperative


@pytest.fixture
def director(coop):
    return make_seat(coop, "director")


def url(name, run, *words):
    return reverse(name, args=[run.cooperative.slug, run.code, *words])


def body(**values):
    return {"token": str(uuid.uuid4()), **values}


def closing(run):
    return body(version=run.version, seen=draft_of(run).digest)


def text(answer) -> str:
    return answer.content.decode()


# Every POST: (address, state of the run it asks for, what is sent, who sends it).
POSTS = {
    "new": lambda s, d: ("run-new", None, body(**RULES), s),
    "edit": lambda s, d: ("run-edit", make_run(s), body(**RULES, version=1), s),
    "choose": lambda s, d: ("run-choose", make_run(s), body(**{"choice-011": "cash", "was-011": ""}), s),
    "close": lambda s, d: ("run-close", run := make_run(s), closing(run), s),
    "approve": lambda s, d: ("run-approve", run := make_closed(s), body(version=run.version), d),
    "cancel": lambda s, d: ("run-cancel", make_closed(s), body(reason="giá sai"), s),
    "pay": lambda s, d: ("run-pay", run := make_approved(s, d), paying(run), s),
    "return": lambda s, d: ("payment-return", pay_all(s, make_approved(s, d)), body(day="8/9/2025", reason="sai"), s),
    "lock": lambda s, d: ("run-lock", pay_all(s, make_approved(s, d)), body(), s),
}


def paying(run, **values):
    keys = [line.pk for line in SettlementLine.objects.of(run.cooperative_id).filter(run=run)]
    return body(**{"lines": keys, "day": "8/9/2025", "means": "transfer", "reference": "FT1", **values})


def address(name, run, coop):
    words = [run.code] if run else []
    if name == "payment-return":
        words.append(Payment.objects.of(coop).get().pk)
    return reverse(name, args=[coop.slug, *words])


@pytest.fixture(params=POSTS)
def post(request, seat, director, coop):
    """(address, body, who may) of each POST, on a run that waits for it."""
    make_fruit_of(seat, "011")
    name, run, sent, who = POSTS[request.param](seat, director)
    return address(name, run, coop), sent, who


def state(coop):
    rows = SettlementRun.objects.of(coop).values_list("status", "version", "paid_vnd")
    return sorted(rows), Payment.objects.of(coop).count()


def test_every_step_is_taken_once_by_whoever_may(client, coop, post):
    where, sent, who = post
    before = state(coop)
    client.force_login(make_seat(coop, "clerk").user)
    assert client.post(where, sent).status_code == 403
    stranger = make_coop("an-phu")
    client.force_login(make_seat(stranger, "director").user)
    assert client.post(where, sent).status_code == 404
    if where.count("/") > 6:
        assert client.post(where.replace(coop.slug, stranger.slug), sent).status_code == 404
    assert state(coop) == before
    client.force_login(who.user)
    answer = client.post(where, sent, headers=ENGLISH)
    assert answer.status_code == 302, answer.context["form"].errors
    after = state(coop)
    assert after != before
    again = client.post(where, sent)
    assert (again.status_code, state(coop)) == (302, after)
    assert client.post(where, {**sent, "note": "khác", "reason": "khác"}).status_code == 409
    assert state(coop) == after


@pytest.mark.parametrize(
    ("name", "wrong", "kept"),
    [
        ("new", {"day_to": "1/9/2025", "note": "lứa 4"}, "lứa 4"),
        ("edit", {"fee_vnd_per_kg": "300000", "note": "lứa 4"}, "lứa 4"),
        ("close", {"seen": "0123456789abcdef"}, "0123456789abcdef"),
        ("close", {"seen": ""}, "TT-25-001"),
        ("approve", {"version": "1"}, 'value="1"'),
        ("cancel", {"reason": ""}, "TT-25-001"),
        ("pay", {"reference": "", "day": "07/09/2025"}, "07/09/2025"),
        ("return", {"day": "7/9/2025", "reason": "sai tên"}, "sai tên"),
        ("choose", {"choice-011": "gold"}, "TT-25-001"),
    ],
)
def test_bad_input_is_explained_and_kept(client, seat, director, coop, name, wrong, kept):
    make_fruit_of(seat, "011")
    where, run, sent, who = POSTS[name](seat, director)
    before = state(coop)
    client.force_login(who.user)
    answer = client.post(address(where, run, coop), {**sent, **wrong}, headers=ENGLISH)
    assert answer.status_code == 200
    assert answer.context["form"].errors and kept in text(answer)
    assert 'role="alert"' in text(answer)
    assert state(coop) == before


def test_drafts_over_the_same_households_are_pointed_out(client, seat, coop):
    run = make_run(seat, kind="official")
    make_run(seat, kind="linked")
    page = reverse("run-page", args=[coop.slug, run.code])
    assert client.get(page).context["others"] == []
    everybody = make_run(seat)
    assert client.get(page).context["others"] == [everybody.code]


def test_a_new_run_begins_with_the_usual_rules(client, seat, coop):
    page = client.get(reverse("run-new", args=[coop.slug]))
    form = page.context["form"]
    assert [form[name].value() for name in ("day_from", "day_to", "advance_bp", "input_bp")] == [
        "01/09/2025", "07/09/2025", "100", "50",
    ]  # fmt: skip
    assert "loan_bp" not in form.fields
    allow_lending(coop)
    assert "loan_bp" in client.get(reverse("run-new", args=[coop.slug])).context["form"].fields
    run = make_run(seat, fee_vnd_per_kg=450)
    like = client.get(reverse("run-new", args=[coop.slug]), {"like": run.code}).context["form"]
    assert like["fee_vnd_per_kg"].value() == "450"
    next_one = client.get(reverse("run-new", args=[coop.slug])).context["form"]
    assert (next_one["fee_vnd_per_kg"].value(), next_one["kind"].value()) == ("450", "")


def test_a_draft_shows_what_would_be_paid_and_what_stops_it(client, seat, coop, stand_still):
    make_payee(coop, "012", "Lò Thị Mai", bank_account_name="LO VAN ĐƯC")
    make_household(coop, "013", "Tòng Văn Thiện")
    stand_still("2025-09-01")
    make_fruit_of(seat, "011")
    stand_still("2025-09-08")
    make_fruit_of(seat, "011", "012", "013")
    make_paper(seat, Household.objects.of(coop).get(code="011"), amount_vnd=500_000)
    run = make_run(seat, fee_vnd_per_kg=300)
    page = client.get(url("run-page", run), headers=ENGLISH)
    rows = {row["code"]: row for row in page.context["rows"]}
    assert (rows["011"]["fruit"], rows["011"]["fee"], rows["011"]["advance"], rows["011"]["pay"]) == (
        "3,660,000", "54,900", "500,000", "3,105,000",
    )  # fmt: skip
    assert rows["011"]["account"] == "MB ••0011" and "99990000011" not in text(page)
    assert page.context["red"] == page.context["asked"] == 1
    assert page.context["early"] == {"n": "1", "households": 1}
    for words in ("no bank account", "account in the name of LO VAN ĐƯC", "before the period"):
        assert words in text(page)
    assert page.context["totals"]["pay_unit"] == "6,709,000 đ"
    line = text(client.get(url("run-line", run, "011"), headers=ENGLISH))
    assert "TU-25-001" in line and "CAN-250901-001" in line
    stopped = client.get(url("run-close", run), headers=ENGLISH)
    assert "The bank account is missing" in text(stopped) and '<form method="post" class="sheet"' not in text(stopped)


def test_an_account_in_another_name_wants_a_tick_and_a_reason(client, seat, coop):
    make_payee(coop, "012", "Lò Thị Mai", bank_account_name="LO VAN DUC")
    make_fruit_of(seat, "012")
    run = make_run(seat)
    for sent in (closing(run), {**closing(run), "reason": "chồng"}, {**closing(run), "checked": "on"}):
        answer = client.post(url("run-close", run), sent)
        assert answer.status_code == 200 and answer.context["form"].errors
    assert client.post(url("run-close", run), {**closing(run), "checked": "on", "reason": "chồng"}).status_code == 302
    assert "chồng" in text(client.get(url("run-page", run)))


def test_both_names_and_every_step_stand_on_the_page(client, seat, director, coop):
    make_fruit_of(seat, "011")
    run = make_locked(seat, director)
    page = client.get(url("run-page", run))
    assert [step["done"] for step in page.context["steps"]] == [True] * 5
    for someone in (seat, director):
        assert someone.user.display_name in text(page)
    assert "FT25251" in text(page) and "FT25251" in text(client.get(url("run-line", run, "011")))
    assert client.get(url("run-page", run).replace(run.code, "TT-25-009")).status_code == 404
    assert client.get(url("run-line", run, "099")).status_code == 404


def test_who_closed_a_run_is_not_offered_to_approve_it(client, seat, director, coop):
    make_fruit_of(seat, "011")
    run = make_closed(director)
    client.force_login(director.user)
    page = text(client.get(url("run-page", run)))
    assert url("run-approve", run) not in page
    answer = client.post(url("run-approve", run), body(version=run.version), headers=ENGLISH)
    assert "another director has to approve" in text(answer)


def test_what_is_closed_says_so(client, seat, coop):
    make_fruit_of(seat, "011")
    run = make_run(seat)
    choice, rules = body(**{"choice-011": "cash"}), body(**RULES, version=1)
    SettlementRun.objects.of(coop).filter(pk=run.pk).update(status="cancelled", cancel_reason="nhầm")
    for name, sent in (("run-choose", choice), ("run-edit", rules), ("run-edit", None)):
        where = url(name, run)
        ask = client.post if sent else client.get
        assert "Only a draft can be changed" in text(ask(where, sent, headers=ENGLISH, follow=True))
    assert not SettlementChoice.objects.of(coop).exists()


def test_payments_are_ticked_and_a_stale_tab_is_told_so(client, seat, director, coop):
    make_fruit_of(seat, "011", "012")
    run = make_approved(seat, director)
    assert len(client.get(url("run-pay", run)).context["rows"]) == 2
    assert client.get(url("run-pay", run), {"means": "cash"}).context["rows"] == []
    sent = paying(run)
    one = {**paying(run), "lines": sent["lines"][:1]}
    assert client.post(url("run-pay", run), one).status_code == 302
    stale = client.post(url("run-pay", run), sent, headers=ENGLISH)
    assert "Paid already, so nothing was entered: households 011" in text(stale)
    cash = {**paying(run, means="cash", reference=""), "lines": sent["lines"][1:]}
    client.post(url("run-pay", run), cash)
    late = client.post(url("run-pay", run), body(**{**cash, "token": str(uuid.uuid4())}), headers=ENGLISH)
    assert "nothing of this one is left to pay" in text(late)
    assert [payment.paper for payment in Payment.objects.of(coop)] == ["FT1", "PC-25-001"]


@pytest.mark.parametrize("make", [make_run, make_closed, make_locked])
def test_the_excel_has_all_columns_and_totals(client, seat, coop, make):
    make_fruit_of(seat, "011", "012")
    run = make(seat, fee_vnd_per_kg=300)
    answer = client.get(url("run-page", run), {"format": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:3]] == ["011", "012"]
    assert rows[1][2:13] == [1, 91_500, 1_830_000, 0, 0, 27_450, 0, 0, 0, 550, 1_802_000]
    assert rows[3][2:13] == [2, 183_000, 3_660_000, 0, 0, 54_900, 0, 0, 0, 1_100, 3_604_000]
    assert rows[1][14] == "MB ••0011"


def test_lists_cost_the_same_whatever_they_hold(client, seat, director, coop, django_assert_max_num_queries):
    make_fruit_of(seat, "011")
    make_paper(seat, Household.objects.of(coop).get(code="011"), amount_vnd=500_000)
    draft, closed = make_run(seat), None
    counts = []
    for more in ((), [f"{number:03d}" for number in range(20, 50)]):
        make_fruit_of(seat, *more)
        for code in more[:10]:
            make_paper(seat, Household.objects.of(coop).get(code=code), amount_vnd=100_000)
        closed = make_closed(seat)
        client.get(url("run-page", closed))
        found = []
        for where, most in (
            (reverse("run-list", args=[coop.slug]) + "?state=all", 8), (url("run-page", closed), 8),
            (url("run-page", draft), 16),
        ):  # fmt: skip
            with django_assert_max_num_queries(most) as ran:
                assert client.get(where).status_code == 200
            found.append(len(ran))
        counts.append(found)
    assert counts[0] == counts[1]
