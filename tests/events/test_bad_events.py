"""A row that should not be in the log is shown as one entry that cannot be read, and no reader stumbles over it.

Each test writes rows as somebody with the keys to the server could: behind every trigger.
"""

from __future__ import annotations

import json
import re
import types as python_types
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from django.db import connection, transaction
from tests import cast as casting
from tests.api.programs import Program
from tests.cast import MONDAY, Cast
from tests.exports.test_exports import table, taken_out
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept import catalogue
from wellkept.catalogue import names_for
from wellkept.events import types
from wellkept.events.fact_check import readable_facts
from wellkept.events.models import Event
from wellkept.events.queries import UNREADABLE, history
from wellkept.journeys.commands import touches
from wellkept.journeys.models import Journey
from wellkept.people.commands import make_token

pytestmark = pytest.mark.django_db

WORDS = "an entry that this version cannot read"
CANNOT_BE_READ = [
    ("never_heard_of", "{}", None),
    ("note_written", "{}", None),  # its body is missing
    ("note_written", "{}", '{"said": 7}'),
    ("note_written", "{}", '{"said": "x", "more": 1}'),
    ("note_written", "{}", "no json"),
    ("handoff_escalated", "[]", None),
    ("handoff_escalated", "null", None),
    ("handoff_escalated", "7", None),
    ("handoff_escalated", '"x"', None),
    ("handoff_escalated", "{}", None),
    ("handoff_escalated", '{"handoff": 1, "receiver": 2}', None),
    ("handoff_escalated", '{"handoff": 1, "receiver": 2, "rung": true}', None),
    ("handoff_escalated", '{"handoff": 1, "receiver": 2, "rung": null}', None),
    ("handoff_escalated", '{"handoff": 1, "receiver": 2, "rung": 1, "more": 1}', None),
    (
        "handoff_escalated",
        '{"handoff": 1, "receiver": 2, "rung": ' + "9" * 6000 + "}",
        None,
    ),  # Python reads no such number
    ("handoff_escalated", '{"handoff": 1, "receiver": 2, "rung": ' + "[" * 5000 + "]" * 5000 + "}", None),
    ("note_written", "{}", '{"said": ' + '{"a":' * 5000 + "1" + "}" * 5000 + "}"),
    (
        "promise_moved",
        '{"promise": 1, "move": 1, "due_before": "soon", "due": "2026-03-02T08:00:00+00:00"}',
        None,
    ),
    (
        "promise_moved",
        '{"promise": 1, "move": 1, "due_before": "2026-03-02", "due": "2026-03-02T08:00"}',
        None,
    ),
]


def slip_in(
    journey: Journey, type: str, facts: str, body: str | None = None, *, digest_of: str | None = None
) -> int:
    """One more event of the journey, chained as a right one is, whatever it says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seed.slip_in(%s, %s, %s, %s, %s, %s)",
            [journey.pk, type, facts, body if body is not None else digest_of, body, MONDAY],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("type", "facts", "body"),
    [pytest.param(*bad, id=f"{n}-{bad[0]}") for n, bad in enumerate(CANNOT_BE_READ)],
)
def test_a_bad_event_is_one_entry_that_cannot_be_read(
    cast: Cast, type: str, facts: str, body: str | None
) -> None:
    journey = casting.opened(cast)
    before = history(journey.pk)
    key = slip_in(journey, type, facts, body)
    touches.write_note(journey=journey.pk, words="A later word", by=cast.by("tom"))

    happenings = history(journey.pk)

    bad = happenings[len(before)]
    assert (bad.id, bad.type, bad.facts) == (key, UNREADABLE, {})
    assert catalogue.staff(bad, names_for(happenings)).text == WORDS
    assert catalogue.customer(bad, names_for(happenings)) is None
    assert happenings[: len(before)] == before
    assert happenings[-1].facts == {"said": "A later word"}


def test_a_body_that_is_gone_is_not_a_body_that_was_erased(cast: Cast) -> None:
    journey = casting.opened(cast)
    gone, erased = (
        slip_in(journey, "note_written", "{}", digest_of=digest_of) for digest_of in ("gone", "erased")
    )
    first, second = history(journey.pk)[-2:]
    assert (first.id, first.type, first.erased) == (gone, UNREADABLE, False)
    assert (second.id, second.type, second.erased) == (erased, "note_written", True)


def test_whatever_the_commands_record_can_be_read(cast: Cast) -> None:
    casting.at_rest(cast)
    for event in Event.objects.select_related("body"):
        body = getattr(event, "body", None)
        assert readable_facts(
            event.type,
            event.facts,
            body.body if body else None,
            has_body=event.body_digest is not None,
            erased=False,
        ), event.type


# Every type of event of a journey, with nothing in it and with nonsense in it


def nonsense(hint: Any, *, parses: bool) -> Any:
    """A value of the right JSON type that means nothing. If it `parses`, a date is a date and a number is one."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return nonsense(arguments[0], parses=parses)
    if origin in (Union, python_types.UnionType):
        return nonsense(arguments[0], parses=parses)
    if origin in (list, tuple):
        return [nonsense(arguments[0], parses=parses)]
    if origin is dict:
        return {"nonsense": nonsense(arguments[1], parses=parses)}
    plain = {
        int: 987654321,
        float: 0.5,
        bool: True,
        datetime: "nonsense",
        date: "nonsense",
        Decimal: "nonsense",
    }
    if parses:
        plain |= {datetime: "9999-12-31T23:59:59+00:00", date: "0001-01-01", Decimal: "1E+400"}
    return plain.get(hint, "nonsense")


def bad_events() -> Iterator[tuple[str, str, str | None]]:
    for name, cls in sorted(types.fact_types().items()):
        if "journey" not in types.shape_of(cls).subjects:
            continue
        yield name, "{}", None
        for parses in (False, True):
            values: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
            for field, hint, personal, _ in types.fields_of(cls):
                values[personal][field] = nonsense(hint, parses=parses)
            yield name, json.dumps(values[0]), json.dumps(values[1]) if values[1] else None


@pytest.fixture
def full_of_nonsense(cast: Cast) -> Journey:
    """An agreed journey with every bad event there can be; none of them changed anything."""
    journey = casting.agreed(cast)
    for type, facts, body in (*CANNOT_BE_READ, *bad_events()):
        slip_in(journey, type, facts, body)
    assert Event.objects.filter(subject_id=journey.pk).count() > 250
    return journey


def test_staff_pages_survive_every_bad_event(cast: Cast, full_of_nonsense: Journey) -> None:
    row, tom = full_of_nonsense, at(cast, "tom")
    at_journey = f"/journeys/{row.number}"
    places = [
        "/desk", "/board", f"/board/{row.stage}", f"/customers/{row.customer_id}", "/customers", at_journey,
        *(f"{at_journey}?only={only}" for only in ("talk", "promises", "agreed", "steps", "notes")),
        f"/find?q={row.number}", f"/desk/team/{cast.teams['sales'].pk}",
    ]  # fmt: skip
    for place in places:
        answer = tom.get(place)
        assert answer.status_code == 200, place
    assert WORDS in tom.get(at_journey).content.decode().lower()  # capital where nobody is named


def test_each_page_of_the_timeline_survives(cast: Cast, full_of_nonsense: Journey) -> None:
    tom, place, pages = at(cast, "tom"), f"/journeys/{full_of_nonsense.number}", 0
    more: str | None = place
    seen = ""
    while more:
        answer = tom.get(more)
        assert answer.status_code == 200
        page = answer.content.decode()
        seen, pages = seen + page, pages + 1
        next_page = re.search(r"before=(\d+)", page)
        more = f"{place}?before={next_page[1]}" if next_page and pages < 20 else None
    assert pages > 3
    assert "The oven trips the breaker every morning" in seen  # up to the very first


def test_the_customers_own_page_survives_and_shows_none_of_it(cast: Cast, full_of_nonsense: Journey) -> None:
    petra = Customer(full_of_nonsense)
    for place in ("", "question", "agreement"):
        answer = petra.client.get(petra.url(place), follow=True)
        assert answer.status_code == 200, place
        assert WORDS not in answer.content.decode()


def test_programs_get_each_event(cast: Cast, full_of_nonsense: Journey) -> None:
    tom = Program(cast)
    place, cursor, results = f"/journeys/{full_of_nonsense.number}/events", None, []
    while True:
        answer = tom.get(place, limit=100, **({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200
        page = answer.json()
        results += page["items"]
        cursor = page["next"]
        if not cursor:
            break
    assert len(results) == Event.objects.filter(subject_id=full_of_nonsense.pk).count()
    unreadable = [event for event in results if event["type"] == UNREADABLE]
    assert len(unreadable) > 100
    assert {event["sentence"] for event in unreadable} == {WORDS}
    assert tom.get(f"/journeys/{full_of_nonsense.number}").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_export_holds_each_event_as_it_stands(cast: Cast) -> None:
    with transaction.atomic():
        journey = casting.agreed(cast)
        for type, facts, body in CANNOT_BE_READ:
            slip_in(journey, type, facts, body)
    rows = [row for row in table(taken_out(cast), "event") if row["subject_id"] == str(journey.pk)]
    assert len(rows) == Event.objects.filter(subject_id=journey.pk).count()
    assert [row["facts"] for row in rows if row["type"] == "never_heard_of"] == ["{}"]


def test_a_programs_act_names_the_person_whom_it_acts_for(cast: Cast) -> None:
    """Keys of tokens and of people are counted apart: a token's key is somebody else's."""
    journey = casting.opened(cast)
    for _ in range(3):
        make_token(person=cast.olga.pk, name="reader", scopes=["read"], by=cast.by("olga"))
    Program(cast).does(f"/journeys/{journey.number}/notes", {"words": "From a program"})
    happenings = history(journey.pk)
    sentence = catalogue.staff(happenings[-1], names_for(happenings))
    assert happenings[-1].actor_kind == "token"
    assert (sentence.who, sentence.who_key) == (cast.tom.name, cast.tom.pk)
