"""JSON for programs: the same commands and the same refusals, once for each key."""

from __future__ import annotations

import errno
import threading
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import InterfaceError, connection
from django.test import Client
from tests import cast as stations
from tests.api.programs import WHOLE, Program
from tests.cast import MONDAY, Cast, fresh

from wellkept.duplicates.commands.merge import merge
from wellkept.events.models import Event
from wellkept.events.queries import history
from wellkept.idempotency.models import StoredAnswer
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.people.commands import revoke_token, withdraw_access

pytestmark = pytest.mark.django_db


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (body["code"], body["status"], body["type"]) == (code, status, f"urn:wellkept:{code}")
    assert body["title"]
    return body


def in_days(days: int) -> str:
    return (clock.now() + timedelta(days=days)).isoformat()


def test_a_whole_journey(cast):
    tom, olga, jonas, mira = (Program(cast, name) for name in ("tom", "olga", "jonas", "mira"))
    customer = tom.does("/customers", {"name": "Café Nord"})["id"]
    contact = tom.does(f"/customers/{customer}/contacts", {"name": "Ida Nord", "email": "ida@nord.example"})[
        "id"
    ]
    site = tom.does(f"/customers/{customer}/sites", {"street": "Am Markt 1", "city": "Dresden"})["id"]
    opened = tom.post(
        "/journeys",
        {"customer": customer, "contact": contact, "site": site, "need": "No light", "blueprint": "service"},
    )
    assert opened.status_code == 201
    number = opened.json()["number"]
    assert opened["Location"] == f"/api/v1/journeys/{number}"
    at = f"/journeys/{number}"

    tom.does(f"{at}/touches", {"incoming": True, "channel": "call", "words": "Since Friday"})
    tom.does(f"{at}/notes", {"words": "An old house"})
    back = tom.does(f"{at}/read-backs", {"text": "The fuse is too small"})["id"]
    tom.does(f"{at}/confirmation", {"read_back": back})
    tom.does(f"{at}/decision", {"what": "A new fuse box", "why": "Safe", "evidence": "mail"})
    offer = tom.does(f"{at}/handoffs", {"ticks": ["need-confirmed", "budget-known"]})["id"]
    taken = olga.does(f"{at}/handoffs/{offer}/acceptance", {"rating": 4}, prefer=WHOLE)
    assert (taken["journey"]["stage"], taken["journey"]["holder"]["name"]) == ("orders", "Olga Meyer")
    put = olga.post(f"{at}/agreements", {"words": "One box", "total": "940.00", "delivery_by": in_days(9)})
    assert (put.json()["number"], put.json()["journey"]) == (number, None)
    assert put["Location"] == opened["Location"]
    digest = olga.get(at).json()["agreements"][0]["digest"]
    signed = {"evidence": "purchase_order", "customer_reference": "PO-9", "signed_name": "Ida"}
    olga.does(f"{at}/agreement", {**signed, "shown_digest": digest})
    offer = olga.does(f"{at}/handoffs", {"ticks": ["site-known", "date-possible"]})["id"]
    problem(jonas.post(f"{at}/handoffs/{offer}/declination", {"reason": " "}), 422, "invalid_reason")
    jonas.does(f"{at}/handoffs/{offer}/acceptance", {"rating": 5})
    whole = jonas.get(at).json()
    promise = next(promise for promise in whole["promises"] if promise["text"] == "Delivery")
    moved = jonas.does(
        f"{at}/promises/{promise['id']}/moves", {"due": in_days(12), "reason": "The box is late"}
    )
    jonas.does(f"{at}/moves/{moved['id']}/answer", {"accept": True, "words": "Fine"})
    jonas.does(f"{at}/delivery", {"words": "It is in"})
    delivery = jonas.get(at).json()["delivery"]
    jonas.does(f"{at}/acceptance", {"evidence": "paper", "signed_name": "Ida Nord", "delivery": delivery})
    offer = jonas.does(f"{at}/handoffs", {"ticks": ["papers-handed-over"]})["id"]
    mira.does(f"{at}/handoffs/{offer}/acceptance", {})
    assert mira.does(f"{at}/rest", {"words": "It works"}, prefer=WHOLE)["journey"]["state"] == "at_rest"
    after = mira.post(f"{at}/next-need", {"need": "Light outside"})
    assert after.json()["need"] == "Light outside"
    ended = mira.get(at).json()

    assert (ended["state"], ended["ending"]["how"]) == ("ended", "happy")
    assert ended["ending"]["next_journey"] == after.json()["number"]
    problem(mira.post(f"{at}/notes", {"words": "x"}), 409, "journey_ended")
    log = mira.get(f"{at}/events", limit=10).json()
    seen = list(log["items"])
    while log["next"]:
        log = mira.get(f"{at}/events", limit=10, cursor=log["next"]).json()
        seen += log["items"]
    assert [event["seq"] for event in seen] == list(range(1, len(seen) + 1))
    assert {event["actor_kind"] for event in seen} == {"token"}
    assert Event.objects.filter(subject_id=Journey.objects.get(number=number).pk).count() == len(seen)


def test_the_rest_of_the_nouns(cast):
    tom = Program(cast)
    row = stations.opened(cast)
    at = f"/journeys/{row.number}"

    step = tom.does(f"{at}/steps", {"what": "Measure", "due": in_days(1)})["id"]
    tom.does(f"{at}/steps/{step}/completion", {"how": "Done", "next_what": "Draw it", "next_due": in_days(2)})
    tom.does(
        f"{at}/waits", {"what": "The release", "ask_again": in_days(3), "third_party": "the grid operator"}
    )
    tom.does(f"{at}/letters", {"words": "We are on it"})
    hold = tom.does(f"{at}/holds", {"stops": "billing", "why": "A complaint"})["id"]
    assert tom.get(at).json()["holds"][0]["stops"] == "billing"
    tom.does(f"{at}/holds/{hold}/lifting")
    promise = tom.does(f"{at}/promises", {"text": "A call", "kind": "call_back", "due": in_days(1)})["id"]
    tom.does(f"{at}/promises/{promise}/keeping", {})
    promise = tom.does(f"{at}/promises", {"text": "A drawing", "due": in_days(1)})["id"]
    released = tom.does(
        f"{at}/promises/{promise}/release", {"words": "Next week is fine", "new_due": in_days(7)}
    )
    assert released["id"] not in (None, promise)
    tom.does(f"{at}/read-backs", {"text": "The oven"})
    tom.does(f"{at}/correction", {"correction": "The mixer"})
    ended = tom.does(f"{at}/cancellation", {"why": "They closed", "by_them": True}, prefer=WHOLE)
    assert ended["journey"]["state"] == "ended"


def test_lists_by_cursor(cast):
    rows = [stations.opened(cast) for _ in range(3)]
    tom = Program(cast)

    first = tom.get("/journeys", limit=2).json()
    second = tom.get("/journeys", limit=2, cursor=first["next"]).json()

    assert [item["number"] for item in first["items"] + second["items"]] == [
        row.number for row in reversed(rows)
    ]
    assert second["next"] is None
    assert len(tom.get("/journeys", stage="orders").json()["items"]) == 0
    assert len(tom.get("/journeys", customer=rows[0].customer_id).json()["items"]) == 3
    assert len(tom.get("/customers", limit=1).json()["items"]) == 1
    assert tom.get(f"/customers/{rows[0].customer_id}").json()["contacts"][0]["name"] == "Petra Lindner"
    problem(tom.get("/journeys", cursor="nonsense"), 422, "invalid_cursor")
    problem(tom.get("/journeys", state="lost"), 422, "invalid_request")


def test_find_and_me(cast):
    row = stations.opened(cast)
    tom = Program(cast)

    items = tom.get("/find", q=row.number).json()["items"]
    assert [item["number"] for item in items] == [row.number]
    me = tom.get("/me").json()
    assert (me["person"], me["scopes"]) == (cast.tom.pk, ["read", "write"])


def test_a_key_is_asked_for_and_used_once(cast):
    tom = Program(cast)
    row = stations.opened(cast)
    at = f"/journeys/{row.number}/notes"

    problem(tom.post(at, {"words": "One"}, key=""), 400, "idempotency_key_missing")
    before = len(history(row.pk))
    first = tom.post(at, {"words": "One"}, key="k")
    again = tom.post(at, {"words": "One"}, key="k")
    other = tom.post(at, {"words": "Two"}, key="k")

    assert (first.content, first.status_code) == (again.content, again.status_code)
    assert (first["Idempotency-Replayed"], again["Idempotency-Replayed"]) == ("false", "true")
    problem(other, 422, "key_used")
    assert len(history(row.pk)) == before + 1
    assert Program(cast, "olga").post(at, {"words": "One"}, key="k").status_code == 201, (
        "a key is a token's own"
    )


def test_a_refused_request_stores_no_answer_and_changes_nothing(cast):
    tom = Program(cast)
    row = stations.opened(cast)
    before = len(history(row.pk))

    answer = problem(
        tom.post(f"/journeys/{row.number}/delivery", {"words": "x"}, key="k"), 409, "not_in_delivery"
    )

    assert answer["law"] == 5
    assert answer["instead"]
    assert not StoredAnswer.objects.exists()
    assert len(history(row.pk)) == before


@pytest.mark.django_db(transaction=True)
def test_of_two_racing_requests_one_waits_and_repeats(cast):
    row = stations.opened(cast)
    tom = Program(cast)
    start = threading.Barrier(4)
    answers: list[tuple[int, bytes]] = []

    def send() -> None:
        start.wait()
        response = tom.post(f"/journeys/{row.number}/notes", {"words": "Once"}, key="race")
        answers.append((response.status_code, response.content))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert len([event for event in history(row.pk) if event.type == "note_written"]) == 1


def test_rights_are_those_of_the_person(cast):
    row = stations.opened(cast)
    olga = Program(cast, "olga")
    before = len(history(row.pk))

    problem(olga.post(f"/journeys/{row.number}/read-backs", {"text": "x"}), 403, "not_yours_to_do")
    assert len(history(row.pk)) == before
    olga.does(f"/journeys/{row.number}/notes", {"words": "Anyone may write a note"})


def test_scopes(cast):
    row = stations.opened(cast)
    reader, writer = Program(cast, "tom", "read"), Program(cast, "tom", "write")

    assert reader.get(f"/journeys/{row.number}").status_code == 200
    problem(reader.post(f"/journeys/{row.number}/notes", {"words": "x"}), 403, "scope_missing")
    problem(reader.post("/customers", {"name": "x"}), 403, "scope_missing")
    problem(writer.get("/me"), 403, "scope_missing")
    problem(
        reader.client.post("/api/v1/intake/messages", b"x", content_type="message/rfc822"),
        403,
        "scope_missing",
    )


def test_no_token_no_answer(cast):
    row = stations.opened(cast)
    tom = Program(cast)
    for client in (Client(), Client(headers={"Authorization": "Bearer guess"})):
        response = client.get(f"/api/v1/journeys/{row.number}")
        problem(response, 401, "no_token")
        assert response["WWW-Authenticate"].startswith("Bearer")
    revoke_token(token=tom.row.pk, by=cast.by("ana"))
    problem(tom.get("/me"), 401, "no_token")
    olga = Program(cast, "olga")
    withdraw_access(person=cast.olga.pk, reason="Lost laptop", by=cast.by("ana"))
    problem(olga.get("/me"), 401, "no_token")


def test_a_token_says_when_it_was_used_last_to_the_hour(cast):
    tom = Program(cast)
    at = {minutes: MONDAY + timedelta(minutes=minutes) for minutes in (0, 59, 61)}
    for minutes, noted in ((0, at[0]), (59, at[0]), (61, at[61])):
        with clock.at(at[minutes]):
            assert tom.get("/me").status_code == 200
        tom.row.refresh_from_db()
        assert tom.row.used_at == noted


def test_a_session_is_no_token(cast, client):
    client.force_login(cast.tom)

    problem(client.get("/api/v1/me"), 401, "no_token")


def test_tokens_cannot_be_tried_without_end(cast):
    guesser = Client(REMOTE_ADDR="198.51.100.7")

    answers = [guesser.get("/api/v1/me", headers={"Authorization": f"Bearer {n}"}) for n in range(31)]

    assert [answer.status_code for answer in answers] == [401] * 30 + [429]
    assert 590 <= int(answers[-1]["Retry-After"]) <= 600


def test_tokens_cannot_be_tried_from_each_address_of_a_network(cast):
    answers = [
        Client(REMOTE_ADDR=f"2001:db8::{n:x}").get("/api/v1/me", headers={"Authorization": f"Bearer {n}"})
        for n in range(1, 32)
    ]

    assert answers[-1].status_code == 429


def test_a_confidential_journey_is_an_outline_to_who_may_not_read_it(cast):
    row = stations.opened(cast)
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    tom, olga = Program(cast), Program(cast, "olga")

    shown = olga.get("/journeys").json()["items"][0]
    assert (shown["number"], shown["stage"], shown["readable"]) == (row.number, "sales", False)
    assert shown["need"] is None
    assert shown["customer_name"] is None
    for path in (f"/journeys/{row.number}", f"/journeys/{row.number}/events"):
        problem(olga.get(path), 403, "confidential")
    problem(olga.post(f"/journeys/{row.number}/notes", {"words": "x"}), 403, "confidential")
    before = len(history(row.pk))
    assert tom.get(f"/journeys/{row.number}").json()["need"]
    assert len(history(row.pk)) == before + 1, "reading is an event"


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("notes", {"words": ""}, "invalid_words"),
        ("notes", {"words": "x", "to": "everyone"}, "invalid_request"),
        ("notes", {}, "invalid_request"),
        ("notes", [], "invalid_request"),
        ("notes", {"words": "a\x00b"}, "invalid_request"),
        ("notes", {"words": "\ud800"}, "invalid_request"),
        ("steps", {"what": "x", "due": "2027-01-01T08:00:00"}, "invalid_request"),
        ("steps", {"what": "x", "due": "9999-12-31T23:59:59Z"}, None),
        ("promises", {"text": "x", "due": "2000-01-01T00:00:00Z"}, "invalid_due"),
        ("promises", {"text": "x", "kind": "price"}, "invalid_amount"),
        (
            "agreements",
            {"words": "x", "total": "1e99", "delivery_by": "2030-01-01T00:00:00Z"},
            "invalid_request",
        ),
    ],
)
def test_bad_input_gets_a_clear_sentence(cast, path, body, code):
    row = stations.opened(cast)
    response = Program(cast).post(f"/journeys/{row.number}/{path}", body)

    if code is None:
        assert response.status_code < 500
    else:
        problem(response, 422, code)


def test_missing_rows_are_not_found(cast):
    tom = Program(cast)
    row = stations.opened(cast)
    mistyped = row.number[:-2] + row.number[-1] + row.number[-2]

    if mistyped != row.number:  # two equal digits at the end
        assert row.number[:4] in problem(tom.get(f"/journeys/{mistyped}"), 404, "no_such_journey")["title"]
    problem(tom.get("/customers/999999"), 404, "no_such_customer")
    problem(tom.post(f"/journeys/{row.number}/handoffs/1/acceptance"), 404, "no_such_handoff")
    problem(tom.post(f"/journeys/{row.number}/promises/99999999999999999999/keeping"), 404, "no_such_promise")


def test_an_answered_offer_is_not_answered_again(cast):
    row = stations.offered(cast)
    olga = Program(cast, "olga")
    offer = row.handoffs.get().pk

    olga.does(f"/journeys/{row.number}/handoffs/{offer}/declination", {"reason": "No budget"})

    problem(olga.post(f"/journeys/{row.number}/handoffs/{offer}/acceptance"), 409, "no_offer")
    assert fresh(row).stage == "sales"


@pytest.mark.django_db(transaction=True)
def test_mail_is_handed_in_as_it_came(cast):
    program = Program(cast, "tom", "intake")
    head = b"From: Petra <petra@nowhere.example>\r\nTo: office@lindenau.example\r\nMessage-ID: <1@x>\r\n"
    mail = head + b"Subject: Hi\r\n\r\nHello\r\n"

    def send(raw: bytes) -> Any:
        return program.client.post(
            "/api/v1/intake/messages?recipient=office@lindenau.example", raw, content_type="message/rfc822"
        )

    first, again = send(mail), send(mail)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {"message": first.json()["message"], "repeat": False}
    assert again.json() == {"message": first.json()["message"], "repeat": True}
    problem(send(b"  "), 422, "empty_message")
    assert send(b"\xff\xfe no mail at all").status_code == 201


@pytest.mark.django_db
def test_a_body_that_is_too_large_is_refused_and_a_large_mail_is_stored(cast, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    writer, scanner = Program(cast), Program(cast, "tom", "intake")
    mail = b"From: petra@nowhere.example\r\nMessage-ID: <2@x>\r\nSubject: Plan\r\n\r\n" + b"Long. " * 1000

    problem(writer.post("/customers", {"name": "x" * 3000}), 413, "too_large")
    problem(writer.post("/imports/1/reading", {"padding": "x" * 3000}), 413, "too_large")
    stored = scanner.client.post("/api/v1/intake/messages", mail, content_type="message/rfc822")
    assert stored.status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (psycopg.OperationalError("server closed the connection"), 503, "database_away"),
        (InterfaceError("connection already closed"), 503, "database_away"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "disk_full"),
    ],
)
def test_an_outage_is_a_problem_that_says_when_to_ask_again(cast, monkeypatch, error, status, code):
    tom = Program(cast)

    def away(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr("wellkept.api.resources.find.find", away)
    answer = tom.get("/find", q="x")
    assert "closed" not in problem(answer, status, code)["title"]
    assert int(answer["Retry-After"]) >= 1
    monkeypatch.setattr("wellkept.api.authentication.actor_by_token", away)
    problem(tom.get("/me"), status, code)


@pytest.mark.django_db
@pytest.mark.parametrize("due", [20261112, "20261112", "1762941600", "2026-11-12", True])
def test_an_instant_is_written_with_its_date_and_time(cast, due):
    row = stations.opened(cast)
    answer = Program(cast).post(f"/journeys/{row.number}/steps", {"what": "Call", "due": due})
    assert problem(answer, 422, "invalid_request")["field"] == "due"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("to", "body", "field"),
    [
        ("steps", {"what": "Call", "due": "2026-11-12T10:00:00Z", "handler": True}, "handler"),
        ("steps", {"what": "Call", "due": "2026-11-12T10:00:00Z", "handler": "5"}, "handler"),
        ("touches", {"incoming": 0, "channel": "call"}, "incoming"),
        ("touches", {"incoming": "off", "channel": "call"}, "incoming"),
        ("promises", {"text": "The price", "kind": "price", "amount": "1_000", "currency": "EUR"}, "amount"),
        ("promises", {"text": "The price", "kind": "price", "amount": "1e3", "currency": "EUR"}, "amount"),
    ],
)
def test_a_value_of_another_type_is_not_turned_into_one(cast, to, body, field):
    row = stations.opened(cast)
    answer = problem(Program(cast).post(f"/journeys/{row.number}/{to}", body), 422, "invalid_request")
    assert answer["field"] == field


@pytest.mark.django_db
def test_an_import_refuses_a_misspelt_field(cast):
    answer = problem(
        Program(cast, "ana").post("/imports", {"source": "x", "sorce": "y"}), 422, "invalid_request"
    )
    assert answer["field"] == "sorce"


@pytest.mark.django_db(transaction=True)
def test_a_refusal_of_the_database_at_commit_is_a_problem_with_its_law(cast, monkeypatch):
    row = stations.opened(cast)
    tom = Program(cast)

    def around_the_commands(*, journey: int, **_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE journey SET need = 'another' WHERE id = %s", [journey])

    monkeypatch.setattr("wellkept.api.resources.touches.touches.write_note", around_the_commands)

    answer = problem(
        tom.post(f"/journeys/{row.number}/notes", {"words": "x"}), 409, "every_change_has_its_event"
    )

    assert answer["law"] == 11
    assert fresh(row).need == row.need
    assert not StoredAnswer.objects.exists()


def test_a_fault_of_ours_is_a_problem_and_tells_nothing(cast, monkeypatch):
    tom = Program(cast)
    monkeypatch.setattr("wellkept.api.resources.find.find", lambda *_args, **_kwargs: 1 / 0)

    answer = problem(tom.get("/find", q="x"), 500, "fault")

    assert "ZeroDivision" not in str(answer)


@pytest.mark.django_db(transaction=True)
def test_the_journeys_of_who_was_merged_are_those_of_whom_they_go_on_as(cast: Cast) -> None:
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    numbers = {stations.opened(cast).number, stations.opened(cast, of=cast.school).number}
    program = Program(cast, "tom")

    def theirs(key: int) -> set[str]:
        return {item["number"] for item in program.get(f"/journeys?customer={key}").json()["items"]}  # type: ignore[attr-defined]

    apart = {keep: theirs(keep), away: theirs(away)}
    assert (len(apart[keep]), len(apart[away]), apart[keep] | apart[away]) == (1, 1, numbers)
    merge(keep=keep, away=away, by=cast.by("tom"))
    assert (theirs(keep), theirs(away)) == (numbers, numbers)
    assert theirs(2**40) == set()
