"""Pages of the process, of people and teams, and of letters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from tests import cast as casting
from tests.cast import Cast
from tests.web.signed_in import at, just_confirmed, with_a_password

from wellkept.customers.commands import change_contact
from wellkept.events.models import Event
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.commands.process import deviate, do_step
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.messages.commands import carry_due
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.people import commands
from wellkept.people import queries as staff
from wellkept.people.actor import SYSTEM
from wellkept.people.models import Company, Member, Person, Team

pytestmark = pytest.mark.django_db


# How we work


def test_the_processes_are_listed_and_read(cast: Cast) -> None:
    browser = at(cast, "iris")
    listed = browser.get("/how-we-work").content.decode()
    assert [word in listed for word in ("A product built", "A service installed", "A repeat job")] == [
        True
    ] * 3
    page = browser.get("/how-we-work/repeat")
    assert [box.name for box in page.context["drawing"].boxes] == ["Orders", "Delivery", "Support"]
    assert [pill.words for pill in page.context["drawing"].pills] == [
        "They agree",
        "They accept",
        "Their next need",
    ]
    assert "version 1" in listed
    assert browser.get("/how-we-work/nothing").status_code == 404


def test_where_reality_deviates_is_shown_with_reason_and_name(cast: Cast) -> None:
    row = casting.opened(cast)
    do_step(journey=row.pk, step="understand-need", evidence="Noted", by=cast.by("tom"))
    deviate(journey=row.pk, step="read-back", reason="They were in a hurry", by=cast.by("tom"))
    page = at(cast, "iris").get("/how-we-work/service")
    assert [deviation.reason for deviation in page.context["process"].deviations] == ["They were in a hurry"]
    practice = page.context["process"].practice
    assert (practice["understand-need"].done, practice["read-back"].otherwise) == (1, 1)
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    assert "hurry" not in at(cast, "iris").get("/how-we-work/service").content.decode()


def test_a_new_version_is_approved_by_who_may(cast: Cast) -> None:
    source = at(cast, "ana").get("/how-we-work/repeat/versions").context["form"].initial["source"]
    changed = {"source": source.replace("A repeat job", "The same again")}
    assert at(cast, "tom").post("/how-we-work/repeat/versions", changed).status_code == 422
    broken = at(cast, "ana").post("/how-we-work/repeat/versions", {"source": "title ="})
    assert (broken.status_code, broken.context["form"]["source"].value()) == (422, "title =")
    assert at(cast, "ana").post("/how-we-work/repeat/versions", changed).status_code == 303
    assert "The same again" in at(cast, "tom").get("/how-we-work/repeat").content.decode()
    old = at(cast, "tom").get("/how-we-work/repeat/versions/1").content.decode()
    assert "Another one is in force." in old


# People


def test_everyone_is_listed_with_who_is_away(cast: Cast) -> None:
    at(cast, "lea").post(
        f"/people/{cast.lea.pk}/absences",
        {
            "since": "2020-01-01T08:00",
            "until": f"{clock.now() + timedelta(days=3):%Y-%m-%dT%H:%M}",
            "why": "Holiday",
        },
    )
    text = at(cast, "iris").get("/people").content.decode()
    assert "away until" in text
    assert all(person.name in text for person in Person.objects.all())
    at(cast, "lea").post(f"/people/{cast.lea.pk}/return")
    assert staff.away([cast.lea.pk]) == set()


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_asks_the_same_for_more_people(cast: Cast, more: int) -> None:
    for n in range(more):
        cast.hire(f"More{n}", "delivery")
    browser = at(cast, "iris")
    browser.get("/people")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/people")
    assert len(asked) == 18


def test_an_administrator_lets_somebody_join(cast: Cast) -> None:
    form = {
        "name": "Max Neu", "email": "max@lindenau.example", "language": "de", "time_zone": "Europe/Berlin",
        "team": cast.teams["delivery"].pk,
    }  # fmt: skip
    assert at(cast, "tom").post("/people/new", form).status_code == 422
    assert not Person.objects.filter(name="Max Neu").exists()
    assert at(cast, "ana").post("/people/new", form).status_code == 303
    max_ = Person.objects.get(name="Max Neu")
    assert Member.objects.filter(person=max_, team=cast.teams["delivery"]).exists()
    twice = at(cast, "ana").post("/people/new", form)
    assert list(twice.context["form"].errors) == ["email"]


def test_access_is_withdrawn_at_once_with_a_reason_and_given_again(cast: Cast) -> None:
    lea = at(cast, "lea")
    assert lea.get("/desk").status_code == 200
    assert at(cast, "ana").post(f"/people/{cast.lea.pk}/withdrawal", {"reason": ""}).status_code == 422
    at(cast, "ana").post(f"/people/{cast.lea.pk}/withdrawal", {"reason": "Lost telephone"})
    assert lea.get("/desk").status_code == 302
    at(cast, "ana").post(f"/people/{cast.lea.pk}/access")
    assert Person.objects.get(pk=cast.lea.pk).access
    assert at(cast, "tom").post(f"/people/{cast.lea.pk}/access").status_code == 403


def test_ones_own_page_and_a_key_shown_once(cast: Cast) -> None:
    browser = with_a_password(cast, "jonas")
    assert "Second factor" in browser.get("/me").content.decode()
    where, wish = f"/people/{cast.jonas.pk}/keys", {"name": "Van", "scopes": ["read"]}
    asked = browser.post(where, wish)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert not staff.tokens(cast.jonas.pk)
    response = just_confirmed(browser).post(where, wish)
    secret = response.context["secret"]
    assert secret in response.content.decode()
    assert staff.actor_by_token(secret) is not None
    assert secret not in browser.get("/me").content.decode()
    token = staff.tokens(cast.jonas.pk)[0]
    revoked = f"/people/{cast.jonas.pk}/keys/{token.pk}/revoked"
    assert "read everything this person reads ·" in browser.get("/me").content.decode()
    assert [at(cast, "lea").get(revoked).status_code, at(cast, "lea").post(revoked).status_code] == [403, 403]
    asked = browser.get(revoked).content.decode()
    assert "Revoke the token “Van”?" in asked
    assert staff.actor_by_token(secret) is not None, "asking changes nothing"
    assert browser.post(revoked).status_code == 303
    assert staff.actor_by_token(secret) is None
    assert browser.post(revoked).status_code == 404


def test_the_buttons_of_access_and_tokens_say_in_german_what_they_do(cast: Cast) -> None:
    commands.change_person(person=cast.ana.pk, language="de", by=cast.by("ana"))
    page = at(cast, "ana").get(f"/people/{cast.jonas.pk}/withdrawal").content.decode()
    assert "Zugang sperren</button>" in page
    assert "Den Zugang können Sie später wieder geben." in page
    commands.make_token(name="Van", person=cast.jonas.pk, scopes=["read", "write"], by=cast.by("jonas"))
    token = staff.tokens(cast.jonas.pk)[0]
    page = " ".join(at(cast, "ana").get(f"/people/{cast.jonas.pk}").content.decode().split())
    assert "alles lesen, was diese Person liest, an Vorgängen arbeiten ·" in page
    assert "erstellt am" in page
    asked = at(cast, "ana").get(f"/people/{cast.jonas.pk}/keys/{token.pk}/revoked").content.decode()
    assert "Zugriffsschlüssel sperren</button>" in asked


def test_details_and_deputy(cast: Cast) -> None:
    browser = at(cast, "jonas")
    form = {
        "name": "Jonas Weber",
        "phone": "0341 1",
        "title": "Installer",
        "language": "de",
        "time_zone": "UTC",
    }
    browser.post(f"/people/{cast.jonas.pk}/details", form)
    browser.post(f"/people/{cast.jonas.pk}/deputy", {"deputy": cast.lea.pk})
    row = Person.objects.get(pk=cast.jonas.pk)
    assert (row.phone, row.title, row.deputy_id) == ("0341 1", "Installer", cast.lea.pk)
    assert at(cast, "lea").post(f"/people/{cast.jonas.pk}/details", form | {"phone": "0"}).status_code == 422


@pytest.mark.parametrize("giving", ["", "x", "-1", "²", "9223372036854775808", "999999"])
def test_a_rule_is_about_a_team_of_ours(cast: Cast, giving: str) -> None:
    team = cast.teams["delivery"].pk
    assert at(cast, "ana").post(f"/people/teams/{team}/rules", {"giving": giving}).status_code == 422


def test_teams_have_leads_members_and_rules(cast: Cast) -> None:
    team = cast.teams["delivery"].pk
    ana = at(cast, "ana")
    ana.post(f"/people/teams/{team}/members/{cast.lea.pk}/lead")
    ana.post(f"/people/teams/{team}/members/{cast.lea.pk}/standing")
    row = Team.objects.get(pk=team)
    assert (row.lead_id, row.standing_id) == (cast.lea.pk, cast.lea.pk)
    ana.post(f"/people/teams/{team}/members", {"person": cast.iris.pk})
    ana.post(f"/people/teams/{team}/rules", {"giving": cast.teams["orders"].pk})
    text = at(cast, "tom").get(f"/people/teams/{team}").content.decode()
    assert "Iris Falk" in text
    assert "Complete offers of Orders" in text
    ana.post(f"/people/teams/{team}/members/{cast.iris.pk}/out")
    assert not Member.objects.filter(person=cast.iris, team=team).exists()
    assert at(cast, "tom").post(f"/people/teams/{team}/members/{cast.tom.pk}/lead").status_code == 403
    response = ana.post("/people/teams/new", {"name": "Night", "stage": "support", "lead": cast.mira.pk})
    assert response.status_code == 303


def test_leaving_shows_what_changes_hands_and_does_it(cast: Cast) -> None:
    row = casting.in_delivery(cast)
    page = at(cast, "ana").get(f"/people/{cast.jonas.pk}/leaving")
    assert "holds 1 journey" in page.context["duties"]
    team = cast.teams["delivery"].pk
    form = {"everything": cast.ana.pk, f"team_{team}": cast.lea.pk}
    assert at(cast, "tom").post(f"/people/{cast.jonas.pk}/leaving", form).status_code == 422
    assert at(cast, "ana").post(f"/people/{cast.jonas.pk}/leaving", form).headers["Location"] == "/people"
    assert casting.fresh(row).holder_id == cast.lea.pk


def test_the_company_changes_by_an_administrator_only(cast: Cast) -> None:
    form = {
        "name": "Lindenau GmbH", "mail": "office@lindenau.example", "country": "DE", "language": "de",
        "time_zone": "Europe/Berlin", "currency": "EUR", "process_owner": cast.mira.pk,
    }  # fmt: skip
    assert at(cast, "tom").post("/people/company", form).status_code == 422
    at(cast, "ana").post("/people/company", form)
    row = Company.objects.get()
    assert (row.name, row.process_owner_id) == ("Lindenau GmbH", cast.mira.pk)


# Letters


@override_settings(MAILBOX=True, MAIL_ACCOUNT=None)
def test_sent_letters_can_be_read(cast: Cast) -> None:
    row = casting.opened(cast)
    carry_due()
    notice = Notice.objects.get(carried_at__isnull=False)
    browser = at(cast, "iris")
    assert row.number[:4] in browser.get("/mailbox").content.decode()
    assert "/my/" in browser.get(f"/mailbox/{notice.pk}").content.decode()
    set_ = browser.get(f"/mailbox/{notice.pk}/html")
    assert "script-src" not in set_.headers["Content-Security-Policy"]
    assert "sandbox" in set_.headers["Content-Security-Policy"]


@override_settings(MAILBOX=False)
def test_without_a_mailbox_there_is_none(cast: Cast) -> None:
    assert at(cast, "iris").get("/mailbox").status_code == 404


def test_an_undelivered_letter_is_sent_again_or_told_by_hand(cast: Cast) -> None:
    row = casting.opened(cast)
    first, second = Notice.objects.get(subject=row.pk), Notice.objects.get(subject=casting.opened(cast).pk)
    for notice in (first, second):
        notices.give_up(notice=notice.pk, trouble="550 no such user", by=SYSTEM)
    browser = at(cast, "iris")
    text = browser.get("/undelivered").content.decode()
    assert "550 no such user" in text
    assert f"/journeys/{row.number}" in text
    before = first.address
    browser.post(f"/undelivered/{first.pk}/again", {"address": "iris@lindenau.example"})
    first.refresh_from_db()
    assert (first.address, first.due_at is not None) == (before, True), "to the contact, whatever is sent"
    notices.give_up(notice=first.pk, trouble="550 no such user", by=SYSTEM)
    assert first.contact_id is not None
    change_contact(contact=first.contact_id, email="petra@new.example", by=cast.by("iris"))
    assert "petra@new.example" in browser.get(f"/undelivered/{first.pk}/again").content.decode()
    browser.post(f"/undelivered/{first.pk}/again")
    first.refresh_from_db()
    assert (first.address, first.due_at is not None) == ("petra@new.example", True)
    assert browser.post(f"/undelivered/{second.pk}/told", {"words": ""}).status_code == 422
    browser.post(f"/undelivered/{second.pk}/told", {"words": "Told Petra on the telephone"})
    second.refresh_from_db()
    assert second.told_at is not None
    assert browser.get("/undelivered").context["lines"] == []


def test_an_unknown_role_is_refused_and_removes_nobody(cast: Cast) -> None:
    team = cast.teams["delivery"].pk
    before = Event.objects.count()

    answer = at(cast, "ana").post(f"/people/teams/{team}/members/{cast.lea.pk}/captain")

    assert answer.status_code == 404
    assert cast.lea.pk in {member.pk for member in staff.members(team)}
    assert Event.objects.count() == before


def test_somebody_joins_with_their_team_in_one_act(cast: Cast) -> None:
    team = cast.teams["delivery"].pk
    new = {
        "name": "Nora",
        "email": "nora@lindenau.example",
        "language": "en",
        "time_zone": "UTC",
        "team": team,
    }
    before = Event.objects.count()
    assert at(cast, "tom").post("/people/new", new).status_code == 422
    assert Event.objects.count() == before

    assert at(cast, "ana").post("/people/new", new).status_code == 303

    assert "Nora" in {member.name for member in staff.members(team)}


def test_the_company_and_its_process_owner_change_in_one_act(cast: Cast) -> None:
    with pytest.raises(Refusal):
        commands.change_company(phone="+49 1", process_owner=999_999, by=cast.by("ana"))
    assert staff.company().phone != "+49 1"
    commands.change_company(phone="+49 1", process_owner=cast.tom.pk, by=cast.by("ana"))
    assert (staff.company().phone, staff.company().process_owner_id) == ("+49 1", cast.tom.pk)
