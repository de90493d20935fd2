"""Set up Lindenau Elektro: teams, staff, process, mailboxes and absences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from wellkept.blueprints import commands as blueprints
from wellkept.entities import commands as entities
from wellkept.intake.commands import filter_rules as intake
from wellkept.kernel import clock
from wellkept.mailboxes.commands import addresses
from wellkept.people import commands as people
from wellkept.people import queries
from wellkept.people.actor import Actor
from wellkept.people.founder import Founder, Region
from wellkept.people.staff_profile import Profile
from wellkept.voice.commands.fit import note_strength
from wellkept.voice.commands.questions import shelf as load_questions
from wellkept_demo.catalogue import add_catalogue
from wellkept_demo.staff import ABSENCES, BY_KEY, LEADS, SKILLS, STAFF, STANDING, Colleague

COMPANY = "Lindenau Elektro"
PASSWORD = "every-promise-kept"
ZONE = "Europe/Berlin"

LETTERHEAD = {
    "legal_name": "Lindenau Elektro GmbH",
    "street": "Lützner Straße 118",
    "postcode": "04177",
    "city": "Leipzig",
    "register": "Amtsgericht Leipzig, HRB 55501",
    "directors": "Katrin Lindenau",
}
STRENGTHS = (
    "Kitchens and bakeries that must not stop",
    "Lines and fuse boxes in old houses",
    "Photovoltaic roofs up to 100 kW",
    "Available on Saturday nights",
)


@transaction.atomic
def set_up_company(today: datetime) -> None:
    """Set up the company with its teams, staff, process and absences, as of a year ago. Does nothing twice."""
    if queries.is_set_up():
        return
    start = today - timedelta(days=366)
    with clock.at(start):
        boss = BY_KEY["katrin"]
        company, first = people.set_up_company(
            name=COMPANY,
            founder=Founder(name=boss.name, email=boss.email, password=PASSWORD),
            region=Region(time_zone=ZONE),
            phone="+49 341 555 0100",
            mail="office@lindenau.example",
        )
        me = queries.actor(first.pk)
        entity = entities.add_first_entity(company=company, by=me)
        entities.change_entity(entity=entity.pk, by=me, **LETTERHEAD)
        people.change_person(
            person=first.pk, by=me, phone=_phone(boss), title=boss.title, language=boss.language
        )
        teams = {row.stage: row.pk for row in queries.teams()}
        teams["billing"] = people.make_team(name="Billing", stage=None, by=me).pk
        ids = {"katrin": first.pk}
        _add_staff(ids, teams, (colleague for colleague in STAFF[1:] if colleague.joined >= 365), by=me)
        for team, lead in LEADS.items():
            people.name_lead(team=teams[team], lead=ids[lead], by=me)
            people.name_standing_member(team=teams[team], standing=ids[STANDING[team]], by=me)
        for stage in ("sales", "orders", "delivery", "support"):
            people.leave_team(person=first.pk, team=teams[stage], by=me)
        me = queries.actor(first.pk)
        blueprints.load_built_in(by=me)
        load_questions(by=me)
        add_catalogue(people=ids, since=start.date(), by=me)
        for words in STRENGTHS:
            note_strength(words=words, by=me)
        addresses.set_mailbox(address="info@lindenau.example", team=teams["sales"], by=me, opens=True)
        addresses.set_mailbox(address="office@lindenau.example", team=teams["sales"], by=me)
        addresses.set_mailbox(address="service@lindenau.example", team=teams["support"], by=me, hours=2)
        intake.make_rule(kind="bulk", why="Newsletters and advertising", by=me)
        intake.make_rule(kind="domain", pattern="messe-news.example", why="Trade fair advertising", by=me)
    for colleague in STAFF:
        if colleague.joined < 365:
            with clock.at(today - timedelta(days=colleague.joined)):
                _add_staff(ids, teams, [colleague], by=me)
    for colleague in STAFF:
        with clock.at(today - timedelta(days=min(colleague.joined, 365))):
            people.name_deputy(person=ids[colleague.key], deputy=ids[colleague.deputy], by=me)
    for absence in ABSENCES:
        since = today - timedelta(days=absence.days_ago)
        with clock.at(since - timedelta(days=absence.known)):
            until = since + timedelta(days=absence.length)
            people.go_away(person=ids[absence.who], since=since, until=until, why=absence.why, by=me)


def _add_staff(
    ids: dict[str, int], teams: dict[str | None, int], colleagues: Iterable[Colleague], *, by: Actor
) -> None:
    for colleague in colleagues:
        row = people.join(
            name=colleague.name,
            email=colleague.email,
            profile=Profile(
                phone=_phone(colleague), title=colleague.title, language=colleague.language, time_zone=ZONE
            ),
            by=by,
        )
        people.choose_password(person=row.pk, password=PASSWORD, by=queries.actor(row.pk))
        ids[colleague.key] = row.pk
        if colleague.key in SKILLS:
            people.set_skills(person=row.pk, skills=SKILLS[colleague.key], by=by)
        for team in colleague.teams:
            people.join_team(person=row.pk, team=teams[team], by=by)


def _phone(colleague: Colleague) -> str:
    return f"+49 341 555 0{colleague.phone}"
