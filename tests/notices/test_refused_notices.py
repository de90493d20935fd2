"""A notice is told once, by somebody who says what was said; what was told is not sent again."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests import cast as stations
from tests.cast import Cast
from tests.refused import refused

from wellkept.events.commands import erase
from wellkept.events.models import Event, EventBody
from wellkept.events.queries import history
from wellkept.notices import commands
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM
from wellkept.verification.queries import verify

pytestmark = pytest.mark.django_db


def confirmation(cast: Cast) -> Notice:
    return Notice.objects.get(subject=stations.opened(cast).pk)


def test_a_notice_is_told_by_hand_once_and_in_words(cast: Cast) -> None:
    notice, by = confirmation(cast), cast.by("tom")
    with refused("invalid_words"):
        commands.told_by_hand(notice=notice.pk, words=" ", by=by)
    with refused("no_such_notice"):
        commands.told_by_hand(notice=uuid4(), words="By telephone", by=by)
    commands.told_by_hand(notice=notice.pk, words="By telephone", by=by)
    with refused("told_already"):
        commands.told_by_hand(notice=notice.pk, words="Again", by=by)
    with refused("nothing_to_send"):
        commands.send_again(notice=notice.pk, by=by)
    assert Notice.objects.get(pk=notice.pk).text == "By telephone"


def test_a_repeated_answer_of_a_channel_is_recorded_once(cast: Cast) -> None:
    notice = confirmation(cast)
    commands.returned(notice=notice.pk, why="Not carried yet", by=SYSTEM)
    commands.carried(notice=notice.pk, title="First", text="First", html="", by=SYSTEM)
    before = Event.objects.count()
    commands.carried(notice=notice.pk, title="Second", text="Second", html="", by=SYSTEM)
    assert (Notice.objects.get(pk=notice.pk).title, Event.objects.count()) == ("First", before)
    commands.returned(notice=notice.pk, why="550 no such user", by=SYSTEM)
    commands.returned(notice=notice.pk, why="550 no such user", by=SYSTEM)
    assert Event.objects.count() == before + 1
    commands.carried(notice=notice.pk, title="Third", text="Third", html="", by=SYSTEM)
    row = Notice.objects.get(pk=notice.pk)
    assert (row.title, row.told_at is not None) == ("First", True)  # the words stay those that were sent


@pytest.mark.django_db(transaction=True)
def test_words_are_erased_with_a_reason_and_the_chain_holds(cast: Cast) -> None:
    row = stations.opened(cast)
    opened = next(event for event in history(row.pk) if event.type == "journey_opened")
    with refused("invalid_reason"):
        erase(event=opened.id, reason=" ", by=cast.by("ana").by)
    with refused("no_such_event"):
        erase(event=0, reason="They asked for it", by=cast.by("ana").by)
    erase(event=opened.id, reason="They asked for it", by=cast.by("ana").by)
    assert EventBody.objects.get(event_id=opened.id).body is None
    assert next(event for event in history(row.pk) if event.id == opened.id).erased
    assert history(row.pk)[-1].type == "erased"
    assert verify().broken is None
