"""Touches between the customer and us, and notes for colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.journeys import facts
from wellkept.journeys.commands.rest import wake
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.correction_facts import FirstWordMoved
from wellkept.journeys.models import NextStep, Touch
from wellkept.journeys.rules import (
    cannot_log_touch,
    cannot_write_note,
    cannot_write_to_customer,
    open_to_workers,
)
from wellkept.kernel.refusal import invalid
from wellkept.kernel.rows import insert
from wellkept.notices.models import Notice
from wellkept.people.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Report:
    """A touch as a message or a program reported it.

    A `stranger` is not among the customer's contacts, and is named in their own words. `person` is our
    colleague, and `spoke` says whether they spoke.
    """

    source: str | None = None
    stranger: str = ""
    person: int | None = None
    spoke: bool | None = None


TYPED = Report()  # by a colleague or the customer, with nothing more to say about it


def log_touch(
    *,
    journey: int,
    incoming: bool,
    channel: str,
    words: str,
    by: Actor,
    contact: int | None = None,
    title: str | None = None,
    happened: datetime | None = None,
    chase: bool = False,
    explained_again: bool = False,
    unanswered: bool = False,
    seconds_waited: int | None = None,
    needs_answer: bool | None = None,
    next_what: str = "",
    next_due: datetime | None = None,
    next_kind: str = "act",
    report: Report = TYPED,
) -> Touch:
    """Log a touch, by anyone who had it.

    An incoming one puts the journey in our court with the step "answer", and wakes a journey at rest. An
    answered call needs no step unless said so; an unanswered one must be called back. An outgoing one answers
    what was open. If nothing else is planned, the journey then waits for the customer until silence would be
    too long.

    If a program reports the touch, our colleague can write down later what was said.
    """
    stranger, person, spoke = report.stranger, report.person, report.spoke
    if not words.strip() and not unanswered and spoke is None:
        raise invalid("words", _("What was said?"))
    if chase and not incoming:
        raise invalid("chase", _("Only the customer can have had to ask."))
    with turn(
        journey=journey,
        by=by,
        check=lambda state: cannot_log_touch(state, incoming=incoming),
        happened=happened,
        may_be_first=True,
    ) as t:
        asks = incoming and (needs_answer if needs_answer is not None else channel != "call" or unanswered)
        touch = Touch(
            journey=t.row,
            at=happened or t.now,
            incoming=incoming,
            channel=channel,
            contact=None if stranger else _contact(t, contact),
            person_id=person or by.person,
            chase=chase,
            explained_again=explained_again,
            unanswered=unanswered,
            seconds_waited=seconds_waited,
        )
        insert(touch)
        t.say(
            facts.TouchLogged(
                touch=touch.pk,
                incoming=incoming,
                channel=channel,
                contact=touch.contact_id,
                person=person or by.person,
                chase=chase,
                explained_again=explained_again,
                unanswered=unanswered,
                seconds_waited=seconds_waited,
                needs_answer=asks,
                said=words.strip(),
                title=title,
                stranger=stranger or None,
                spoke=spoke,
                source=report.source,
            ),
            happened=happened,
        )
        begin_with(t, touch)
        wake(t, why="came_in", channel=channel)
        with_a_person = not unanswered and (not incoming or (channel == "call" and by.is_staff))
        if spoke is not None:
            with_a_person = spoke
        if with_a_person:
            t.heard(touch.at)
            _answered(t, how="answered")
        if next_what or next_kind != "act":
            name = touch.contact.name if touch.contact else stranger
            t.plan_step(
                next_kind, next_what, due=next_due, hours=t.stage.answer_hours, parameters={"name": name}
            )
        if asks:
            ask_us(t, call_back=unanswered, who=touch.contact.name if touch.contact else stranger)
        wait_for_customer(t)
    return touch


def begin_with(t: Turn, touch: Touch) -> None:
    """Let the journey begin with this touch where it is older than its first word so far."""
    before = t.row.opened_at
    if touch.at < before:
        t.row.opened_at = touch.at
        t.say(FirstWordMoved(touch=touch.pk, before=before, opened=touch.at))


def write_to_customer(
    *,
    journey: int,
    words: str,
    by: Actor,
    contact: int | None = None,
    next_what: str = "",
    next_due: datetime | None = None,
) -> Notice:
    """Send the contact a mail in our own words. It is a touch, and it answers what was open."""
    if not words.strip():
        raise invalid("words", _("What do you want to say?"))
    with turn(journey=journey, by=by, check=cannot_write_to_customer) as t:
        to = _contact(t, contact)
        if to is None or not to.email:
            raise invalid("contact", _("This contact has no mail address. Call them, and log the call."))
        touch = Touch(
            journey=t.row, at=t.now, incoming=False, channel="mail", contact=to, person_id=by.person
        )
        insert(touch)
        here = t.place
        notice = t.tell("letter", contact=to, person=by.as_staff(), words=words.strip(), automatic=False)
        t.say(
            facts.WroteToCustomer(touch=touch.pk, notice=str(notice.pk), contact=to.pk, said=words.strip()),
            at=here,
        )
        t.heard(t.now)
        _answered(t, how="answered")
        if next_what:
            t.plan_step("act", next_what, due=next_due, hours=t.stage.answer_hours)
        wait_for_customer(t)
    return notice


def no_answer_needed(
    *, journey: int, by: Actor, next_what: str = "", next_due: datetime | None = None
) -> None:
    """Record that an incoming touch needs no answer, with the person who decided it."""
    with turn(journey=journey, by=by, check=open_to_workers) as t:
        open_asks = _asks(t)
        if not open_asks:
            return
        t.say(facts.NoAnswerNeeded(step=open_asks[0].pk))
        t.finish(open_asks, how="needs_no_answer", say=False)
        if next_what:
            t.plan_step("act", next_what, due=next_due, hours=t.stage.answer_hours)
        wait_for_customer(t)


def write_note(*, journey: int, words: str, by: Actor) -> None:
    """Write a note to colleagues. The customer does not see it, and no court changes."""
    if not words.strip():
        raise invalid("words", _("The note is empty."))
    with turn(journey=journey, by=by, check=cannot_write_note) as t:
        t.say(facts.NoteWritten(said=words.strip()))


def ask_us(t: Turn, *, call_back: bool = False, who: str = "") -> None:
    """Put the journey in our court with the step "answer", unless one is already due."""
    kind = "call_back" if call_back else "answer"
    if not any(step.kind == kind for step in t.steps()):
        t.plan_step(kind, hours=t.stage.answer_hours, parameters={"name": who})


def wait_for_customer(t: Turn) -> None:
    """Wait for the customer if nothing is planned, and ask again before the silence gets too long (law 2)."""
    if not t.steps():
        t.plan_step("ask_again", hours=t.stage.silence_hours, awaits="customer")


def _asks(t: Turn) -> list[NextStep]:
    return [step for step in t.steps() if step.rule.is_asked]


def _answered(t: Turn, *, how: str) -> None:
    """Finish the steps that this touch settles: answers, calls to tell them something, and asking again."""
    t.finish(
        [
            step
            for step in t.steps()
            if (step.rule.is_asked or step.rule.is_tell or step.rule.is_ask_again)
            and step.awaits != "third"
            and not t.state.tells_untold(step)
        ],
        how=how,
    )


def _contact(t: Turn, contact: int | None) -> Contact | None:
    key = contact or t.by.contact or t.row.contact_id
    if key is None or key == t.row.contact_id:
        return t.row.contact
    row = Contact.objects.filter(pk=key, customer_id=t.row.customer_id).first()
    if row is None:
        raise invalid("contact", _("This contact belongs to another customer."))
    return row
