"""Steps that are somebody's although the journey is in other hands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import cast as people
from tests.cast import Cast

from wellkept.events.commands import record
from wellkept.journeys.commands import handoffs, steps
from wellkept.journeys.commands.silence import warn_of_silence
from wellkept.journeys.models import NextStep
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.messages.commands import told_by_hand
from wellkept.notices.addressee import Addressee
from wellkept.notices.commands import write

pytestmark = pytest.mark.django_db


def test_the_giver_finishes_the_open_point_that_the_receiver_left_with_them(cast: Cast) -> None:
    row = people.agreed(cast)
    handoffs.offer_handoff(journey=row.pk, by=cast.by("olga"), ticks=["site-known", "date-possible"])
    due = clock.now() + timedelta(days=1)
    handoffs.accept_handoff(journey=row.pk, by=cast.by("jonas"), open_points=[("Who has the key", due)])
    point = NextStep.objects.get(journey=row, kind="open_point")

    steps.finish_step(journey=row.pk, step=point.pk, by=cast.by("olga"), how="The caretaker")

    point.refresh_from_db()
    assert point.done_at is not None
    with pytest.raises(Refusal) as refused:
        steps.plan_step(journey=row.pk, what="More", due=due, by=cast.by("olga"))
    assert refused.value.code == "not_yours_to_do"


def test_a_told_notice_finishes_the_step_of_a_warning_of_silence(cast: Cast) -> None:
    row = people.in_delivery(cast)
    with clock.at(clock.now() + timedelta(days=5)):
        assert warn_of_silence() == 1
        assert NextStep.objects.filter(journey=row, kind="tell", done_at=None).exists()
        notice, entry = write(
            subject=row.pk,
            kind="message",
            to=Addressee(row.contact, channel="call"),
            person=row.owner_id,
            words="All is well.",
        )
        record(entry, by=cast.by("jonas").by)

        told_by_hand(notice=notice.pk, words="All is well.", by=cast.by("jonas"))

        assert not NextStep.objects.filter(journey=row, kind="tell", done_at=None).exists()
