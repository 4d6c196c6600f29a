"""Signed-in browsers: one statement loads a session, its user and the user's seats, and removing a user ends it."""

import datetime as dt

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import FilteredRelation, Q

from coopsite import clock
from growers.models.cooperatives import Cooperative
from growers.models.people import Membership, User
from growers.models.prepared import prepared


class Session(AbstractBaseSession):
    """A browser's session with the user it belongs to."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")

    objects = BaseSessionManager()

    @classmethod
    def get_session_store_class(cls):
        return SessionStore


LOADED = ((Session, ""), (User, "user__"), (Membership, "seat__"), (Cooperative, "seat__cooperative__"))


@prepared()
def _rows(*, key: str, moment: dt.datetime):
    """A session that has not ended, beside its user and each active membership with its co-operative."""
    seats = FilteredRelation("user__memberships", condition=Q(user__memberships__is_active=True))
    rows = Session.objects.filter(session_key=key, expire_date__gt=moment).annotate(seat=seats)
    return rows.values_list(*(prefix + name for model, prefix in LOADED for name in _columns(model)))


def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


class SessionStore(DatabaseSessionStore):
    """Keeps the user that came with the session row in `loaded_user`, with its active memberships in `loaded_seats`."""

    loaded_user: User | None = None

    @classmethod
    def get_model_class(cls):
        return Session

    def _get_session_from_db(self):
        rows = [[*_instances(row)] for row in _rows(key=self.session_key, moment=clock.real_now())]
        if not rows:
            self._session_key = None
            return None
        session, user, *_seat = rows[0]
        self.loaded_user = session.user = user
        if user:
            user.loaded_seats = []
        for _session, _user, membership, cooperative in rows:
            if membership:
                membership.cooperative = cooperative
                user.loaded_seats.append(membership)
        return session

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row


def _instances(row: tuple):
    """The four rows that were joined in one; None where nothing was joined."""
    first = 0
    for model, _prefix in LOADED:
        names = _columns(model)
        values = row[first : first + len(names)]
        first += len(names)
        key = names.index(model._meta.pk.attname)
        yield None if values[key] is None else model.from_db("default", names, values)
