"""The frame of a use case: once per token, all or nothing, never over a newer version, always noted in the trail."""

import datetime as dt
import threading
import uuid
from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.utils import timezone

from growers.actions.households import change_household, register_household
from growers.actions.once import AlreadySent, Refused, Sent, Stale, audit, changes, save_version, sent_before, use_case
from growers.models import AuditEntry, FormToken, Household
from growers.queries.seats import Seat
from growers.rules.verdicts import Reason, Verdict
from growers.tests.builders import make_coop, make_household, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return make_seat(make_coop(), "director")


def facts(seat, **values):
    return {"code": "012", "name": "Nguyễn Thành Liêm", "commune": seat.cooperative.commune, **values}


def sending(token=None, **typed) -> Sent:
    return Sent.of(token or uuid.uuid4(), {name: [value] for name, value in typed.items()})


def counted(coop) -> tuple[int, int, int]:
    """How many households, tokens and audit entries a co-operative has."""
    return tuple(model.objects.of(coop).count() for model in (Household, FormToken, AuditEntry))


@use_case
def rename_all(seat: Seat, **facts) -> Household:
    """A second use case, for a token that is meant for another."""
    return register_household.__wrapped__(seat, **facts)


# --- once per token -------------------------------------------------------------------------------------------------


def test_the_same_sending_again_gives_the_first_result_and_writes_nothing(seat):
    sent = sending(code="012")
    first = register_household(seat, sent=sent, **facts(seat))
    again = register_household(seat, sent=sent, **facts(seat))
    assert again == first
    assert counted(seat.cooperative) == (1, 1, 1)


def test_the_first_result_comes_as_it_stands_now(seat):
    sent = sending(code="012")
    first = register_household(seat, sent=sent, **facts(seat))
    change_household(seat, household=first, version=1, name="Lò Văn Đức")
    assert register_household(seat, sent=sent, **facts(seat)).name == "Lò Văn Đức"


def test_a_token_with_another_body_is_refused(seat):
    token = uuid.uuid4()
    register_household(seat, sent=sending(token, code="012"), **facts(seat))
    with pytest.raises(AlreadySent):
        register_household(seat, sent=sending(token, code="013"), **facts(seat, code="013"))
    assert counted(seat.cooperative) == (1, 1, 1)


def test_a_token_of_somebody_else_is_refused(seat):
    sent = sending(code="012")
    register_household(seat, sent=sent, **facts(seat))
    with pytest.raises(AlreadySent):
        register_household(make_seat(seat.cooperative, "field"), sent=sent, **facts(seat))
    assert counted(seat.cooperative) == (1, 1, 1)


def test_a_token_of_another_use_case_is_refused(seat):
    sent = sending(code="012")
    register_household(seat, sent=sent, **facts(seat))
    with pytest.raises(AlreadySent):
        rename_all(seat, sent=sent, **facts(seat))
    assert counted(seat.cooperative) == (1, 1, 1)


def test_a_token_of_another_cooperative_is_another_token(seat):
    other = make_seat(make_coop("an-phu"), "director")
    sent = sending(code="012")
    mine = register_household(seat, sent=sent, **facts(seat))
    theirs = register_household(other, sent=sent, **facts(other))
    assert (mine.cooperative, theirs.cooperative) == (seat.cooperative, other.cooperative)
    assert counted(seat.cooperative) == counted(other.cooperative) == (1, 1, 1)


def test_without_a_token_each_call_is_carried_out(seat):
    register_household(seat, **facts(seat))
    register_household(seat, **facts(seat, code="013"))
    assert counted(seat.cooperative) == (2, 0, 2)


@pytest.mark.django_db(transaction=True)
def test_racing_sendings_have_one_effect(seat):
    sent, found, gate = sending(code="012"), [], threading.Barrier(4)

    def send():
        gate.wait()
        try:
            found.append(register_household(seat, sent=sent, **facts(seat)).pk)
        finally:
            connection.close()

    racers = [threading.Thread(target=send) for _ in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert counted(seat.cooperative) == (1, 1, 1)


# --- all or nothing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", [{"code": "x"}, {"name": ""}, {"commune": None}])
def test_refused_work_stores_nothing_and_may_be_sent_corrected(seat, bad):
    token = uuid.uuid4()
    with pytest.raises(ValidationError):
        register_household(seat, sent=sending(token, code="x"), **facts(seat, **bad))
    assert counted(seat.cooperative) == (0, 0, 0)
    register_household(seat, sent=sending(token, code="012"), **facts(seat))
    assert counted(seat.cooperative) == (1, 1, 1)


class Broken(RuntimeError):
    """Raised in the middle of work."""


@use_case
def half_done(seat: Seat, *, fault: Exception | None = None, **facts) -> Household:
    """Saves a household and its audit entry, then fails."""
    household = register_household.__wrapped__(seat, **facts)
    if fault:
        raise fault
    household.pk = None
    household.save()  # the same code twice: refused by the database
    return household


@pytest.mark.parametrize("fault", [Broken(), Refused(Verdict(refused=(Reason("x"),))), ValidationError("x")])
@pytest.mark.parametrize("sent", [None, sending(code="012")])
def test_work_that_fails_half_way_leaves_nothing(seat, fault, sent):
    with pytest.raises(type(fault)):
        half_done(seat, sent=sent, fault=fault, **facts(seat))
    assert counted(seat.cooperative) == (0, 0, 0)


@pytest.mark.parametrize("sent", [None, sending(code="012")])
def test_a_conflict_of_the_work_itself_is_not_taken_for_a_repetition(seat, sent):
    with pytest.raises(IntegrityError):
        half_done(seat, sent=sent, **facts(seat))
    assert counted(seat.cooperative) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_use_case_is_a_transaction_of_its_own(seat):
    """Inside another it would not be durable when it returns."""
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        register_household(seat, **facts(seat))


# --- what counts as the same sending --------------------------------------------------------------------------------


def digest(query: str) -> str:
    return Sent.of(uuid.UUID(int=1), dict(QueryDict(query).lists())).digest


def test_the_machinery_of_a_form_does_not_make_another_body():
    assert digest("a=1&b=2") == digest("b=2&csrfmiddlewaretoken=x&token=y&a=1")


@pytest.mark.parametrize("other", ["a=1", "a=1&b=3", "a=1&b=2&b=2", "a=1&b=2&c=", "a=1&b=2 ", "a=2&b=1", "A=1&b=2"])
def test_whatever_was_typed_differently_makes_another_body(other):
    assert digest("a=1&b=2") != digest(other)


def test_a_carried_out_sending_is_known(seat):
    sent = sending(code="012")
    assert not sent_before(seat, sent)
    register_household(seat, sent=sent, **facts(seat))
    assert sent_before(seat, sent)
    for who, what in ((seat, sending(sent.token, code="9")), (make_seat(seat.cooperative, "field"), sent)):
        with pytest.raises(AlreadySent):
            sent_before(who, what)


# --- no lost update -------------------------------------------------------------------------------------------------


def test_a_save_of_an_old_version_changes_nothing_and_shows_the_new_one(seat):
    mine, theirs = make_household(seat.cooperative, "012"), Household.objects.of(seat.cooperative).get()
    change_household(seat, household=theirs, version=1, village="bản A")
    with pytest.raises(Stale) as caught:
        change_household(seat, household=mine, version=1, village="bản B")
    assert (caught.value.current.village, caught.value.current.version) == ("bản A", 2)
    kept = Household.objects.of(seat.cooperative).get()
    assert (kept.village, kept.version) == ("bản A", 2)
    assert AuditEntry.objects.of(seat.cooperative).count() == 1


@pytest.mark.parametrize("version", [0, 2, 2**31])
def test_a_version_that_is_not_the_row_s_is_stale(seat, version):
    household = make_household(seat.cooperative, "012")
    with pytest.raises(Stale):
        change_household(seat, household=household, version=version, village="bản B")


def test_accepted_saves_count_versions(seat):
    household = make_household(seat.cooperative, "012")
    for number in (1, 2, 3):
        change_household(seat, household=household, version=number, village=f"bản {number}")
    assert Household.objects.of(seat.cooperative).get().version == 4


def test_a_row_of_another_cooperative_is_not_saved_by_its_id(seat):
    household = make_household(make_coop("an-phu"), "012")
    household.cooperative = seat.cooperative
    with pytest.raises(Household.DoesNotExist):
        save_version(household, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_savers_at_once_one_is_told(seat):
    household = make_household(seat.cooperative, "012")
    told, gate = [], threading.Barrier(2)

    def save(village):
        mine = Household.objects.of(seat.cooperative).get(pk=household.pk)
        gate.wait()
        try:
            change_household(seat, household=mine, version=1, village=village)
        except Stale:
            told.append(village)
        finally:
            connection.close()

    savers = [threading.Thread(target=save, args=[village]) for village in ("bản A", "bản B")]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    kept = Household.objects.of(seat.cooperative).get()
    assert kept.version == 2
    assert {kept.village, *told} == {"bản A", "bản B"}


# --- the trail ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Weight:
    net_g: int


def test_the_trail_says_who_did_what_to_which_row_in_plain_values(seat, stand_still):
    stand_still("2025-09-08")
    household = make_household(seat.cooperative, "012", "Liêm")
    details = {
        "row": household, "day": dt.date(2025, 9, 8), "set": {2, 1}, "tuple": (1, 2), "rule": Weight(5),
        "token": uuid.UUID(int=1), "lazy": household._meta.verbose_name, "rows": Household.objects.of(seat.cooperative),
    }  # fmt: skip
    audit(seat, "looked at", household, **details)
    entry = AuditEntry.objects.of(seat.cooperative).get()
    assert (entry.actor, entry.verb, entry.kind, entry.object_id) == (seat.user, "looked at", "household", household.pk)
    assert timezone.localdate(entry.at) == dt.date(2025, 9, 8)
    assert entry.label == "012"  # a household by its code: the trail outlives its name
    assert entry.details["row"] == entry.details["rows"][0] == f"growers.Household:{household.pk}"
    assert entry.details["day"] == "2025-09-08"
    assert entry.details["set"] == ["1", "2"]
    assert entry.details["tuple"] == [1, 2]
    assert entry.details["rule"] == {"net_g": 5}
    assert entry.details["token"] == str(uuid.UUID(int=1))


def test_differences_are_what_changed():
    assert changes({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == {"b": [2, 3], "c": [None, 4]}
