"""Acts of customers on their page: taken once, refused in plain words, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import cast as stations
from tests.cast import Cast, fresh
from tests.portal.doors import Customer

from wellkept.delivery import commands as delivery
from wellkept.events.queries import history
from wellkept.journeys.commands import touches
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey, Touch
from wellkept.notices import commands as notices
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise, PromiseMove
from wellkept.sales import commands as sales
from wellkept.sales.models import ReadBack

pytestmark = pytest.mark.django_db


def length(row: Journey) -> int:
    return len(history(row.pk))


def read_back(cast: Cast) -> Journey:
    row = stations.opened(cast)
    sales.read_back(journey=row.pk, text="The oven needs a line of its own", by=cast.by("tom"))
    return fresh(row)


def test_confirming_that_we_understood(cast):
    row = read_back(cast)
    petra = Customer(row)

    assert "The oven needs a line of its own" in petra.sees()
    page = petra.does("confirmation", once="1")

    assert "Now we know that we understood you" in page
    assert ReadBack.objects.get(journey=row).state == "confirmed"
    before = length(row)
    petra.does("confirmation", once="1")
    petra.does("confirmation", once="2")
    assert length(row) == before, "what is sent twice changes nothing"


def test_correcting_what_we_understood(cast):
    row = read_back(cast)
    petra = Customer(row)

    refused = petra.sends("correction", correction="   ")
    assert refused.status_code == 422
    assert "This is still missing." in refused.content.decode()
    petra.does("correction", correction="It is the mixer, not the oven")

    assert ReadBack.objects.get(journey=row).correction == "It is the mixer, not the oven"
    assert fresh(row).court == "us"


def test_deciding(cast):
    row = read_back(cast)
    petra = Customer(row)
    petra.does("confirmation")
    before = length(row)

    refused = petra.sends("decision", what="", why="because I said so")
    assert refused.status_code == 422
    assert "because I said so" in refused.content.decode()
    assert length(row) == before
    page = petra.does("decision", what="A line of its own", why="It is the cause")

    assert "We have your decision" in page
    assert "We settle the details with you" in page, "no department is named, and none has to have accepted"
    assert fresh(row).triggers.get().evidence == "click"


def moved(cast: Cast, *, answer: bool = True) -> tuple[Journey, PromiseMove]:
    row = stations.in_delivery(cast)
    promise = Promise.objects.get(journey=row, purpose="delivery")
    assert promise.due is not None
    move = promises.move_promise(
        journey=row.pk,
        promise=promise.pk,
        due=promise.due + timedelta(days=3),
        reason="the grid operator is late",
        by=cast.by("jonas"),
    )
    if answer:
        notices.carried(notice=move.notice_id, title="t", text="t", html="t", by=cast.by("jonas"))
        promises.notice_told(notice=move.notice_id)
    return fresh(row), move


def test_accepting_a_new_date(cast):
    row, move = moved(cast)
    petra = Customer(row)

    page = petra.sees()
    assert "The grid operator is late." in page
    assert f"/dates/{move.pk}/acceptance" in page
    page = petra.does(f"dates/{move.pk}/acceptance")

    move.refresh_from_db()
    assert move.answer == "accepted"
    assert "You accepted the new date on" in page
    assert "It was planned for" in page
    before = length(row)
    petra.does(f"dates/{move.pk}/acceptance")
    assert length(row) == before


def test_refusing_a_new_date(cast):
    row, move = moved(cast)
    petra = Customer(row)

    refused = petra.sends(f"dates/{move.pk}/refusal", then="another", words="")
    assert refused.status_code == 422
    petra.does(f"dates/{move.pk}/refusal", then="another", words="We are closed that week")

    move.refresh_from_db()
    assert move.answer == "refused"
    assert fresh(row).court == "us"
    assert "looking for another way" in petra.sees()


def test_cancelling_instead_of_a_new_date(cast):
    row, move = moved(cast)
    petra = Customer(row)

    page = petra.does(f"dates/{move.pk}/refusal", then="cancel", words="Then it is too late for us")

    assert fresh(row).state == "ended"
    assert "as you asked" in page


def test_a_date_of_somebody_elses_journey_is_not_there(cast):
    _, move = moved(cast)
    other = stations.in_delivery(cast, of=cast.school)

    assert Customer(other).sends(f"dates/{move.pk}/acceptance").status_code == 404
    move.refresh_from_db()
    assert move.answer == ""


def delivered(cast: Cast) -> Journey:
    row = stations.in_delivery(cast)
    delivery.deliver(journey=row.pk, words="The line is in", by=cast.by("jonas"))
    return fresh(row)


def test_accepting_what_was_delivered(cast):
    row = delivered(cast)
    petra = Customer(row)
    before = length(row)

    for name in ("", "P"):
        refused = petra.sends("acceptance", signed_name=name, defects="A cover is missing")
        assert refused.status_code == 422
        assert "A cover is missing" in refused.content.decode()
    assert length(row) == before
    petra.does("acceptance", signed_name="Petra Lindner", defects="A cover is missing\n- The label\n\n")

    row = fresh(row)
    assert row.accepted_at is not None
    assert set(row.promises.filter(kept_at=None).values_list("text", flat=True)) == {
        "A cover is missing",
        "The label",
    }
    before = length(row)
    petra.does("acceptance", signed_name="Petra Lindner", defects="")
    assert length(row) == before


def test_nothing_is_accepted_before_it_was_delivered(cast):
    row = stations.in_delivery(cast)

    assert Customer(row).sends("acceptance", signed_name="Petra Lindner").status_code == 409
    assert fresh(row).accepted_at is None


def test_saying_what_is_not_right(cast):
    row = delivered(cast)
    petra = Customer(row)

    assert petra.sends("rejection", words=" ").status_code == 422
    page = petra.does("rejection", words="It hums")

    assert "We put it right" in page
    assert fresh(row).court == "us"
    assert "Please look at what we brought" not in page


def test_a_customer_confirms_success_and_names_the_next_need(cast):
    row = stations.in_support(cast)
    petra = Customer(row)

    assert "Does it work as you need it?" in petra.sees()
    petra.does("success")
    assert fresh(row).state == "at_rest"
    refused = petra.sends("next-need", need="")
    assert refused.status_code == 422
    response = petra.sends("next-need", need="A second oven", once="n")
    again = petra.sends("next-need", need="A second oven", once="n")

    after = Journey.objects.get(came_from=row)
    assert response["Location"] == again["Location"]
    page = petra.client.get(response["Location"]).content.decode()
    assert after.number[:4] in page
    assert "A second oven" in page
    assert (fresh(row).state, after.owner_id, after.site_id) == ("ended", row.owner_id, row.site_id)
    assert "Open its page" in petra.sees(), "the old page leads on"


def test_a_journey_does_not_rest_while_we_owe_something(cast):
    row = delivered(cast)
    petra = Customer(row)
    petra.does("acceptance", signed_name="Petra Lindner", defects="A cover is missing")

    refused = petra.sends("success")

    assert refused.status_code == 409
    assert "We still owe you something here" in refused.content.decode()


def test_asking(cast):
    row = stations.in_delivery(cast)
    petra = Customer(row)

    assert petra.sends("question", words="  ").status_code == 422
    page = petra.does("question", words="When do you come?", once="q")
    petra.does("question", words="When do you come?", once="q")
    petra.does("question", words="And who?", once="q")

    asked = Touch.objects.filter(journey=row, incoming=True, channel="page")
    assert asked.count() == 2
    assert "When do you come?" in page
    assert fresh(row).court == "us"


def test_asking_wakes_what_rests(cast):
    row = stations.at_rest(cast)

    Customer(row).does("question", words="It hums again")

    assert fresh(row).state == "open"


def test_not_needing_it_any_more(cast):
    row = stations.opened(cast)
    petra = Customer(row)

    assert petra.sends("end", why="").status_code == 422
    page = petra.does("end", why="My brother repaired it")

    assert fresh(row).ending.how == "customer_declined"
    assert "against it" in page
    assert petra.sends("question", words="Hello?").status_code == 409
    response = petra.sends("next-need", need="It trips again after all")
    after = Journey.objects.get(came_from=row)
    assert (response.status_code, after.customer_id, after.came_by) == (303, row.customer_id, "returned")


def test_an_agreed_journey_is_not_ended_by_one_tap(cast):
    row = stations.agreed(cast)
    petra = Customer(row)

    assert "I do not need this any more" not in petra.sees()
    assert petra.sends("end", why="No").status_code == 409
    assert fresh(row).state == "open"


def test_objecting_to_what_was_written_down(cast):
    row = stations.opened(cast)
    sales.decide(journey=row.pk, what="Two lines", why="", evidence=Evidence("spoken"), by=cast.by("tom"))
    row = fresh(row)
    trigger = row.triggers.get()
    petra = Customer(row)

    assert "Tom Brandt wrote it down." in petra.sees()
    for place in ("", f"objections/{trigger.pk}"):
        assert '<blockquote class="said">Two lines.</blockquote>' in petra.sees(place)
    assert petra.sends(f"objections/{trigger.pk}", words="").status_code == 422
    page = petra.does(f"objections/{trigger.pk}", words="I said one line")

    trigger.refresh_from_db()
    assert trigger.objected_at is not None
    assert "You objected; we answer it." in page
    before = length(row)
    petra.does(f"objections/{trigger.pk}", words="I said one line")
    assert length(row) == before


def test_a_click_is_no_spoken_word(cast):
    row = stations.decided(cast)

    assert Customer(row).sends(f"objections/{row.triggers.get().pk}", words="No").status_code == 404


def test_the_page_says_whom_we_wait_for(cast):
    row = stations.in_orders(cast)
    touches.write_to_customer(journey=row.pk, words="Which colour?", by=cast.by("olga"))
    stations.finish_all(row, cast.by("olga"), but=lambda kind: kind == "ask_again")

    assert Customer(fresh(row)).sees()


def test_words_that_are_too_long_come_back_whole(cast):
    row = stations.opened(cast)
    sales.read_back(journey=row.pk, text="Two lines", by=cast.by("tom"))
    petra = Customer(row)
    assert "maxlength" not in petra.sees("correction")

    refused = petra.sends("correction", correction="every word of it " * 500)

    assert refused.status_code == 422
    assert "every word of it " * 499 in refused.content.decode()
