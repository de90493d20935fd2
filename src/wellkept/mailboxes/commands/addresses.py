"""Set the addresses at which we receive, and hand them over."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, record
from wellkept.kernel.refusal import invalid, missing
from wellkept.kernel.text import fill
from wellkept.mailboxes import facts
from wellkept.mailboxes.models import Mailbox
from wellkept.people.actor import Actor
from wellkept.people.models import Member, Team
from wellkept.people.rights import lead_of_team_or_admin
from wellkept.people.successors import Successors


@transaction.atomic
def set_mailbox(
    *,
    address: str,
    team: int,
    by: Actor,
    opens: bool = False,
    standing: int | None = None,
    blueprint: str = "",
    hours: int = 4,
    active: bool = True,
) -> Mailbox:
    """Set an address at which this team receives. With `opens`, a stranger's mail opens a journey, else it
    waits.
    """
    where = address.strip().lower()
    try:
        validate_email(where)
    except ValidationError:
        raise invalid("address", _("This is not a mail address.")) from None
    owning_team = Team.objects.filter(pk=team).first()
    if owning_team is None:
        raise missing("team", _("There is no such team."))
    lead_of_team_or_admin(by, team)
    if standing is not None and not Member.objects.filter(person_id=standing, team_id=team).exists():
        raise invalid(
            "standing", fill(_("Only a member of %(whose)s can receive its mail."), whose=owning_team.name)
        )
    if hours < 1:
        raise invalid("hours", _("Within how many hours is a mail to be looked at?"))
    row, _unused = Mailbox.objects.update_or_create(
        address=where,
        defaults={
            "team": owning_team,
            "standing_id": standing,
            "opens": opens,
            "blueprint": blueprint,
            "hours": hours,
            "active": active,
        },
    )
    record(
        Entry(team, facts.MailboxSet(address=where, opens=opens, standing=standing, active=active)), by=by.by
    )
    return row


@transaction.atomic
def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Let the successor in the team receive at the addresses of a leaver. Part of `leaving.leave`."""
    for box in Mailbox.objects.filter(standing_id=person):
        heir = to.by_team.get(box.team_id)
        Mailbox.objects.filter(pk=box.pk).update(standing_id=heir)
        fact = facts.MailboxSet(address=box.address, opens=box.opens, standing=heir, active=box.active)
        record(Entry(box.team_id, fact), by=by.by)
