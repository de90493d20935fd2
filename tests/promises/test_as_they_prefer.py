"""Law 8: a delay is told as they like to hear it; where that is by a person, it is told when it is said on record."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast as people
from tests.cast import DAY, MONDAY, Cast

from wellkept.customers.commands import change_contact
from wellkept.endings.commands import cancel
from wellkept.events.models import Event
from wellkept.journeys.commands import steps, touches
from wellkept.journeys.models import Journey, NextStep
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.step_kinds import kinds
from wellkept.journeys.touch import OutgoingTouch
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.messages.commands import carry_due
from wellkept.messages.models import Attempt
from wellkept.notices.models import Notice
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise, PromiseMove

pytestmark = pytest.mark.django_db
DUE = MONDAY + 10 * DAY


@pytest.fixture
def row(cast: Cast) -> Journey:
    return people.in_delivery(cast)


def prefers(cast: Cast, channel: str, **more: str) -> None:
    change_contact(contact=cast.bakery.contact.pk, channel=channel, by=cast.by("ana"), **more)


def delayed(cast: Cast, row: Journey) -> PromiseMove:
    promise = Promise.objects.get(journey=row, kind="date")
    return promises.move_promise(
        journey=row.pk, promise=promise.pk, due=DUE + 2 * DAY, reason="The line is late", by=cast.by("jonas")
    )


def to_tell(row: Journey) -> list[NextStep]:
    return list(NextStep.objects.filter(journey=row, kind__in=kinds("tell"), done_at__isnull=True))


def in_force(row: Journey) -> bool:
    return bool(Promise.objects.get(journey=row, kind="date").due == DUE + 2 * DAY)


@pytest.mark.parametrize("channel", ["mail", "page"])
def test_by_mail_it_goes_by_itself(cast: Cast, row: Journey, channel: str) -> None:
    prefers(cast, channel)
    notice = delayed(cast, row).notice
    assert (notice.channel, notice.address, to_tell(row)) == ("mail", cast.bakery.contact.email, [])
    assert notice.due_at == clock.now()


@pytest.mark.parametrize(
    ("channel", "way", "verb"),
    [("phone", "call", "Call Petra Lindner"), ("letter", "letter", "Write Petra Lindner a letter")],
)
def test_by_a_person_it_is_a_step_of_the_owner_and_told_when_it_is_done(
    cast: Cast, row: Journey, channel: str, way: str, verb: str
) -> None:
    prefers(cast, channel)
    notice = delayed(cast, row).notice
    assert (notice.channel, notice.due_at, notice.told_at) == (way, None, None)
    (step,) = to_tell(row)
    assert re.fullmatch(rf"{verb}: delivery will be .+ instead of .+", step.sentence)
    assert (step.handler_id, step.whom) == (row.owner_id, str(notice.pk))
    assert clock.now() < step.due_at <= DUE
    carry_due()
    assert (Attempt.objects.filter(notice=notice).count(), in_force(row)) == (0, False)

    client = Client()
    client.force_login(cast.jonas)
    here = f"/journeys/{row.number}/notices/{notice.pk}/telling"
    to_say = client.get(here).content.decode()
    assert ("The line is late" in to_say, "you can also cancel" in to_say) == (True, True)
    assert ("your-page" in to_say, "answer this mail" in to_say) == (False, False)
    assert client.post(here, {"words": ""}).status_code == 422
    assert not in_force(row)
    client.post(here, {"words": "Read to her on the telephone"})
    assert (in_force(row), to_tell(row)) == (True, [])
    notice.refresh_from_db()
    assert (notice.told_at is not None, notice.text) == (True, "Read to her on the telephone")


def test_neither_another_call_nor_ticking_it_off_makes_it_told(cast: Cast, row: Journey) -> None:
    prefers(cast, "phone")
    delayed(cast, row)
    (step,) = to_tell(row)
    touches.log_touch(journey=row.pk, touch=OutgoingTouch("call", "About the key"), by=cast.by("jonas"))
    assert to_tell(row) == [step]
    events = Event.objects.count()
    with pytest.raises(Refusal) as refusal:
        steps.finish_step(journey=row.pk, step=step.pk, by=cast.by("jonas"), then=PlannedStep("Continue"))
    assert (refusal.value.code, refusal.value.law) == ("untold", 8)
    assert Event.objects.count() == events
    assert not in_force(row)


def test_the_call_is_due_before_the_date_that_they_count_on(cast: Cast, row: Journey) -> None:
    prefers(cast, "phone")
    with clock.at(DUE - timedelta(hours=1)):
        delayed(cast, row)
        assert to_tell(row)[0].due_at == DUE
    assert Notice.objects.filter(kind="delay", channel="call").count() == 1


def test_a_preferred_channel_without_an_address_gives_way_to_mail(cast: Cast, row: Journey) -> None:
    prefers(cast, "phone", phone="")
    assert delayed(cast, row).notice.channel == "mail"


def test_receipts_and_endings_go_by_mail_all_the_same(cast: Cast, row: Journey) -> None:
    prefers(cast, "phone")
    cancel(journey=row.pk, why="No capacity", by_them=False, by=cast.by("jonas"))
    assert Notice.objects.get(kind="cancelled").channel == "mail"
