"""The seven questions "Do they know us?". Every answer stays; the latest counts."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid
from wellkept.people.actor import Actor
from wellkept.voice import facts
from wellkept.voice.commands.checks import happened_at, locked_customer, staff, their_contact
from wellkept.voice.models import SEVEN, Knowing
from wellkept.voice.models.seven import OPEN
from wellkept.voice.source import UNNAMED, Source


@transaction.atomic
def answer_seven(
    *,
    customer: int,
    question: str,
    answer: str,
    by: Actor,
    words: str = "",
    source: Source = UNNAMED,
) -> Knowing:
    """Record yes, no or unknown to one of the seven questions, with the customer's words if there are any."""
    me = staff(by=by)
    if question not in SEVEN:
        raise invalid("question", _("This is none of the seven questions."))
    if answer not in ("yes", "no", "unknown"):
        raise invalid("answer", _("The answer is yes, no, or that we do not know."))
    if answer == "yes" and question in OPEN and not words.strip():
        raise invalid("words", _("If yes: what is it, in their words?"))
    row = locked_customer(customer)
    contact = their_contact(source.contact, row)
    at = happened_at(source.at)
    knowing = Knowing.objects.create(
        customer=row,
        question=question,
        answer=answer,
        words=words.strip(),
        told_by=contact,
        told_at=at,
        noted_by_id=me,
        noted_at=clock.now(),
    )
    record(
        Entry(
            row.pk,
            facts.SevenAnswered(
                question=question, answer=answer, words=knowing.words, contact=contact.pk if contact else None
            ),
            happened=at,
        ),
        by=by.by,
    )
    return knowing
