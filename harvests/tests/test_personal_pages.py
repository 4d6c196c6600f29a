"""A person's data handed out whole and erased for good: nothing of it is left anywhere, and the books still add up."""

import io
import json
import uuid
import zipfile

import pytest
from django.db import connection
from django.urls import reverse
from python_calamine import CalamineWorkbook

from coopsite import clock
from growers.actions.imports import upload_register
from growers.models import AuditEntry, Consent, Household, ImportRun, sealed
from growers.queries.households import households
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.models import HarvestRecord, HouseholdLink
from harvests.queries.ledger import balances_on
from harvests.queries.verify import findings
from harvests.tests.personal_builders import ACCOUNT, CANARY, CITIZEN, leave, make_delivery, make_person, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(client, stand_still):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(), "director")
    client.force_login(seat.user)
    return seat


def url(household, name="personal-erase"):
    return reverse(name, args=[household.cooperative.slug, household.code])


def typed(**values):
    return {"token": str(uuid.uuid4()), "confirmation": "031", "reason": "asked", **values}


def everything() -> str:
    """Every cell of every table."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                cells += [bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]
    return repr(cells)


def paid_out(seat) -> Household:
    """A person with fruit, a locked run, a link and an uploaded register, who left."""
    household = make_person(seat)
    make_delivery(seat, household)
    HarvestRecord.objects.of(seat.cooperative).update(vehicle=f"{CANARY}26B")
    line = settle(seat, household)
    HouseholdLink.objects.create(
        cooperative=seat.cooperative, token_sha256="0" * 64, household=household, line=line,
        expires_on=clock.today(), made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    upload_register(seat, kind="households", filename="ds.csv", content=f"{CANARY},{CITIZEN}".encode())
    return leave(seat, household)


def test_an_erased_person_is_nowhere_and_the_books_add_up(client, seat):
    coop, household = seat.cooperative, paid_out(seat)
    make_plot(make_household(coop, "032", "Lò Văn Đức"))
    weight = [*HarvestRecord.objects.of(coop).values_list("net_g", "amount_vnd")]
    balances = balances_on(coop, clock.today())
    verified = [(found.title, found.violations) for found in findings(coop)]
    assert CANARY in everything()
    facts = typed()
    answer = client.post(url(household), facts)
    assert answer.status_code == 302, answer.context["form"].errors
    assert client.post(url(household), facts).status_code == 302
    text = everything()
    for secret in (CANARY, CITIZEN, ACCOUNT, "912345678", "LIEM", "Liêm", "liem", "26B"):
        assert secret not in text, secret
    fresh = Household.objects.of(coop).get(pk=household.pk)
    assert "031" in fresh.name and (fresh.phone, fresh.citizen_index) == ("", "")
    assert fresh.erased_on == clock.today() and not fresh.bank_id and fresh.birth_year is None
    assert not households(coop, search="liem").exists() and not households(coop, search="0912").exists()
    assert not Consent.objects.of(coop).filter(withdrawn_on__isnull=True).exists()
    assert HouseholdLink.objects.of(coop).get().revoked_at
    assert not ImportRun.objects.of(coop).get().content
    assert [*HarvestRecord.objects.of(coop).values_list("net_g", "amount_vnd")] == weight
    assert balances_on(coop, clock.today()) == balances
    assert [(found.title, found.violations) for found in findings(coop)] == verified
    Household.objects.of(coop).filter(pk=household.pk).update(phone="+84912345678")
    assert sum(found.violations for found in findings(coop) if found.invariant == 35) == 1
    entry = AuditEntry.objects.of(coop).get(verb="person erased")
    assert (entry.label, entry.details) == ("031", {"reason": "asked"})
    for name in ("personal-page", "household-page", "consent-list"):
        assert client.get(url(household, name)).status_code == 200
    assert client.get(reverse("import-page", args=[coop.slug, ImportRun.objects.of(coop).get().pk])).status_code == 200


@pytest.mark.parametrize("values", [{"confirmation": "O31"}, {"confirmation": ""}, {"reason": ""}, {"reason": "x"}])
def test_bad_input_erases_nothing_and_keeps_what_was_typed(client, seat, values):
    household = leave(seat, make_person(seat))
    answer = client.post(url(household), typed(**values))
    assert next(iter(values)) in answer.context["form"].errors
    assert f'value="{values["confirmation"]}"' in answer.content.decode() if values.get("confirmation") else True
    assert Household.objects.of(seat.cooperative).get().citizen_id == CITIZEN


def test_nobody_is_erased_with_whom_something_is_open(client, seat):
    household = make_person(seat)
    make_delivery(seat, household)
    for step in (None, lambda: leave(seat, household), lambda: settle(seat, household, "paid")):
        if step:
            step()
        answer = client.post(url(household), typed())
        assert answer.status_code == 200 and answer.context["form"].errors
    assert "TT-25-007" in answer.content.decode()
    assert CANARY in Household.objects.of(seat.cooperative).get().name


def test_others_neither_see_nor_erase_nor_take_anything(client, seat):
    household = leave(seat, make_person(seat))
    names = ("personal-page", "personal-erase", "personal-export")
    client.force_login(make_seat(seat.cooperative, "accountant").user)
    assert [client.post(url(household, name), typed()).status_code for name in names] == [403] * 3
    client.force_login(make_seat(seat.cooperative, "admin").user)
    assert client.post(url(household, "personal-export"), typed()).status_code == 403
    assert client.get(url(household, "personal-page")).status_code == 200
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert [client.post(url(household, name), typed()).status_code for name in names] == [404] * 3
    assert Household.objects.of(seat.cooperative).get().citizen_id == CITIZEN


def test_everything_about_a_person_is_handed_out_and_nothing_about_others(client, seat):
    household = paid_out(seat)
    make_household(seat.cooperative, "032", "OTHER Lò Văn Đức", note="OTHER")
    facts = typed()
    answers = [client.post(url(household, "personal-export"), facts) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert AuditEntry.objects.of(seat.cooperative).filter(verb="personal data exported").count() == 1
    package = zipfile.ZipFile(io.BytesIO(answers[0].content))
    text = package.read("data.json").decode()
    told = json.loads(text)
    person = told["household"][0]
    assert (person["citizen_id"], person["bank_account"], person["phone"]) == (CITIZEN, ACCOUNT, "+84912345678")
    for table in ("consent", "plot", "planting", "diaryplot", "harvestrecord", "harvestline", "ledgerentry",
                  "settlementline", "payment", "householdlink", "historicalhousehold", "auditentry"):  # fmt: skip
        assert told[table], table
    assert told["ledgerentry"][0]["amount_vnd"] == HarvestRecord.objects.of(seat.cooperative).get().amount_vnd
    assert "OTHER" not in text and "0" * 64 not in text
    book = CalamineWorkbook.from_filelike(io.BytesIO(package.read("data.xlsx")))
    assert CITIZEN in str(book.get_sheet_by_index(0).to_python())
    assert client.get(url(household, "personal-export")).status_code == 405


def test_lists_and_the_scale_open_no_sealed_number(client, seat, monkeypatch):
    household = make_person(seat)
    make_delivery(seat, household)

    def opened(place, stored):
        raise AssertionError(place)

    monkeypatch.setattr(sealed, "open_text", opened)
    for name in ("household-list", "weigh", "weigh-book", "harvest-list"):
        assert client.get(reverse(name, args=[seat.cooperative.slug])).status_code == 200, name
    with pytest.raises(AssertionError, match="citizen_id"):
        Household.objects.of(seat.cooperative).get()
