"""Bringing a stored message where it belongs.

In this order: a report about a letter of ours · the number behind a plus in the address · the mails that it
answers · a number in its subject · a rule that sets it aside · a known sender with one matter that is under way ·
a mailbox that opens · else Intake, in somebody's hands, with a clock.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from wellkept.customers.models import Contact
from wellkept.customers.queries import contacts_by_email
from wellkept.events.commands import Audience, Entry, open_subject, record
from wellkept.intake import facts, rules
from wellkept.intake.commands.items import due_from, new_contact, touch_by_mail
from wellkept.intake.models import Enclosure, Item, Mailbox, Message, Rule
from wellkept.intake.parsing import Bounce, ParsedMail, parse
from wellkept.intake.parsing.words import one_line
from wellkept.journeys.commands.opening import open_journey
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.messages import rules as letters
from wellkept.messages.commands import came_back, note_incoming
from wellkept.messages.models import ThreadMail
from wellkept.notices.models import Notice
from wellkept.papers.commands import keep
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.models import Person, Team
from wellkept.people.queries import company, standing_member

log = logging.getLogger("wellkept.intake")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message while it is handled."""

    message: Message
    mail: ParsedMail
    mailbox: Mailbox | None


def handle(message: int) -> bool:
    """Bring one message where it belongs; False when somebody else has it in hand or it is done.

    Whatever goes wrong with it, it ends in Intake: a mail that we cannot make sense of is for a person to read.
    """
    try:
        with transaction.atomic():
            row = _locked(message)
            return row is not None and _handle(_arrival(row))
    except Exception as fault:
        log.exception("Message %s could not be brought where it belongs", message)
        trouble = f"{type(fault).__name__}: {fault}"[:500]
    try:
        with transaction.atomic():
            row = _locked(message)
            if row is None:
                return False
            row.trouble = trouble
            arrival = _arrival(row)
            _to_intake(arrival, contact=None, extra=["It could not be brought where it belongs by itself."])
            return True
    except Exception:
        log.exception("Message %s could not be put into Intake; it will be tried again", message)
        with transaction.atomic():
            row = _locked(message)
            if row is not None:
                row.tries += 1
                row.trouble = trouble
                row.save(update_fields=["tries", "trouble"])
        return False


def handle_waiting(*, limit: int = 500) -> int:
    """Handle what was stored and not handled, oldest first: what a killed process left. For the clock to call."""
    waiting = Message.objects.filter(handled_at__isnull=True).order_by("tries", "received_at")
    return sum(handle(key) for key in list(waiting.values_list("pk", flat=True)[:limit]))


def _locked(message: int) -> Message | None:
    return (
        Message.objects.select_for_update(skip_locked=True)
        .filter(pk=message, handled_at__isnull=True)
        .first()
    )


def _arrival(row: Message) -> Arrival:
    mail = parse(bytes(row.raw))
    addresses = [address for address in (row.recipient, *mail.recipients) if address]
    wanted = [*addresses, *map(rules.without_plus, addresses)]
    known = {box.address: box for box in Mailbox.objects.filter(address__in=wanted, active=True)}
    named = next((known[one] for one in wanted if one in known), None)
    if named is None and row.account is not None and row.account.mailbox is not None:
        named = row.account.mailbox if row.account.mailbox.active else None
    return Arrival(row, mail, named)


def _handle(a: Arrival) -> bool:
    if a.mail.bounce is not None and _returned(a, a.mail.bounce):
        return True
    if letters.notice_of(a.mail.message_id):
        # A letter of ours that came back to a mailbox of ours. Nobody wrote to us.
        subject = _subject_of_ids([a.mail.message_id])
        if subject is not None and Journey.objects.filter(pk=subject).exists():
            _note_automatic(a, subject)
            return True
    for journey in _named(a):
        if _on_journey(a, journey):
            return True
    item = _item_of_thread(a)
    if item is not None:
        _again(a, item)
        return True
    rule = _rule_for(a)
    if rule is not None:
        _to_intake(a, contact=None, rule=rule)
        return True
    believed = a.mail.sender is not None and not a.mail.unconfirmed
    contacts = contacts_by_email(a.mail.sender.email) if a.mail.sender and believed else []
    journey_of_sender = _the_one(contacts)
    if journey_of_sender is not None and _on_journey(a, journey_of_sender):
        return True
    return _from_somebody(a, contacts)


def _from_somebody(a: Arrival, contacts: list[Contact]) -> bool:
    """No matter of theirs is named or under way: a journey where the mailbox opens, else Intake."""
    contact = contacts[0] if len({c.customer_id for c in contacts}) == 1 else None
    several = bool(contacts) and _alive(contacts).exists()
    may_open = a.mailbox is not None and a.mailbox.opens and not several and a.mail.may_be_answered
    if may_open and not (a.mail.spam or a.mail.unconfirmed) and (contact is not None or not contacts):
        _open(a, contact)
    else:
        _to_intake(a, contact=contact)
    return True


# Where it says itself that it belongs


def _named(a: Arrival) -> Iterable[Journey]:
    """Journeys that the mail names, the surest first: behind a plus, by what it answers, in its subject."""
    ours = [address for address in (a.message.recipient, *a.mail.recipients) if address]
    for digits in rules.numbers_in_addresses(ours):
        yield from Journey.objects.filter(number=digits)
    for id in a.mail.thread:
        if named := letters.number_of(id):
            yield from Journey.objects.filter(number=named)
    subject = _subject_of_ids(a.mail.thread)
    if subject is not None:
        yield from Journey.objects.filter(pk=subject)
        yield from Journey.objects.filter(pk__in=Item.objects.filter(pk=subject).values("journey"))
    for digits in rules.numbers_in(a.mail.subject):
        yield from Journey.objects.filter(number=digits)
    if a.mail.sender is not None and not a.mail.unconfirmed:
        # In the letter a number could be anything; it counts when the writer is known there.
        for digits in rules.numbers_in(a.mail.new_text):
            yield from Journey.objects.filter(
                number=digits, customer__contacts__email__iexact=a.mail.sender.email
            ).distinct()


def _subject_of_ids(ids: Iterable[str]) -> int | None:
    """What the first of these mails was about: letters of ours, or mails that came in."""
    for id in ids:
        notice = letters.notice_of(id)
        if notice is not None:
            found = Notice.objects.filter(pk=notice).values_list("subject_id", flat=True).first()
        else:
            found = (
                ThreadMail.objects.filter(message_id=id)
                .order_by("-at")
                .values_list("subject_id", flat=True)
                .first()
            )
        if found is not None:
            return int(found)
    return None


def _the_one(contacts: list[Contact]) -> Journey | None:
    """The one matter that the sender can mean: theirs, else their customer's, open before at rest."""
    if not contacts:
        return None
    alive = list(_alive(contacts)[:50])
    mine = {contact.pk for contact in contacts}
    for state in ("open", "at_rest"):
        under_way = [j for j in alive if j.state == state]
        own = [j for j in under_way if j.contact_id in mine]
        if len(under_way) == 1:
            return under_way[0]
        if len(own) == 1:
            return own[0]
        if under_way:
            return None
    return None


def _alive(contacts: list[Contact]) -> QuerySet[Journey]:
    return (
        Journey.objects.filter(customer__in={c.customer_id for c in contacts})
        .exclude(state="ended")
        .order_by("pk")
    )


# What is done with it


def _on_journey(a: Arrival, journey: Journey) -> bool:
    """A touch on this journey, or on the one that it went on in; False when all of that has ended."""
    alive = _goes_on_in(journey)
    if alive is None:
        return False
    touch_by_mail(journey=alive.pk, message=a.message, mail=a.mail)
    _done(a, "automatic" if a.mail.automatic else "journey", alive.pk)
    return True


def _goes_on_in(journey: Journey) -> Journey | None:
    seen: set[int] = set()
    here: Journey | None = journey
    while here is not None and here.state == "ended" and here.pk not in seen:
        seen.add(here.pk)
        ending = here.ending
        here = ending.into or ending.next_journey
    return here if here is not None and here.state != "ended" else None


def _note_automatic(a: Arrival, journey: int) -> None:
    note = facts.AutomaticMailCame(message=a.message.pk, title=a.mail.subject, said=rules.said(a.mail))
    record(Entry(journey, note), by=SYSTEM.by)
    _done(a, "automatic", journey)


def _returned(a: Arrival, bounce: Bounce) -> bool:
    """A letter of ours did not reach them: the notice counts as not told."""
    keys = [key for id in (*bounce.message_ids, *a.mail.thread) if (key := letters.notice_of(id))]
    notice = Notice.objects.filter(pk__in=keys).order_by("-made_at").first()
    if notice is None:
        return False
    told = next((r for r in bounce.recipients if r.final), None) or next(iter(bounce.recipients), None)
    why = " ".join(filter(None, [told.email, told.status, told.diagnostic])) if told else a.mail.subject
    report = facts.DeliveryReportCame(
        message=a.message.pk, notice=str(notice.pk), final=bounce.final, why=why[:500]
    )
    record(Entry(notice.subject_id, report), by=SYSTEM.by)
    if bounce.final:
        came_back(notice=notice.pk, why=why[:500])
    _done(a, "bounce", notice.subject_id)
    return True


def _open(a: Arrival, contact: Contact | None) -> None:
    """The mailbox opens: a number at once, and the sender is told it."""
    assert a.mailbox is not None
    whom = contact or new_contact(a.mail, by=SYSTEM)
    standing = a.mailbox.standing
    journey = open_journey(
        customer=whom.customer_id,
        contact=whom.pk,
        need=rules.need_of(a.mail),
        by=SYSTEM,
        blueprint=a.mailbox.blueprint or None,
        owner=standing.pk if standing is not None and standing.active else None,
        channel="mail",
        happened=rules.happened(a.mail, a.message.received_at),
        acknowledge=True,
    )
    _done(a, "opened", journey.pk)


def _to_intake(
    a: Arrival, *, contact: Contact | None, rule: Rule | None = None, extra: Iterable[str] = ()
) -> None:
    """An item in somebody's hands, with a clock; or, by a rule that somebody answers for, set aside at once."""
    team, handler = _who_receives(a)
    sender = a.mail.sender
    item = Item(
        subject_id=open_subject("intake"),
        mailbox=a.mailbox,
        team=team,
        handler_id=handler,
        arrived_at=rules.happened(a.mail, a.message.received_at),
        due_at=due_from(a.message.received_at, a.mailbox.hours if a.mailbox else 4),
        sender=sender.email if sender else "",
        sender_name=sender.name if sender else "",
        title=a.mail.subject,
        words=one_line(a.mail.new_text, 300),
        contact=contact,
        marks=[*rules.marks(a.mail, reused_id=a.message.reused_id), *extra],
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
        entries = [Entry(item.pk, facts.ItemSetAside(reason=rule.why, rule=rule.pk))]
    item.save(force_insert=True)
    audience = Audience((handler,), (item.team_id,)) if rule is None else Audience()
    record(*entries, by=by.by, audience=audience)
    _done(a, "set_aside" if rule is not None else "item", item.pk)


def _again(a: Arrival, item: Item) -> None:
    """The same sender once more, in a matter about which nobody has decided yet."""
    record(
        Entry(item.pk, facts.ItemWroteAgain(message=a.message.pk, title=a.mail.subject)),
        by=SYSTEM.by,
        audience=Audience((item.handler_id,), (item.team_id,)),
    )
    _done(a, "item", item.pk)


def _item_of_thread(a: Arrival) -> Item | None:
    subject = _subject_of_ids(a.mail.thread)
    if subject is None:
        return None
    return Item.objects.select_for_update(of=("self",)).filter(pk=subject, state="waiting").first()


def _rule_for(a: Arrival) -> Rule | None:
    in_force = Rule.objects.filter(ended_at__isnull=True).order_by("pk")
    return next((rule for rule in in_force if rules.sets_aside(rule.kind, rule.pattern, a.mail)), None)


def _who_receives(a: Arrival) -> tuple[Team | None, int]:
    """The team whose mailbox it is, else sales; its standing member, else the process owner."""
    team = a.mailbox.team if a.mailbox else Team.objects.filter(stage="sales").order_by("pk").first()
    if a.mailbox is not None and a.mailbox.standing is not None and a.mailbox.standing.active:
        return team, a.mailbox.standing.pk
    if team is not None:
        try:
            return team, standing_member(team)
        except Refusal:
            pass
    owner = company().process_owner_id
    if owner is None:
        owner = Person.objects.filter(active=True).order_by("pk").values_list("pk", flat=True)[0]
    return team, owner


def _done(a: Arrival, outcome: str, subject: int) -> None:
    """The message has ended somewhere; its enclosures are kept there, and its thread is known from now on."""
    row = a.message
    row.handled_at, row.outcome, row.subject_id = clock.now(), outcome, subject
    row.save(update_fields=["handled_at", "outcome", "subject", "trouble"])
    note_incoming(subject=subject, message_id=row.message_id)
    for place, enclosed in enumerate(a.mail.attachments):
        try:
            paper = keep(
                subject=subject, name=enclosed.name, media_type=enclosed.media_type, content=enclosed.content
            )
        except Refusal:
            continue  # empty, or over the limit: it is still in the message as it arrived
        Enclosure.objects.create(message=row, paper=paper, place=place)
