"""Rights on a journey: who may read it, work on it, or answer for it.

Reading is shared; acting is by team and role. Each function takes the row and the actor, and returns the
refusal, or None.
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.journeys.models import Handoff, Journey, NextStep, Reader
from wellkept.kernel.refusal import Refusal, forbidden, missing
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.models import Team
from wellkept.people.queries import company, stand_in, stand_ins


def cannot_take_part(row: Journey, by: Actor) -> Refusal | None:
    """Allow all staff, the journey's own customer and the system; on a confidential journey only its readers."""
    if by.kind in ("system", "rule"):
        return None
    if by.kind == "customer":
        return _not_their_journey(row, by)
    if (refusal := by.cannot_write()) is not None:
        return refusal
    return cannot_read(row, by)


def cannot_read(row: Journey, by: Actor) -> Refusal | None:
    """Allow everybody, on a confidential journey only its readers."""
    if may_read(row, by):
        return None
    return forbidden(_("This journey is confidential."), instead=_("Its owner can name you as a reader."))


def cannot_read_any_more(journeys: Collection[int], by: Actor) -> Refusal | None:
    """Refuse an answer about these journeys to somebody who could read them all, and now cannot read one."""
    if journeys and unreadable(list(Journey.objects.filter(pk__in=journeys)), by):
        return forbidden(
            _("What you asked for was done. Its answer tells of a journey that is confidential by now."),
            instead=_("Its owner can name you as a reader."),
        )
    return None


def cannot_work(row: Journey, by: Actor) -> Refusal | None:
    """Allow owner, holder, handler of an open step, the holding team, its lead, the process owner and
    stand-ins.
    """
    if (refusal := cannot_take_part(row, by)) is not None:
        return refusal
    if by.kind in ("system", "rule"):
        return None
    if by.kind == "customer":
        return forbidden(_("This is for us to do. Write to your person here, and they will do it."))
    me = by.as_staff()
    if me in (row.owner_id, row.holder_id) or row.team_id in by.teams or _answers_for(row, me):
        return None
    if row.holder_id is not None and stand_in(row.holder_id, team=row.team_id) == me:
        return None
    if NextStep.objects.filter(journey=row, handler_id=me, done_at__isnull=True).exists():
        return None  # an open point of theirs, from the stage before
    return forbidden(
        _("Somebody else works on this journey."),
        instead=_("Log what you heard or write a note; its holder sees it at once."),
    )


def cannot_answer_for(row: Journey, by: Actor) -> Refusal | None:
    """Allow the owner, the team's lead, the process owner and the owner's stand-in."""
    if (refusal := cannot_take_part(row, by)) is not None:
        return refusal
    if by.kind == "system":
        return None
    me = by.person
    if me is None:
        return forbidden(_("Only staff can do this."))
    if me == row.owner_id or _answers_for(row, me):
        return None
    return forbidden(
        _("Only the owner, the team's lead or the process owner can do this."), instead=_("Ask the owner.")
    )


def cannot_speak_for_customer(row: Journey, by: Actor) -> Refusal | None:
    """Allow the customer on their page, and people who may work on the journey and write it down for them."""
    return _not_their_journey(row, by) if by.kind == "customer" else cannot_work(row, by)


def cannot_answer_offer(offer: Handoff, by: Actor) -> Refusal | None:
    """Allow the receiver, the receiving team, its lead, the process owner and the receiver's stand-in."""
    me = by.person
    if me is None:
        return forbidden(_("Only staff can do this."))
    if offer.team_id in by.teams or me in (offer.receiver_id, offer.team.lead_id):
        return None
    if me == company().process_owner_id or stand_in(offer.receiver_id, team=offer.team_id) == me:
        return None
    return forbidden(fill(_("Only %(team)s can answer this offer."), team=offer.team.name))


def may_read(row: Journey, by: Actor) -> bool:
    """Whether the actor may read the contents of this journey."""
    return not unreadable([row], by)


def unreadable(rows: Collection[Journey], by: Actor) -> set[int]:
    """Find the journeys among these that the actor may not read, in few queries however many they are.

    A confidential journey is read by its owner and holder, by who stands in for them in its team, by named readers, and
    by whoever is asked to take it.
    """
    if by.kind in ("system", "rule") or (by.person is None and by.kind == "customer"):
        return set()
    me = by.person
    shut = {row.pk: row for row in rows if row.confidential and me not in (row.owner_id, row.holder_id)}
    if me is None or not shut:
        return set(shut)
    named = Reader.objects.filter(journey__in=shut, person_id=me)
    asked = Handoff.objects.filter(journey__in=shut, state="offered", receiver_id=me)
    for key in (*named.values_list("journey_id", flat=True), *asked.values_list("journey_id", flat=True)):
        shut.pop(key, None)
    acting = stand_ins([(key, row.team_id) for row in shut.values() for key in _in_hands_of(row)])
    return {
        key
        for key, row in shut.items()
        if all(acting[person, row.team_id] != me for person in _in_hands_of(row))
    }


def _in_hands_of(row: Journey) -> list[int]:
    return [key for key in (row.owner_id, row.holder_id) if key is not None]


def closed_to(by: Actor) -> frozenset[int]:
    """List every journey that this colleague may not read, for lists of what happened on many journeys."""
    rows = (
        Journey.objects.filter(confidential=True).only("confidential", "owner", "holder", "team").order_by()
    )
    return frozenset(unreadable(list(rows), by))


def _not_their_journey(row: Journey, by: Actor) -> Refusal | None:
    if by.contact == row.contact_id and by.contact is not None:
        return None
    if Contact.objects.filter(pk=by.contact or 0, customer_id=row.customer_id).exists():
        return None
    return missing("journey", _("There is nothing at this address."))


def _answers_for(row: Journey, me: int) -> bool:
    """The ladder: the team's lead, the process owners, and who stands in for the owner."""
    if Team.objects.filter(pk=row.team_id, lead_id=me).exists():
        return True
    if me == company().process_owner_id or row.blueprint.process_owner_id == me:
        return True
    return stand_in(row.owner_id, team=row.team_id) == me
