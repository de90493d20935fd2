"""A session belongs to its cookie: whoever reads and writes its table signs in as nobody."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from tests.cast import Cast

from wellkept.server.live_readers import reader_of

pytestmark = pytest.mark.django_db
EVIL = "evil" * 8


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.person(who))
    return client


def with_cookie(key: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/desk").status_code == 200


def test_the_key_of_a_row_is_no_cookie(cast: Cast) -> None:
    client = signed_in(cast, "tom")
    assert is_signed_in(client)
    (row,) = Session.objects.all()
    assert row.session_key != client.cookies[settings.SESSION_COOKIE_NAME].value
    assert not is_signed_in(with_cookie(row.session_key))
    assert reader_of(f"{settings.SESSION_COOKIE_NAME}={row.session_key}") is None


def test_a_row_copied_under_another_key_is_no_session(cast: Cast) -> None:
    """Also not under the key of a session of one's own."""
    own = signed_in(cast, "lea")
    (mine,) = Session.objects.all()
    signed_in(cast, "tom")
    theirs = Session.objects.exclude(pk=mine.pk).get()
    Session.objects.create(session_key=EVIL, session_data=theirs.session_data, expire_date=theirs.expire_date)
    assert not is_signed_in(with_cookie(EVIL))
    Session.objects.filter(pk=mine.pk).update(session_data=theirs.session_data)
    assert not is_signed_in(own)


def test_a_session_is_kept_found_and_ended(cast: Cast) -> None:
    client = signed_in(cast, "tom")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_signed_in(with_cookie(cookie))
    reader = reader_of(f"{settings.SESSION_COOKIE_NAME}={cookie}")
    assert reader is not None
    assert reader.id == cast.person("tom").pk
    client.logout()
    assert not Session.objects.exists()
    assert not is_signed_in(with_cookie(cookie))
