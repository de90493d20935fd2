"""Visits on the customer's page: they pick a time, move it, cancel it, and take it into their calendar."""

from __future__ import annotations

import pytest
from icalendar import Calendar
from tests import cast as people
from tests.cast import DAY, HOUR, MONDAY, Cast
from tests.portal.doors import Customer

from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.visits import commands as visits
from wellkept.visits.models import Visit
from wellkept.visits.window import VisitPlan, Window

pytestmark = pytest.mark.django_db


def window(days: int) -> Window:
    starts = MONDAY + days * DAY + HOUR
    return Window(starts, starts + 2 * HOUR)


@pytest.fixture
def row(cast: Cast) -> Journey:
    return people.in_delivery(cast)


@pytest.fixture
def visit(cast: Cast, row: Journey) -> Visit:
    plan = VisitPlan(person=cast.lea.pk, place="Königstraße 4", words="Put the line in")
    return visits.offer_visit(journey=row.pk, plan=plan, windows=[window(8), window(9)], by=cast.by("jonas"))


def test_a_time_is_picked_on_the_page_and_moved(row: Journey, visit: Visit) -> None:
    petra = Customer(row)
    page = petra.sees()
    assert ("When may we come?" in page, "Tuesday 10 March, 09:00 to 11:00" in page) == (True, True)
    page = petra.does(f"visits/{visit.pk}", starts=window(8).starts.isoformat())
    assert ("We come at this time" in page, "Another time" in page) == (True, True)
    assert "Wednesday 11 March, 09:00 to 11:00" in petra.sees(f"visits/{visit.pk}")
    petra.does(f"visits/{visit.pk}", starts=window(9).starts.isoformat())
    visit.refresh_from_db()
    assert (visit.state, visit.starts_at, visit.sequence) == ("fixed", window(9).starts, 1)


def test_a_wrong_time_is_refused_in_words(row: Journey, visit: Visit) -> None:
    petra = Customer(row)
    for starts in ("", "soon", window(11).starts.isoformat()):
        assert petra.sends(f"visits/{visit.pk}", starts=starts).status_code in (409, 422)
    visit.refresh_from_db()
    assert visit.state == "offered"


def test_a_visit_is_cancelled_with_a_reason(row: Journey, visit: Visit) -> None:
    petra = Customer(row)
    petra.does(f"visits/{visit.pk}", starts=window(8).starts.isoformat())
    assert petra.sends(f"visits/{visit.pk}/cancellation", words="").status_code == 422
    page = petra.does(f"visits/{visit.pk}/cancellation", words="The shop is shut")
    assert "The visit is cancelled." in page
    visit.refresh_from_db()
    assert visit.state == "cancelled"


def test_near_the_visit_the_page_says_to_call(row: Journey, visit: Visit) -> None:
    petra = Customer(row)
    petra.does(f"visits/{visit.pk}", starts=window(8).starts.isoformat())
    with clock.at(window(8).starts - 2 * HOUR):
        assert f"visits/{visit.pk}/cancellation" not in petra.sees()
        answer = petra.sends(f"visits/{visit.pk}", starts=window(9).starts.isoformat())
        assert (answer.status_code, "too near" in answer.content.decode()) == (409, True)


def test_the_calendar_file_follows_the_visit(row: Journey, visit: Visit) -> None:
    petra = Customer(row)
    assert petra.client.get(petra.url(f"visits/{visit.pk}/calendar")).status_code == 404

    def read() -> tuple[str, int, str, object, str]:
        answer = petra.client.get(petra.url(f"visits/{visit.pk}/calendar"))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = Calendar.from_ical(answer.content)
        (event,) = calendar.walk("VEVENT")
        return (
            str(event["UID"]),
            int(event["SEQUENCE"]),
            str(calendar["METHOD"]),
            event.decoded("DTSTART"),
            str(event["STATUS"]),
        )

    petra.does(f"visits/{visit.pk}", starts=window(8).starts.isoformat())
    uid, *rest = read()
    assert rest == [0, "PUBLISH", window(8).starts, "CONFIRMED"]
    petra.does(f"visits/{visit.pk}", starts=window(9).starts.isoformat())
    assert read() == (uid, 1, "PUBLISH", window(9).starts, "CONFIRMED")
    petra.does(f"visits/{visit.pk}/cancellation", words="The shop is shut")
    assert read() == (uid, 2, "CANCEL", window(9).starts, "CANCELLED")


def test_visits_of_others_do_not_exist_here(cast: Cast, visit: Visit) -> None:
    karl = Customer(people.in_delivery(cast, of=cast.school))
    for place in (f"visits/{visit.pk}", f"visits/{visit.pk}/cancellation", f"visits/{visit.pk}/calendar"):
        assert karl.client.get(karl.url(place)).status_code == 404
