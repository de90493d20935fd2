"""A team: its members, its roles, and its rules of acceptance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.kernel.refusal import Refusal, missing
from wellkept.people import commands, queries
from wellkept.people.rights import admin_only, lead_of_team_or_admin
from wellkept.people.rota import rota, standing_members
from wellkept.web import access as acting
from wellkept.web import form_page, labels
from wellkept.web.people.colleagues import colleague
from wellkept.web.people.forms import MemberForm, TeamForm


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
        "members": [colleague(member, absent) for member in members],
        "stands": standing_members([team]).get(team),
        "rota": rota(team),
        "may": by.admin or row.lead_id == by.person,
        "admin": by.admin,
        "rules": ruled,
        "givers": [item for item in queries.teams() if row.stage and item.stage and item.pk not in taken],
    }
    return render(request, "web/people/team.html", context)


@acting.page
@require_http_methods(["GET", "HEAD", "POST"])
def new_team(request: HttpRequest) -> HttpResponse:
    """Make a team."""
    form_page.before_showing(request, lambda: admin_only(acting.actor(request)))
    form = TeamForm(request.POST if request.method == "POST" else None)
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("A new team"), _("Make it")),
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
    form_page.before_showing(request, lambda: lead_of_team_or_admin(acting.actor(request), team))
    row = queries.team(team)
    inside = {member.pk for member in queries.members(team)}
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        people=[(str(person.pk), person.name) for person in queries.staff() if person.pk not in inside],
    )
    return form_page.ask(
        request,
        form,
        form_page.Dialog(_("Who joins %(team)s?") % {"team": row.name}, _("Add person")),
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
    if giving not in {str(giver.pk) for giver in queries.teams()}:
        raise Refusal("invalid_giving", _("From which team?"), field="giving", status=422)
    commands.accept_by_rule(team=team, giving_team=int(giving), by=acting.actor(request))
    return acting.done(
        request, f"/people/teams/{team}", _("Complete offers are accepted by rule. You answer for it.")
    )
