"""Owner and holder: name another owner, or another holder within the team."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.journeys import facts
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.rules import alive_to_owner, open_to_workers
from wellkept.kernel.refusal import invalid
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.models import Member, Person


def name_owner(*, journey: int, owner: int, by: Actor, reason: str) -> None:
    """Name another owner. The customer is told who it is."""
    if not reason.strip():
        raise invalid("reason", _("Say why: a customer's person does not change without a reason."))
    with turn(journey=journey, by=by, check=alive_to_owner) as t:
        change_owner(t, owner, reason=reason.strip())


def change_owner(t: Turn, owner: int, *, reason: str) -> None:
    """Change the owner and write the notice, as part of another act."""
    before = t.row.owner_id
    if owner == before:
        return
    if not Person.objects.filter(pk=owner, active=True).exists():
        raise invalid("owner", _("This person has left."))
    t.row.owner_id = owner
    t.audience_people |= {before, owner}
    t.say(facts.OwnerChanged(owner_before=before, owner=owner, reason=reason))
    if t.row.contact is not None and t.row.contact.email:
        t.tell("new_person", person=owner, before=before)


def name_holder(*, journey: int, holder: int, by: Actor, reason: str = "") -> None:
    """Give the journey to a colleague within the team. Between teams there is the handoff."""
    with turn(journey=journey, by=by, check=open_to_workers) as t:
        change_holder(t, holder, reason=reason.strip())


def change_holder(t: Turn, holder: int, *, reason: str) -> None:
    """Change the holder, as part of another act."""
    before = t.row.holder_id
    if holder == before or before is None:
        return
    if not Member.objects.filter(person_id=holder, team_id=t.row.team_id).exists():
        raise invalid(
            "holder",
            fill(
                _("Only a member of %(team)s can hold it now; otherwise offer a handoff."),
                team=t.row.team.name,
            ),
        )
    t.row.holder_id = holder
    t.audience_people |= {before, holder}
    t.say(facts.HolderChanged(holder_before=before, holder=holder, reason=reason))
