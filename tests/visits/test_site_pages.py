"""Addresses of the page of the person on site: each works, and each refuses."""

from __future__ import annotations

import base64
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast as people
from tests.cast import DAY, HOUR, MONDAY, Cast
from tests.web.signed_in import at

from wellkept.events.models import Event
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.models import Journey
from wellkept.visits import commands as visits
from wellkept.visits.models import Visit, VisitRecord
from wellkept.visits.window import VisitPlan, Window

pytestmark = pytest.mark.django_db
SECRET = "Put the line in"


@pytest.fixture
def row(cast: Cast) -> Journey:
    return people.in_delivery(cast)


@pytest.fixture
def visit(cast: Cast, row: Journey) -> Visit:
    starts = MONDAY + 8 * DAY + HOUR
    plan = VisitPlan(person=cast.lea.pk, place="Königstraße 4, Dresden", words=SECRET)
    window = Window(starts, starts + 2 * HOUR)
    return visits.fix_visit(journey=row.pk, plan=plan, window=window, by=cast.by("jonas"))


def send(client: Client, visit: Visit, **fields: object) -> tuple[int, dict[str, object]]:
    sent = {"key": str(uuid4()), "kind": "work", "seen": "0", "words": "Line drawn"} | fields
    answer = client.post(f"/visits/{visit.pk}/records", sent)
    return answer.status_code, answer.json()


def test_the_page_shows_what_is_to_be_done_and_what_was(cast: Cast, visit: Visit, row: Journey) -> None:
    client = at(cast, "lea")
    status, kept = send(client, visit, kind="hours", quantity="1:30", happened="2026-03-02T09:00:00.000Z")
    assert (status, kept["state"]) == (200, "counts")
    text = client.get(f"/visits/{visit.pk}/site").content.decode()
    assert SECRET in text
    assert "1.5 h" in text
    assert client.get(f"/visits/{visit.pk + 1}/site").status_code == 404
    state = client.get(f"/visits/{visit.pk}/site/state").json()
    assert (state["seen"], state["is_on"]) == (0, True)
    panel = at(cast, "jonas").get(f"/journeys/{row.number}").content.decode()
    assert "1 record" in panel


def test_a_device_gets_a_key_of_its_person(cast: Cast) -> None:
    keys = [at(cast, name).get("/visits/device").json()["key"] for name in ("lea", "lea", "iris")]
    assert keys[0] == keys[1] != keys[2]
    assert len(base64.b64decode(keys[0])) == 32
    assert Client().get("/visits/device").status_code == 302


def test_the_worker_is_a_script(cast: Cast) -> None:
    answer = at(cast, "lea").get("/visits/site-worker.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript")
    assert b"addEventListener" in answer.content


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "no key"}, {"seen": ""}, {"words": ""}, {"kind": "nap"}, {"kind": "hours", "quantity": "many"},
        {"kind": "photo"},
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_read_is_refused_in_words(
    cast: Cast, visit: Visit, wrong: dict[str, object]
) -> None:
    before = Event.objects.count()
    status, answer = send(at(cast, "lea"), visit, **wrong)
    assert status == 422
    assert answer["words"]
    assert (VisitRecord.objects.count(), Event.objects.count()) == (0, before)


def test_a_key_of_somebody_else_is_refused(cast: Cast, visit: Visit) -> None:
    key = str(uuid4())
    assert send(at(cast, "lea"), visit, key=key)[0] == 200
    status, answer = send(at(cast, "iris"), visit, key=key)
    assert (status, answer["code"]) == (409, "a_record_is_kept_once")


def test_a_photograph_is_shown_to_whoever_may_read_the_journey(
    cast: Cast, visit: Visit, row: Journey
) -> None:
    picture = SimpleUploadedFile("wall.png", b"a wall", content_type="image/png")
    _status, kept = send(at(cast, "lea"), visit, kind="photo", picture=picture, words="The wall")
    place = f"/visits/{visit.pk}/records/{kept['record']}/file"
    answer = at(cast, "mira").get(place)
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("image/png", b"a wall")  # type: ignore[attr-defined]
    _status, words = send(at(cast, "lea"), visit)
    assert at(cast, "mira").get(f"/visits/{visit.pk}/records/{words['record']}/file").status_code == 404
    make_confidential(journey=row.pk, confidential=True, by=cast.by("ana"))
    for address in (place, f"/visits/{visit.pk}/site", f"/visits/{visit.pk}/site/state"):
        assert at(cast, "mira").get(address).status_code == 403
    assert send(at(cast, "mira"), visit)[0] == 403
    assert at(cast, "jonas").get(f"/visits/{visit.pk}/site").status_code == 200
    assert Event.objects.filter(subject_id=row.pk, type="confidential_read").exists()
