"""The person who receives new work: by rota, on single days, and while people are away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast as stations
from tests.cast import Cast
from tests.race import race

from wellkept.catalogue import names_for, staff
from wellkept.events.models import Event
from wellkept.events.queries import history
from wellkept.intake.models import Item
from wellkept.intake.receive import receive
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.leaving.commands.staff import leave
from wellkept.people import commands, rota, rules
from wellkept.people.models import Rota, RotaDays, RotaPlace
from wellkept.people.queries import standing_member
from wellkept.people.successors import Successors

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def cast(lindenau_elektro: Cast) -> Cast:
    """Three in sales: Tom, who leads and receives, Nora and Paul."""
    cast = lindenau_elektro
    commands.name_lead(team=cast.teams["sales"].pk, lead=cast.tom.pk, by=cast.by("ana"))
    commands.leave_team(person=cast.ana.pk, team=cast.teams["sales"].pk, by=cast.by("ana"))
    cast.hire("Nora", "sales")
    cast.hire("Paul", "sales")
    return cast


def keys(cast: Cast, *names: str) -> list[int]:
    return [cast.person(name).pk for name in names]


def in_turn(cast: Cast, *names: str, weeks: int = 1, since: date = MONDAY) -> Rota:
    return commands.set_rota(
        team=cast.teams["sales"].pk, people=keys(cast, *names), since=since, weeks=weeks, by=cast.by("tom")
    )


def stands(cast: Cast, day: date | datetime) -> str:
    when = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with clock.at(when):
        who = standing_member(cast.teams["sales"])
    return next(name for name in ("tom", "nora", "paul") if cast.person(name).pk == who)


def week(n: int) -> date:
    return MONDAY + timedelta(weeks=n)


# Whose turn


def test_in_turn_by_weeks_for_ever(cast: Cast) -> None:
    in_turn(cast, "nora", "paul", "tom")
    assert [stands(cast, week(n)) for n in (0, 1, 2, 3, 52)] == ["nora", "paul", "tom", "nora", "paul"]
    assert stands(cast, MONDAY + timedelta(days=6)) == "nora", "the Sunday is still theirs"


def test_for_two_weeks_each_and_before_it_begins_as_ever(cast: Cast) -> None:
    in_turn(cast, "nora", "paul", weeks=2, since=week(1))
    assert [stands(cast, week(n)) for n in range(6)] == ["tom", "nora", "nora", "paul", "paul", "nora"]


def test_the_turn_changes_at_midnight_where_the_company_is(cast: Cast) -> None:
    commands.change_company(by=cast.by("ana"), time_zone="Europe/Berlin")
    in_turn(cast, "nora", "paul")
    assert stands(cast, datetime(2026, 11, 8, 22, 59, tzinfo=UTC)) == "nora"
    assert stands(cast, datetime(2026, 11, 8, 23, 1, tzinfo=UTC)) == "paul"


def test_absent_people_are_skipped_unless_all_are_absent(cast: Cast) -> None:
    in_turn(cast, "nora", "paul", "tom")
    away = {"since": NOW, "until": NOW + timedelta(days=3), "by": cast.by("ana")}
    commands.go_away(person=cast.person("nora").pk, **away)  # type: ignore[arg-type]
    assert stands(cast, MONDAY) == "paul", "the next in turn, not the standing member"
    assert stands(cast, MONDAY + timedelta(days=4)) == "nora", "back within their week"
    commands.withdraw_access(person=cast.person("paul").pk, reason="Lost key", by=cast.by("ana"))
    assert stands(cast, MONDAY) == "tom"
    commands.go_away(person=cast.tom.pk, **away)  # type: ignore[arg-type]
    assert stands(cast, MONDAY) == "nora", "with all away it is whose turn it is"


def test_a_preferred_member_comes_before_the_rota(cast: Cast) -> None:
    in_turn(cast, "nora", "paul")
    assert standing_member(cast.teams["sales"], prefer=cast.tom.pk) == cast.tom.pk
    assert standing_member(cast.teams["sales"], prefer=cast.iris.pk) == cast.person("nora").pk


def test_new_mail_is_in_the_hands_of_the_standing_member(cast: Cast) -> None:
    in_turn(cast, "paul", "nora")
    receive(
        b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\nSubject: Hello\r\n\r\nHello",
        recipient="x@y.example",
    )
    assert Item.objects.get().handler_id == cast.person("paul").pk


def test_one_query_finds_the_standing_members_of_all_teams(cast: Cast) -> None:
    in_turn(cast, "nora", "paul")
    teams = [team.pk for team in cast.teams.values()]
    for wanted in (teams[:1], teams[:3]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            standing_members = rota.standing_members(wanted)
        assert (len(asked), len(standing_members)) == (1, len(wanted))


# Single days


def test_on_single_days_somebody_else_stands(cast: Cast) -> None:
    in_turn(cast, "nora", "paul")
    team = cast.teams["sales"].pk
    row = commands.set_duty(
        team=team, person=cast.tom.pk, since=MONDAY, until=MONDAY + timedelta(days=1), by=cast.by("tom")
    )
    days = [stands(cast, MONDAY + timedelta(days=n)) for n in range(3)]
    assert days == ["tom", "tom", "nora"]
    results = [
        (item.since.day, item.until.day, item.person.pk, item.instead_of.pk if item.instead_of else None)
        for item in rota.ahead(team, weeks=2)
    ]
    nora, paul = keys(cast, "nora", "paul")
    assert results == [(2, 3, cast.tom.pk, nora), (4, 8, nora, None), (9, 15, paul, None)]
    commands.remove_duty(team=team, days=row.pk, by=cast.by("tom"))
    assert stands(cast, MONDAY) == "nora"
    assert [event.type for event in history(team)][-3:] == ["rota_set", "rota_days_set", "rota_days_ended"]


def test_without_an_order_single_days_count_too(cast: Cast) -> None:
    team = cast.teams["sales"].pk
    paul = cast.person("paul").pk
    commands.set_duty(team=team, person=paul, since=week(1), until=week(1), by=cast.by("tom"))
    assert (stands(cast, MONDAY), stands(cast, week(1))) == ("tom", "paul")
    assert [turn.since for turn in rota.ahead(team, weeks=3)] == [week(1)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_put_different_people_in_for_one_day_one_does(lindenau_elektro: Cast) -> None:
    cast = lindenau_elektro
    paul = cast.hire("Paul", "sales")
    team = cast.teams["sales"].pk
    by = [cast.by("tom"), cast.by("ana")]
    ended = race(
        lambda: commands.set_duty(team=team, person=paul.pk, since=MONDAY, until=week(1), by=by[0]),
        lambda: commands.set_duty(team=team, person=cast.tom.pk, since=week(1), until=week(2), by=by[1]),
    )
    assert sorted(type(result).__name__ for result in ended) == ["Refusal", "RotaDays"]
    assert RotaDays.objects.count() == 1


# Who goes


def test_leaving_the_team_ends_the_duty_and_the_others_keep_their_weeks(cast: Cast) -> None:
    in_turn(cast, "nora", "paul", "tom")
    team = cast.teams["sales"].pk
    nora = cast.person("nora").pk
    commands.set_duty(team=team, person=nora, since=week(5), until=week(6), by=cast.by("tom"))
    with clock.at(NOW + timedelta(weeks=2, days=3)):  # Tom's week
        commands.leave_team(person=nora, team=team, by=cast.by("tom"))
    later = [stands(cast, week(n)) for n in (2, 3, 4, 5)]
    assert later == ["tom", "paul", "tom", "paul"]
    assert not RotaDays.objects.exists()
    with clock.at(NOW + timedelta(weeks=2, days=3)):
        commands.leave_team(person=cast.person("paul").pk, team=team, by=cast.by("tom"))
    assert (Rota.objects.count(), RotaPlace.objects.count()) == (0, 0), "one alone takes no turns"
    assert stands(cast, week(3)) == "tom"


def test_leaving_in_ones_own_week_brings_the_next_in_the_rota(cast: Cast) -> None:
    in_turn(cast, "nora", "paul", "tom")
    commands.leave_team(person=cast.person("nora").pk, team=cast.teams["sales"].pk, by=cast.by("tom"))
    assert [stands(cast, week(n)) for n in range(3)] == ["paul", "tom", "paul"]


def test_leaving_the_company_ends_the_place_in_the_rota(cast: Cast) -> None:
    in_turn(cast, "nora", "paul", "tom")
    leave(person=cast.person("paul").pk, by=cast.by("ana"), to=Successors(everything=cast.ana.pk, by_team={}))
    assert [person.pk for person in rota.order(cast.teams["sales"].pk)] == keys(cast, "nora", "tom")


def test_the_end_of_a_rota(cast: Cast) -> None:
    in_turn(cast, "nora", "paul")
    commands.end_rota(team=cast.teams["sales"].pk, by=cast.by("tom"))
    assert stands(cast, MONDAY) == "tom"
    events = Event.objects.count()
    commands.end_rota(team=cast.teams["sales"].pk, by=cast.by("tom"))
    assert Event.objects.count() == events


# Who may not, and what cannot be


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"people": ["nora"]}, "A rota needs at least two people."),
        ({"people": ["nora", "nora"]}, "Each person is in the order once."),
        ({"people": ["nora", "jonas"]}, "Only a member of the team can be this."),
        ({"weeks": 0}, "How many weeks does each duty last? One to 52."),
        ({"by": "nora"}, "Only the team's lead or an administrator can do this."),
        ({"by": "iris"}, "Only the team's lead or an administrator can do this."),
    ],
)
def test_a_refused_rota_changes_nothing(cast: Cast, wrong: dict[str, object], words: str) -> None:
    in_turn(cast, "paul", "tom")
    events = Event.objects.count()
    text = {"people": ["nora", "paul"], "weeks": 1, "by": "tom"} | wrong
    with pytest.raises(Refusal) as refusal:
        commands.set_rota(
            team=cast.teams["sales"].pk,
            people=keys(cast, *text["people"]),  # type: ignore[misc]
            since=MONDAY,
            weeks=text["weeks"],  # type: ignore[arg-type]
            by=cast.by(str(text["by"])),
        )
    assert refusal.value.sentence == words
    assert [person.pk for person in rota.order(cast.teams["sales"].pk)] == keys(cast, "paul", "tom")
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"until": MONDAY - timedelta(days=1)}, "The last day comes before the first."),
        ({"since": week(-2), "until": week(-1)}, "These days have passed already."),
        ({"until": week(60)}, "At most a year at once. For a lasting change set a new order."),
        ({"since": week(3), "until": week(3)}, "Tom Brandt is on duty on some of these days."),
        ({"person": "jonas"}, "Only a member of the team can be this."),
        ({"by": "paul"}, "Only the team's lead or an administrator can do this."),
    ],
)
def test_days_that_are_refused_change_nothing(cast: Cast, wrong: dict[str, object], words: str) -> None:
    team = cast.teams["sales"].pk
    commands.set_duty(team=team, person=cast.tom.pk, since=week(3), until=week(4), by=cast.by("tom"))
    events = Event.objects.count()
    text = {"person": "nora", "since": MONDAY, "until": MONDAY, "by": "tom"} | wrong
    with pytest.raises(Refusal) as refusal:
        commands.set_duty(
            team=team,
            person=cast.person(str(text["person"])).pk,
            since=text["since"],  # type: ignore[arg-type]
            until=text["until"],  # type: ignore[arg-type]
            by=cast.by(str(text["by"])),
        )
    assert refusal.value.sentence == words
    assert (RotaDays.objects.count(), Event.objects.count()) == (1, events)


def test_the_first_turn_of_every_day_is_somebody_s() -> None:
    for count in (1, 2, 5):
        for weeks in (1, 3):
            turns = [
                rules.place_on(MONDAY + timedelta(days=n), since=MONDAY, weeks=weeks, count=count)
                for n in range(7 * weeks * count * 2)
            ]
            assert turns == [n for _ in range(2) for n in range(count) for _ in range(7 * weeks)]
    assert rules.place_on(MONDAY - timedelta(days=1), since=MONDAY, weeks=1, count=2) is None


# The page


def page(cast: Cast, name: str = "tom", address: str = "") -> str:
    client = Client()
    client.force_login(cast.person(name))
    answer = client.get(f"/people/teams/{cast.teams['sales'].pk}/rota{address}")
    assert answer.status_code == 200
    return answer.content.decode()


def post(cast: Cast, address: str, name: str = "tom", **text: object) -> object:
    client = Client()
    client.force_login(cast.person(name))
    return client.post(f"/people/teams/{cast.teams['sales'].pk}/rota/{address}", text)


def test_the_page_without_a_rota_says_who_receives_and_offers_one(cast: Cast) -> None:
    empty = page(cast)
    assert "There is no rota: Tom Brandt always receives" in empty
    assert "Set the order" in empty
    assert "Set the order" not in page(cast, "iris"), "everybody reads it, the lead settles it"


def test_the_lead_sets_it_on_the_page_and_sees_the_weeks_to_come(cast: Cast) -> None:
    nora, paul = keys(cast, "nora", "paul")
    assert "place_2" in page(cast, address="/order")
    post(cast, "order", place_0=nora, place_1="", place_2=paul, weeks=1, since="2026-11-02")
    shown = page(cast)
    assert "Nora is on duty now" in shown
    assert shown.count("member-row") == 10
    post(cast, "days", person=cast.tom.pk, since="2026-11-02", until="2026-11-03")
    shown = page(cast)
    assert "Tom Brandt is on duty now" in shown
    assert "instead of Nora" in shown
    post(cast, f"days/{RotaDays.objects.get().pk}/out")
    commands.go_away(person=nora, since=NOW, until=None, by=cast.by("ana"))
    shown = page(cast)
    assert "Paul is on duty now" in shown
    assert "Nora, who is on duty, is away." in shown
    post(cast, "end")
    assert "There is no rota" in page(cast)


def test_a_refusal_keeps_the_form(cast: Cast) -> None:
    nora = cast.person("nora").pk
    answer = post(cast, "order", place_0=nora, weeks=2, since="2026-11-02")
    text = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "A rota needs at least two people." in text
    assert f'<option value="{nora}" selected' in text
    answer = post(cast, "days", person=nora, since="some day", until="")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "some day" in answer.content.decode()  # type: ignore[attr-defined]


def test_others_cannot_settle_it_by_the_page_either(cast: Cast) -> None:
    in_turn(cast, "nora", "paul")
    events = Event.objects.count()
    for address in ("order", "days", "end"):
        assert post(
            cast, address, "iris", place_0=cast.tom.pk, place_1=cast.person("nora").pk, weeks=1,
            since="2026-11-02", until="2026-11-02", person=cast.tom.pk,
        ).status_code in (403, 422)  # type: ignore[attr-defined]  # fmt: skip
    assert Event.objects.count() == events


def test_the_page_asks_the_same_at_one_turn_and_at_three(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.tom)
    asked = []
    for names in (("nora", "paul"), ("nora", "paul", "tom")):
        in_turn(cast, *names)
        client.get(f"/people/teams/{cast.teams['sales'].pk}/rota")
        with CaptureQueriesContext(connection) as counted:
            client.get(f"/people/teams/{cast.teams['sales'].pk}/rota")
        asked.append(len(counted))
    assert asked[0] == asked[1]


def test_people_are_shown_who_receives_today(cast: Cast) -> None:
    in_turn(cast, "nora", "paul")
    client = Client()
    client.force_login(cast.iris)
    assert "Nora receives new work" in client.get("/people").content.decode()
    team = client.get(f"/people/teams/{cast.teams['sales'].pk}").content.decode()
    assert "receives where the rota names nobody" in team


def test_the_log_says_it_in_words(cast: Cast) -> None:
    in_turn(cast, "nora", "paul")
    team = cast.teams["sales"].pk
    nora = cast.person("nora").pk
    commands.set_duty(team=team, person=nora, since=MONDAY, until=week(1), by=cast.by("tom"))
    events = history(team)[-2:]
    names = names_for(events)
    assert [staff(event, names).text for event in events] == [
        "set the rota, from 2 Nov",
        "put Nora on duty from 2 Nov to 9 Nov",
    ]
    assert stations.fresh(stations.opened(cast)).state == "open"
