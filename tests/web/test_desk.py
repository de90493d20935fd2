"""The desk: who is waiting for me, in which order, and at what cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as casting
from tests.cast import DAY, HOUR, Cast
from tests.web.signed_in import at
from tests.web.test_intake_pages import arrives

from wellkept.desk import queries
from wellkept.find import commands as find
from wellkept.intake.commands import items
from wellkept.intake.queries import count_waiting, waiting
from wellkept.journey_page.record import JourneyRecord
from wellkept.journeys.commands import details, hands, steps, touches
from wellkept.journeys.models import Journey
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.touch import IncomingTouch, OutgoingTouch
from wellkept.kernel import clock
from wellkept.people import commands as people
from wellkept.people.queries import hands_of, stand_in
from wellkept.promises import commands as promises

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture
def cast(lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


def names(desk: queries.Desk) -> list[str]:
    return [row.journey.customer.name for row in desk.rows]


def test_the_order_is_what_customers_wait_for(cast: Cast) -> None:
    def someone(name: str, days: float) -> int:
        with clock.at(NOW - days * DAY):
            return casting.opened(cast, of=casting.party(name, "Petra", by=cast.by("ana"))).pk

    short, long = someone("waited short", 1), someone("waited long", 2)
    broken, jeopardy, silent = someone("broken", 0.3), someone("jeopardy", 0.2), someone("silent", 4)
    with clock.at(NOW - 7 * HOUR):
        promises.make_promise(journey=broken, text="A call", due=NOW - HOUR, by=cast.by("tom"))
    promises.make_promise(journey=jeopardy, text="A call", due=NOW + HOUR, by=cast.by("tom"))
    for key in (jeopardy, short, long):
        first = next(iter(casting.Journey.objects.get(pk=key).steps.all()))
        steps.finish_step(
            journey=key, step=first.pk, then=PlannedStep("Later", NOW + 2 * DAY), by=cast.by("tom")
        )
    theirs = someone("on them", 2.5)
    touches.log_touch(journey=theirs, touch=OutgoingTouch("call", "Asked"), by=cast.by("tom"))
    first = casting.Journey.objects.get(pk=theirs).steps.get(done_at=None)
    steps.finish_step(
        journey=theirs, step=first.pk, then=PlannedStep("They answer", waits_for=""), by=cast.by("tom")
    )
    assert silent

    desk = queries.of_person(cast.by("tom"))

    assert names(desk) == ["broken", "jeopardy", "silent", "waited long", "waited short", "on them"]
    assert (desk.total, desk.waiting) == (6, 5)
    assert queries.waiting_for(hands_of(cast.tom.pk)) == 5


def test_an_offer_stands_on_the_receivers_desk_with_its_button(cast: Cast) -> None:
    row = casting.offered(cast)

    page = at(cast, "olga").get("/desk").content.decode()

    assert f"/journeys/{row.number}/handoffs/" in page
    assert "Offered by Sales" in page
    assert "waiting for you" in page


def test_the_givers_desk_says_who_answers_an_offer(cast: Cast) -> None:
    """The next step is the receiver's; a row whose next step is one's own names nobody."""
    casting.offered(cast)
    for name, doers in (("tom", [cast.olga.name]), ("olga", [""])):
        assert [line.doer for line in at(cast, name).get("/desk").context["lines"]] == doers


def test_the_work_of_an_absent_person_is_on_the_deputys_desk(cast: Cast) -> None:
    casting.in_delivery(cast)
    people.name_deputy(person=cast.jonas.pk, deputy=cast.lea.pk, by=cast.by("ana"))
    assert queries.of_person(cast.by("lea")).total == 0
    people.go_away(person=cast.jonas.pk, since=clock.now() - HOUR, until=None, by=cast.by("ana"))

    page = at(cast, "lea").get("/desk").content.decode()

    assert "for Jonas, who is away" in page


def test_the_work_of_somebody_in_two_teams_is_on_the_desk_of_each_teams_lead(cast: Cast) -> None:
    """Nobody is named as a deputy: the lead of the team whose work it is stands in, as by the rights."""
    nils = cast.hire("Nils", "delivery", "support")
    rows = [casting.in_delivery(cast), casting.in_support(cast)]
    for row, lead in zip(rows, ("jonas", "mira"), strict=True):
        hands.name_holder(journey=row.pk, holder=nils.pk, by=cast.by(lead))
    people.go_away(person=nils.pk, since=clock.now() - HOUR, until=None, by=cast.by("ana"))
    for row, lead, other in ((rows[0], "jonas", "mira"), (rows[1], "mira", "jonas")):
        shown = {line.journey.pk: line for line in queries.of_person(cast.by(lead)).rows}
        assert shown[row.pk].stands_in_for == nils
        assert shown[row.pk].to_act
        assert shown[row.pk].record.my_step is not None
        assert row.pk not in {line.journey.pk for line in queries.of_person(cast.by(other)).rows}
        assert JourneyRecord(row, cast.by(lead)).my_step is not None
        assert JourneyRecord(row, cast.by(other)).my_step is None
        assert "for Nils, who is away" in at(cast, lead).get("/desk").content.decode()
    assert queries.waiting_for(hands_of(cast.jonas.pk)) == queries.of_person(cast.by("jonas")).waiting >= 1


def test_a_desk_has_what_its_reader_may_act_on_for_others(cast: Cast) -> None:
    """Compare with the rule of one: who stands in for this person in this team's work."""
    nils = cast.hire("Nils", "delivery", "support")
    rows = [casting.opened(cast), casting.offered(cast), casting.in_delivery(cast), casting.in_support(cast)]
    hands.name_holder(journey=rows[2].pk, holder=nils.pk, by=cast.by("jonas"))
    people.name_deputy(person=cast.tom.pk, deputy=cast.iris.pk, by=cast.by("ana"))
    for name in ("tom", "olga", "nils", "mira"):
        person = nils if name == "nils" else cast.person(name)
        people.go_away(person=person.pk, since=clock.now() - HOUR, until=None, by=cast.by("ana"))
    open_rows = list(Journey.objects.filter(state="open"))
    seen = 0
    for name in ("ana", "tom", "olga", "jonas", "lea", "mira", "iris"):
        me = cast.person(name).pk
        expected = set()
        for row in open_rows:
            work = {(row.owner_id, row.team_id), (row.holder_id, row.team_id)}
            work |= {
                (step.handler_id, row.team_id)
                for step in row.steps.filter(done_at=None, handler__isnull=False)
            }
            work |= {(offer.receiver_id, offer.team_id) for offer in row.handoffs.filter(state="offered")}
            if any(me == key or stand_in(key, team=team) == me for key, team in work):
                expected.add(row.pk)
        assert {line.journey.pk for line in queries.of_person(cast.by(name)).rows} == expected, name
        seen += len(expected)
    assert seen > 8


def test_a_mail_of_somebody_who_is_away_is_with_the_lead_of_its_team(cast: Cast) -> None:
    nils = cast.hire("Nils", "delivery", "support")
    item = arrives()
    assert item.team is not None
    items.hand_item(item=item.pk, to=nils.pk, by=cast.by("ana"))
    people.go_away(person=nils.pk, since=clock.now() - HOUR, until=None, by=cast.by("ana"))
    for name in ("ana", "tom", "olga", "jonas", "lea", "mira", "iris"):
        me = cast.person(name).pk
        acts = stand_in(nils.pk, team=item.team_id) == me
        assert count_waiting(hands=hands_of(me)) == acts, name
        assert [row.pk for row in waiting(hands=hands_of(me))] == [item.pk] * acts
    assert item.team.lead_id == stand_in(nils.pk, team=item.team_id)
    assert "Boiler 1" in at(cast, item.team.lead.name.split()[0].lower()).get("/intake").content.decode()


def test_the_empty_desk_says_what_belongs_there(cast: Cast) -> None:
    page = at(cast, "iris").get("/desk").content.decode()

    assert "Nobody is waiting for you." in page
    assert 'href="/board"' in page


@pytest.mark.parametrize(("name", "status"), [("jonas", 200), ("lea", 200), ("ana", 200), ("tom", 403)])
def test_a_teams_desk_is_for_its_people_and_who_answers(cast: Cast, name: str, status: int) -> None:
    casting.in_delivery(cast)

    answer = at(cast, name).get(f"/desk/team/{cast.teams['delivery'].pk}")

    assert answer.status_code == status
    assert ("Bäckerei Lindner" in answer.content.decode()) == (status == 200)


def test_one_person_alone_sees_no_teams() -> None:
    by, row = casting.company_of_one()
    from django.test import Client

    from wellkept.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(pk=by.person))
    page = client.get("/desk").content.decode()
    assert "/desk/team/" not in page
    assert row


def test_a_confidential_one_is_found_without_its_words(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    hands.name_holder(journey=row.pk, holder=cast.lea.pk, by=cast.by("jonas"))
    people.name_lead(team=cast.teams["delivery"].pk, lead=cast.lea.pk, by=cast.by("ana"))
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("ana"))

    page = at(cast, "jonas").get(f"/desk/team/{cast.teams['delivery'].pk}").content.decode()

    assert "Confidential" in page
    assert "Bäckerei Lindner" not in page
    assert row.need not in page


def test_three_rows_cost_as_much_as_one(cast: Cast) -> None:
    def asked() -> int:
        client = at(cast, "jonas")
        client.get("/desk")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk").status_code == 200
        return len(queries)

    casting.in_delivery(cast)
    first = asked()
    for _ in range(2):
        row = casting.in_delivery(cast)
        touches.log_touch(journey=row.pk, touch=IncomingTouch("mail", "Hello?"), by=cast.by("jonas"))

    assert asked() == first
    assert first <= 27


def test_the_desk_is_read_page_by_page(cast: Cast) -> None:
    for _ in range(queries.PAGE + 2):
        casting.opened(cast)

    first, second = queries.of_person(cast.by("tom")), queries.of_person(cast.by("tom"), page=2)

    assert (len(first.rows), len(second.rows), first.pages) == (queries.PAGE, 2, 2)
    assert not {row.journey.pk for row in first.rows} & {row.journey.pk for row in second.rows}


def test_a_search_that_found_nothing_is_on_the_desk_of_its_handler(cast: Cast) -> None:
    miss = find.note_miss(asked="Zanzibar", by=cast.by("iris"))
    lost = find.note_miss(asked="Lindnr", by=cast.by("tom"))
    find.end_as_nonconformity(
        miss=lost.pk, what="Lindner was not found", next_step="Find out why", by=cast.by("tom")
    )
    mine = at(cast, "ana").get("/desk").content.decode()
    assert ("1 search that found nothing" in mine, "1 nonconformity" in mine) == (
        True,
        True,
    )
    assert "search that found nothing" not in at(cast, "iris").get("/desk").content.decode()
    find.hand_miss(miss=miss.pk, to=cast.iris.pk, by=cast.by("ana"))
    assert "1 search that found nothing" in at(cast, "iris").get("/desk").content.decode()


def test_the_first_page_of_who_answers_for_the_company_shows_the_whole_house(cast: Cast) -> None:
    """Broken promises and silences by name, the rest as counts that lead to their pages. Nobody else sees it."""
    with clock.at(NOW - 7 * HOUR):
        late = casting.opened(cast)
        promises.make_promise(journey=late.pk, text="A call", due=NOW - HOUR, by=cast.by("tom"))
    with clock.at(NOW - 9 * DAY):
        silent = casting.opened(cast, of=cast.school)
    offered = casting.offered(cast, of=casting.party("Optik Lindt", "Ida Lindt", by=cast.by("ana")))
    with clock.at(NOW - 5 * DAY):
        arrives()

    house = queries.of_house(cast.by("ana"))
    assert (house.open, house.broken, house.silent, house.offered) == (3, 1, 1, 1)
    assert [row.journey.pk for row in house.rows] == [late.pk, silent.pk]
    page = at(cast, "ana").get("/desk").content.decode()
    for row in (late, silent):
        assert f"/journeys/{row.number}" in page
    assert f"/journeys/{offered.number}" not in page
    for words in ("3 open journeys", "3 wait on us", "1 offer without an answer", "1 in intake, 1 overdue"):
        assert words in page
    assert "In the whole company" not in at(cast, "tom").get("/desk").content.decode()
    assert (
        "In the whole company"
        not in at(cast, "ana").get(f"/desk/team/{cast.teams['sales'].pk}").content.decode()
    )


def test_a_house_without_trouble_says_so_in_german(cast: Cast) -> None:
    people.change_person(person=cast.ana.pk, language="de", by=cast.by("ana"))
    page = at(cast, "ana").get("/desk").content.decode()
    assert "In der ganzen Firma" in page
    assert "Kein Versprechen ist gebrochen" in page
