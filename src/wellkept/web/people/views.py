"""People and teams: their details, responsibilities and absences."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.kernel import clock
from wellkept.kernel.refusal import refuse
from wellkept.leaving.commands.staff import leave, proposed, workload
from wellkept.people import commands, queries
from wellkept.people.rights import admin_only, cannot_make_token, own_or_admin, own_or_lead_or_admin
from wellkept.people.rota import standing_members
from wellkept.web import access as acting
from wellkept.web import form_page
from wellkept.web.people import duties, invitations
from wellkept.web.people.colleagues import colleague, roles
from wellkept.web.people.forms import (
    SCOPES,
    AwayForm,
    CompanyForm,
    DeputyForm,
    JoinForm,
    KeyForm,
    LeaveForm,
    PersonForm,
    ReasonForm,
)

# Reading


@acting.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show teams with their members, and all people."""
    by = acting.actor(request)
    by.as_staff()
    people = {person.pk: person for person in queries.everyone()}
    absent = queries.back_again(people)
    known = {key: colleague(row, absent) for key, row in people.items()}
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
        "stands_in_for": [queries.person(key) for key in queries.hands_of(person).others] if mine else [],
        "tokens": [(row, _rights(row.scopes)) for row in queries.tokens(person)] if mine or by.admin else [],
        "secret": secret,
        "has_second_factor": by.admin and not mine and bool(queries.second_factors(person)),
        "duties": duties.phrases_of(workload(person)) if row.active else None,
        "roles": roles(row, is_process_owner=queries.company().process_owner_id == person),
        "alone": queries.is_alone(),
        "languages": dict(settings.LANGUAGES),
    }
    return render(request, "web/people/person.html", context)


def _rights(scopes: list[str]) -> list[str]:
    """Say what a token may do."""
    words = dict(SCOPES)
    return [str(words.get(scope, scope)) for scope in scopes]


# Changing


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Add a person, and if wanted to a team."""
    form_page.before_showing(request, lambda: admin_only(acting.actor(request)))
    by = acting.actor(request)
    ours = queries.company()
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        initial={"language": ours.language, "time_zone": ours.time_zone},
    )

    then = ("/people", "")

    def act() -> None:
        nonlocal then
        values = form.cleaned_data
        colleague = commands.join(
            name=values["name"],
            email=values["email"],
            by=by,
            profile=form.profile(),
            team=int(values["team"]) if values["team"] else None,
        )
        then = invitations.after_joining(request, colleague)

    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Add person"), _("Add person")),
        back="/people",
        act=act,
        to=lambda: then[0],
        words=lambda: then[1],
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, person: int) -> HttpResponse:
    """Change one's own details, or as an administrator anyone's."""
    form_page.before_showing(request, lambda: own_or_admin(acting.actor(request), person))
    row = queries.person(person)
    names = ("name", "title", "phone", "language", "time_zone")
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in names},
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(row.name, _("Save")),
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
    form_page.before_showing(request, lambda: own_or_admin(acting.actor(request), person))
    row = queries.person(person)
    form = DeputyForm(request.POST if request.method == "POST" else None, person=person, now=row.deputy_id)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Who stands in for %(name)s?") % {"name": row.name},
            _("Save"),
            lead=_("While they are away, their work also appears on this person's desk."),
        ),
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
    form_page.before_showing(request, lambda: own_or_lead_or_admin(acting.actor(request), person))
    row = queries.person(person)
    form = AwayForm(request.POST if request.method == "POST" else None, initial={"since": clock.now()})
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("I am away")
            if person == acting.actor(request).person
            else _("%(name)s is away") % {"name": row.name},
            _("Save"),
            lead=_("Owners stay the same. Customers are shown who is there instead."),
        ),
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
    form_page.before_showing(request, lambda: admin_only(acting.actor(request)))
    row = queries.person(person)
    form = ReasonForm(request.POST or None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(
            _("Withdraw the access of %(name)s") % {"name": row.name},
            _("Withdraw access"),
            lead=_(
                "They are signed out at once, on every device. Their tokens, known devices and links for a new "
                "password end for good. You can give access again later. Their work stays theirs and also "
                "appears on their deputy's desk."
            ),
            danger=True,
        ),
        back=f"/people/{person}",
        act=lambda: commands.withdraw_access(person=person, by=acting.actor(request), **form.cleaned_data),
        words=_("They cannot sign in any more."),
    )


@acting.page
@require_POST
def access(request: HttpRequest, person: int) -> HttpResponse:
    """Give access again."""
    commands.give_access(person=person, by=acting.actor(request))
    return acting.done(
        request, f"/people/{person}", _("They may sign in again. Their programs need new tokens.")
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, person: int) -> HttpResponse:
    """Let a person leave: all their work goes to successors, in one act."""
    form_page.before_showing(request, lambda: admin_only(acting.actor(request)))
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
def keys(request: HttpRequest, person: int) -> HttpResponseBase:
    """Make a token of one's own. Its secret is shown once, on the page that answers."""
    refuse(cannot_make_token(person=person, by=acting.actor(request)))
    return _new_key(request, person)


@acting.fresh_sign_in
def _new_key(request: HttpRequest, person: int) -> HttpResponseBase:
    """Ask for the token's name and scopes, and make it. A token outlives the session that made it."""
    by = acting.actor(request)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done, created = form_page.attempt(
            form, lambda: commands.make_token(person=person, by=by, **form.cleaned_data)
        )
        if done and created is not None:
            return _person(request, person, secret=created[1])
    context = {
        "form": form,
        "title": _("A token for a program"),
        "button": _("Make it"),
        "back": _home(request, person),
        "lead": _("It acts for you, and never further than ticked. It is shown once."),
        "fragment": False,
    }
    return render(request, "web/form/answer.html", context, status=422 if form.errors else 200)


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def key_revoked(request: HttpRequest, person: int, token: int) -> HttpResponse:
    """Ask once, and revoke a token."""
    by = acting.actor(request)
    row = queries.token(token, person=person, by=by)
    return form_page.ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        form_page.Dialog(
            _("Revoke the token “%(name)s”?") % {"name": row.name},
            _("Revoke it"),
            lead=_("The program that uses it is turned away at once. A revoked token never works again."),
            danger=True,
        ),
        back=_home(request, person),
        act=lambda: commands.revoke_token(token=token, by=by),
        words=_("The token no longer works."),
    )


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """Change details of the company."""
    form_page.before_showing(request, lambda: admin_only(acting.actor(request)))
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
        request,
        form,
        form_page.Dialog(_("The company"), _("Save")),
        back="/people",
        act=act,
        words=_("Saved."),
    )


def _home(request: HttpRequest, person: int) -> str:
    return "/me" if person == acting.actor(request).person else f"/people/{person}"
