"""Read-backs of interviews: the customer confirms or corrects them on their page."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.events.commands import Audience, Entry, record
from wellkept.journeys.commands.turn import wait_for_turn
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, missing
from wellkept.notices.addressee import Addressee
from wellkept.notices.commands import write
from wellkept.people.actor import Actor
from wellkept.voice import facts, rules
from wellkept.voice.commands.checks import required_words, staff
from wellkept.voice.commands.interviews import held
from wellkept.voice.models import Interview, InterviewReadBack


@transaction.atomic
def read_interview_back(*, interview: int, text: str, by: Actor) -> InterviewReadBack:
    """Put our restatement of an interview to the customer. Replaces one that they have not answered."""
    me = staff(by=by)
    words = required_words(text, "text", _("What did you understand?"))
    row = _locked(interview, by)
    if row.held_at is None:
        raise Refusal(
            "not_held", _("This interview was not held yet."), instead=_("Write down their answers first.")
        )
    now = clock.now()
    row.read_backs.filter(state="put").update(state="replaced", answered_at=now)
    digest = rules.digest_of(words)
    read_back = InterviewReadBack.objects.create(
        customer_id=row.customer_id, interview=row, text=words, digest=digest, put_at=now, put_by_id=me
    )
    _unused, notice_entry = write(
        subject=row.journey_id or row.customer_id,
        kind="told_back",
        to=Addressee(row.contact),
        person=row.asks_id,
        words=words,
        facts_of={"interview": row.pk},
    )
    fact = facts.InterviewReadBackPut(
        interview=row.pk, read_back=read_back.pk, digest=digest.hex(), text=words
    )
    record(
        Entry(row.customer_id, fact), notice_entry, by=by.by, audience=Audience([row.asks_id, row.writes_id])
    )
    return read_back


@transaction.atomic
def confirm_interview(*, read_back: int, by: Actor, shown_digest: str | None = None) -> None:
    """Confirm a read-back for the customer. With `shown_digest` only the exact words that they saw."""
    row, contact = _answered(read_back, by)
    if shown_digest is not None and shown_digest != bytes(row.digest).hex():
        raise Refusal(
            "not_what_was_shown",
            _("Our read-back has changed."),
            instead=_("Read it again, please."),
        )
    row.state, row.answered_at, row.answered_by = "confirmed", clock.now(), contact
    row.save(update_fields=["state", "answered_at", "answered_by"])
    fact = facts.InterviewConfirmed(
        interview=row.interview_id, read_back=row.pk, digest=bytes(row.digest).hex(), text=row.text
    )
    _record(row, fact, by)


@transaction.atomic
def correct_interview(*, read_back: int, correction: str, by: Actor) -> None:
    """Record the customer's correction. It stays on the asker's desk until a new read-back is put."""
    words = required_words(correction, "correction", _("What is different?"))
    row, contact = _answered(read_back, by)
    row.state, row.answered_at, row.answered_by, row.correction = (
        "corrected",
        clock.now(),
        contact,
        words,
    )
    row.save(update_fields=["state", "answered_at", "answered_by", "correction"])
    fact = facts.InterviewCorrected(
        interview=row.interview_id, read_back=row.pk, digest=bytes(row.digest).hex(), correction=words
    )
    _record(row, fact, by)


def _answered(read_back: int, by: Actor) -> tuple[InterviewReadBack, Contact | None]:
    """Return the read-back to answer and the contact who answers; a colleague may write their word down."""
    interview = InterviewReadBack.objects.filter(pk=read_back).values_list("interview_id", flat=True).first()
    if interview is None:
        raise missing("read_back", _("There is nothing to confirm."))
    interview_row = _locked(interview, by)
    contact: Contact | None = None
    if by.kind == "customer":
        contact = Contact.objects.filter(pk=by.contact or 0, customer_id=interview_row.customer_id).first()
        if contact is None:
            raise missing("read_back", _("There is nothing at this address."))
    else:
        staff(by=by)
    row = InterviewReadBack.objects.select_related("interview").get(pk=read_back)
    if row.state != "put":
        raise Refusal("nothing_to_confirm", _("There is nothing to confirm; it was answered already."))
    return row, contact


def _locked(interview: int, by: Actor) -> Interview:
    """Lock the journey first, then the customer: locks have one order."""
    journey = Interview.objects.filter(pk=interview).values_list("journey_id", flat=True).first()
    if journey is not None:
        wait_for_turn(journey)
    return held(interview=interview, by=by)


def _record(
    row: InterviewReadBack, fact: facts.InterviewConfirmed | facts.InterviewCorrected, by: Actor
) -> None:
    people = Audience([row.interview.asks_id, row.interview.writes_id])
    record(Entry(row.customer_id, fact), by=by.by, audience=people)
