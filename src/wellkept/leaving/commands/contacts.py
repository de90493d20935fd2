"""A contact leaves: their journeys go to another contact of the customer, in one act."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers import commands as customers
from wellkept.customers.models import Contact
from wellkept.journeys import facts
from wellkept.journeys.commands.turn import Turn, turns
from wellkept.journeys.models import Journey
from wellkept.journeys.state import JourneyState
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.references.commands import note
from wellkept.voice.queries.meetings import rhythm_of


@transaction.atomic
def contact_leaves(*, contact: int, why: str, by: Actor, successor: int | None = None) -> int:
    """Let a contact go. Returns how many of their journeys go on with another contact."""
    by.as_writer()
    by.as_staff()
    row = Contact.objects.select_related("customer").filter(pk=contact).first()
    if row is None:
        raise missing("contact", _("There is no such contact."))
    heir = _heir(successor, row)
    keys = list(
        Journey.objects.filter(contact=row).exclude(state="ended").order_by("pk").values_list("pk", flat=True)
    )
    with turns(journeys=keys, by=by, check=_whoever_hears_it) as taken:
        for taken_over in taken:
            _hand_over(taken_over, row, heir)
    customers.let_contact_go(contact=contact, why=why, by=by)
    return len(keys)


def open_with(contact: int) -> int:
    """Count the open journeys with this contact."""
    return Journey.objects.filter(contact_id=contact, state="open").count()


def meets(contact: Contact) -> bool:
    """Whether this contact has regular meetings with us."""
    rhythm = rhythm_of(contact.customer_id)
    return rhythm is not None and rhythm.contact_id == contact.pk


def _heir(successor: int | None, gone: Contact) -> Contact | None:
    if successor is None:
        return None
    heir = Contact.objects.filter(pk=successor, customer_id=gone.customer_id, active=True).first()
    if heir is None or heir.pk == gone.pk:
        raise invalid("successor", fill(_("Who else speaks for %(customer)s?"), customer=gone.customer.name))
    return heir


def _hand_over(t: Turn, gone: Contact, heir: Contact | None) -> None:
    row = t.row
    if row.contact_id != gone.pk:
        return
    row.contact = heir
    t.say(facts.SpeakerChanged(contact=heir.pk if heir else None, contact_before=gone.pk))
    if heir is not None:
        texts = [("name", heir.name), ("email", heir.email), ("phone", heir.phone)]
        note(subject=row.pk, texts=texts, country=row.customer.country, customer=row.customer_id)
    elif row.state == "open":
        t.plan_step("name_speaker", hours=t.stage.answer_hours, parameters={"customer": row.customer.name})


def _whoever_hears_it(state: JourneyState) -> Refusal | None:
    """All staff may note that somebody has gone, without reading what is confidential."""
    return state.by.cannot_write()
