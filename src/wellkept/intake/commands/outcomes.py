"""Outcomes of routing: on a journey, as a new journey, or in Intake."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wellkept.customers.models import Contact
from wellkept.events.commands import Audience, Entry, open_subject, record
from wellkept.files.commands import keep
from wellkept.intake import facts, rules
from wellkept.intake.commands.acknowledgement import acknowledge_form
from wellkept.intake.commands.first_contact import Speaker
from wellkept.intake.commands.items import CHANNEL, name_also, new_contact, source_of, touch_by
from wellkept.intake.models import Enclosure, Item, Message, Rule, WebForm
from wellkept.intake.remarks import Remark
from wellkept.intake.senders import is_colleague
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Origin, Start
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.mail import ParsedMail
from wellkept.mail.plain_text import one_line
from wellkept.mailboxes.models import Mailbox
from wellkept.messages.commands import note_incoming
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.models import Person, Team
from wellkept.people.queries import company, standing_member


@dataclass(frozen=True, slots=True)
class Arrival:
    """Message while it is routed. `door`: our address or form by which it came, if known.

    `team` is the recipient if it was named without a door. `hands` is the person who gets it, if known.
    """

    message: Message
    mail: ParsedMail
    door: Mailbox | WebForm | None
    team: Team | None = None
    hands: int | None = None


def onto_journey(a: Arrival, journey: Journey) -> bool:
    """Record a touch on this journey, or on the one it was merged into. False if all have ended."""
    alive = goes_on_in(journey)
    if alive is None:
        return False
    touch_by(journey=alive.pk, message=a.message, mail=a.mail)
    done(a, "automatic" if a.mail.automatic else "journey", alive.pk, person=alive.owner_id)
    return True


def goes_on_in(journey: Journey) -> Journey | None:
    """Follow merges from this journey to one that has not ended, or None."""
    seen: set[int] = set()
    here: Journey | None = journey
    while here is not None and here.state == "ended" and here.pk not in seen:
        seen.add(here.pk)
        ending = here.ending
        here = ending.into or ending.next_journey
    return here if here is not None and here.state != "ended" else None


def open_one(a: Arrival, contact: Contact | None) -> None:
    """Open a journey for the sender and confirm its number."""
    assert a.door is not None
    contact_to_use = contact or new_contact(a.mail, Speaker(name=a.mail.company), by=SYSTEM)
    standing = a.door.standing
    journey = open_journey(
        customer=contact_to_use.customer_id,
        contact=contact_to_use.pk,
        need=Need(rules.need_of(a.mail)),
        by=SYSTEM,
        start=Start(
            owner=standing.pk if standing is not None and standing.active else None,
            blueprint=a.door.blueprint or None,
        ),
        acknowledge=a.message.channel
        != "form",  # a form has an answer of its own, with nothing of theirs in it
        origin=Origin(
            channel=CHANNEL[a.message.channel],
            happened=rules.happened(a.mail, a.message.received_at),
            number=a.message.number,
            source=source_of(a.message),
        ),
    )
    done(a, "opened", journey.pk, person=journey.owner_id)


def into_intake(
    a: Arrival, *, contact: Contact | None, rule: Rule | None = None, extra: Iterable[Remark] = ()
) -> None:
    """Make an intake item with a handler and a due time, or set it aside by a rule."""
    team, handler = _who_receives(a)
    sender = a.mail.sender
    item = Item(
        subject_id=open_subject("intake"),
        channel=a.message.channel,
        mailbox=a.door if isinstance(a.door, Mailbox) else None,
        team=team,
        handler_id=handler,
        arrived_at=rules.happened(a.mail, a.message.received_at),
        due_at=rules.due_from(a.message.received_at, a.door.hours if a.door else 4),
        sender=(sender.email or sender.phone) if sender else "",
        sender_name=sender.name if sender else "",
        title=a.mail.subject,
        words=one_line(a.mail.new_text, 300),
        contact=contact,
        marks=[*_marks(a), *extra],
    )
    arrived = facts.ItemArrived(
        message=a.message.pk,
        handler=handler,
        due=item.due_at,
        team=team.pk if team else None,
        sender=str(sender or ""),
        title=a.mail.subject,
    )
    entries = [Entry(item.pk, arrived, happened=item.arrived_at)]
    by: Actor = SYSTEM
    if rule is not None:
        by = Actor(kind="rule", person=rule.answerable_id)
        item.state, item.rule, item.reason, item.decided_at = "set_aside", rule, rule.why, clock.now()
        entries = [Entry(item.pk, facts.ItemSetAside(reason=rule.why, rule=rule.pk, message=a.message.pk))]
    item.save(force_insert=True)
    audience = Audience((handler,), (item.team_id,)) if rule is None else Audience()
    record(*entries, by=by.by, audience=audience)
    done(a, "set_aside" if rule is not None else "item", item.pk, person=None if rule else handler)


def once_more(a: Arrival, item: Item) -> None:
    """Add a message to the sender's undecided item."""
    record(
        Entry(item.pk, facts.ItemWroteAgain(message=a.message.pk, title=a.mail.subject)),
        by=SYSTEM.by,
        audience=Audience((item.handler_id,), (item.team_id,)),
    )
    done(a, "item", item.pk, person=item.handler_id)


def done(a: Arrival, outcome: str, subject: int, *, person: int | None = None) -> None:
    """Mark the message handled and link it to its subject: save attachments, thread id and number.

    `person` is now in charge, and signs the confirmation.
    """
    row = a.message
    row.handled_at, row.outcome, row.subject_id = clock.now(), outcome, subject
    row.save(update_fields=["handled_at", "outcome", "subject", "trouble"])
    if row.channel == "mail":
        note_incoming(subject=subject, message_id=row.message_id)
    for place, enclosed in enumerate(a.mail.attachments):
        try:
            stored_file = keep(
                subject=subject, name=enclosed.name, media_type=enclosed.media_type, content=enclosed.content
            )
        except Refusal:
            continue  # empty, or over the limit: it is still in the message as it arrived
        Enclosure.objects.create(message=row, stored_file=stored_file, place=place)
    if outcome == "journey":
        name_also(journey=subject, messages=[row])
    if person is not None:
        acknowledge_form(message=row, mail=a.mail, subject=subject, person=person)


def rule_for(a: Arrival) -> Rule | None:
    """Find the rule that sets it aside, if there is one."""
    in_force = Rule.objects.filter(ended_at__isnull=True).order_by("pk")
    return next((rule for rule in in_force if rules.sets_aside(rule.kind, rule.pattern, a.mail)), None)


def _who_receives(a: Arrival) -> tuple[Team | None, int]:
    """Choose the team and person: the door's team, else sales; its named person, standing member, or the
    process owner.
    """
    team = a.door.team if a.door else a.team or Team.objects.filter(stage="sales").order_by("pk").first()
    if a.hands is not None:
        return team, a.hands
    if a.door is not None and a.door.standing is not None and a.door.standing.active:
        return team, a.door.standing.pk
    if team is not None:
        try:
            return team, standing_member(team)
        except Refusal:
            pass
    owner = company().process_owner_id
    if owner is None:
        owner = Person.objects.filter(active=True).order_by("pk").values_list("pk", flat=True)[0]
    return team, owner


def _marks(a: Arrival) -> list[Remark]:
    """List the remarks on a message."""
    return rules.marks(
        a.mail,
        reused_id=a.message.reused_id,
        channel=a.message.channel,
        by_colleague=a.mail.sender is not None and is_colleague(a.mail.sender),
    )
