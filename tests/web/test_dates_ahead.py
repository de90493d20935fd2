"""A date that must still come says so at once: the browser offers no other, and the first answer refuses it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.test import Client
from django.utils import timezone
from tests import cast as people
from tests.cast import Cast

from wellkept.kernel import clock
from wellkept.promises.queries import open_promises
from wellkept.web.form_fields import Ahead, Day, Past, When
from wellkept.web.journeys import handoffs, hands, promises, steps, touches, triggers
from wellkept.web.journeys.act_form import ActForm

pytestmark = pytest.mark.django_db
PASSED = "2001-01-01T10:00"
ROOMS = (handoffs, hands, promises, steps, touches, triggers)
NOT_AHEAD = {"requested_for"}  # a wish is what they said, whenever it was for


def acts() -> list[type[ActForm]]:
    rows = [value for room in ROOMS for value in vars(room).values()]
    return [row for row in rows if isinstance(row, type) and issubclass(row, ActForm)]


def test_each_date_of_an_act_says_on_which_side_of_now_it_lies() -> None:
    dates = {
        f"{act.__name__}.{name}": field
        for act in acts()
        for name, field in act.base_fields.items()
        if isinstance(field, forms.DateTimeField) and name not in NOT_AHEAD
    }
    assert len(dates) > 12
    assert {name for name, field in dates.items() if not isinstance(field, Ahead | Past)} == set()


@pytest.mark.parametrize(
    ("act", "refusals"),
    [
        ("steps", {"what": "This is still missing.", "due": "This time has passed already."}),
        ("waits", {"what": "This is still missing.", "ask_again": "This time has passed already."}),
        (
            "promises",
            {"text": "This is still missing.", "due": "A promise is for a time that is still to come."},
        ),
        (
            "promises/{date}/moves",
            {
                "reason": "This is still missing.",
                "due": "The new date is not later than the promised one. An earlier one is simply kept early.",
            },
        ),
    ],
)
def test_a_passed_date_is_refused_in_the_first_answer(cast: Cast, act: str, refusals: dict[str, str]) -> None:
    """Together with what is missing, and before anything is written."""
    row = people.in_delivery(cast)
    (date,) = [promise.pk for promise in open_promises(row.pk) if promise.kind == "date"]
    client = Client()
    client.force_login(cast.jonas)
    address = f"/journeys/{row.number}/{act.format(date=date)}"
    dates = [name for name in refusals if name in ("due", "ask_again")]
    answer = client.post(address, dict.fromkeys(dates, PASSED))
    assert answer.status_code == 422
    assert {name: errors[0] for name, errors in answer.context["form"].errors.items()} == refusals
    earliest = re.findall(r'min="(\d{4}-[\d\-T:]+)"', client.get(address).content.decode())
    assert len(earliest) == len(dates)


def test_the_earliest_new_date_is_the_promised_one(cast: Cast) -> None:
    row = people.in_delivery(cast)
    (promise,) = [promise for promise in open_promises(row.pk) if promise.kind == "date"]
    assert promise.due is not None
    client = Client()
    client.force_login(cast.jonas)
    page = client.get(f"/journeys/{row.number}/promises/{promise.pk}/moves").content.decode()
    assert f'min="{promise.due:%Y-%m-%d}' in page


def test_a_time_that_has_not_come_has_not_happened() -> None:
    class Form(forms.Form):
        at = Past()
        day = Day(ahead=True)

    tomorrow = clock.now() + timedelta(days=1)
    form = Form({"at": f"{tomorrow:%Y-%m-%dT%H:%M}", "day": "2001-01-01"})
    assert form.errors == {
        "at": ["This has not happened yet."],
        "day": ["This day has passed already."],
    }
    assert 'max="' in str(form["at"])
    assert 'min="' in str(form["day"])


def test_an_hour_that_comes_twice_is_its_first_and_one_that_never_comes_is_refused_in_words() -> None:
    with timezone.override("Europe/Berlin"):
        assert When().clean("2026-10-25T02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        assert When().clean("2026-10-25T03:30") == datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
        with pytest.raises(forms.ValidationError) as refused:
            When().clean("2026-03-29T02:30")
        assert refused.value.messages == ["There is no such time: the clocks go forward then."]
