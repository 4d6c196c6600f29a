"""Signed-in browsers: a session row names its user, so that one statement loads both and removing a user ends it."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from coopsite import clock
from growers.models.people import User


class Session(AbstractBaseSession):
    """A browser's session with the user it belongs to."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")

    objects = BaseSessionManager()

    @classmethod
    def get_session_store_class(cls):
        return SessionStore


class SessionStore(DatabaseSessionStore):
    """Keeps the user that came with the session row in `loaded_user`."""

    loaded_user: User | None = None

    @classmethod
    def get_model_class(cls):
        return Session

    def _get_session_from_db(self):
        try:
            row = self.model.objects.select_related("user").get(
                session_key=self.session_key, expire_date__gt=clock.real_now()
            )
        except self.model.DoesNotExist:
            self._session_key = None
            return None
        self.loaded_user = row.user
        return row

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row
