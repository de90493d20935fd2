"""People and teams: their details, responsibilities and absences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.kernel import clock, wording
from wellkept.kernel.refusal import Refusal, missing
from wellkept.kernel.wording import locale
from wellkept.leaving.commands.staff import leave, proposed, workload
from wellkept.people import commands, queries
from wellkept.people.rota import rota, standing_members
from wellkept.people.successors import Successors
from wellkept.web import access as acting
from wellkept.web import form_page, labels
from wellkept.web.form_fields import When
from wellkept.web.people import duties
from wellkept.web.setup.views import countries, currencies, time_zones

SCOPES = [
    ("read", gettext_lazy("read everything this person reads")),
    ("write", gettext_lazy("act on journeys")),
    ("intake", gettext_lazy("bring in messages")),
    ("admin", gettext_lazy("administer the company")),
]


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
    field.choices = choices


def _zone() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("Time zone"))


class PersonForm(forms.Form):
    """Details of a colleague."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    title = forms.CharField(
        label=gettext_lazy("Role"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As customers read it: “Installer”, “Your person for orders”."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = _zone()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "time_zone", time_zones())


class JoinForm(PersonForm):
    """A new colleague."""

    field_order = ("name", "email", "title", "phone", "team", "language", "time_zone", "password", "admin")
    email = forms.EmailField(label=gettext_lazy("Mail address, with which they sign in"))
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    password = forms.CharField(
        label=gettext_lazy("First password"),
        required=False,
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Without one they set theirs by “Forgot your password?” with their address."),
    )
    admin = forms.BooleanField(
        label=gettext_lazy("Administrator"),
        required=False,
        help_text=gettext_lazy("May add people and let them leave, make teams and approve blueprints."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "team", [("", _("None yet")), *((str(row.pk), row.name) for row in queries.teams())])


class DeputyForm(forms.Form):
    """The deputy."""

    deputy = forms.ChoiceField(label=gettext_lazy("Who stands in?"), required=False)

    def __init__(self, data: Any, *, person: int, now: int | None) -> None:
        super().__init__(data, initial={"deputy": str(now or "")})
        others = [(str(row.pk), row.name) for row in queries.staff() if row.pk != person]
        _choose(self, "deputy", [("", _("The team's lead")), *others])


class AwayForm(forms.Form):
    """An absence."""

    since = When(label=gettext_lazy("From"))
    until = When(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty while nobody knows.")
    )
    why = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=200)


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=gettext_lazy("Why? It stays on record."), max_length=500)


class KeyForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(label=gettext_lazy("The program that will use it"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=SCOPES,
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )


class MemberForm(forms.Form):
    """Choice of people who are not in the team yet."""

    person = forms.ChoiceField(label=gettext_lazy("Who?"))

    def __init__(self, data: Any, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        _choose(self, "person", people)


class TeamForm(forms.Form):
    """A new team."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    stage = forms.ChoiceField(
        label=gettext_lazy("Whose work it does"),
        required=False,
        choices=[*labels.STAGES.items(), ("", gettext_lazy("Other work, such as billing"))],
    )
    lead = forms.ChoiceField(label=gettext_lazy("Lead"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        _choose(self, "lead", [(str(person.pk), person.name) for person in queries.staff()])


class CompanyForm(forms.Form):
    """Details of the company."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    phone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=100)
    mail = forms.EmailField(label=gettext_lazy("Mail"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = _zone()
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    process_owner = forms.ChoiceField(
        label=gettext_lazy("Process owner"), help_text=gettext_lazy("The last rung of every ladder.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "country", countries(locale()))
        _choose(self, "time_zone", time_zones())
        _choose(self, "currency", currencies(locale()))
        _choose(self, "process_owner", [(str(person.pk), person.name) for person in queries.staff()])


class LeaveForm(forms.Form):
    """Successors for all work of a person who leaves."""

    everything = forms.ChoiceField(
        label=gettext_lazy("Who answers for their journeys, and takes everything else?")
    )

    def __init__(self, data: Any, *, person: int, theirs: Any, to: Successors) -> None:
        super().__init__(data)
        self.teams = []
        for team in theirs.teams:
            others = [
                (str(member.pk), member.name) for member in queries.members(team.pk) if member.pk != person
            ]
            if others:
                name = f"team_{team.pk}"
                self.teams.append(team.pk)
                self.fields[name] = forms.ChoiceField(
                    label=_("Who takes what they hold in %(team)s?") % {"team": team.name},
                    choices=others,
                    initial=str(to.by_team.get(team.pk, "")),
                )
        _choose(self, "everything", [(str(row.pk), row.name) for row in queries.staff() if row.pk != person])
        self.initial["everything"] = str(to.everything)

    @property
    def chosen(self) -> Successors:
        values = self.cleaned_data
        return Successors(
            {team: int(values[f"team_{team}"]) for team in self.teams}, int(values["everything"])
        )


@dataclass(frozen=True)
class Colleague:
    """A person in the list: present, or away until a date."""

    person: Any
    away: bool
    until: datetime | None
    line: str


# Reading


@acting.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show teams with their members, and all people."""
    by = acting.actor(request)
    by.as_staff()
    people = {person.pk: person for person in queries.everyone()}
    absent = queries.back_again(people)
    known = {key: _colleague(row, absent) for key, row in people.items()}
    members = queries.memberships()
    rows = list(queries.teams())
    stands = standing_members([team.pk for team in rows])
    teams = [
        (team, [known[key] for key in members.get(team.pk, [])], people.get(stands.get(team.pk, 0)))
        for team in rows
    ]
    in_teams = {key for keys in members.values() for key in keys}
    context = {
        "section": "how",
        "teams": teams,
        "others": [row for key, row in known.items() if key not in in_teams and row.person.active],
        "gone": [row.person for row in known.values() if not row.person.active],
        "me": by,
        "process_owner": queries.company().process_owner_id,
        "alone": queries.is_alone(),
    }
    return render(request, "web/people/list.html", context)


def _colleague(person: Any, absent: dict[int, datetime | None]) -> Colleague:
    line = person.title
    if person.active and not person.access:
        line = _("without access")
    elif person.pk in absent:
        until = absent[person.pk]
        line = _("away until %(day)s") % {"day": wording.weekday(until)} if until else _("away")
    return Colleague(person, person.pk in absent or not person.access, absent.get(person.pk), line)


@acting.page
@require_safe
def one(request: HttpRequest, person: int) -> HttpResponse:
    """Show a colleague."""
    return _person(request, person)


@acting.page
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show my own page."""
    return _person(request, acting.actor(request).as_staff())


def _person(request: HttpRequest, person: int, *, secret: str = "") -> HttpResponse:
    by = acting.actor(request)
    row = queries.person(person)
    mine = person == by.person
    lead_of = [team for team in queries.teams() if team.lead_id == by.person]
    theirs = {team.pk for team in queries.teams_of(person)}
    now = clock.now()
    absences = list(queries.absences(person))
    context = {
        "section": "" if mine else "how",
        "person": row,
        "mine": mine,
        "admin": by.admin,
        "may_away": mine or by.admin or any(team.pk in theirs for team in lead_of),
        "teams": queries.teams_of(person),
        "absences": absences,
        "away": next((absence for absence in absences if absence.since <= now), None),
        "stands_in": queries.person(queries.stand_in(person)) if row.active else None,
        "stands_in_for": [queries.person(key) for key in queries.whom_i_stand_in_for(person)] if mine else [],
        "tokens": queries.tokens(person) if mine or by.admin else [],
        "secret": secret,
        "duties": duties.phrases_of(workload(person)) if row.active else None,
        "is_process_owner": queries.company().process_owner_id == person,
        "alone": queries.is_alone(),
        "languages": dict(settings.LANGUAGES),
    }
    return render(request, "web/people/person.html", context)


@acting.page
@require_safe
def team(request: HttpRequest, team: int) -> HttpResponse:
    """Show a team: its lead, who receives, its members, and rules of acceptance."""
    by = acting.actor(request)
    row = queries.team(team)
    members = queries.members(team)
    absent = queries.back_again([member.pk for member in members])
    ruled = list(queries.acceptance_rules(team))
    taken = {team, *(rule.giving_team_id for rule in ruled)}
    context = {
        "section": "how",
        "team": row,
        "stage": labels.stage(row.stage) if row.stage else "",
        "members": [_colleague(member, absent) for member in members],
        "stands": standing_members([team]).get(team),
        "rota": rota(team),
        "may": by.admin or row.lead_id == by.person,
        "admin": by.admin,
        "rules": ruled,
        "givers": [item for item in queries.teams() if row.stage and item.stage and item.pk not in taken],
    }
    return render(request, "web/people/team.html", context)


# Changing


@acting.page
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Add a person, and if wanted to a team."""
    by = acting.actor(request)
    ours = queries.company()
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        initial={"language": ours.language, "time_zone": ours.time_zone},
    )

    def act() -> Any:
        values = dict(form.cleaned_data)
        values["password"] = values["password"] or None
        values["team"] = int(values["team"]) if values["team"] else None
        return commands.join(by=by, **values)

    return form_page.ask(
        request,
        form,
        title=_("Add person"),
        button=_("Add person"),
        back="/people",
        act=act,
        words=lambda: _("%(name)s was added.") % {"name": form.cleaned_data["name"]},
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, person: int) -> HttpResponse:
    """Change one's own details, or as an administrator anyone's."""
    row = queries.person(person)
    names = ("name", "title", "phone", "language", "time_zone")
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in names},
    )
    return form_page.ask(
        request,
        form,
        title=row.name,
        button=_("Save"),
        back=_home(request, person),
        act=lambda: commands.change_person(
            person=person,
            by=acting.actor(request),
            **form_page.changed(form, row, names),
        ),
        words=_("Saved."),
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: HttpRequest, person: int) -> HttpResponse:
    """Name a deputy."""
    row = queries.person(person)
    form = DeputyForm(request.POST if request.method == "POST" else None, person=person, now=row.deputy_id)
    return form_page.ask(
        request,
        form,
        title=_("Who stands in for %(name)s?") % {"name": row.name},
        lead=_("While they are away, what is theirs also stands on this person's desk."),
        button=_("Save"),
        back=_home(request, person),
        act=lambda: commands.name_deputy(
            person=person, deputy=int(form.cleaned_data["deputy"] or 0) or None, by=acting.actor(request)
        ),
        words=_("Saved."),
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest, person: int) -> HttpResponse:
    """Record an absence."""
    row = queries.person(person)
    form = AwayForm(request.POST if request.method == "POST" else None, initial={"since": clock.now()})
    return form_page.ask(
        request,
        form,
        title=_("I am away")
        if person == acting.actor(request).person
        else _("%(name)s is away") % {"name": row.name},
        lead=_("Nothing changes its owner. Customers are shown who is there instead."),
        button=_("Save"),
        back=_home(request, person),
        act=lambda: commands.go_away(person=person, by=acting.actor(request), **form.cleaned_data),
        words=_("Saved. The deputy sees it all from then on."),
    )


@acting.page
@require_POST
def returned(request: HttpRequest, person: int) -> HttpResponse:
    """End an absence."""
    commands.come_back(person=person, by=acting.actor(request))
    return acting.done(request, _home(request, person), _("Welcome back."))


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, person: int) -> HttpResponse:
    """Withdraw access at once."""
    row = queries.person(person)
    form = ReasonForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        title=_("Withdraw the access of %(name)s") % {"name": row.name},
        lead=_("At once, on every device. Their work stays theirs and also appears on their deputy's desk."),
        button=_("Withdraw"),
        back=f"/people/{person}",
        act=lambda: commands.withdraw_access(person=person, by=acting.actor(request), **form.cleaned_data),
        words=_("They cannot sign in any more."),
        danger=True,
    )


@acting.page
@require_POST
def access(request: HttpRequest, person: int) -> HttpResponse:
    """Give access again."""
    commands.give_access(person=person, by=acting.actor(request))
    return acting.done(request, f"/people/{person}", _("They may sign in again."))


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, person: int) -> HttpResponse:
    """Let a person leave: all their work goes to successors, in one act."""
    by = acting.actor(request)
    row = queries.person(person)
    theirs = workload(person)
    form = LeaveForm(
        request.POST if request.method == "POST" else None, person=person, theirs=theirs, to=proposed(person)
    )
    if request.method == "POST":
        done, _gone = form_page.attempt(form, lambda: leave(person=person, by=by, to=form.chosen))
        if done:
            return form_page.gone(
                request, "/people", _("%(name)s has left. Everything is in other hands.") % {"name": row.name}
            )
    context = {"section": "how", "person": row, "duties": duties.phrases_of(theirs), "form": form}
    return render(request, "web/people/leaving.html", context, status=422 if form.errors else 200)


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest, person: int) -> HttpResponse:
    """Make a token. Its secret is shown once, on the page that answers."""
    row = queries.person(person)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done, created = form_page.attempt(
            form, lambda: commands.make_token(person=person, by=acting.actor(request), **form.cleaned_data)
        )
        if done and created is not None:
            return _person(request, person, secret=created[1])
    context = {
        "form": form,
        "title": _("A token for a program"),
        "button": _("Make it"),
        "back": _home(request, person),
        "lead": _("It acts for %(name)s, and never further than ticked. It is shown once.")
        % {"name": row.name},
        "fragment": False,
    }
    return render(request, "web/form/answer.html", context, status=422 if form.errors else 200)


@acting.page
@require_POST
def key_revoked(request: HttpRequest, person: int, token: int) -> HttpResponse:
    """Revoke a token."""
    commands.revoke_token(token=token, by=acting.actor(request))
    return acting.done(request, _home(request, person), _("The token no longer works."))


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def new_team(request: HttpRequest) -> HttpResponse:
    """Make a team."""
    form = TeamForm(request.POST if request.method == "POST" else None)
    return form_page.ask(
        request,
        form,
        title=_("A new team"),
        button=_("Make it"),
        back="/people",
        act=lambda: commands.make_team(
            name=form.cleaned_data["name"],
            stage=form.cleaned_data["stage"] or None,
            lead=int(form.cleaned_data["lead"]),
            by=acting.actor(request),
        ),
        words=_("The team is there."),
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, team: int) -> HttpResponse:
    """Add a member to the team."""
    row = queries.team(team)
    inside = {member.pk for member in queries.members(team)}
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        people=[(str(person.pk), person.name) for person in queries.staff() if person.pk not in inside],
    )
    return form_page.ask(
        request,
        form,
        title=_("Who joins %(team)s?") % {"team": row.name},
        button=_("Add person"),
        back=f"/people/teams/{team}",
        act=lambda: commands.join_team(
            person=int(form.cleaned_data["person"]), team=team, by=acting.actor(request)
        ),
        words=_("Saved."),
    )


@acting.page
@require_POST
def role(request: HttpRequest, team: int, person: int, role: str) -> HttpResponse:
    """Make a member lead or standing member, or remove them."""
    by = acting.actor(request)
    if role == "lead":
        commands.name_lead(team=team, lead=person, by=by)
    elif role == "standing":
        commands.name_standing_member(team=team, standing=person, by=by)
    elif role == "out":
        commands.leave_team(person=person, team=team, by=by)
    else:
        raise missing("role", _("There is no such role in a team."))
    return acting.done(request, f"/people/teams/{team}", _("Saved."))


@acting.page
@require_POST
def rule(request: HttpRequest, team: int) -> HttpResponse:
    """Let complete offers of another team be accepted by rule."""
    giving = request.POST.get("giving", "")
    if not giving.isdigit():
        raise Refusal("invalid_giving", _("From which team?"), field="giving", status=422)
    commands.accept_by_rule(team=team, giving_team=int(giving), by=acting.actor(request))
    return acting.done(
        request, f"/people/teams/{team}", _("Complete offers are accepted by rule. You answer for it.")
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """Change details of the company."""
    by = acting.actor(request)
    row = queries.company()
    names = ("name", "phone", "mail", "country", "language", "time_zone", "currency")
    form = CompanyForm(
        request.POST if request.method == "POST" else None,
        initial={**{name: getattr(row, name) for name in names}, "process_owner": str(row.process_owner_id)},
    )

    def act() -> None:
        changes = form_page.changed(form, row, names)
        commands.change_company(by=by, process_owner=int(form.cleaned_data["process_owner"]), **changes)

    return form_page.ask(
        request, form, title=_("The company"), button=_("Save"), back="/people", act=act, words=_("Saved.")
    )


def _home(request: HttpRequest, person: int) -> str:
    return "/me" if person == acting.actor(request).person else f"/people/{person}"
