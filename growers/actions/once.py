"""The frame of every writing use case: one transaction, carried out once per token, with its audit entry."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils.crypto import salted_hmac

from coopsite import clock
from growers.models import AuditEntry, Cooperative, FormToken, Household
from growers.queries.seats import Seat
from growers.queries.trail import token_row
from growers.rules.personal import discreet
from growers.rules.verdicts import Verdict

TRIES = 2
DEADLOCK, NO_LOCK = "40P01", "55P03"  # as PostgreSQL names them; SQLite knows the second only


class Refused(Exception):
    """The rules refused a use case; carries the verdict for wording. Nothing was written."""

    def __init__(self, verdict: Verdict):
        super().__init__(", ".join(verdict.codes))
        self.verdict = verdict

    @classmethod
    def because(cls, code: str, **data) -> "Refused":
        """A refusal for one reason: its code and the values which its sentence names."""
        return cls(Verdict.because(code, **data))


def insist(verdict: Verdict) -> None:
    """Go on when the verdict allows it; raises Refused with all reasons when it does not."""
    if not verdict.allowed:
        raise Refused(verdict)


class AlreadySent(Exception):
    """A token came again with another body, from another user or for another use case. Nothing was changed."""


class Stale(Exception):
    """Somebody saved the row since the form was opened; `current` is the row as it stands now."""

    def __init__(self, current: models.Model):
        super().__init__(f"{current._meta.label} {current.pk}")
        self.current = current


class Busy(Exception):
    """Somebody else held what was needed for longer than one waits. Nothing was written; the same can be sent again."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A creating request: the token its page carried (client-made, so that offline forms have one) and a digest of all
    that was typed."""

    token: UUID
    digest: str

    @classmethod
    def of(cls, token: UUID, typed: Mapping[str, list[str]]) -> "Sent":
        """From a form's raw data, without what differs between two sendings of the same form."""
        body = {name: values for name, values in typed.items() if name not in ("csrfmiddlewaretoken", "token")}
        text = json.dumps(body, sort_keys=True, ensure_ascii=False)
        # Keyed: what was typed may hold a citizen ID, which a plain hash gives away to whoever tries them all.
        return cls(token, salted_hmac("coopsite.sent", text, algorithm="sha256").hexdigest())


def sent_before(seat: Seat, sent: Sent) -> bool:
    """Whether exactly this was carried out already; raises AlreadySent when the token came with something else."""
    first = token_row(seat.cooperative, sent.token)
    if first is None:
        return False
    if (first.user_id, first.body_sha256) != (seat.user.pk, sent.digest):
        raise AlreadySent
    return True


def use_case(work: Callable[..., models.Model]) -> Callable[..., models.Model]:
    """Run `work(seat, **facts)` in its own durable transaction.

    With `sent` the work is done once: the same sending again gives the first result, the same token with anything else
    raises AlreadySent. The result of such a use case must be a saved row of a co-operative, named in the annotation.
    Work that met a rival (a unique value taken meanwhile, a deadlock) is done again from the start, for its checks now
    see what the rival wrote: it must not rely on what it left in the objects it was given. Raises Busy for a lock that
    did not come.
    """
    name = f"{work.__module__.rpartition('.')[2]}.{work.__name__}"

    @wraps(work)
    def framed(seat: Seat, *, sent: Sent | None = None, **facts):
        tries_left = TRIES
        while True:
            tries_left -= 1
            try:
                return _carried_out(work, name, seat, sent, facts)
            except DatabaseError as error:
                trouble = _lock_trouble(error)
                if not trouble and not isinstance(error, IntegrityError):
                    raise
                if first := sent and _first(seat, sent, name, error):
                    return framed.result_model.objects.of(seat.cooperative).get(pk=first.result_id)
                if trouble == NO_LOCK or (trouble and not tries_left):
                    raise Busy from error
                if not tries_left:
                    raise

    framed.result_model = work.__annotations__.get("return")
    framed.is_use_case = True
    return framed


def _carried_out(work: Callable, name: str, seat: Seat, sent: Sent | None, facts: dict):
    """The work and its token in one transaction."""
    with transaction.atomic(durable=True):
        token = sent and _take(seat, sent, name)
        result = work(seat, **facts)
        if token:
            FormToken.objects.of(seat.cooperative).filter(pk=token.pk).update(result_id=result.pk)
        return result


def _first(seat: Seat, sent: Sent, name: str, error: DatabaseError) -> FormToken | None:
    """The sending that was carried out with this token; None when the work itself met a conflict."""
    first = token_row(seat.cooperative, sent.token)
    if first and (first.user_id, first.use_case, first.body_sha256) != (seat.user.pk, name, sent.digest):
        raise AlreadySent from error
    return first


def _lock_trouble(error: DatabaseError) -> str:
    """DEADLOCK, NO_LOCK, or "" for everything else."""
    if getattr(error.__cause__, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        return NO_LOCK
    code = getattr(error.__cause__, "sqlstate", "")
    return code if code in (DEADLOCK, NO_LOCK) else ""


def _take(seat: Seat, sent: Sent, name: str) -> FormToken:
    """Insert the token first: a rival waits on the unique index (PostgreSQL) or the write lock (SQLite)."""
    return FormToken.objects.create(
        cooperative=seat.cooperative,
        token=sent.token,
        user=seat.user,
        use_case=name,
        body_sha256=sent.digest,
        created_at=clock.real_now(),
    )


def audit(seat: Seat, verb: str, row: models.Model, /, **details) -> None:
    """Note in the running transaction what was done to a row; `details` are plain values.

    The trail never changes, and outlives a person's right to be forgotten: it says codes, and no personal values.
    """
    AuditEntry.objects.create(
        cooperative=seat.cooperative,
        at=clock.now(),
        actor=seat.user,
        verb=verb,
        kind=row._meta.model_name,
        object_id=row.pk,
        label=named(row)[:160],
        details=discreet(row._meta.model_name, json.loads(_canonical(details))),
    )


def named(row: models.Model) -> str:
    """How the trail names a row: a household by its code."""
    return row.code if isinstance(row, Household) else str(row)


def in_turn(coop: Cooperative) -> None:
    """Let use cases that compare a row with its neighbours pass one at a time within a co-operative.

    For rare writes (seasons, boards, settings, the first paper of a month): on PostgreSQL rows that merely name the
    co-operative are still inserted beside it; on SQLite every writer is alone already.
    """
    Cooperative.objects.select_for_update(no_key=True).get(pk=coop.pk)


def save_version(row: models.Model, version: int) -> None:
    """Save a checked, changed row if it still has `version`; raise Stale with the row as it stands if not.

    The conditional UPDATE takes the row: whoever comes second finds another version, on both databases.
    """
    model = type(row)
    moved = (
        model.objects.of(row.cooperative_id).filter(pk=row.pk, version=version).update(version=models.F("version") + 1)
    )
    if not moved:
        raise Stale(model.objects.of(row.cooperative_id).get(pk=row.pk))
    row.version = version + 1
    row.save()


def change_row(seat: Seat, verb: str, row: models.Model, version: int, facts: dict):
    """Change, check, save and note a row as it stood at `version`; raises Stale and ValidationError by field."""
    # A form may have written into the one it was given.
    row = type(row).objects.of(seat.cooperative).get(pk=row.pk)
    before = {name: str(getattr(row, name)) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    save_version(row, version)
    audit(seat, verb, row, changes=changes(before, {name: str(getattr(row, name)) for name in facts}))
    return row


def changes(before: dict, after: dict) -> dict[str, list]:
    """What differs between two dicts of plain values: {field: [old, new]}."""
    return {key: [before.get(key), value] for key, value in after.items() if before.get(key) != value}


def _canonical(value) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value):
    if isinstance(value, models.Model):
        return f"{value._meta.label}:{value.pk}"
    if isinstance(value, models.QuerySet | set | frozenset | tuple):
        return sorted(map(str, value)) if isinstance(value, set | frozenset) else list(value)
    if isinstance(value, dt.date | dt.time | UUID):
        return str(value)
    if hasattr(value, "__dataclass_fields__"):
        return {field: getattr(value, field) for field in value.__dataclass_fields__}
    return str(value)
