"""Statements of customers: noted in their words, current until they end or are replaced, never lost."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.people.actor import Actor
from wellkept.voice import facts
from wellkept.voice.commands.checks import (
    colleague,
    happened_at,
    locked_customer,
    required_words,
    staff,
    their_contact,
    their_journey,
)
from wellkept.voice.models import KINDS, Statement
from wellkept.voice.source import UNNAMED, Source


@transaction.atomic
def note_statement(
    *,
    customer: int,
    kind: str,
    words: str,
    by: Actor,
    source: Source = UNNAMED,
    journey: int | None = None,
    replaces: int | None = None,
) -> Statement:
    """Note an expectation, goal, pressure or obstacle in the customer's words. It ends the one it replaces."""
    me = staff(by=by)
    text = required_words(words, "words", _("What did they say?"))
    if kind not in KINDS:
        raise invalid("kind", _("A statement is an expectation, a goal, a pressure or an obstacle."))
    row = locked_customer(customer)
    about = their_journey(journey=journey, customer=row, by=by)
    contact = their_contact(source.contact, row)
    to = colleague(source.colleague, "told_to").pk if source.colleague is not None else me
    at = happened_at(source.at)
    before = _current(replaces, row, by) if replaces is not None else None
    now = clock.now()
    statement = Statement.objects.create(
        customer=row,
        kind=kind,
        words=text,
        told_at=at,
        told_to_id=to,
        told_by=contact,
        journey=about,
        noted_at=now,
    )
    if before is not None:
        before.ended_at, before.ended_by_id, before.superseded_by = now, me, statement
        before.save(update_fields=["ended_at", "ended_by", "superseded_by"])
    record(
        Entry(
            row.pk,
            facts.StatementNoted(
                statement=statement.pk,
                kind=kind,
                told_to=to,
                words=text,
                contact=contact.pk if contact else None,
                journey=about.pk if about else None,
                replaces=before.pk if before else None,
            ),
            happened=at,
        ),
        by=by.by,
    )
    return statement


@transaction.atomic
def end_statement(*, statement: int, why: str, by: Actor) -> None:
    """End a statement, with the reason. It can still be read."""
    me = staff(by=by)
    reason = required_words(why, "why", _("Why is it no longer true?"))
    customer = Statement.objects.filter(pk=statement).values_list("customer_id", flat=True).first()
    if customer is None:
        raise missing("statement", _("There is no such statement."))
    row = _current(statement, locked_customer(customer), by)
    row.ended_at, row.ended_by_id, row.ended_why = clock.now(), me, reason
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])
    record(
        Entry(row.customer_id, facts.StatementEnded(statement=row.pk, kind=row.kind, why=reason)), by=by.by
    )


def _current(statement: int, customer: Customer, by: Actor) -> Statement:
    """Return a statement of this customer that has not ended. Refuse one of a journey that `by` may not read."""
    row = Statement.objects.select_related("customer").filter(pk=statement, customer=customer).first()
    if row is None:
        raise missing("statement", _("There is no such statement."))
    their_journey(journey=row.journey_id, customer=customer, by=by)
    if row.ended_at is not None:
        raise Refusal("ended_already", _("This is already replaced."), instead=_("Note what they say now."))
    return row
