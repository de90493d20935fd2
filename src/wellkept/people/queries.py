from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.kernel import clock
from wellkept.kernel.refusal import forbidden, missing
from wellkept.kernel.text import fill
from wellkept.people import rota
from wellkept.people.actor import Actor
from wellkept.people.models import Absence, AcceptanceRule, Company, Member, Person, Team, Token
from wellkept.people.rights import is_admin, may_revoke_token


def company() -> Company:
    """Return the company. Refuse while it is not set up."""
    row = Company.objects.first()
    if row is None:
        raise missing("company", _("This installation is not set up yet."))
    return row


def answers_for_company(by: Actor) -> bool:
    """Whether this person answers for the whole company: an administrator, or the process owner."""
    return by.person is not None and (by.admin or by.person == company().process_owner_id)


def is_set_up() -> bool:
    return Company.objects.exists()


def person_with_address(address: str) -> Person | None:
    """Return the person who signs in with this mail address."""
    return Person.objects.filter(email__iexact=address).first()


def actor(person: int) -> Actor:
    """Return the person as an actor with their teams. Refuse a person without access."""
    row = _with_teams().filter(pk=person, active=True, access=True).first()
    if row is None:
        raise missing("person", _("There is no such person, or they have no access."))
    return _actor(row)


def actor_by_token(secret: str) -> Actor | None:
    """Return the actor for a token's secret, or None when the token may not be used."""
    digest = hashlib.sha256(secret.encode()).digest()
    token = Token.objects.filter(digest=digest, revoked_at__isnull=True).first()
    if token is None:
        return None
    person = _with_teams().filter(pk=token.person_id, active=True, access=True).first()
    if person is None:
        return None
    actor = _actor(person)
    return Actor(
        kind="token",
        person=actor.person,
        token=token.pk,
        name=token.name,
        admin=actor.admin,
        teams=actor.teams,
        scopes=frozenset(token.scopes),
        language=actor.language,
    )


def person(id: int) -> Person:
    row = Person.objects.filter(pk=id).first()
    if row is None:
        raise missing("person", _("There is no such person."))
    return row


def staff() -> list[Person]:
    """All people who have not left, by name."""
    return list(Person.objects.filter(active=True).order_by("name"))


def teams() -> list[Team]:
    return list(Team.objects.select_related("lead", "standing").order_by("name"))


def teams_settled_by(by: Actor) -> list[Team]:
    """List the teams whose addresses and forms this person may settle: all for administrators, else those they lead."""
    every = teams()
    return every if is_admin(by) else [team for team in every if team.lead_id == by.as_staff()]


def members(team: int) -> list[Person]:
    return list(Person.objects.filter(memberships__team_id=team).order_by("name"))


def away(people: Iterable[int], at: datetime | None = None) -> set[int]:
    """The people among these who are away at that instant: absent, or without access."""
    keys = list(people)
    instant = at or clock.now()
    absent = (
        Absence.objects.filter(person_id__in=keys, since__lte=instant)
        .filter(Q(until__isnull=True) | Q(until__gt=instant))
        .values_list("person_id", flat=True)
    )
    shut_out = Person.objects.filter(pk__in=keys, access=False).values_list("pk", flat=True)
    return set(absent) | set(shut_out)


Pair = tuple[int, int | None]  # a person, and the team for whose work somebody stands in, if for one


def stand_in(person: int, *, team: int | None = None, at: datetime | None = None) -> int:
    """Return who acts for `person` now: themselves, else their deputy, the team's lead, or the process owner."""
    return stand_ins([(person, team)], at)[person, team]


def warned_about(handler: int, above: int | None) -> int:
    """The one above whom we tell what a colleague left overdue; if there is none, or it is they, who stands in."""
    return above if above and above != handler else stand_in(handler)


def stand_ins(pairs: Collection[Pair], at: datetime | None = None) -> dict[Pair, int]:
    """Map each person and team to who acts for them now. At most four queries, for any number of pairs.

    Without a team, the lead is that of their first team.
    """
    absent = _absent(at)
    away_pairs = [pair for pair in pairs if pair[0] in absent]
    if not away_pairs:
        return {pair: pair[0] for pair in pairs}
    teams = {team for _, team in away_pairs if team is not None}
    leads = dict(Team.objects.filter(pk__in=teams).values_list("pk", "lead_id")) if teams else {}
    people = [person for person, team in away_pairs if team is None]
    own_leads: dict[int, int] = {}
    if people:
        rows = Member.objects.filter(person_id__in=people, team__lead__isnull=False).order_by("-team_id")
        own_leads = dict(rows.values_list("person_id", "team__lead_id"))
    last = company().process_owner_id

    def acts(pair: Pair) -> int:
        person, team = pair
        lead = own_leads.get(person) if team is None else leads.get(team)
        ladder = [person, absent[person].deputy_id, lead, last] if person in absent else [person]
        rungs = [rung for rung in ladder if rung is not None]
        return next((rung for rung in rungs if rung not in absent), rungs[-1])

    return {pair: acts(pair) for pair in pairs}


def _absent(at: datetime | None) -> dict[int, Person]:
    """Everybody who is away at that instant, by key: absent, without access, or gone."""
    instant = at or clock.now()
    running = Q(absences__since__lte=instant) & (
        Q(absences__until__isnull=True) | Q(absences__until__gt=instant)
    )
    rows = Person.objects.filter(Q(access=False) | running).only("active", "deputy").distinct()
    return {row.pk: row for row in rows}


def is_alone() -> bool:
    """Whether the company is one person, who never hands anything to anybody."""
    return Person.objects.filter(active=True)[:2].count() < 2


@dataclass(frozen=True)
class Hands:
    """A person, and the absent colleagues for whom they act: each with the team for whose work, None for other work."""

    me: int
    pairs: frozenset[Pair] = frozenset()

    @property
    def others(self) -> list[int]:
        """The colleagues for whom they act in some work."""
        return sorted({person for person, _team in self.pairs})

    def people(self, team: int | None = None) -> list[int]:
        """The person, and those for whom they act in this team's work."""
        return [self.me, *(person for person in self.others if (person, team) in self.pairs)]

    def has(self, person: str, team: str) -> Q:
        """Build the condition that a row with these columns is in these hands."""
        condition = Q(**{person: self.me})
        for pair_team in {pair_team for _person, pair_team in self.pairs}:
            absent = [key for key, of in self.pairs if of == pair_team]
            in_team = Q(**{f"{team}__isnull": True}) if pair_team is None else Q(**{team: pair_team})
            condition |= in_team & Q(**{f"{person}__in": absent})
        return condition


def hands_of(me: int, at: datetime | None = None) -> Hands:
    """Return for whom this person acts, in each team's work: by the same ladder as their rights (`stand_ins`)."""
    others = [key for key, row in _absent(at).items() if row.active and key != me]
    if not others:
        return Hands(me)
    teams = [None, *Team.objects.order_by("pk").values_list("pk", flat=True)]
    acting = stand_ins([(key, team) for key in others for team in teams], at)
    return Hands(me, frozenset(pair for pair, actor in acting.items() if actor == me))


def standing_member(team: Team, *, prefer: int | None = None) -> int:
    """Return who receives a team's new work: by rota, else standing member, lead, or any member; nobody who
    is away.

    `prefer` goes first, even when away, if they are a member. One query.
    """
    receiver = rota.standing_members([team.pk], prefer=prefer).get(team.pk)
    if receiver is None:
        raise missing(
            "member", fill(_("The team %(team)s has no member who could receive this."), team=team.name)
        )
    return receiver


def fresh(by: Actor) -> Actor:
    """Return the actor with their present teams. Rights may have changed since the page was opened."""
    if by.person is None or by.kind not in ("person", "token"):
        return by
    row = _with_teams().filter(pk=by.person, active=True, access=True).first()
    if row is None:
        raise forbidden(_("Your access was withdrawn."))
    return replace(by, teams=frozenset(getattr(row, "team_ids", ())))


def _with_teams() -> QuerySet[Person]:
    return Person.objects.annotate(
        team_ids=ArraySubquery(Member.objects.filter(person_id=OuterRef("pk")).values("team_id"))
    )


def _actor(row: Person) -> Actor:
    return Actor(
        kind="person",
        person=row.pk,
        name=row.name,
        admin=row.admin,
        teams=frozenset(getattr(row, "team_ids", ())),
        language=row.language,
    )


def everyone() -> list[Person]:
    """All people who ever joined, those present first, by name."""
    return list(Person.objects.order_by("-active", "name"))


def team(id: int) -> Team:
    row = Team.objects.select_related("lead", "standing").filter(pk=id).first()
    if row is None:
        raise missing("team", _("There is no such team."))
    return row


def teams_of(person: int) -> list[Team]:
    return list(Team.objects.filter(memberships__person_id=person).order_by("name"))


def memberships() -> dict[int, list[int]]:
    """Member keys of each team."""
    members: dict[int, list[int]] = {}
    for person, team in Member.objects.order_by("person__name").values_list("person_id", "team_id"):
        members.setdefault(team, []).append(person)
    return members


def absences(person: int) -> list[Absence]:
    """Absences that are running or still to come."""
    return list(
        Absence.objects.filter(Q(until__isnull=True) | Q(until__gt=clock.now()), person_id=person).order_by(
            "since"
        )
    )


def back_again(people: Iterable[int]) -> dict[int, datetime | None]:
    """Map each absent person to the instant of their return, or None where nobody knows it."""
    now = clock.now()
    running = Absence.objects.filter(person_id__in=list(people), since__lte=now).filter(
        Q(until__isnull=True) | Q(until__gt=now)
    )
    returns: dict[int, datetime | None] = {}
    for key, until in running.values_list("person_id", "until"):
        known = returns.get(key, until)
        returns[key] = None if known is None or until is None else max(known, until)
    return returns


def acceptance_rules(team: int) -> list[AcceptanceRule]:
    """Rules by which this team accepts complete offers, each with the person who answers for it."""
    return list(AcceptanceRule.objects.filter(team_id=team).select_related("giving_team", "answerable"))


def token(token: int, *, person: int, by: Actor) -> Token:
    """A token of this person that is still valid, for whoever may revoke it."""
    row = Token.objects.filter(pk=token, person_id=person, revoked_at__isnull=True).defer("digest").first()
    if row is None:
        raise missing("token", _("There is no such token, or it was revoked already."))
    may_revoke_token(row, by)
    return row


def second_factors(person: int) -> list[str]:
    """The kinds of second factors that this person has at sign-in, each as often as they have one."""
    return sorted(Authenticator.objects.filter(user_id=person).values_list("type", flat=True))


def administrators() -> list[Person]:
    """All administrators, by name. Each has access."""
    return list(Person.objects.filter(admin=True).order_by("name"))


def tokens(person: int) -> list[Token]:
    """Tokens that act for this person and are still valid."""
    return list(
        Token.objects.filter(person_id=person, revoked_at__isnull=True).defer("digest").order_by("made_at")
    )
