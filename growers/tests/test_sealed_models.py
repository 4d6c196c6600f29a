"""Sealed columns: no number in the bytes of the database, keys that turn, a loud wrong key, each citizen once."""

import importlib
import json
from types import SimpleNamespace

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from coopsite import keys
from growers.actions.households import change_household, register_household
from growers.actions.imports import upload_register
from growers.actions.once import Sent
from growers.models import FormToken, Household, ImportRun
from growers.models.sealed import SealBroken, blind_index, open_text, seal_text
from growers.queries.households import look_alikes
from growers.tests.builders import make_coop, make_household, make_seat

pytestmark = pytest.mark.django_db
CITIZEN, ACCOUNT = "014088001234", "99990000123456"
TABLES = ("growers_household", "growers_historicalhousehold", "growers_importrun", "growers_auditentry")


@pytest.fixture
def seat():
    return make_seat(make_coop(), "director")


@pytest.fixture
def household(seat):
    return make_household(seat.cooperative, "031", citizen_id=CITIZEN, bank_account=ACCOUNT)


def stored(table, column, key=None):
    """What lies in a column, as bytes of text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [bytes(value) if isinstance(value, memoryview | bytes) else value for (value,) in cursor.fetchall()]


def everything() -> str:
    """Every cell of the tables that could hold a number."""
    with connection.cursor() as cursor:
        cells = []
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table}")
            cells += [bytes(c) if isinstance(c, memoryview) else c for row in cursor.fetchall() for c in row]
    return repr(cells)


def ring(*names):
    return keys.ring(f"{name}:{keys.make(name).partition(':')[2]}" for name in names)


def test_no_column_holds_a_number_that_was_typed(seat, household):
    upload_register(seat, kind="households", filename="ds.csv", content=f"CCCD\n{CITIZEN}\n{ACCOUNT}".encode())
    change_household(seat, household=household, version=household.version, bank_account=ACCOUNT[::-1])
    text = everything()
    assert not any(number in text for number in (CITIZEN, ACCOUNT, ACCOUNT[::-1]))
    fresh = Household.objects.of(seat.cooperative).get(pk=household.pk)
    assert (fresh.citizen_id, fresh.bank_account) == (CITIZEN, ACCOUNT[::-1])
    assert [row.bank_account for row in fresh.history.order_by("history_id")] == [ACCOUNT, ACCOUNT[::-1]]
    assert CITIZEN.encode() in bytes(ImportRun.objects.of(seat.cooperative).get().content)


def test_the_same_number_looks_different_each_time():
    assert seal_text("a.b", CITIZEN) != seal_text("a.b", CITIZEN)
    assert seal_text("a.b", "") == ""


def test_a_wrong_key_a_lost_key_and_another_place_are_loud(settings):
    settings.PERSONAL_KEYS = ring("k1")
    sealed = seal_text("t.citizen_id", CITIZEN)
    with pytest.raises(SealBroken):
        open_text("t.bank_account", sealed)
    with pytest.raises(SealBroken, match="not sealed"):
        open_text("t.citizen_id", CITIZEN)
    settings.PERSONAL_KEYS = ring("k1")
    with pytest.raises(SealBroken, match="does not open") as broken:
        open_text("t.citizen_id", sealed)
    assert CITIZEN not in str(broken.value)
    settings.PERSONAL_KEYS = ring("k2")
    with pytest.raises(SealBroken, match="not among"):
        open_text("t.citizen_id", sealed)


def test_a_sealed_column_answers_only_whether_it_is_empty(seat, household):
    rows = Household.objects.of(seat.cooperative)
    assert (rows.filter(citizen_id="").count(), rows.exclude(bank_account="").count()) == (0, 1)
    for question in ({"citizen_id": CITIZEN}, {"citizen_id__startswith": "0"}, {"bank_account__in": [ACCOUNT]}):
        with pytest.raises(FieldError, match="sealed"):
            list(rows.filter(**question))


def test_a_citizen_is_in_a_co_operative_once_and_in_two_unrecognised(seat, household):
    coop = seat.cooperative
    with pytest.raises(ValidationError):
        make_household(coop, "032", citizen_id=CITIZEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        other = make_household(coop, "033")
        Household.objects.of(coop).filter(pk=other.pk).update(citizen_index=household.citizen_index)
    elsewhere = make_household(make_coop("an-phu"), "031", citizen_id=CITIZEN)
    assert elsewhere.citizen_index != household.citizen_index
    assert CITIZEN not in household.citizen_index and blind_index(coop.pk, "") == ""
    assert look_alikes(coop, name="x", village="", phone="", citizen_id=CITIZEN) == [household]


def test_keys_turn_while_people_work(seat, settings, capsys):
    coop = seat.cooperative
    settings.PERSONAL_KEYS = ring("k1")
    old = make_household(coop, "031", citizen_id=CITIZEN, bank_account=ACCOUNT)
    upload_register(seat, kind="households", filename="ds.csv", content=b"old")
    settings.PERSONAL_KEYS = ring("k2") | settings.PERSONAL_KEYS
    assert look_alikes(coop, name="x", village="", phone="", citizen_id=CITIZEN) == [old]
    facts = {"code": "032", "name": "Lò Văn Đức", "commune": coop.commune, "citizen_id": CITIZEN}
    with pytest.raises(ValidationError) as refused:
        register_household(seat, **facts)
    assert "citizen_id" in refused.value.message_dict
    call_command("rotate_keys", batch=1)
    assert "growers_household.citizen_id: 1" in capsys.readouterr().out
    call_command("rotate_keys")
    assert ": 1" not in capsys.readouterr().out
    settings.PERSONAL_KEYS = {"k2": settings.PERSONAL_KEYS["k2"]}
    fresh = Household.objects.of(coop).get(pk=old.pk)
    assert (fresh.citizen_id, fresh.bank_account, fresh.history.get().citizen_id) == (CITIZEN, ACCOUNT, CITIZEN)
    assert fresh.citizen_index == blind_index(coop.pk, CITIZEN)
    assert bytes(ImportRun.objects.of(coop).get().content) == b"old"
    assert all(row.startswith("s1:k2:") for row in stored("growers_historicalhousehold", "citizen_id"))


def test_the_migration_seals_what_lies_there_and_gives_it_back(seat, household):
    migration = importlib.import_module("growers.migrations.0005_sealed_personal_numbers")
    upload_register(seat, kind="households", filename="ds.csv", content=b"plain")
    editor = SimpleNamespace(connection=connection)
    migration.unseal(None, editor)
    assert stored("growers_household", "citizen_id") == [CITIZEN]
    assert stored("growers_historicalhousehold", "bank_account") == [ACCOUNT]
    assert stored("growers_importrun", "content") == [b"plain"]
    Household.objects.of(seat.cooperative).update(citizen_index="")
    migration.seal(None, editor)
    assert CITIZEN not in everything() and ACCOUNT not in everything()
    fresh = Household.objects.of(seat.cooperative).get()
    assert (fresh.citizen_id, fresh.bank_account, fresh.citizen_index) == (CITIZEN, ACCOUNT, household.citizen_index)


def test_a_token_keeps_no_hash_that_could_be_tried_out(seat, settings):
    typed = {"citizen_id": [CITIZEN]}
    first = Sent.of("t", typed).digest
    settings.SECRET_KEY = "another"
    assert Sent.of("t", typed).digest != first
    assert FormToken._meta.get_field("body_sha256").max_length == len(first)
    assert json.dumps(typed) not in first
