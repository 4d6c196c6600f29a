"""Account documents as people use them: list, form, repayment, void, slip, top-up; limits; readers and strangers."""

import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.models import AccountDocument, HouseholdCredit, LedgerEntry
from harvests.queries.ledger import balances_on
from harvests.tests.builders import make_scale, make_ticket
from harvests.tests.credit_builders import make_credit, make_paper, make_repayment, make_sale

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def household(coop):
    return make_household(coop, "003", "Hoàng Văn Liêm", kind="official")


def url(coop, name, *words):
    return reverse(name, args=[coop.slug, *words])


def typed(**values):
    facts = {"token": str(uuid.uuid4()), "household": "003", "amount_vnd": "3 tr", "day": "08/09/2025",
             "means": "cash", "note": "phân bón"}  # fmt: skip
    return {**facts, **values}


def test_an_advance_is_made_printed_and_voided(client, coop, director, household):
    make_credit(household)
    answer = client.post(url(coop, "account-document-new", "advance"), typed(household="hoang van liem"))
    assert answer.status_code == 302, answer.context["form"].errors
    paper = AccountDocument.objects.of(coop).get()
    assert (paper.code, paper.amount_vnd, paper.household) == ("TU-25-001", 3_000_000, household)
    slip = client.get(url(coop, "account-document-slip", paper.code)).content.decode()
    assert "Ba triệu đồng" in slip
    assert "PHIẾU CHI TẠM ỨNG" in slip
    page = client.get(answer.url).content.decode()
    assert "Hoàng Văn Liêm" in page
    assert client.post(url(coop, "account-document-void", paper.code), {"reason": ""}).status_code == 200
    sending = {"token": str(uuid.uuid4()), "reason": "nhầm hộ"}
    for _ in range(2):
        assert client.post(url(coop, "account-document-void", paper.code), sending).status_code == 302
    assert [row.amount_vnd for row in LedgerEntry.objects.of(coop).order_by("pk")] == [-3_000_000, 3_000_000]
    assert "nhầm hộ" in client.get(answer.url).content.decode()
    assert set(AuditEntry.objects.of(coop).values_list("verb", flat=True)) == {"document made", "document voided"}


def test_the_same_token_pays_once_and_another_body_is_refused(client, coop, director, household):
    make_credit(household)
    sending = typed()
    place = url(coop, "account-document-new", "advance")
    assert client.post(place, sending).url == client.post(place, sending).url
    assert AccountDocument.objects.of(coop).count() == 1
    assert client.post(place, {**sending, "amount_vnd": "4 tr"}).status_code == 409
    assert client.post(url(coop, "account-document-new", "credit"), sending).status_code == 409
    assert HouseholdCredit.objects.of(coop).get().advance_vnd == 3_000_000


@pytest.mark.parametrize(
    ("field", "text"),
    [("household", "999"), ("household", ""), ("amount_vnd", "1.5.0"), ("day", "09/09/2025"), ("day", "32/13"),
     ("means", ""), ("due_on", "01/09/2025"), ("amount_vnd", "0"), ("means", "gold")],
)  # fmt: skip
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, director, household, field, text):
    make_credit(household)
    answer = client.post(url(coop, "account-document-new", "advance"), typed(**{field: text}))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors, answer.context["form"].errors
    assert "phân bón" in answer.content.decode()
    assert not AccountDocument.objects.of(coop).exists()


def test_a_name_that_several_have_asks_for_the_code(client, coop, director, household):
    make_household(coop, "004", "Hoàng Văn Liêm")
    answer = client.post(url(coop, "account-document-new", "advance"), typed(household="Liêm"))
    assert "003" in str(answer.context["form"].errors["household"])


def test_past_the_limit_the_director_is_asked_why(client, coop, director, household):
    place = url(coop, "account-document-new", "advance")
    answer = client.post(place, typed())
    assert "override_reason" in answer.context["form"].errors
    assert answer.context["standing"]["code"] == "003"
    assert client.post(place, typed(override_reason="nhà có việc")).status_code == 302
    accountant = make_seat(coop, "accountant")
    client.force_login(accountant.user)
    answer = client.post(place, typed(override_reason="nhà có việc"))
    assert "amount_vnd" in answer.context["form"].errors


@pytest.mark.parametrize("kind", ["transport", "fee", "penalty", "top_up", "credit", "debit"])
def test_charges_and_counter_lines(client, coop, director, household, kind):
    assert client.get(url(coop, "account-document-new", kind)).status_code == 200
    answer = client.post(url(coop, "account-document-new", kind), typed(amount_vnd="50.000"))
    assert answer.status_code == 302, answer.context["form"].errors
    assert abs(balances_on(coop, AccountDocument.objects.of(coop).get().day)[household.pk]["fruit"]) == 50_000
    code = AccountDocument.objects.of(coop).get().code
    assert client.get(url(coop, "account-document-slip", code)).status_code == 404
    assert client.get(url(coop, "account-document-page", code)).status_code == 200
    assert client.get(url(coop, "account-document-new", "nothing")).status_code == 404


def test_lending_is_refused_while_it_is_off(client, coop, director, household):
    answer = client.post(url(coop, "account-document-new", "loan"), typed(due_on="08/09/2026"))
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()


def test_a_debt_is_paid_back(client, coop, director, household):
    paper, sale = make_paper(director, household), make_sale(director, household)
    place = url(coop, "account-document-repay")
    page = client.get(place, {"household": "003"}).content.decode()
    assert paper.code in page
    assert sale.code in page
    facts = {"debt": paper.code, "amount_vnd": "3.000.001", "day": "08/09/2025", "means": "cash"}
    answer = client.post(place, {**facts, "token": str(uuid.uuid4())})
    assert "amount_vnd" in answer.context["form"].errors
    assert "3.000.001" in answer.content.decode()
    sending = {**facts, "amount_vnd": "", "token": str(uuid.uuid4())}
    answers = [client.post(place, sending) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    paid = AccountDocument.objects.of(coop).get(kind="repayment")
    assert (paid.amount_vnd, paid.concerns) == (3_000_000, paper)
    assert "PHIẾU THU" in client.get(url(coop, "account-document-slip", paid.code)).content.decode()
    assert paid.code in client.get(url(coop, "account-document-page", paper.code)).content.decode()
    client.post(place, {**facts, "debt": sale.code, "amount_vnd": "", "token": str(uuid.uuid4())})
    assert paid.code != AccountDocument.objects.of(coop).first().code
    assert HouseholdCredit.objects.of(coop).get().inputs_vnd == 0
    assert client.get(place).status_code == 200


def test_a_top_up_is_looked_at_and_made_once(client, coop, director, household):
    make_scale(director)
    make_ticket(director, "003")
    other = make_household(coop, "004", kind="linked")
    make_ticket(director, "004")
    line = LedgerEntry.objects.of(coop).count()
    form = client.get(url(coop, "top-up-new")).context["form"]
    grades = {grade.code: f"grade-{grade.pk}" for grade in form.grades}
    facts = {"token": str(uuid.uuid4()), "round": form.fields["round"].queryset.get().pk, "kinds": ["official"],
             "day": "08/09/2025", "note": "Truy lĩnh lứa 4", grades["L1"]: "500"}  # fmt: skip
    assert "round" in client.post(url(coop, "top-up-new"), {**facts, "round": ""}).context["form"].errors
    assert client.post(url(coop, "top-up-new"), {**facts, grades["L1"]: ""}).context["form"].non_field_errors()
    look = client.post(url(coop, "top-up-new"), facts)
    assert not AccountDocument.objects.of(coop).exists()
    [row] = look.context["preview"]["rows"]
    assert row["code"] == "003"
    confirmed = {**facts, "seal": look.context["form"].data["seal"]}
    answers = [client.post(url(coop, "top-up-new"), confirmed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    made = AccountDocument.objects.of(coop).get()
    assert (made.kind, made.household, made.note) == ("top_up", household, "Truy lĩnh lứa 4")
    assert made.amount_vnd == 45_750, "500 for each of 91.5 kg: not thousands, as on the price board"
    assert LedgerEntry.objects.of(coop).count() == line + 1
    stale = client.post(url(coop, "top-up-new"), {**facts, "token": str(uuid.uuid4()), "kinds": ["linked"],
                                                  "seal": confirmed["seal"]})  # fmt: skip
    assert stale.context["preview"]["changed"]
    assert [row["code"] for row in stale.context["preview"]["rows"]] == [other.code]


def test_limits_are_the_director_s(client, coop, director, household):
    place = url(coop, "credit-limits", "003")
    sending = {"token": str(uuid.uuid4()), "version": "0", "advance_limit_vnd": "5 tr", "input_limit_vnd": ""}
    for _ in range(2):
        assert client.post(place, sending).status_code == 302
    assert HouseholdCredit.objects.of(coop).get().advance_limit_vnd == 5_000_000
    answer = client.post(place, {**sending, "token": str(uuid.uuid4()), "version": "1", "advance_limit_vnd": "6 tr"})
    assert answer.context["form"].conflict
    assert "6 tr" in answer.content.decode()
    answer = client.post(place, {**sending, "token": "", "input_limit_vnd": "-"})
    assert "input_limit_vnd" in answer.context["form"].errors
    make_paper(director, household)
    page = client.get(url(coop, "credit-page", "003")).content.decode()
    assert "TU-25-001" in page
    assert "003" in client.get(url(coop, "credit-standing"), {"household": "003 – Hoàng Văn Liêm"}).content.decode()
    assert client.get(url(coop, "credit-standing"), {"household": "nobody"}).content.decode().strip() == ""


def test_readers_are_refused_and_strangers_find_nothing(client, coop, household):
    paper = make_paper(make_seat(coop, "director"), household)
    clerk = make_seat(coop, "clerk")
    client.force_login(clerk.user)
    writing = [("account-document-new", "advance"), ("account-document-repay",), ("top-up-new",),
               ("account-document-void", paper.code), ("credit-limits", "003")]  # fmt: skip
    for name, *words in writing:
        assert client.post(url(coop, name, *words), {}).status_code == 403, name
    assert client.get(url(coop, "account-document-page", paper.code)).status_code == 200
    stranger = make_seat(make_coop("an-phu"), "director")
    client.force_login(stranger.user)
    for name, *words in [*writing, ("account-document-page", paper.code), ("credit-page", "003")]:
        assert client.get(url(coop, name, *words)).status_code == 404, name
    assert client.get(url(stranger.cooperative, "account-document-page", paper.code)).status_code == 404
    place = url(stranger.cooperative, "account-document-new", "advance")
    assert "household" in client.post(place, typed()).context["form"].errors


@pytest.mark.parametrize(("name", "most"), [("account-document-list", 8), ("credit-list", 8)])
def test_lists_ask_as_much_for_three_rows_as_for_thirty(
    client, coop, director, household, name, most, django_assert_max_num_queries
):
    make_scale(director)
    counts = []
    for many in (3, 27):
        for _ in range(many):
            who = make_household(coop)
            paper = make_paper(director, who)
        make_repayment(director, 1_000, document=paper)
        client.get(url(coop, name))
        with django_assert_max_num_queries(most) as asked:
            assert client.get(url(coop, name)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_lists_are_narrowed_and_downloaded(client, coop, director, household):
    other = make_household(coop, "004", "Lò Thị Én")
    make_credit(other, 1_000_000)
    make_paper(director, household)
    make_paper(director, other, amount_vnd=2_000_000, override_reason="gấp")
    for query, sees in (({"household": "lo thi"}, "004"), ({"state": "void"}, ""), ({"kind": "penalty"}, ""),
                        ({"state": "open", "first": "08/09/2025", "household": "003"}, "003")):  # fmt: skip
        page = client.get(url(coop, "account-document-list"), query).content.decode()
        assert [code for code in ("003 –", "004 –") if code in page] == ([f"{sees} –"] if sees else [])
    over = client.get(url(coop, "credit-list"), {"state": "over"}).content.decode()
    assert "Lò Thị Én" in over
    assert "Hoàng Văn Liêm" not in over
    for state in ("overdue", "own", "all"):
        assert client.get(url(coop, "credit-list"), {"state": state}).status_code == 200
    for name in ("account-document-list", "credit-list"):
        assert "Hoàng Văn Liêm" in client.get(url(coop, name), {"format": "csv"}).content.decode()
