"""The tests' own ground: what one test commits, the next does not see."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from wellkept.kernel import clock


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_the_next_test_does_not_see_what_one_committed(attempt: int) -> None:
    assert Session.objects.count() == 0
    Session.objects.create(session_key="a", session_data="", expire_date=clock.now())
    assert connection.in_atomic_block is False
    assert Session.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_migrations_stay_on_record() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) > 0 FROM django_migrations")
        assert cursor.fetchone() == (True,)
