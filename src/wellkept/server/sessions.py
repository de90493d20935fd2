"""Sessions in the database, of which only the cookie can make use.

The key of a row is a digest of the cookie's, keyed with the installation's secret, and the data is signed for that row.
So whoever reads the table, or a backup of it, cannot sign in as those who have, and a row copied under another key is
no session.
"""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as Rows
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

_LENGTH = 40  # of the column: 160 bits


class SessionStore(Rows):
    """Django's sessions in the database, found by the digest of their key."""

    aload = SessionBase.aload
    aexists = SessionBase.aexists
    acreate = SessionBase.acreate
    asave = SessionBase.asave
    adelete = SessionBase.adelete

    @property
    def key_salt(self) -> str:
        """The salt of the signature: it holds for the row of this session alone."""
        return f"wellkept.session.{row_key(self.session_key or '')}"

    def load(self) -> dict[str, object]:
        row = self._row_of(self.session_key).filter(expire_date__gt=timezone.now()).first()
        data: dict[str, object] = {} if row is None else self.decode(row.session_data)
        if row is None:
            self._session_key = None
        return data

    def exists(self, session_key: str) -> bool:
        return self._row_of(session_key).exists()

    def create_model_instance(self, data: dict[str, object]) -> Session:
        return Session(
            session_key=row_key(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )

    def delete(self, session_key: str | None = None) -> None:
        self._row_of(session_key or self.session_key).delete()

    def _row_of(self, session_key: str | None) -> QuerySet[Session]:
        return (
            Session.objects.filter(session_key=row_key(session_key))
            if session_key
            else Session.objects.none()
        )


def row_key(session_key: str) -> str:
    """The key of the row that keeps the session of this cookie."""
    return salted_hmac("wellkept.session-row", session_key, algorithm="sha256").hexdigest()[:_LENGTH]
