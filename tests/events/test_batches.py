"""Many events in one statement: the same chains as one by one, and no way around them."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.cast import Cast
from tests.events import chain

from wellkept.customers.facts import CustomerChanged
from wellkept.events import commands as events
from wellkept.events.commands import By, Entry
from wellkept.events.queries import history
from wellkept.kernel.stored_text import store
from wellkept.notices.facts import NoticeGivenUp
from wellkept.verification.queries import verify

pytestmark = [pytest.mark.django_db(transaction=True)]
BY = By("system")


def test_a_batch_is_chained_as_if_each_came_by_itself(cast: Cast) -> None:
    with transaction.atomic():
        first_subject, two = events.open_subjects("customer", 2)
        first = events.record(Entry(first_subject, CustomerChanged(what=["the act"])), by=BY)[0]
        ids = events.record_many(
            [
                Entry(key, CustomerChanged(what=[f"{key} {n}"]), cause=first)
                for n in range(3)
                for key in (first_subject, two)
            ],
            by=BY,
        )
    assert ids == sorted(ids)
    assert [(e.seq, e.facts["what"], e.cause) for e in history(two)] == [
        (n + 1, [f"{two} {n}"], first) for n in range(3)
    ]
    assert verify().broken is None
    assert chain.faults() == []


def test_nothing_to_record_is_nothing(cast: Cast) -> None:
    assert events.record_many([], by=BY) == []


def test_a_followed_event_is_not_recorded_in_a_batch(cast: Cast) -> None:
    with pytest.raises(ValueError, match="is followed"):
        events.record_many(
            [
                Entry(
                    cast.bakery.customer.pk, NoticeGivenUp(notice="1", kind="letter", tries=1, why=store("x"))
                )
            ],
            by=BY,
        )
