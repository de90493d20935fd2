"""Lindenau Elektro: who works there, in which team, how they work, and when they are away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from wellkept.blueprints import commands as blueprints
from wellkept.intake.commands import settings as intake
from wellkept.kernel import clock
from wellkept.people import commands as people
from wellkept.people import queries
from wellkept.people.actor import Actor
from wellkept.voice.commands.fit import note_strength
from wellkept.voice.commands.questions import shelf as load_questions

COMPANY = "Lindenau Elektro"
PASSWORD = "every-promise-kept"
ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class Colleague:
    """One of the staff. `pace` is the working hours that pass until they get to something; `care` how often they
    tell a customer about a delay before it is one."""

    key: str
    name: str
    title: str
    teams: tuple[str, ...]
    pace: float
    care: float
    deputy: str
    phone: str
    language: str = "en"
    joined: int = 365  # days before today

    @property
    def email(self) -> str:
        return f"{self.key}@lindenau.example"


STAFF = (
    Colleague("katrin", "Katrin Lindenau", "Managing director", (), 4, 0.9, "ana", "100", "de"),
    Colleague("mira", "Mira Kaya", "Sales, kitchens and bakeries", ("sales",), 2.5, 0.9, "ruth", "111"),
    Colleague("felix", "Felix Brandt", "Sales, networks and energy", ("sales",), 11, 0.35, "mira", "112"),
    Colleague("ruth", "Ruth Seidel", "Sales, part-time", ("sales",), 5, 0.8, "mira", "113", "de"),
    Colleague("ana", "Ana Ruiz", "Orders", ("orders", "sales"), 2, 0.95, "thomas", "121"),
    Colleague("thomas", "Thomas Keller", "Orders", ("orders",), 6, 0.6, "ana", "122", "de"),
    Colleague("lena", "Lena Vogt", "Orders", ("orders",), 4, 0.8, "ana", "123", joined=204),
    Colleague("jonas", "Jonas Weber", "Delivery, kitchens and bakeries", ("delivery",), 3, 0.85, "aylin", "131"),
    Colleague("aylin", "Aylin Demir", "Delivery, networks", ("delivery",), 1.5, 1.0, "jonas", "132"),
    Colleague("piotr", "Piotr Nowak", "Delivery, energy", ("delivery",), 9, 0.4, "jonas", "133"),
    Colleague("nadia", "Nadia Haddad", "Support", ("support",), 1.5, 1.0, "oskar", "141"),
    Colleague("oskar", "Oskar Blum", "Support", ("support",), 4, 0.7, "nadia", "142", "de"),
    Colleague("greta", "Greta Sommer", "Billing", ("billing",), 3, 0.9, "katrin", "151", "de"),
)  # fmt: skip
BY_KEY = {one.key: one for one in STAFF}
LEADS = {"sales": "mira", "orders": "ana", "delivery": "jonas", "support": "nadia", "billing": "greta"}
STANDING = {
    "sales": "ruth",
    "orders": "ana",
    "delivery": "jonas",
    "support": "oskar",
    "billing": "greta",
}


@dataclass(frozen=True)
class Away:
    """An absence: it starts so many days before today, and was entered so many days before it."""

    who: str
    days_ago: int
    length: int
    why: str
    known: int = 21


ABSENCES = (
    Away("mira", 334, 9, "Holiday"),
    Away("thomas", 301, 4, "Flu", known=0),
    Away("piotr", 262, 8, "Back pain", known=0),
    Away("ana", 236, 12, "Holiday"),
    Away("felix", 219, 5, "Training in Dresden"),
    Away("oskar", 181, 12, "Holiday"),
    Away("jonas", 152, 14, "Holiday"),
    Away("ruth", 133, 13, "Holiday"),
    Away("nadia", 118, 12, "Holiday"),
    Away("aylin", 96, 13, "Holiday"),
    Away("felix", 74, 14, "Holiday"),
    Away("katrin", 61, 9, "Holiday"),
    Away("lena", 40, 7, "Holiday"),
    Away("piotr", 27, 3, "Sick child", known=0),
    Away("thomas", 4, 11, "Holiday", known=30),
)


class Staff:
    """The people as they are in the database, and who is there when."""

    def __init__(self, today: datetime) -> None:
        self.today = today
        known = {row.email: row.pk for row in queries.staff()}
        self.ids = {one.key: known[one.email] for one in STAFF}
        self.keys = {id: key for key, id in self.ids.items()}
        self.actors: dict[str, Actor] = {}
        self.teams = {row.stage or "billing": row.pk for row in queries.teams()}

    def actor(self, who: str) -> Actor:
        if who not in self.actors:
            self.actors[who] = queries.actor(self.ids[who])
        return self.actors[who]

    def is_away(self, who: str, at: datetime) -> bool:
        if BY_KEY[who].joined < (self.today - at).days:
            return True
        return any(
            (since := self.today - timedelta(days=one.days_ago)) <= at < since + timedelta(days=one.length)
            for one in ABSENCES
            if one.who == who
        )

    def there(self, who: str, at: datetime) -> str:
        """They themselves, or who stands in for them."""
        if not self.is_away(who, at):
            return who
        deputy = BY_KEY[who].deputy
        return deputy if not self.is_away(deputy, at) else "katrin"

    def members(self, team: str, at: datetime) -> list[str]:
        """Who of the team is there."""
        found = [one.key for one in STAFF if team in one.teams and not self.is_away(one.key, at)]
        return found or [LEADS[team]]


STRENGTHS = (
    "Kitchens and bakeries that must not stop",
    "Lines and fuse boxes in old houses",
    "Photovoltaics on roofs up to 100 kW",
    "Somebody there on Saturday nights",
)


@transaction.atomic
def open_the_company(today: datetime) -> None:
    """Name the company, let everyone join, and say who answers for what. A year ago, as far as people can tell."""
    if queries.is_set_up():
        return
    start = today - timedelta(days=366)
    with clock.at(start):
        boss = BY_KEY["katrin"]
        _, first = people.set_up_company(
            name=COMPANY,
            person=boss.name,
            email=boss.email,
            password=PASSWORD,
            time_zone=ZONE,
            phone="+49 341 555 0100",
            mail="office@lindenau.example",
        )
        me = queries.actor(first.pk)
        people.change_person(
            person=first.pk, by=me, phone=_phone(boss), title=boss.title, language=boss.language
        )
        teams = {row.stage: row.pk for row in queries.teams()}
        teams["billing"] = people.make_team(name="Billing", stage=None, by=me).pk
        ids = {"katrin": first.pk}
        _join(ids, teams, (one for one in STAFF[1:] if one.joined >= 365), by=me)
        for team, lead in LEADS.items():
            people.name_lead(team=teams[team], lead=ids[lead], by=me)
            people.name_standing_member(team=teams[team], standing=ids[STANDING[team]], by=me)
        for stage in ("sales", "orders", "delivery", "support"):
            people.leave_team(person=first.pk, team=teams[stage], by=me)
        me = queries.actor(first.pk)
        blueprints.load_built_in(by=me)
        load_questions(by=me)
        for words in STRENGTHS:
            note_strength(words=words, by=me)
        intake.set_mailbox(address="info@lindenau.example", team=teams["sales"], by=me, opens=True)
        intake.set_mailbox(address="office@lindenau.example", team=teams["sales"], by=me)
        intake.set_mailbox(address="service@lindenau.example", team=teams["support"], by=me, hours=2)
        intake.make_rule(kind="bulk", why="Newsletters and advertising", by=me)
        intake.make_rule(kind="domain", pattern="messe-news.example", why="Trade fair advertising", by=me)
    for one in STAFF:
        if one.joined < 365:
            with clock.at(today - timedelta(days=one.joined)):
                _join(ids, teams, [one], by=me)
    for one in STAFF:
        with clock.at(today - timedelta(days=min(one.joined, 365))):
            people.name_deputy(person=ids[one.key], deputy=ids[one.deputy], by=me)
    for away in ABSENCES:
        since = today - timedelta(days=away.days_ago)
        with clock.at(since - timedelta(days=away.known)):
            until = since + timedelta(days=away.length)
            people.go_away(person=ids[away.who], since=since, until=until, why=away.why, by=me)


def _join(ids: dict[str, int], teams: dict[str | None, int], who: Iterable[Colleague], *, by: Actor) -> None:
    for one in who:
        row = people.join(
            name=one.name,
            email=one.email,
            password=PASSWORD,
            phone=_phone(one),
            title=one.title,
            language=one.language,
            time_zone=ZONE,
            by=by,
        )
        ids[one.key] = row.pk
        for team in one.teams:
            people.join_team(person=row.pk, team=teams[team], by=by)


def _phone(one: Colleague) -> str:
    return f"+49 341 555 0{one.phone}"
