"""Touches between the customer and us, and notes for colleagues."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.journeys import facts
from wellkept.journeys.commands.plan_next import plan_next
from wellkept.journeys.commands.rest import wake
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.correction_facts import FirstWordMoved
from wellkept.journeys.models import NextStep, Touch
from wellkept.journeys.planned_step import NO_STEP, PlannedStep
from wellkept.journeys.rules import (
    cannot_log_touch,
    cannot_write_note,
    cannot_write_to_customer,
    open_to_workers,
)
from wellkept.journeys.touch import NewTouch
from wellkept.kernel.refusal import invalid, refuse
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
    touch: NewTouch,
    by: Actor,
    then: PlannedStep = NO_STEP,
    report: Report = TYPED,
) -> Touch:
    """Log a touch, by anyone who had it. `then` is the next step that they agreed.

    An incoming one puts the journey in our court with the step "answer", and wakes a journey at rest. An
    answered call needs no step unless said so; an unanswered one must be called back. An outgoing one answers
    what was open. If nothing else is planned, the journey then waits for the customer until silence would be
    too long.

    If a program reports the touch, our colleague can write down later what was said.
    """
    if not touch.words.strip() and not touch.unanswered and report.spoke is None:
        raise invalid("words", _("What was said?"))
    refuse(touch.effort.refusal(incoming=touch.incoming))
    with turn(
        journey=journey,
        by=by,
        check=lambda state: cannot_log_touch(state, incoming=touch.incoming),
        happened=touch.happened,
        may_be_first=True,
    ) as t:
        row = _insert(t, touch, report)
        t.say(_logged(row, touch, report), happened=touch.happened)
        begin_with(t, row)
        wake(t, why="came_in", channel=touch.channel)
        if _with_a_person(touch, report, by):
            t.heard(row.at)
            _answered(t, how="answered")
        name = row.contact.name if row.contact else report.stranger
        plan_next(t, then, parameters={"name": name})
        if touch.asks:
            ask_us(t, call_back=touch.unanswered, who=name)
        wait_for_customer(t)
    return row


def _insert(t: Turn, touch: NewTouch, report: Report) -> Touch:
    row = Touch(
        journey=t.row,
        at=touch.happened or t.now,
        incoming=touch.incoming,
        channel=touch.channel,
        contact=None if report.stranger else _contact(t, touch.contact),
        person_id=report.person or t.by.person,
        chase=touch.effort.chase,
        explained_again=touch.effort.explained_again,
        unanswered=touch.unanswered,
        seconds_waited=touch.effort.seconds_waited,
    )
    insert(row)
    return row


def _logged(row: Touch, touch: NewTouch, report: Report) -> facts.TouchLogged:
    return facts.TouchLogged(
        touch=row.pk,
        incoming=row.incoming,
        channel=row.channel,
        contact=row.contact_id,
        person=row.person_id,
        chase=row.chase,
        explained_again=row.explained_again,
        unanswered=row.unanswered,
        seconds_waited=row.seconds_waited,
        needs_answer=touch.asks,
        said=touch.words.strip(),
        title=touch.title,
        stranger=report.stranger or None,
        spoke=report.spoke,
        source=report.source,
    )


def _with_a_person(touch: NewTouch, report: Report, by: Actor) -> bool:
    """Whether one of us and the customer spoke with each other."""
    if report.spoke is not None:
        return report.spoke
    return not touch.unanswered and (not touch.incoming or (touch.channel == "call" and by.is_staff))


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
    then: PlannedStep = NO_STEP,
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
        plan_next(t, then)
        wait_for_customer(t)
    return notice


def no_answer_needed(*, journey: int, by: Actor, then: PlannedStep = NO_STEP) -> None:
    """Record that an incoming touch needs no answer, with the person who decided it."""
    with turn(journey=journey, by=by, check=open_to_workers) as t:
        open_asks = _asks(t)
        if not open_asks:
            return
        t.say(facts.NoAnswerNeeded(step=open_asks[0].pk))
        t.finish(open_asks, how="needs_no_answer", say=False)
        plan_next(t, then)
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
