"""What is guarded about households: numbers that few may see, people who look alike, where they live."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry, Bank, Household
from growers.tests.builders import make_commune, make_coop, make_household, make_seat

pytestmark = pytest.mark.django_db

CITIZEN, ACCOUNT = "014088001234", "99990000123456"
MASKED_CITIZEN, MASKED_ACCOUNT = "*********234", "***********456"


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def household(coop):
    bank = Bank.objects.create(bin="970405", short_name="Agribank", name="Agribank")
    return make_household(
        coop, "097", citizen_id=CITIZEN, bank=bank, bank_account=ACCOUNT, bank_account_name="BUI THI HOA"
    )


def typed(household, **values):
    coop = household.cooperative
    facts = {
        "token": str(uuid.uuid4()), "version": household.version, "code": household.code, "name": household.name,
        "kind": "linked", "commune": coop.commune_id, "village": household.village, "bank": household.bank_id or "",
        "citizen_id": MASKED_CITIZEN, "bank_account": MASKED_ACCOUNT,
    }  # fmt: skip
    return {**facts, **values}


def edit(client, household, facts):
    return client.post(reverse("household-edit", args=[household.cooperative.slug, household.code]), facts)


def page(client, household, name="household-page", **query):
    return client.get(reverse(name, args=[household.cooperative.slug, household.code]), query)


def numbers(client, household, token=None, reason="payment"):
    url = reverse("household-numbers", args=[household.cooperative.slug, household.code])
    return client.post(url, {"token": token or str(uuid.uuid4()), "reason": reason})


# --- numbers that few may see ---


@pytest.mark.parametrize("role", ["director", "accountant", "controller"])
def test_numbers_are_masked_until_somebody_asks_and_that_is_noted(client, coop, household, role):
    seat = make_seat(coop, role)
    client.force_login(seat.user)
    text = page(client, household).content.decode()
    assert MASKED_CITIZEN in text and CITIZEN not in text and ACCOUNT not in text
    shown = numbers(client, household)
    assert CITIZEN in shown.content.decode() and ACCOUNT in shown.content.decode()
    entry = AuditEntry.objects.of(coop).get()
    assert (entry.verb, entry.actor, entry.object_id) == ("personal numbers shown", seat.user, household.pk)
    assert (entry.label, entry.details) == ("097", {"reason": "payment"})


@pytest.mark.parametrize("role", ["clerk", "field", "sales", "packer", "admin"])
def test_others_see_no_number_at_all(client, coop, household, role):
    client.force_login(make_seat(coop, role).user)
    for tab in ("overview", "plots", "deliveries", "history"):
        text = page(client, household, tab=tab).content.decode()
        assert not any(part in text for part in (CITIZEN, ACCOUNT, MASKED_CITIZEN, MASKED_ACCOUNT, "BUI THI HOA")), tab
    assert numbers(client, household).status_code == 403
    assert not AuditEntry.objects.of(coop).exists()


def test_one_look_is_noted_once_and_a_visit_shows_nothing(client, coop, director, household):
    token = str(uuid.uuid4())
    assert [numbers(client, household, token).status_code for _ in range(2)] == [200, 200]
    assert AuditEntry.objects.of(coop).count() == 1
    assert page(client, household, "household-numbers").url == page(client, household).request["PATH_INFO"]
    for token, reason in (("no token", "payment"), (None, ""), (None, "curious")):
        answer = numbers(client, household, token, reason)
        assert answer.status_code == 200 and answer.context["form"].errors
        assert CITIZEN not in answer.content.decode()
    assert AuditEntry.objects.of(coop).count() == 1


def test_a_token_of_one_look_opens_no_other_household(client, coop, director, household):
    other = make_household(coop, "098", "Lò Văn Đức", citizen_id="014088009999")
    token = str(uuid.uuid4())
    assert numbers(client, household, token).status_code == 200
    assert numbers(client, other, token).status_code == 409


def test_a_stranger_finds_no_numbers(client, household):
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert numbers(client, household).status_code == 404
    assert edit(client, household, typed(household)).status_code == 404


def test_the_form_shows_masks_and_a_mask_changes_nothing(client, coop, director, household):
    text = page(client, household, "household-edit").content.decode()
    assert MASKED_CITIZEN in text and CITIZEN not in text and ACCOUNT not in text
    assert edit(client, household, typed(household, village="bản Mới")).status_code == 302
    household.refresh_from_db()
    assert (household.citizen_id, household.bank_account, household.village) == (CITIZEN, ACCOUNT, "bản Mới")
    changes = AuditEntry.objects.of(coop).get().details["changes"]
    assert changes == {"village": ["…", "…"], "bank_account_name": ["…", "…"]}


def test_a_new_number_replaces_the_old_and_an_empty_one_removes_it(client, coop, director, household):
    facts = typed(household, citizen_id="014088005678", bank_account="")
    assert edit(client, household, facts).status_code == 302
    household.refresh_from_db()
    assert (household.citizen_id, household.bank_account) == ("014088005678", "")
    noted = str(AuditEntry.objects.of(coop).get().details)
    assert "014088005678" not in noted and CITIZEN not in noted and "citizen_id" in noted


@pytest.mark.parametrize("number", ["*********535", "1234", "0140880056789"])
def test_a_malformed_number_is_refused(client, coop, director, household, number):
    answer = edit(client, household, typed(household, citizen_id=number))
    assert "citizen_id" in answer.context["form"].errors


def test_who_may_not_see_numbers_changes_none(client, coop, household):
    client.force_login(make_seat(coop, "field").user)
    facts = typed(household, citizen_id="", bank_account="", bank="", village="bản Mới")
    assert edit(client, household, facts).status_code == 302
    household.refresh_from_db()
    assert (household.citizen_id, household.bank_account, household.village) == (CITIZEN, ACCOUNT, "bản Mới")
    assert household.bank_account_name == "BUI THI HOA"


# --- people who look alike ---


def test_the_question_about_look_alikes_comes_only_when_there_are_some(client, coop, director):
    url = reverse("household-new", args=[coop.slug])
    make_household(coop, "001", "Bùi Thị Hoà", village="bản Cao Sơn")
    assert "confirm_twin" not in client.get(url).content.decode()
    facts = {
        "token": str(uuid.uuid4()), "code": "002", "name": "Bùi Thị Hòa", "kind": "linked", "village": "bản cao sơn",
        "commune": coop.commune_id,
    }  # fmt: skip
    alone = client.post(url, {**facts, "name": "Lò Văn Én", "phone": "x"})
    assert "confirm_twin" not in alone.content.decode()
    asked = client.post(url, facts)
    assert "001" in str(asked.context["form"].errors["confirm_twin"]) and "confirm_twin" in asked.content.decode()
    assert client.post(url, {**facts, "confirm_twin": "on"}).status_code == 302
    assert Household.objects.of(coop).count() == 2


# --- where they live ---


def test_a_household_lives_in_any_province(client, coop, director, household):
    far = make_commune("Lục Ngạn", province="Bắc Ninh", province_code="24", search_key="luc ngan bac ninh")
    facts = typed(household, commune="", commune_elsewhere="Lục Ngạn, Bắc Ninh")
    assert edit(client, household, facts).status_code == 302
    household.refresh_from_db()
    assert household.commune == far and "luc ngan" in household.search_key


@pytest.mark.parametrize(
    ("values", "name"),
    [({"commune": ""}, "commune"), ({"commune": "", "commune_elsewhere": "Atlantis"}, "commune_elsewhere")],
)
def test_a_household_lives_somewhere(client, coop, director, household, values, name):
    answer = edit(client, household, typed(household, **values))
    assert list(answer.context["form"].errors) == [name]


# --- the contract with floor prices ---


def test_a_contract_is_entered_shown_and_its_days_are_minded(client, director, household):
    facts = typed(household, contract_from="01/06/2025", contract_to="31/12/2025")
    assert edit(client, household, facts).status_code == 302
    text = page(client, household).content.decode()
    assert "01/06/2025" in text and "31/12/2025" in text
    household.refresh_from_db()
    days = (dt.date(2025, 5, 31), dt.date(2025, 6, 1), dt.date(2025, 12, 31), dt.date(2026, 1, 1))
    assert [household.has_contract_on(day) for day in days] == [False, True, True, False]
    for wrong in ({"contract_from": "02/06/2025", "contract_to": "01/06/2025"}, {"contract_to": "01/06/2025"}):
        answer = edit(client, household, typed(household, **wrong))
        assert answer.status_code == 200 and len(answer.context["form"].errors) == 1
        assert "01/06/2025" in answer.content.decode()
