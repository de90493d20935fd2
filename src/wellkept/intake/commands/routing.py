"""Route stored messages to where they belong.

The order: a bounce of our letter, then the number behind a plus in the address, then the mails that it
answers. Next a number in its subject, then a rule that sets it aside. Then a known sender with one open
journey, then a door that opens. Else Intake, with a handler and a due time. Calls have rules of their own
(`calls`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from wellkept.customers.models import Contact
from wellkept.events import sweeps
from wellkept.events.commands import Entry, record
from wellkept.intake import facts, rules
from wellkept.intake.commands.calls import bring_call
from wellkept.intake.commands.outcomes import (
    Arrival,
    done,
    into_intake,
    once_more,
    onto_journey,
    open_one,
    rule_for,
)
from wellkept.intake.message import read
from wellkept.intake.models import Item, Message
from wellkept.intake.senders import contacts_of, is_colleague, journeys_of_number, waiting_under
from wellkept.journeys.models import Journey
from wellkept.kernel.fault_words import name_of
from wellkept.kernel.mail_address import has_address
from wellkept.mail import Bounce
from wellkept.mailboxes.models import Mailbox
from wellkept.messages import rules as letters
from wellkept.messages.commands import came_back
from wellkept.messages.models import ThreadMail
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM
from wellkept.people.queries import company

log = logging.getLogger("wellkept.intake")


def handle(message: int) -> bool:
    """Route one message. False if another process handles it or it is done.

    Whatever goes wrong, it ends in Intake: a mail that we cannot understand is for a person to read.
    """
    try:
        with transaction.atomic():
            row = _locked(message)
            return row is not None and _handle(_arrival(row))
    except Exception as fault:
        log.exception("Message %s could not be brought where it belongs", message)
        trouble = name_of(fault)
    try:
        with transaction.atomic():
            row = _locked(message)
            if row is None:
                return False
            row.trouble = trouble
            arrival = _arrival(row)
            into_intake(arrival, contact=None, extra=[["not_brought"]])
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


def handle_at_once(message: int) -> None:
    """Route a message that was just stored. Whatever goes wrong, it stays stored and the worker handles it."""
    try:
        handle(message)
    except Exception:  # who brought it must hear that it is stored
        log.exception("Message %s is stored and not handled yet", message)


def handle_waiting(*, limit: int = 500) -> int:
    """Route messages that a killed process left, the oldest first. Run by the clock."""
    waiting = Message.objects.filter(handled_at__isnull=True).order_by("tries", "received_at")
    return sweeps.each_due("handle_mail", waiting, handle, limit=limit)


def _locked(message: int) -> Message | None:
    """Lock an unhandled message."""
    return (
        Message.objects.select_for_update(skip_locked=True)
        .filter(pk=message, handled_at__isnull=True)
        .first()
    )


def _arrival(row: Message) -> Arrival:
    """Read the message with its door."""
    mail = read(row)
    if row.form is not None:
        return Arrival(row, mail, row.form)
    addresses = [address for address in (row.recipient, *mail.recipients) if address]
    wanted = [*addresses, *map(rules.without_plus, addresses)]
    known = {box.address: box for box in Mailbox.objects.filter(address__in=wanted, active=True)}
    named = next((known[address] for address in wanted if address in known), None)
    if named is None and row.account is not None and row.account.mailbox is not None:
        named = row.account.mailbox if row.account.mailbox.active else None
    return Arrival(row, mail, named)


def _handle(a: Arrival) -> bool:
    """Route one message by the order above."""
    if a.message.channel == "call":
        return bring_call(a)
    if a.mail.bounce is not None and _returned(a, a.mail.bounce):
        return True
    if letters.notice_of(a.mail.message_id):
        # A letter of ours that came back to a mailbox of ours. Nobody wrote to us.
        subject = _subject_of_ids([a.mail.message_id])
        if subject is not None and Journey.objects.filter(pk=subject).exists():
            _note_automatic(a, subject)
            return True
    answers = _subject_of_ids(a.mail.thread)
    for journey in _named(a, answers):
        if onto_journey(a, journey):
            return True
    item = _item_of_thread(answers) or waiting_under(rules.numbers_in(a.mail.subject))
    if item is not None:
        once_more(a, item)
        return True
    rule = rule_for(a)
    if rule is not None:
        into_intake(a, contact=None, rule=rule)
        return True
    believed = a.mail.sender is not None and not a.mail.unconfirmed
    contacts = contacts_of(a.mail.sender) if a.mail.sender and believed else []
    journey_of_sender = _the_one(contacts)
    if journey_of_sender is not None and onto_journey(a, journey_of_sender):
        return True
    return _from_somebody(a, contacts)


def _from_somebody(a: Arrival, contacts: list[Contact]) -> bool:
    """Route a mail that names no journey: a new journey if the door opens, else Intake."""
    contact = contacts[0] if len({c.customer_id for c in contacts}) == 1 else None
    several = bool(contacts) and _alive(contacts).exists()
    may_open = a.door is not None and a.door.opens and not several and a.mail.may_be_answered
    may_open = may_open and not _to_ourselves(a) and not (contact is None and _by_a_colleague(a))
    if may_open and not (a.mail.spam or a.mail.unconfirmed) and (contact is not None or not contacts):
        open_one(a, contact)
    else:
        into_intake(a, contact=contact)
    return True


def _by_a_colleague(a: Arrival) -> bool:
    """Whether one of us wrote the mail. It may be a customer's, forwarded, so a person says whose it is."""
    sender = a.mail.sender
    return a.message.channel == "mail" and sender is not None and is_colleague(sender)


def _to_ourselves(a: Arrival) -> bool:
    """Whether an answer would return to our own address, so that two programs would talk for ever."""
    answer_address = a.mail.answer_to
    if answer_address is None:
        return False
    where = rules.without_plus(answer_address.email)
    ours = {company().mail.lower(), settings.DEFAULT_FROM_EMAIL.lower()}
    return where in ours or Mailbox.objects.filter(address=where).exists()


# Where it says itself that it belongs


def _named(a: Arrival, answers: int | None) -> Iterable[Journey]:
    """List journeys that the mail names, the surest first: behind a plus, by what it answers, in its subject."""
    ours = [address for address in (a.message.recipient, *a.mail.recipients) if address]
    for digits in rules.numbers_in_addresses(ours):
        yield from journeys_of_number(digits)
    for id in a.mail.thread:
        if named := letters.number_of(id):
            yield from Journey.objects.filter(number=named)
    if answers is not None:
        yield from Journey.objects.filter(pk=answers)
        yield from Journey.objects.filter(pk__in=Item.objects.filter(pk=answers).values("journey"))
    for digits in rules.numbers_in(a.mail.subject):
        yield from journeys_of_number(digits)
    if a.mail.sender is not None and a.mail.sender.email and not a.mail.unconfirmed:
        # In the letter a number could be anything; it counts when the writer is known there.
        for digits in rules.numbers_in(a.mail.new_text):
            yield from Journey.objects.filter(
                has_address("customer__contacts__email", a.mail.sender.email), number=digits
            ).distinct()


def _subject_of_ids(ids: Iterable[str]) -> int | None:
    """Find the subject of the first of these mails: letters of ours, or incoming mails."""
    for id in ids:
        notice = letters.notice_of(id)
        if notice is not None:
            subject = Notice.objects.filter(pk=notice).values_list("subject_id", flat=True).first()
        else:
            subject = (
                ThreadMail.objects.filter(message_id=id)
                .order_by("-at")
                .values_list("subject_id", flat=True)
                .first()
            )
        if subject is not None:
            return int(subject)
    return None


def _the_one(contacts: list[Contact]) -> Journey | None:
    """The only open journey of this sender, if there is exactly one. Else their customer's; open before at
    rest.
    """
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
    """List living journeys of these contacts."""
    return (
        Journey.objects.filter(customer__in={c.customer_id for c in contacts})
        .exclude(state="ended")
        .order_by("pk")
    )


# What is done with it


def _note_automatic(a: Arrival, journey: int) -> None:
    """Note an automatic mail on the journey."""
    note = facts.AutomaticMailCame(message=a.message.pk, title=a.mail.subject, said=rules.said(a.mail))
    record(Entry(journey, note), by=SYSTEM.by)
    done(a, "automatic", journey)


def _returned(a: Arrival, bounce: Bounce) -> bool:
    """Mark the notice of a bounced letter as not told."""
    keys = [key for id in (*bounce.message_ids, *a.mail.thread) if (key := letters.notice_of(id))]
    notice = Notice.objects.filter(pk__in=keys).order_by("-made_at").first()
    if notice is None:
        return False
    recipient = next((r for r in bounce.recipients if r.final), None) or next(iter(bounce.recipients), None)
    why = (
        " ".join(filter(None, [recipient.email, recipient.status, recipient.diagnostic]))
        if recipient
        else a.mail.subject
    )
    report = facts.DeliveryReportCame(
        message=a.message.pk, notice=str(notice.pk), final=bounce.final, why=why[:500]
    )
    record(Entry(notice.subject_id, report), by=SYSTEM.by)
    if bounce.final:
        came_back(notice=notice.pk, why=why[:500])
    done(a, "bounce", notice.subject_id)
    return True


def _item_of_thread(answers: int | None) -> Item | None:
    """Find the waiting item of this thread."""
    if answers is None:
        return None
    return Item.objects.select_for_update(of=("self",)).filter(pk=answers, state="waiting").first()
