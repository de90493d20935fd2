"""Setting up the company and keeping its people."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, forbidden, invalid, missing
from wellkept.people import facts
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.models import STAGES, Absence, AcceptanceRule, Company, Member, Person, Team, Token

SCOPES = ("read", "write", "intake", "admin")


@transaction.atomic
def set_up_company(
    *,
    name: str,
    person: str,
    email: str,
    password: str | None,
    language: str = "en",
    time_zone: str = "UTC",
    currency: str = "EUR",
    country: str = "DE",
    phone: str = "",
    mail: str = "",
) -> tuple[Company, Person]:
    """The company, its first person (who answers for everything until others join), and a team for each stage."""
    if Company.objects.exists():
        raise Refusal("already_set_up", "This installation is set up already.")
    if not name.strip():
        raise invalid("name", "What is the company called?")
    first = _join(
        name=person,
        email=email,
        password=password,
        language=language,
        time_zone=time_zone,
        phone=phone,
        title="",
        admin=True,
        by=SYSTEM,
    )
    key = open_subject("company")
    row = Company(
        subject_id=key,
        name=name.strip(),
        language=language,
        time_zone=time_zone,
        currency=currency,
        country=country,
        phone=phone,
        mail=mail or email,
        number_key=secrets.token_bytes(32),
        process_owner=first,
    )
    row.save(force_insert=True)
    record(Entry(key, facts.CompanySetUp(name=row.name)), by=SYSTEM.by)
    me = Actor(kind="person", person=first.pk, name=first.name, admin=True)
    for stage in STAGES:
        make_team(name=stage.capitalize(), stage=stage, lead=first.pk, by=me)
    return row, first


@transaction.atomic
def change_company(*, by: Actor, **changes: str) -> Company:
    """Change the company's name, language, time zone, currency, country, phone or mail."""
    _admin(by)
    row = Company.objects.select_for_update().get()
    known = {"name", "language", "time_zone", "currency", "country", "phone", "mail"}
    for field, value in changes.items():
        if field not in known:
            raise invalid(field, "The company has no such detail.")
        setattr(row, field, value)
    row.save(update_fields=list(changes))
    record(Entry(row.pk, facts.CompanyChanged(what=sorted(changes))), by=by.by)
    return row


@transaction.atomic
def name_process_owner(*, person: int, by: Actor) -> None:
    """Who answers for the process; the last rung of every ladder."""
    _admin(by)
    row = Company.objects.select_for_update().get()
    row.process_owner = _active(person)
    row.save(update_fields=["process_owner"])
    record(Entry(row.pk, facts.CompanyChanged(what=["process_owner"])), by=by.by)


@transaction.atomic
def join(
    *,
    name: str,
    email: str,
    by: Actor,
    password: str | None = None,
    phone: str = "",
    title: str = "",
    language: str = "en",
    time_zone: str = "UTC",
    admin: bool = False,
) -> Person:
    """A new person on the staff. Without a password they get theirs by the reset page."""
    _admin(by)
    return _join(
        name=name,
        email=email,
        password=password,
        phone=phone,
        title=title,
        language=language,
        time_zone=time_zone,
        admin=admin,
        by=by,
    )


@transaction.atomic
def change_person(*, person: int, by: Actor, **changes: str) -> Person:
    """Change name, phone, title, language or time zone: one's own, or anyone's by an administrator."""
    _own_or_admin(by, person)
    row = _locked(person)
    for field, value in changes.items():
        if field not in ("name", "phone", "title", "language", "time_zone"):
            raise invalid(field, "A person has no such detail.")
        setattr(row, field, value.strip())
    if not row.name:
        raise invalid("name", "What is the person called?")
    row.save(update_fields=list(changes))
    record(Entry(row.pk, facts.PersonChanged(what=sorted(changes))), by=by.by)
    return row


@transaction.atomic
def name_deputy(*, person: int, deputy: int | None, by: Actor) -> None:
    """Who stands in for `person` while they are away."""
    _own_or_admin(by, person)
    row = _locked(person)
    if deputy == person:
        raise invalid("deputy", "Nobody is their own deputy.")
    row.deputy = _active(deputy) if deputy else None
    row.save(update_fields=["deputy"])
    record(Entry(person, facts.DeputyNamed(deputy=deputy)), by=by.by)


@transaction.atomic
def go_away(*, person: int, since: datetime, until: datetime | None, by: Actor, why: str = "") -> Absence:
    """An absence. It changes no owner: what is theirs also stands on their stand-in's desk."""
    _own_or_lead_or_admin(by, person)
    _locked(person)
    if until is not None and until <= since:
        raise invalid("until", "The absence ends before it starts.")
    row = Absence.objects.create(person_id=person, since=since, until=until, why=why)
    record(Entry(person, facts.WentAway(since=since, until=until, why=why)), by=by.by)
    return row


@transaction.atomic
def come_back(*, person: int, by: Actor) -> None:
    """End every absence that runs now."""
    _own_or_lead_or_admin(by, person)
    _locked(person)
    now = clock.now()
    running = Absence.objects.filter(person_id=person, since__lt=now).filter(
        Q(until__isnull=True) | Q(until__gt=now)
    )
    if running.update(until=now):
        record(Entry(person, facts.CameBack()), by=by.by)


@transaction.atomic
def withdraw_access(*, person: int, reason: str, by: Actor) -> None:
    """At once. The same act makes the person absent, so that their work stands on their stand-in's desk."""
    _admin(by)
    if not reason.strip():
        raise invalid("reason", "Say why; the reason stays on record.")
    row = _locked(person)
    if row.admin and not Person.objects.filter(admin=True, access=True).exclude(pk=person).exists():
        raise Refusal(
            "last_administrator",
            f"{row.name} is the only administrator: nobody could give access back.",
            instead="Let another administrator join first.",
        )
    row.access = False
    row.save(update_fields=["access"])
    record(Entry(person, facts.AccessWithdrawn(reason=reason)), by=by.by)


@transaction.atomic
def give_access(*, person: int, by: Actor) -> None:
    """Let a person who has not left sign in again."""
    _admin(by)
    row = _locked(person)
    if not row.active:
        raise Refusal("has_left", f"{row.name} has left. Let them join again as a new person.")
    row.access = True
    row.save(update_fields=["access"])
    record(Entry(person, facts.AccessGiven()), by=by.by)


@transaction.atomic
def make_team(*, name: str, stage: str | None, by: Actor, lead: int | None = None) -> Team:
    """A new team; its lead, if named, is its first member."""
    _admin(by)
    if stage is not None and stage not in STAGES:
        raise invalid("stage", "A team does sales, orders, delivery or support, or none of them.")
    if not name.strip():
        raise invalid("name", "What is the team called?")
    if Team.objects.filter(name=name.strip()).exists():
        raise invalid("name", "There is a team of that name already.")
    key = open_subject("team")
    row = Team(subject_id=key, name=name.strip(), stage=stage)
    row.save(force_insert=True)
    record(Entry(key, facts.TeamMade(name=row.name, stage=stage)), by=by.by)
    if lead is not None:
        join_team(person=lead, team=key, by=by)
        name_lead(team=key, lead=lead, by=by)
    row.refresh_from_db()
    return row


@transaction.atomic
def join_team(*, person: int, team: int, by: Actor) -> None:
    """Make a person a member of a team."""
    _lead_of_team_or_admin(by, team)
    _active(person)
    if Member.objects.filter(person_id=person, team_id=team).exists():
        return
    Member(person_id=person, team_id=team).save(force_insert=True)
    record(Entry(person, facts.MemberJoined(team=team)), by=by.by)


@transaction.atomic
def leave_team(*, person: int, team: int, by: Actor) -> None:
    """End a membership. Refused while journeys are in this person's hands there, or need the team's last member."""
    _lead_of_team_or_admin(by, team)
    row = Team.objects.select_for_update().filter(pk=team).first()
    if row is None:
        raise missing("team", "There is no such team.")
    changed = [f for f in ("lead", "standing") if getattr(row, f"{f}_id") == person]
    for field in changed:
        setattr(row, field, None)
    if changed:
        row.save(update_fields=changed)
        record(Entry(team, facts.LeadNamed(lead=row.lead_id)), by=by.by)
    if Member.objects.filter(person_id=person, team_id=team).delete()[0]:
        record(Entry(person, facts.MemberLeft(team=team)), by=by.by)


@transaction.atomic
def name_lead(*, team: int, lead: int, by: Actor) -> None:
    """Who answers for the team: one of its members."""
    _admin(by)
    _member(lead, team)
    Team.objects.filter(pk=team).update(lead_id=lead)
    record(Entry(team, facts.LeadNamed(lead=lead)), by=by.by)


@transaction.atomic
def name_standing_member(*, team: int, standing: int, by: Actor) -> None:
    """Who receives what comes in by itself: one of its members."""
    _lead_of_team_or_admin(by, team)
    _member(standing, team)
    Team.objects.filter(pk=team).update(standing_id=standing)
    record(Entry(team, facts.StandingMemberNamed(standing=standing)), by=by.by)


@transaction.atomic
def accept_by_rule(*, team: int, giving_team: int, by: Actor) -> AcceptanceRule:
    """Let complete offers from `giving_team` be accepted by rule; who sets the rule answers for it."""
    _lead_of_team_or_admin(by, team)
    rule, _ = AcceptanceRule.objects.update_or_create(
        team_id=team, giving_team_id=giving_team, defaults={"answerable_id": by.as_staff()}
    )
    record(Entry(team, facts.AcceptanceRuled(giving_team=giving_team, answerable=by.person)), by=by.by)
    return rule


@transaction.atomic
def make_token(*, name: str, person: int, scopes: Iterable[str], by: Actor) -> tuple[Token, str]:
    """A program's key, shown once. It acts for `person`, and never further than its scopes."""
    _own_key_or_admin(by, person)
    chosen = sorted(set(scopes))
    if not name.strip():
        raise invalid("name", "Name the program that will use this key.")
    if not chosen or any(scope not in SCOPES for scope in chosen):
        raise invalid("scopes", f"A key may have these scopes: {', '.join(SCOPES)}.")
    _active(person)
    secret = f"wk_{secrets.token_urlsafe(32)}"
    row = Token.objects.create(
        name=name.strip(),
        person_id=person,
        scopes=chosen,
        made_at=clock.now(),
        digest=hashlib.sha256(secret.encode()).digest(),
    )
    record(Entry(person, facts.TokenMade(name=row.name, scopes=chosen)), by=by.by)
    return row, secret


@transaction.atomic
def revoke_token(*, token: int, by: Actor) -> None:
    """The key stops working at once."""
    row = Token.objects.select_for_update().filter(pk=token).first()
    if row is None:
        raise missing("token", "There is no such key.")
    _own_key_or_admin(by, row.person_id)
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        record(Entry(row.person_id, facts.TokenRevoked(name=row.name)), by=by.by)


def _join(
    *,
    name: str,
    email: str,
    password: str | None,
    phone: str,
    title: str,
    language: str,
    time_zone: str,
    admin: bool,
    by: Actor,
) -> Person:
    if not name.strip():
        raise invalid("name", "What is the person called?")
    try:
        validate_email(email)
    except ValidationError:
        raise invalid("email", "This is not a mail address.") from None
    if Person.objects.filter(email__iexact=email).exists():
        raise invalid("email", "Somebody signs in with this address already.")
    if password is not None:
        try:
            validate_password(password)
        except ValidationError as weak:
            raise invalid("password", " ".join(weak.messages)) from None
    key = open_subject("person")
    row = Person(
        subject_id=key,
        name=name.strip(),
        email=email.lower(),
        phone=phone,
        title=title,
        language=language,
        time_zone=time_zone,
        admin=admin,
        password=make_password(password),
    )
    row.save(force_insert=True)
    record(Entry(key, facts.PersonJoined(name=row.name, email=row.email)), by=by.by)
    return row


def _admin(by: Actor) -> None:
    if not _is_admin(by):
        raise forbidden("Only an administrator can do this.", instead="Ask one of them.")


def _is_admin(by: Actor) -> bool:
    """The system, or an administrator; a program only where its key says so."""
    return by.kind == "system" or (by.admin and (by.scopes is None or "admin" in by.scopes))


def _own_or_admin(by: Actor, person: int) -> None:
    if by.person != person:
        _admin(by)
    elif not _is_admin(by):
        by.as_writer()


def _own_key_or_admin(by: Actor, person: int) -> None:
    """A key makes no further keys, whatever its person may do, unless it may do what administrators do."""
    if by.person != person or by.scopes is not None:
        _admin(by)


def _own_or_lead_or_admin(by: Actor, person: int) -> None:
    if by.person == person or _is_admin(by):
        return _own_or_admin(by, person)
    by.as_writer()
    if not Team.objects.filter(lead_id=by.person or 0, memberships__person_id=person).exists():
        raise forbidden("Only the person, their team's lead or an administrator can do this.")
    return None


def _lead_of_team_or_admin(by: Actor, team: int) -> None:
    if _is_admin(by):
        return
    by.as_writer()
    if not Team.objects.filter(pk=team, lead_id=by.person or 0).exists():
        raise forbidden("Only the team's lead or an administrator can do this.")


def _locked(person: int) -> Person:
    row = Person.objects.select_for_update().filter(pk=person).first()
    if row is None:
        raise missing("person", "There is no such person.")
    return row


def _active(person: int) -> Person:
    row = Person.objects.filter(pk=person, active=True).first()
    if row is None:
        raise missing("person", "There is no such person, or they have left.")
    return row


def _member(person: int, team: int) -> None:
    if not Member.objects.filter(person_id=person, team_id=team).exists():
        raise invalid("person", "Only a member of the team can be this.")
