"""Who may do what to a journey: the one place where it is written.

Reading is shared; acting is by team and role. A right takes the locked row and the actor, and refuses or returns.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.journeys.models import Handoff, Journey, NextStep, Reader
from wellkept.kernel.refusal import forbidden, missing
from wellkept.people.actor import Actor
from wellkept.people.models import Team
from wellkept.people.queries import company, stand_in

Right = Callable[[Journey, Actor], None]


def anyone(row: Journey, by: Actor) -> None:
    """Everyone on the staff, the journey's own customer, and the system; of a confidential one only its readers."""
    if by.kind == "system" or by.kind == "rule":
        return
    if by.kind == "customer":
        _own_customer(row, by)
        return
    _writer(by)
    if row.confidential and not may_read(row, by):
        raise forbidden(
            _("This journey is confidential."), instead=_("Its owner can name you as one who may read it.")
        )


def workers(row: Journey, by: Actor) -> None:
    """Owner, holder, who has a step to do here, the team that has it, its lead, the process owner, and stand-ins."""
    anyone(row, by)
    if by.kind in ("system", "rule", "customer"):
        if by.kind == "customer":
            raise forbidden(_("This is for us to do. Write to your person here, and they will."))
        return
    me = by.as_staff()
    if me in (row.owner_id, row.holder_id) or row.team_id in by.teams or _answers_for(row, me):
        return
    if row.holder_id is not None and stand_in(row.holder_id, team=row.team_id) == me:
        return
    if NextStep.objects.filter(journey=row, handler_id=me, done_at__isnull=True).exists():
        return  # an open point of theirs, from the stage before
    raise forbidden(
        _("This journey is in other hands."),
        instead=_("Log what you heard or write a note; its holder sees it at once."),
    )


def answerers(row: Journey, by: Actor) -> None:
    """Owner, the team's lead, the process owner, and who stands in for them."""
    anyone(row, by)
    if by.kind == "system":
        return
    me = by.as_staff()
    if me == row.owner_id or _answers_for(row, me):
        return
    raise forbidden(
        _("Only the owner, the team's lead or the process owner can do this."), instead=_("Ask the owner.")
    )


def customer_or_workers(row: Journey, by: Actor) -> None:
    """What the customer does on their page, or staff write down for them."""
    if by.kind == "customer":
        _own_customer(row, by)
    else:
        workers(row, by)


def may_read(row: Journey, by: Actor) -> bool:
    """Whether the actor may read this journey's inside."""
    if not row.confidential or by.kind in ("system", "rule"):
        return True
    if by.person is None:
        return by.kind == "customer"
    me = by.person
    if me in (row.owner_id, row.holder_id):
        return True
    if Reader.objects.filter(journey=row, person_id=me).exists():
        return True
    if Handoff.objects.filter(journey=row, state="offered", receiver_id=me).exists():
        return True  # who is asked to take it has to see what
    return any(
        key is not None and stand_in(key, team=row.team_id) == me for key in (row.owner_id, row.holder_id)
    )


def _writer(by: Actor) -> None:
    by.as_staff()
    by.as_writer()


def _own_customer(row: Journey, by: Actor) -> None:
    if by.contact == row.contact_id and by.contact is not None:
        return
    if not Contact.objects.filter(pk=by.contact or 0, customer_id=row.customer_id).exists():
        raise missing("journey", _("There is nothing at this address."))


def _answers_for(row: Journey, me: int) -> bool:
    """The ladder: the team's lead, the process owners, and who stands in for the owner."""
    if Team.objects.filter(pk=row.team_id, lead_id=me).exists():
        return True
    if me == company().process_owner_id or row.blueprint.process_owner_id == me:
        return True
    return stand_in(row.owner_id, team=row.team_id) == me
