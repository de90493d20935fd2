"""Addresses and rules: how mail comes in, and what is set aside automatically."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.intake import samples
from wellkept.intake.commands import filter_rules
from wellkept.mailboxes.commands import addresses
from wellkept.mailboxes.queries import accounts, mailboxes
from wellkept.people import queries as people
from wellkept.web import access, form_page
from wellkept.web.intake.forms import MailboxForm

if TYPE_CHECKING:
    from wellkept.mailboxes.models import Mailbox


@access.page
@require_safe
def settled(request: HttpRequest) -> HttpResponse:
    """Show our addresses and the rules that set aside."""
    context = {
        "section": "intake",
        "mailboxes": mailboxes(),
        "accounts": accounts(),
        "tallies": samples.tallies(),
        "admin": access.actor(request).admin,
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
    form = MailboxForm(request.POST if request.method == "POST" else None, initial)

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


@access.page
@require_POST
def rule_end(request: HttpRequest, rule: int) -> HttpResponse:
    """End a rule that sets aside."""
    filter_rules.end_rule(rule=rule, by=access.actor(request))
    return access.done(request, "/intake/settled", _("The rule has ended."))
