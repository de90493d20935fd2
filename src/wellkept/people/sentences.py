"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.people import facts as people

LINES: tuple[Line, ...] = (
    Line(people.CompanySetUp, _("set the company up"), None, "flag"),
    Line(people.CompanyChanged, _("changed the company's details"), None, "system"),
    Line(people.PersonJoined, _("added {name}"), None, "flag"),
    Line(people.PersonChanged, _("changed personal details"), None, "note"),
    Line(
        people.PersonInvited,
        lambda facts: (
            _("invited them by mail to choose a password")
            if facts["how"] == "mail"
            else _("made a link to hand over, by which they choose a password")
        ),
        None,
        "system",
    ),
    Line(people.PasswordChosen, _("chose another password"), None, "system"),
    Line(people.SecondFactorsChanged, _("changed their second factors at sign-in"), None, "system"),
    Line(people.SecondFactorsReset, _("reset their second factors at sign-in"), None, "flag"),
    Line(people.AdministratorMade, _("made them an administrator"), None, "flag"),
    Line(people.AdministratorRemoved, _("took the administrator's rights from them"), None, "flag"),
    Line(people.DeputyNamed, _("named {deputy} as deputy"), None, "handoff"),
    Line(people.WentAway, _("is away from {since}"), None, "system", "why"),
    Line(people.CameBack, _("is back"), None, "system"),
    Line(people.AccessWithdrawn, _("withdrew the access"), None, "flag", "reason"),
    Line(people.AccessGiven, _("gave access"), None, "flag"),
    Line(people.PersonLeft, _("handed everything over: the person has left"), None, "flag"),
    Line(people.TeamMade, _("made the team {name}"), None, "flag"),
    Line(people.MemberJoined, _("joined {team}"), None, "handoff"),
    Line(people.MemberLeft, _("left {team}"), None, "handoff"),
    Line(people.LeadNamed, _("made {lead} the lead"), None, "handoff"),
    Line(people.StandingMemberNamed, _("made {standing} the standing member"), None, "handoff"),
    Line(
        people.RotaSet,
        lambda facts: _("set the rota, from {first_day}") if facts["people"] else _("ended the rota"),
        None,
        "handoff",
    ),
    Line(people.RotaDaysSet, _("put {stands} on duty from {first_day} to {last_day}"), None, "handoff"),
    Line(
        people.RotaDaysEnded,
        _("removed the duty of {stands} from {first_day} to {last_day}"),
        None,
        "handoff",
    ),
    Line(
        people.AcceptanceRuled,
        _("lets complete offers from {giving_team} be accepted by rule"),
        None,
        "system",
    ),
    Line(people.SalesRightsSet, _("set the discount limit and who sees costs"), None, "flag"),
    Line(people.SkillsSet, _("settled the skills"), None, "flag"),
    Line(people.UsualDiscountLimitSet, _("set the usual discount limit"), None, "flag"),
    Line(people.TokenMade, _("made the token “{name}”"), None, "system"),
    Line(people.TokenRevoked, _("revoked the token “{name}”"), None, "system"),
)
