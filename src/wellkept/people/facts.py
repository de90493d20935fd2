from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from wellkept.events.facts import Fact, Personal

SUBJECTS = ("person",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class CompanySetUp(Fact):
    type = "company_set_up"
    on = ("company",)
    name: str


@dataclass(frozen=True, kw_only=True)
class CompanyChanged(Fact):
    type = "company_changed"
    on = ("company",)
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Fact):
    type = "person_joined"
    name: Personal[str]
    email: Personal[str]


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact):
    type = "person_changed"
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class PasswordChosen(Fact):
    type = "password_chosen"


@dataclass(frozen=True, kw_only=True)
class DeputyNamed(Fact):
    type = "deputy_named"
    deputy: int | None


@dataclass(frozen=True, kw_only=True)
class WentAway(Fact):
    type = "went_away"
    since: datetime
    until: datetime | None
    why: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class CameBack(Fact):
    type = "came_back"


@dataclass(frozen=True, kw_only=True)
class AccessWithdrawn(Fact):
    type = "access_withdrawn"
    reason: Personal[str]


@dataclass(frozen=True, kw_only=True)
class AccessGiven(Fact):
    type = "access_given"


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Fact):
    type = "person_left"
    journeys: int
    steps: int


@dataclass(frozen=True, kw_only=True)
class TeamMade(Fact):
    type = "team_made"
    on = ("team",)
    name: str
    stage: str | None


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Fact):
    type = "member_joined"
    team: int


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Fact):
    type = "member_left"
    team: int


@dataclass(frozen=True, kw_only=True)
class LeadNamed(Fact):
    type = "lead_named"
    on = ("team",)
    lead: int | None


@dataclass(frozen=True, kw_only=True)
class StandingMemberNamed(Fact):
    type = "standing_member_named"
    on = ("team",)
    standing: int | None


@dataclass(frozen=True, kw_only=True)
class AcceptanceRuled(Fact):
    type = "acceptance_ruled"
    on = ("team",)
    giving_team: int
    answerable: int | None


@dataclass(frozen=True, kw_only=True)
class TokenMade(Fact):
    type = "token_made"
    name: str
    scopes: list[str]


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact):
    type = "token_revoked"
    name: str


@dataclass(frozen=True, kw_only=True)
class RotaSet(Fact):
    """A rota was set: people in order, weeks each, from a first day. An empty list of people ends it."""

    type = "rota_set"
    on = ("team",)
    people: list[int]
    first_day: date | None
    weeks: int


@dataclass(frozen=True, kw_only=True)
class RotaDaysSet(Fact):
    type = "rota_days_set"
    on = ("team",)
    stands: int
    first_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class RotaDaysEnded(Fact):
    type = "rota_days_ended"
    on = ("team",)
    stands: int
    first_day: date
    last_day: date
