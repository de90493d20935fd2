"""Notices: told when their channel took them, not told when they come back."""

from __future__ import annotations

import pytest
from tests import cast as people
from tests.cast import Cast
from tests.refused import refused

from wellkept.customers.commands import change_contact
from wellkept.events.queries import history
from wellkept.journeys.models import Journey
from wellkept.notices import commands
from wellkept.notices.models import Notice
from wellkept.notices.queries import undelivered, untold_among
from wellkept.people.actor import SYSTEM

pytestmark = pytest.mark.django_db


def waiting(cast: Cast) -> tuple[Journey, Notice]:
    row = people.opened(cast)
    return row, Notice.objects.get(subject_id=row.pk)


def carry(notice: Notice) -> None:
    commands.carried(notice=notice.pk, title="Hello", text="Hello", html="<p>Hello</p>", by=SYSTEM)


def test_a_notice_is_told_once(cast: Cast) -> None:
    row, notice = waiting(cast)
    assert untold_among([str(notice.pk), ""]) == {str(notice.pk)}
    carry(notice)
    carry(notice)
    notice.refresh_from_db()
    assert notice.told_at is not None
    assert [event.type for event in history(row.pk)].count("notice_told") == 1
    with refused("told_already"):
        commands.told_by_hand(notice=notice.pk, words="Told", by=cast.by("tom"))


def test_a_returned_notice_is_not_told_and_can_be_sent_again(cast: Cast) -> None:
    _row, notice = waiting(cast)
    carry(notice)
    with refused("nothing_to_send"):
        commands.send_again(notice=notice.pk, by=cast.by("tom"))
    commands.returned(notice=notice.pk, why="No such address", by=SYSTEM)
    assert [row.pk for row in undelivered()] == [notice.pk]
    with refused("invalid_address"):
        commands.send_again(notice=notice.pk, address="tom@lindenau.example", by=cast.by("tom"))
    notice.refresh_from_db()
    assert (notice.address, notice.due_at) == (cast.bakery.contact.email, None)
    change_contact(contact=cast.bakery.contact.pk, email="new@customer.example", by=cast.by("tom"))
    commands.send_again(notice=notice.pk, by=cast.by("tom"))
    notice.refresh_from_db()
    assert (notice.address, notice.told_at, notice.due_at is not None) == ("new@customer.example", None, True)


def test_a_letter_to_a_contact_without_an_address_is_not_sent_again(cast: Cast) -> None:
    _row, notice = waiting(cast)
    commands.give_up(notice=notice.pk, trouble="Refused", by=SYSTEM)
    change_contact(contact=cast.bakery.contact.pk, email="", by=cast.by("tom"))
    with refused("invalid_address"):
        commands.send_again(notice=notice.pk, by=cast.by("tom"))


def test_a_notice_that_was_given_up_is_told_by_hand(cast: Cast) -> None:
    _row, notice = waiting(cast)
    commands.give_up(notice=notice.pk, trouble="Refused", by=SYSTEM)
    assert [row.pk for row in undelivered()] == [notice.pk]
    with refused("invalid_words"):
        commands.told_by_hand(notice=notice.pk, words=" ", by=cast.by("tom"))
    with refused("not_yours_to_do"):
        commands.told_by_hand(notice=notice.pk, words="Told", by=cast.bakery.actor)
    commands.told_by_hand(notice=notice.pk, words="Told", by=cast.by("tom"))
    assert list(undelivered()) == []
