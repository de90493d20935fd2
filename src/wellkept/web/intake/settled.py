"""Addresses and rules: how mail comes in, and what is set aside automatically."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.intake import samples
from wellkept.intake.commands import filter_rules
from wellkept.intake.rules import cannot_change_rule
from wellkept.kernel.refusal import forbidden
from wellkept.mailboxes.commands import addresses
from wellkept.mailboxes.queries import accounts, mailboxes
from wellkept.people import queries as people
from wellkept.web import access, form_page
from wellkept.web.intake.forms import Choices, MailboxForm

if TYPE_CHECKING:
    from wellkept.mailboxes.models import Mailbox


@access.page
@require_safe
def settled(request: HttpRequest) -> HttpResponse:
    """Show our addresses and the rules that set aside, and offer what this person may change of them."""
    by = access.actor(request)
    answers = people.answers_for_company(by)
    mine = {team.pk for team in people.teams_settled_by(by)}
    context = {
        "section": "intake",
        "mailboxes": [(box, box.team_id in mine) for box in mailboxes()],
        "accounts": accounts(),
        "tallies": [
            (
                tally,
                cannot_change_rule(answerable=tally.rule.answerable_id, answers_for_all=answers, by=by)
                is None,
            )
            for tally in samples.tallies()
        ],
        "admin": by.admin,
        "may_add": bool(mine),
    }
    return render(request, "web/intake/settled.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: HttpRequest, mailbox: int | None = None) -> HttpResponse:
    """Add or change an address."""
    row = next((item for item in mailboxes() if item.pk == mailbox), None)
    initial: dict[str, object] = (
        {
            "address": row.address,
            "team": str(row.team_id),
            "opens": row.opens,
            "hours": row.hours,
            "active": row.active,
        }
        if row
        else {"team": next((str(team.pk) for team in people.teams() if team.stage == "sales"), "")}
    )
    posted = request.POST if request.method == "POST" else None
    form = MailboxForm(posted, initial, teams=_teams_to_offer(request, row.team_id if row else None))

    def act() -> Mailbox:
        values = form.cleaned_data
        return addresses.set_mailbox(
            address=values["address"],
            team=int(values["team"]),
            opens=values["opens"],
            hours=values["hours"],
            active=values["active"],
            blueprint=row.blueprint if row else "",
            standing=row.standing_id if row and row.team_id == int(values["team"]) else None,
            by=access.actor(request),
        )

    return form_page.ask(
        request,
        form,
        form_page.Dialog(row.address if row else _("An address at which we receive"), _("Save")),
        back="/intake/settled",
        act=act,
        words=_("Saved."),
    )


def _teams_to_offer(request: HttpRequest, team: int | None) -> Choices:
    """List the teams that a form for an address offers. Refuse who may not settle this team, or any for a new one.

    A form that was sent is read with every team: then the command refuses.
    """
    teams = people.teams_settled_by(access.actor(request))
    if request.method == "POST":
        teams = people.teams()
    elif not teams or (team is not None and team not in {row.pk for row in teams}):
        raise forbidden(
            _("Only the team's lead or an administrator can change where we receive."),
            instead=_("Ask one of them."),
        )
    return [(str(row.pk), row.name) for row in teams]


@access.page
@require_POST
def rule_end(request: HttpRequest, rule: int) -> HttpResponse:
    """End a rule that sets aside."""
    filter_rules.end_rule(rule=rule, by=access.actor(request))
    return access.done(request, "/intake/settled", _("The rule has ended."))
