"""Hand over what waits in Intake with a colleague who leaves."""

from __future__ import annotations

from django.db import transaction

from wellkept.events.commands import Entry, record
from wellkept.intake import facts
from wellkept.intake.commands.items import hand_over_items
from wellkept.intake.commands.settings import hand_over_rules
from wellkept.intake.models import Mailbox
from wellkept.people.actor import Actor
from wellkept.people.successors import Successors


@transaction.atomic
def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give a leaver's intake items, rules and mailboxes to their successors. Part of `leaving.leave`."""
    hand_over_items(person=person, to=to.everything, by=by)
    hand_over_rules(person=person, to=to.everything, by=by)
    for box in Mailbox.objects.filter(standing_id=person):
        heir = to.by_team.get(box.team_id)
        Mailbox.objects.filter(pk=box.pk).update(standing_id=heir)
        fact = facts.MailboxSet(address=box.address, opens=box.opens, standing=heir, active=box.active)
        record(Entry(box.team_id, fact), by=by.by)
