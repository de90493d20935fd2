from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from wellkept.events.facts import Fact, Personal, deletes, inserts, updates

SUBJECTS = ("person",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class CompanySetUp(Fact):
    type = "company_set_up"
    on = ("company",)
    allows = (inserts("company"),)
    name: str
    process_owner: int


@dataclass(frozen=True, kw_only=True)
class CompanyChanged(Fact):
    type = "company_changed"
    on = ("company",)
    allows = (
        updates(
            "company",
            "name",
            "language",
            "time_zone",
            "currency",
            "country",
            "phone",
            "mail",
            "process_owner_id",
        ),
    )
    what: list[str]
    process_owner: int | None = None  # where it is among `what`


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Fact):
    type = "person_joined"
    allows = (inserts("person"),)
    admin: bool = False
    name: Personal[str]
    email: Personal[str]


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact):
    type = "person_changed"
    allows = (updates("person", "name", "phone", "title", "language", "time_zone"),)
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class SalesRightsSet(Fact):
    """The discount that a person may give without approval, in percent, and whether they see costs and margins."""

    type = "sales_rights_set"
    allows = (updates("person", "discount_limit", "sees_costs"),)
    discount_limit: Decimal | None
    sees_costs: bool


@dataclass(frozen=True, kw_only=True)
class SkillsSet(Fact):
    """Short words for what a person can do."""

    type = "skills_set"
    allows = (updates("person", "skills"),)
    skills: Personal[str]


@dataclass(frozen=True, kw_only=True)
class UsualDiscountLimitSet(Fact):
    """The discount that everybody may give who has no limit of their own, in percent."""

    type = "usual_discount_limit_set"
    on = ("company",)
    allows = (updates("company", "discount_limit"),)
    discount_limit: Decimal | None


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Fact):
    """A link to choose the first password was made: `mail` to the person, or `hand` for a colleague to hand over."""

    type = "person_invited"
    how: str


@dataclass(frozen=True, kw_only=True)
class PasswordChosen(Fact):
    type = "password_chosen"
    allows = (updates("person", "password"),)


@dataclass(frozen=True, kw_only=True)
class SecondFactorsChanged(Fact):
    """Kinds of second factors (a key, an app, recovery codes) that a person added or removed."""

    type = "second_factors_changed"
    allows = (inserts("mfa_authenticator"), deletes("mfa_authenticator"))
    added: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class SecondFactorsReset(Fact):
    """Another administrator removed all second factors of a person: the kinds that there were."""

    type = "second_factors_reset"
    allows = (deletes("mfa_authenticator"), updates("person", "factor_resets"))
    follow = True
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class AdministratorMade(Fact):
    type = "administrator_made"
    allows = (updates("person", "admin"),)
    follow = True


@dataclass(frozen=True, kw_only=True)
class AdministratorRemoved(Fact):
    type = "administrator_removed"
    allows = (updates("person", "admin"),)
    follow = True


@dataclass(frozen=True, kw_only=True)
class DeputyNamed(Fact):
    type = "deputy_named"
    allows = (updates("person", "deputy_id"),)
    deputy: int | None


@dataclass(frozen=True, kw_only=True)
class WentAway(Fact):
    type = "went_away"
    allows = (inserts("absence"),)
    since: datetime
    until: datetime | None
    why: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class CameBack(Fact):
    type = "came_back"
    allows = (updates("absence", "until"),)


@dataclass(frozen=True, kw_only=True)
class AccessWithdrawn(Fact):
    type = "access_withdrawn"
    allows = (updates("person", "access", "withdrawals"),)
    reason: Personal[str]


@dataclass(frozen=True, kw_only=True)
class AccessGiven(Fact):
    type = "access_given"
    allows = (updates("person", "access"),)


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Fact):
    type = "person_left"
    allows = (updates("person", "active", "access", "withdrawals", "deputy_id"), deletes("absence"))
    journeys: int
    steps: int


@dataclass(frozen=True, kw_only=True)
class TeamMade(Fact):
    type = "team_made"
    on = ("team",)
    allows = (inserts("team"), updates("team", "lead_id"))
    name: str
    stage: str | None


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Fact):
    type = "member_joined"
    allows = (inserts("member"),)
    team: int


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Fact):
    type = "member_left"
    allows = (deletes("member"),)
    team: int


@dataclass(frozen=True, kw_only=True)
class LeadNamed(Fact):
    type = "lead_named"
    on = ("team",)
    allows = (updates("team", "lead_id"),)
    lead: int | None


@dataclass(frozen=True, kw_only=True)
class StandingMemberNamed(Fact):
    type = "standing_member_named"
    on = ("team",)
    allows = (updates("team", "standing_id"),)
    standing: int | None


@dataclass(frozen=True, kw_only=True)
class AcceptanceRuled(Fact):
    type = "acceptance_ruled"
    on = ("team",)
    allows = (inserts("acceptance_rule"), updates("acceptance_rule", "answerable_id"))
    giving_team: int
    answerable: int | None


@dataclass(frozen=True, kw_only=True)
class TokenMade(Fact):
    type = "token_made"
    allows = (inserts("token"),)
    token: int
    name: str
    scopes: list[str]
    digest: str


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact):
    type = "token_revoked"
    allows = (updates("token", "revoked_at"),)
    token: int
    name: str


@dataclass(frozen=True, kw_only=True)
class RotaSet(Fact):
    """A rota was set: people in order, weeks each, from a first day. An empty list of people ends it."""

    type = "rota_set"
    on = ("team",)
    allows = (
        inserts("rota"),
        updates("rota", "since", "weeks"),
        deletes("rota"),
        inserts("rota_place"),
        deletes("rota_place"),
    )
    people: list[int]
    first_day: date | None
    weeks: int


@dataclass(frozen=True, kw_only=True)
class RotaDaysSet(Fact):
    type = "rota_days_set"
    on = ("team",)
    allows = (inserts("rota_days"),)
    stands: int
    first_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class RotaDaysEnded(Fact):
    type = "rota_days_ended"
    on = ("team",)
    allows = (deletes("rota_days"),)
    stands: int
    first_day: date
    last_day: date
