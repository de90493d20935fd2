"""The journey page and its acts: each act once as it is meant, refused with everything typed kept, and by rights."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast as casting
from tests.cast import DAY, HOUR, Cast
from tests.web.signed_in import at

from wellkept.blueprints.queries import plan
from wellkept.customers.commands import change_contact
from wellkept.events.queries import history
from wellkept.journeys.commands import details, steps, touches
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey, NextStep
from wellkept.journeys.need import Need
from wellkept.journeys.touch import Effort, IncomingTouch
from wellkept.kernel import clock
from wellkept.notices.models import Notice
from wellkept.people.commands import change_person
from wellkept.people.models import Person
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise, PromiseMove
from wellkept.sales import commands as sales
from wellkept.web.journeys import urls

pytestmark = pytest.mark.django_db


def when(days: float = 1) -> str:
    return (clock.now() + days * DAY).strftime("%Y-%m-%dT%H:%M")


def post(cast: Cast, name: str, row: Journey, noun: str, /, **typed: Any) -> str:
    """The act taken: it leads back to the journey. Returns the types of the events that it left."""
    before = {event.id for event in history(row.pk)}
    browser = at(cast, name)
    seen = re.search(
        r'name="seen" value="(\w+)"', browser.get(f"/journeys/{row.number}/{noun}").content.decode()
    )
    if seen is not None:  # a yes names what it is said to
        typed.setdefault("seen", seen[1])
    answer = browser.post(f"/journeys/{row.number}/{noun}", typed)
    assert answer.status_code == 303, re.findall(r'class="error[^>]*>(.*?)<', answer.content.decode())
    return " ".join(event.type for event in history(row.pk) if event.id not in before)


def step_of(row: Journey) -> NextStep:
    return row.steps.filter(done_at=None).order_by("due_at").first()  # type: ignore[return-value]


def test_the_page_says_what_is_true(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    touches.log_touch(
        journey=row.pk,
        touch=IncomingTouch("call", "Anyone there?", effort=Effort(chase=True)),
        by=cast.by("lea"),
    )

    page = at(cast, "mira").get(f"/journeys/{row.number}").content.decode()

    for text in ("Bäckerei Lindner", "Petra Lindner", row.need, "Anyone there?", "had to ask", "Jonas Weber"):
        assert text in page
    assert "€1,840" in page
    assert "Somebody else works on this journey." in page  # why Mira may not do what delivery may


def test_any_spelling_leads_to_the_one_address(cast: Cast) -> None:
    row = casting.opened(cast)

    answer = at(cast, "tom").get(f"/journeys/{row.number[:4]}-{row.number[4:]}")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/journeys/{row.number}"


def test_a_wrong_number_is_refused_in_words(cast: Cast) -> None:
    answer = at(cast, "tom").get("/journeys/12345678")
    assert answer.status_code == 404
    assert "There is no journey" in answer.content.decode()


def test_every_act_shows_its_form_and_none_falls_over(cast: Cast) -> None:
    """GET on each noun, in a stage where it may or may not make sense: a form, or a refusal in words."""
    row = casting.in_delivery(cast)
    client = at(cast, "jonas", htmx=f"/journeys/{row.number}")
    keys = {
        "<int:promise>": str(Promise.objects.filter(journey=row).first().pk),  # type: ignore[union-attr]
        "<int:move>": "1",
        "<int:step>": str(step_of(row).pk),
        "<slug:step>": "plan-visit",
        "<int:hold>": "1",
        "<int:quote>": "1",
        "<int:question>": "1",
        "<int:handoff>": "1",
        "<int:installed>": "1",
        "<int:visit>": "1",
        "<int:record>": "1",
        "<slug:item>": "papers-handed-over",
        "<uuid:notice>": str(Notice.objects.filter(subject_id=row.pk).first().pk),  # type: ignore[union-attr]
    }
    for act in urls._ACTS:
        noun = str(act.pattern)
        for name, value in keys.items():
            noun = noun.replace(name, value)
        answer = client.get(f"/journeys/{row.number}/{noun}")
        assert answer.status_code in (200, 404, 409), (noun, answer.status_code)
        assert "<form" in answer.content.decode() or "refused" in answer.content.decode(), noun


def test_letter_note_and_touch_are_recorded(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    assert "wrote_to_customer" in post(cast, "jonas", row, "letters", words="We come on Monday.")
    assert "note_written" in post(cast, "mira", row, "notes", words="The key is at the baker's.")
    fields = {"incoming": "in", "words": "When do you come?", "chase": "on", "explained_again": "on"}
    assert "touch_logged" in post(cast, "lea", row, "touches", needs_answer="on", minutes_waited=4, **fields)
    last = next(event for event in reversed(history(row.pk)) if event.type == "touch_logged")
    assert (last.facts["chase"], last.facts["explained_again"], last.facts["seconds_waited"]) == (
        True,
        True,
        240,
    )
    assert "no_answer_needed" in post(cast, "jonas", row, "no-answer-needed")
    assert "touch_logged" in post(cast, "lea", row, "touches", incoming="in", unanswered="on")
    assert step_of(row).kind in ("act", "call_back")


def test_promises_are_made_moved_answered_kept_released_and_struck(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    assert "promise_made" in post(cast, "jonas", row, "promises", text="A call", due=when(2))
    promise = Promise.objects.get(text="A call")
    assert "promise_move_asked" in post(
        cast, "jonas", row, f"promises/{promise.pk}/moves", due=when(4), reason="The carrier is late"
    )
    move = PromiseMove.objects.get()
    assert "new_date_answered" in post(
        cast, "jonas", row, f"moves/{move.pk}/answer", accept="yes", words="Fine"
    )
    assert "promise_kept" in post(cast, "jonas", row, f"promises/{promise.pk}/keeping")
    post(cast, "jonas", row, "promises", text="A gift", due=when(2), untold="on")
    gift = Promise.objects.get(text="A gift")
    assert "promise_struck" in post(cast, "jonas", row, f"promises/{gift.pk}/striking", reason="Wrong one")
    delivered = Promise.objects.get(purpose="delivery")
    assert "promise_released" in post(
        cast, "jonas", row, f"promises/{delivered.pk}/release", words="Next week is better", new_due=when(9)
    )


def test_steps_holds_and_the_process(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    assert "step_planned" in post(cast, "jonas", row, "steps", what="Order the cable", due=when())
    assert "step_planned" in post(
        cast, "jonas", row, "waits", third_party="Netz", what="The release", ask_again=when(3)
    )
    first = step_of(row)
    assert "step_moved" in post(cast, "jonas", row, f"steps/{first.pk}/moves", due=when(2), reason="Ill")
    assert "step_done" in post(cast, "jonas", row, f"steps/{first.pk}/end", how="Done", wait_whom="us")
    assert "hold_placed" in post(cast, "jonas", row, "holds", stops="delivery", why="The wall is wet")
    hold = row.holds.get()
    assert "hold_lifted" in post(cast, "jonas", row, f"holds/{hold.pk}/lifting")
    done, otherwise = [step.key for step in plan(row.version_id).steps_of("delivery")][:2]
    assert "blueprint_step_done" in post(cast, "jonas", row, f"process/{done}", evidence="The plan")
    assert "deviated" in post(cast, "jonas", row, f"process/{otherwise}/deviation", reason="Not needed")


def test_the_whole_way_by_its_forms(cast: Cast) -> None:
    row = casting.opened(cast)
    post(cast, "tom", row, "read-backs", text="The oven trips the breaker; you need it by Advent.")
    post(cast, "tom", row, "read-backs/answer", answer="yes")
    post(cast, "tom", row, "decision", what="A line of its own", why="It is the cause", evidence="spoken")
    offered = post(cast, "tom", row, "handoffs", ticks=["budget-known"], customer_met="yes", note="Glad")
    assert offered.split()[0] == "handoff_offered"  # the act; the ticks follow from it
    offer = row.handoffs.get()
    post(cast, "olga", row, f"handoffs/{offer.pk}/refusal", reason="Which oven is it?")
    post(cast, "tom", row, "handoffs")
    offer = row.handoffs.get(state="offered")
    post(cast, "tom", row, f"handoffs/{offer.pk}/withdrawal", reason="One more thing")
    post(cast, "tom", row, "handoffs")
    offer = row.handoffs.get(state="offered")
    post(
        cast, "olga", row, f"handoffs/{offer.pk}/acceptance", rating=4, another="A photo", another_due=when()
    )
    post(cast, "olga", row, "agreements", words="One line, 32 A", total="1840", delivery_by=when(10))
    post(cast, "olga", row, "agreement/refusal", words="Too late")
    post(cast, "olga", row, "agreements", words="One line, 32 A", total="1840", delivery_by=when(5))
    post(cast, "olga", row, "agreement", evidence="paper", words="Signed", customer_reference="PO 7")
    post(cast, "olga", row, "checks/site-known", note="Seen")
    post(cast, "olga", row, "handoffs", ticks=["date-possible"])
    offer = row.handoffs.get(state="offered")
    post(cast, "jonas", row, f"handoffs/{offer.pk}/acceptance")
    post(cast, "jonas", row, "delivery", words="The line is in")
    post(cast, "jonas", row, "rejection", words="The cover is missing")
    post(
        cast,
        "jonas",
        row,
        "acceptance",
        evidence="spoken",
        words="Fine now",
        defects="A scratch",
        defects_by=when(),
    )
    post(cast, "jonas", row, "handoffs", ticks=["papers-handed-over"])
    offer = row.handoffs.get(state="offered")
    post(cast, "mira", row, f"handoffs/{offer.pk}/acceptance", rating=5)
    for item in Promise.objects.filter(journey=row, kept_at=None, released_at=None):
        post(cast, "mira", row, f"promises/{item.pk}/keeping")
    for step in row.steps.filter(done_at=None):
        post(cast, "mira", row, f"steps/{step.pk}/end", next_what="Ask how it runs", wait_whom="us")
    post(cast, "mira", row, "rest", words="It bakes")
    answer = at(cast, "mira").post(
        f"/journeys/{row.number}/next-need", {"need": "A second oven", "evidence": "spoken"}
    )
    new = Journey.objects.latest("subject_id")
    assert answer.headers["Location"] == f"/journeys/{new.number}"
    assert Journey.objects.get(pk=row.pk).state == "ended"
    page = at(cast, "tom").get(f"/journeys/{row.number}").content.decode()
    assert "Ended happy" in page
    assert new.number[:4] in page


def test_hands_details_and_endings(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    assert "owner_changed" in post(cast, "ana", row, "owner", owner=cast.mira.pk, reason="Tom moves")
    assert "holder_changed" in post(cast, "jonas", row, "holder", holder=cast.lea.pk)
    assert "need_corrected" in post(cast, "jonas", row, "need", need="Two ovens trip it", budget="2000")
    assert "reference_noted" in post(cast, "mira", row, "references", kind="serial", reference="SN 7")
    assert "problem_split_off" in at_new(cast, row)
    assert "journey_ended" in post(cast, "ana", row, "cancellation", whose="us", why="We cannot get the part")
    other, again = casting.opened(cast), casting.opened(cast)
    answer = at(cast, "tom").post(
        f"/journeys/{again.number}/join", {"into": other.pk, "why": "The same problem"}
    )
    assert answer.headers["Location"] == f"/journeys/{other.number}"
    assert "journey_ended" in post(cast, "tom", other, "decline", why="Too dear")
    third = casting.opened(cast)
    assert "journey_ended" in post(
        cast, "tom", third, "not-ours", why="A roof", who_can_help="The roofer", how_to_reach="0341 555 99"
    )
    fourth = casting.opened(cast)
    assert "notice_queued" in post(cast, "tom", fourth, "asks", words="Which day?")
    assert "journey_ended" in post(cast, "tom", fourth, "error", why="Typed twice")


def at_new(cast: Cast, row: Journey) -> str:
    at(cast, "jonas").post(f"/journeys/{row.number}/parts", {"need": "The light flickers"})
    return " ".join(event.type for event in history(row.pk))


def test_a_letter_that_could_not_be_sent_is_told_by_hand(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    notice = Notice.objects.filter(subject_id=row.pk, channel="mail").first()
    assert notice is not None
    assert "notice_told" in post(
        cast, "jonas", row, f"notices/{notice.pk}/telling", words="Told by telephone"
    )


def test_a_refusal_brings_the_form_back_filled(cast: Cast) -> None:
    row = casting.opened(cast)
    before = len(history(row.pk))
    typed = {"what": "A line of its own", "why": "", "evidence": "spoken", "happened": when(3)}

    plain = at(cast, "tom").post(f"/journeys/{row.number}/decision", typed)
    part = at(cast, "tom", htmx=f"/journeys/{row.number}").post(f"/journeys/{row.number}/decision", typed)

    for answer in (plain, part):
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "This has not happened yet." in page
        assert 'value="A line of its own"' in page
    assert part.headers["HX-Retarget"] == "#act-body"
    assert "<html" not in part.content.decode()
    assert len(history(row.pk)) == before


def test_the_composer_keeps_what_was_typed(cast: Cast) -> None:
    row = casting.in_delivery(cast)

    answer = at(cast, "jonas", htmx=f"/journeys/{row.number}").post(
        f"/journeys/{row.number}/promises",
        {"composer": "promise", "text": "A call", "due": "2020-01-01T10:00"},
    )

    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#compose-promise"
    assert 'value="A call"' in answer.content.decode()
    assert "still to come" in answer.content.decode()


def test_another_team_is_refused_and_nothing_happens(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    before = len(history(row.pk))

    answer = at(cast, "mira").post(f"/journeys/{row.number}/delivery", {"words": "It is there"})

    assert answer.status_code == 422
    assert "Somebody else works on this journey." in answer.content.decode()
    assert "It is there" in answer.content.decode()
    assert len(history(row.pk)) == before


def test_the_dialog_says_that_somebody_else_has_answered(cast: Cast) -> None:
    row = casting.in_orders(cast)
    client = at(cast, "olga", htmx="/desk")
    answered = row.handoffs.get()

    answer = client.get(
        f"/journeys/{row.number}/handoffs/{answered.pk}/acceptance", headers={"HX-Target": "act-body"}
    )

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#act-body"
    assert "Somebody has answered it already." in answer.content.decode()


def test_nobody_acts_without_signing_in(cast: Cast) -> None:
    row = casting.opened(cast)
    for address in ("/desk", "/board", f"/journeys/{row.number}", f"/journeys/{row.number}/notes"):
        assert Client().get(address).headers["Location"].startswith("/accounts/login/")


def test_a_confidential_journey_shows_its_outline_and_each_reading_is_on_record(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("ana"))

    shut = at(cast, "mira").get(f"/journeys/{row.number}")
    assert shut.status_code == 403
    assert row.need not in shut.content.decode()
    assert "Bäckerei" not in shut.content.decode()
    assert "Tom Brandt" in shut.content.decode()
    assert [event.type for event in history(row.pk)].count("confidential_read") == 0

    assert at(cast, "jonas").get(f"/journeys/{row.number}").status_code == 200
    at(cast, "jonas").get(f"/journeys/{row.number}", headers={"X-Live": "1"})
    assert [event.type for event in history(row.pk)].count("confidential_read") == 1
    page = at(cast, "jonas").get(f"/journeys/{row.number}").text
    assert "Who read it" in page
    assert "Jonas Weber</b> read it" not in " ".join(page.split())
    readings = at(cast, "jonas").get(f"/journeys/{row.number}", {"only": "readings"}).text
    assert "Jonas Weber</b> read it" in " ".join(readings.split())

    assert at(cast, "mira").post(f"/journeys/{row.number}/notes", {"words": "x"}).status_code == 403
    post(cast, "tom", row, "readers", person=cast.mira.pk)
    assert at(cast, "mira").get(f"/journeys/{row.number}").status_code == 200


def test_one_person_alone_meets_no_offer_and_no_rating() -> None:
    by, known = casting.company_of_one()
    row = casting.open.open_journey(
        customer=known.customer.pk, contact=known.contact.pk, need=Need("The oven trips"), by=by
    )
    client = Client()
    client.force_login(Person.objects.get(pk=by.person))

    def shown() -> str:
        return client.get(f"/journeys/{row.number}").content.decode()

    assert "ffer to" not in shown()
    address = f"/journeys/{row.number}"
    decided = {"what": "A line", "evidence": "spoken"}
    assert client.post(f"{address}/decision", decided).status_code == 303
    assert Journey.objects.get(pk=row.pk).stage == "orders"
    for words in ("ffer to", "handoffs/", "rating", "Name another owner"):
        assert words not in shown()


def test_the_timeline_is_filtered_and_read_page_by_page(cast: Cast) -> None:
    row = casting.opened(cast)
    for n in range(70):
        touches.write_note(journey=row.pk, words=f"note {n:02d}.", by=cast.by("tom"))
    client = at(cast, "tom")

    newest = client.get(f"/journeys/{row.number}?only=notes").content.decode()
    before = re.search(r"before=(\d+)", newest)
    assert before
    older = client.get(f"/journeys/{row.number}?only=notes&before={before.group(1)}").content.decode()

    notes = re.findall(r"note \d\d\.", newest) + re.findall(r"note \d\d\.", older)
    assert notes == [f"note {n:02d}." for n in reversed(range(70))]
    assert "opened the journey" not in newest


def test_consequences_are_shown_below_their_act(cast: Cast) -> None:
    row = casting.offered(cast)

    page = at(cast, "tom").get(f"/journeys/{row.number}").content.decode()

    offered = page.index("offered it to Orders")
    assert page.index("entry-follows", offered) < page.index(
        "Accept or decline what Sales hands over", offered
    )


def test_a_longer_history_costs_no_more_questions(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    client = at(cast, "jonas")
    address = f"/journeys/{row.number}"

    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    first = asked()
    for n in range(3):
        touches.log_touch(journey=row.pk, touch=IncomingTouch("mail", "Hello"), by=cast.by("jonas"))
        touches.write_to_customer(journey=row.pk, words="Hello", by=cast.by("jonas"))
        promises.make_promise(journey=row.pk, text=f"A call {n}", due=clock.now() + HOUR, by=cast.by("jonas"))

    assert asked() <= first
    assert first <= 60


def test_the_board_is_bounded_and_says_how_much_more(cast: Cast) -> None:
    for _ in range(12):
        casting.opened(cast)
    casting.offered(cast)

    page = at(cast, "iris").get("/board").content.decode()

    assert page.count('class="card card-link board-card"') == 10
    assert "and 2 more" in page
    assert "offered to Olga Meyer" in page
    assert at(cast, "iris").get("/board/sales").content.decode().count("row-link") == 13


def test_the_last_step_asks_for_the_next_one_before_it_is_sent(cast: Cast) -> None:
    row = casting.opened(cast)
    step = step_of(row)
    here = f"/journeys/{row.number}/steps/{step.pk}/end"
    page = at(cast, "tom").get(here)
    form = page.context["form"]
    assert row.steps.filter(done_at=None).count() == 1
    assert form.fields["next_what"].required
    assert "An open journey always has a next step." in page.content.decode()
    refused = at(cast, "tom").post(here, {"next_what": ""})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["next_what"]

    steps.plan_step(journey=row.pk, what="It drips.", due=clock.now() + DAY, by=cast.by("tom"))
    page = at(cast, "tom").get(here)
    assert not page.context["form"].fields["next_what"].required
    assert "Empty: what is planned already." in page.content.decode()
    assert at(cast, "tom").post(here, {"next_what": ""}).status_code == 303


def test_a_step_typed_with_a_full_stop_is_quoted_without_a_second_one(cast: Cast) -> None:
    row = casting.opened(cast)
    step = steps.plan_step(journey=row.pk, what="It drips.", due=clock.now() + DAY, by=cast.by("tom"))
    assert "It drips, " in at(cast, "tom").get(f"/journeys/{row.number}/steps/{step.pk}/end").content.decode()
    page = at(cast, "tom").get(f"/journeys/{row.number}").content.decode()
    assert "It drips., " not in page
    assert "planned: It drips, " in page


@pytest.mark.parametrize(
    ("name", "called"), [("Dr. Petra Lindner", "Petra"), ("Frau Lindner", "Frau Lindner")]
)
def test_the_page_calls_the_contact_as_people_do(cast: Cast, name: str, called: str) -> None:
    row = casting.opened(cast)
    change_contact(contact=row.contact_id or 0, name=name, by=cast.by("tom"))
    page = " ".join(at(cast, "tom").get(f"/journeys/{row.number}").content.decode().split())
    assert f"Write to {called} </label>" in page
    assert f"owner · {called}’s person" in page


def test_the_wishes_are_beside_the_journey_until_something_is_agreed(cast: Cast) -> None:
    wished = clock.now() + 20 * DAY
    plain, row = casting.opened(cast), casting.opened(cast, budget=Decimal(2500), requested_for=wished)
    page = at(cast, "tom").get(f"/journeys/{row.number}").content.decode()
    assert [words in page for words in ("What they want", "Their budget", "€2,500")] == [True] * 3
    assert "Their budget" not in at(cast, "tom").get(f"/journeys/{plain.number}").content.decode()
    change_person(person=cast.tom.pk, language="de", by=cast.by("tom"))
    page = at(cast, "tom").get(f"/journeys/{row.number}").content.decode()
    assert [words in page for words in ("Was der Kunde möchte", "Budget des Kunden")] == [True] * 2


def test_the_receiver_of_a_handoff_and_the_agreement_begin_with_what_they_want(cast: Cast) -> None:
    wished = clock.now().replace(second=0, microsecond=0) + 20 * DAY
    row = casting.offered(cast, budget=Decimal(2500), requested_for=wished)
    offer = row.handoffs.get(state="offered")
    page = at(cast, "olga").get(f"/journeys/{row.number}/handoffs/{offer.pk}/acceptance").content.decode()
    assert [words in page for words in ("What they want", "€2,500")] == [True] * 2

    row = casting.in_orders(cast, budget=Decimal(2500), requested_for=wished)
    decision = next(event for event in history(row.pk) if event.type == "triggered").facts["said"]
    form = at(cast, "olga").get(f"/journeys/{row.number}/agreements").context["form"]
    assert (form["words"].value(), form["total"].value(), form["delivery_by"].value()) == (
        decision,
        Decimal(2500),
        timezone.make_naive(wished),
    )


def test_everything_wrong_with_an_agreement_is_said_at_once(cast: Cast) -> None:
    row = casting.in_orders(cast)
    typed = {"words": "", "total": "-1", "delivery_by": when(-1), "date_1": "Cable", "due_1": when(-2)}
    refused = at(cast, "olga").post(f"/journeys/{row.number}/agreements", typed)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"words", "total", "delivery_by", "due_1"}
    assert refused.context["form"].errors["delivery_by"] == ["The delivery date has passed already."]


def test_a_decision_typed_as_sentences_has_one_full_stop(cast: Cast) -> None:
    row = casting.opened(cast)
    sales.decide(
        journey=row.pk,
        what="A new line.",
        why="It is the cause.",
        evidence=Evidence("mail"),
        by=cast.by("tom"),
    )
    decision = next(event for event in history(row.pk) if event.type == "triggered")
    assert decision.facts["said"] == "A new line. It is the cause."
