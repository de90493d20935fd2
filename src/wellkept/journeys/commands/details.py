"""Details of a journey: the corrected need, references, and readers of a confidential one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact, Site
from wellkept.entities.queries import entity as entity_of_key
from wellkept.entities.queries import no_seller
from wellkept.events.commands import Entry, record
from wellkept.journeys import facts
from wellkept.journeys.commands.turn import turn
from wellkept.journeys.models import Journey, Reader
from wellkept.journeys.need import Need
from wellkept.journeys.rules import alive_to_all, alive_to_owner, cannot_change_seller, open_to_customer
from wellkept.kernel.refusal import invalid, refuse
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.references.commands import note
from wellkept.references.models import KINDS


def correct_need(
    *,
    journey: int,
    need: Need,
    by: Actor,
    contact: int | None = None,
    site: int | None = None,
) -> None:
    """Correct the need in the customer's present words, with budget and date. Earlier words stay."""
    refuse(need.refusal())
    with turn(journey=journey, by=by, check=open_to_customer) as t:
        row = t.row
        if contact is not None:
            if not Contact.objects.filter(pk=contact, customer_id=row.customer_id).exists():
                raise invalid("contact", _("This contact belongs to another customer."))
            row.contact_id = contact
        if site is not None:
            if not Site.objects.filter(pk=site, customer_id=row.customer_id).exists():
                raise invalid("site", _("This site belongs to another customer."))
            row.site_id = site
        row.need = need.words.strip()
        row.budget = need.budget if need.budget is not None else row.budget
        row.requested_for = need.requested_for or row.requested_for
        texts = [("need", row.need)]
        note(subject=row.pk, texts=texts, country=row.customer.country, customer=row.customer_id)
        t.say(facts.NeedCorrected(need=row.need, budget=row.budget, requested_for=row.requested_for))


def note_reference(*, journey: int, kind: str, reference: str, by: Actor) -> None:
    """Add a reference by which the customer may ask for this journey."""
    if kind not in KINDS or not reference.strip():
        raise invalid("reference", _("By which reference may they ask?"))
    with turn(journey=journey, by=by, check=alive_to_all) as t:
        note(
            subject=t.row.pk,
            texts=[(kind, reference)],
            country=t.row.customer.country,
            customer=t.row.customer_id,
        )
        t.say(facts.ReferenceNoted(kind=kind, said=reference.strip()))


def change_seller(*, journey: int, entity: int, by: Actor) -> None:
    """Change the entity that sells, and that stands on letters and papers. Possible until the customer has agreed."""
    with turn(journey=journey, by=by, check=cannot_change_seller) as t:
        before = t.row.entity_id
        if before != entity:
            refuse(no_seller(entity))
            t.row.entity_id = entity
            name = entity_of_key(entity).name
            t.say(facts.SellerChanged(entity=entity, entity_before=before, name=name))


def make_confidential(*, journey: int, confidential: bool, by: Actor) -> None:
    """Make the journey confidential: only owner, holder, their deputies and named readers read it.

    Everyone still finds it.
    """
    with turn(journey=journey, by=by, check=alive_to_owner) as t:
        if t.row.confidential != confidential:
            t.row.confidential = confidential
            t.say(facts.MadeConfidential(confidential=confidential))


def name_reader(*, journey: int, person: int, by: Actor) -> None:
    """Add a reader of a confidential journey."""
    with turn(journey=journey, by=by, check=alive_to_owner) as t:
        if not Person.objects.filter(pk=person, active=True).exists():
            raise invalid("person", _("This person has left."))
        _unused, is_new = Reader.objects.get_or_create(
            journey=t.row, person_id=person, defaults={"named_by_id": by.as_staff(), "at": t.now}
        )
        if is_new:
            t.say(facts.ReaderNamed(person=person))


@transaction.atomic
def note_reading(*, journey: int, by: Actor) -> None:
    """Record that a person read a confidential journey."""
    if Journey.objects.filter(pk=journey, confidential=True).exists():
        record(Entry(journey, facts.ConfidentialRead()), by=by.by)
