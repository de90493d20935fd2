"""Decisions of people about intake items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands import add_contact, add_customer
from wellkept.customers.models import Contact
from wellkept.customers.preferences import Preferences
from wellkept.events import sweeps
from wellkept.events.commands import Audience, Entry, record
from wellkept.events.facts import Fact
from wellkept.files.commands import move as move_files
from wellkept.intake import facts, rules
from wellkept.intake.calls_and_forms import call_of
from wellkept.intake.commands.filter_rules import make_rule
from wellkept.intake.commands.first_contact import Speaker
from wellkept.intake.message import read
from wellkept.intake.models import Item, Message
from wellkept.intake.senders import contacts_of, staff_member
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.commands.touches import Report, log_touch
from wellkept.journeys.models import Journey, Touch
from wellkept.journeys.need import AS_USUAL, Need, Origin, Start
from wellkept.journeys.touch import Effort, IncomingTouch, OutgoingTouch
from wellkept.kernel import clock, languages
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.mail_address import has_address
from wellkept.kernel.phone_number import no_telephone
from wellkept.kernel.refusal import Refusal, forbidden, invalid, missing
from wellkept.mail import ParsedMail
from wellkept.messages.commands import move_thread
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.actor import customer as as_customer
from wellkept.people.models import Person
from wellkept.people.queries import warned_about
from wellkept.references.commands import note

UNKNOWN = Speaker()  # the message alone says who it is
AGAIN = timedelta(hours=4)  # the clock of an item that is handed on or taken back
CHANNEL = {"mail": "mail", "form": "page", "call": "call", "message": "message"}  # as a journey calls it


@transaction.atomic
def open_journey_from(
    *,
    item: int,
    by: Actor,
    speaker: Speaker = UNKNOWN,
    need: str = "",
    start: Start = AS_USUAL,
    acknowledge: bool = True,
) -> Journey:
    """Open a journey from an item.

    The speaker is the sender, as our colleague knows them: a customer or contact of ours, or new ones. Where they
    say nothing, the message does, and the sender is found or added. Without a need it is in the message too.
    """
    row = _waiting(item, by)
    messages = _messages(row)
    first = read(messages[0])
    if row.channel == "call" and not need.strip() and not first.new_text.strip():
        raise invalid(
            "need", _("What is the problem, in their words? If nobody has spoken with them, call them first.")
        )
    contact = _contact(row, first, speaker, by=by)
    journey = open_journey(
        customer=contact.customer_id,
        contact=contact.pk,
        need=Need(need.strip() or rules.need_of(first)),
        by=by,
        start=start,
        origin=Origin(
            channel=CHANNEL[row.channel],
            happened=row.arrived_at,
            number=_given(messages),
            source=source_of(messages[0]),
        ),
        acknowledge=acknowledge and first.may_be_answered,
    )
    _settle(row, journey, by, facts.ItemBecameJourney(journey=journey.pk, number=journey.number))
    for later in messages if row.channel == "call" else messages[1:]:
        touch_by(journey=journey.pk, message=later, mail=read(later))
    return journey


@transaction.atomic
def attach_to(*, item: int, journey: int, by: Actor) -> Journey:
    """Attach an item to a known journey. Each of its mails becomes a touch that we have to answer."""
    row = _waiting(item, by)
    known = Journey.objects.filter(pk=journey).first()
    if known is None:
        raise missing("journey", _("There is no such journey."))
    for message in _messages(row):
        touch_by(journey=known.pk, message=message, mail=read(message))
    _settle(row, known, by, facts.ItemAttached(journey=known.pk, number=known.number))
    return known


@transaction.atomic
def set_aside(*, item: int, reason: str, by: Actor, always: bool = False) -> None:
    """Set an item aside: it stays findable, with its reason. `always` also makes a rule for its sender."""
    row = _waiting(item, by)
    if not reason.strip():
        raise invalid("reason", _("Why is there nothing to do about it?"))
    row.state, row.reason = "set_aside", reason.strip()
    row.decided_at, row.decided_by_id = clock.now(), by.as_staff()
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    _say(row, facts.ItemSetAside(reason=row.reason), by)
    if always and row.sender:
        make_rule(kind="sender", pattern=row.sender, why=row.reason, by=by)


@transaction.atomic
def take_back(*, item: int, reason: str = "", in_sample: bool = False, by: Actor) -> None:
    """Return an item to the list that a person or a rule set aside wrongly. `in_sample`: as the sample showed."""
    row = _locked(item, by)
    if row.state != "set_aside":
        raise Refusal("not_set_aside", _("This was not set aside."))
    if not (reason.strip() or in_sample):
        raise invalid("reason", _("Why does it wait again?"))
    row.mistake_of = row.rule or row.mistake_of  # it counts against the rule
    row.state, row.reason, row.rule = "waiting", "", None
    row.decided_at, row.decided_by = None, None
    row.handler_id, row.due_at, row.warned_at = by.as_staff(), clock.now() + AGAIN, None
    row.save()
    handler, due = row.handler_id, row.due_at
    _say(row, facts.ItemTakenBack(handler=handler, due=due, reason=reason.strip(), in_sample=in_sample), by)


@transaction.atomic
def hand_item(*, item: int, to: int, by: Actor, why: str = "") -> None:
    """Pass an item to a colleague. Its due time stays; an expired one starts again."""
    row = _waiting(item, by)
    _hand(row, to, by, why=why.strip())


@transaction.atomic
def set_clock(*, item: int, due: datetime, by: Actor) -> None:
    """Set another due time, because somebody was told so."""
    row = _waiting(item, by)
    must_be_ahead("due", due, now=max(clock.now(), row.arrived_at))
    row.due_at, row.warned_at = due, None
    row.save(update_fields=["due_at", "warned_at"])
    _say(row, facts.ItemClockSet(due=due), by)


@transaction.atomic
def hand_over_items(*, person: int, to: int, by: Actor) -> int:
    """Pass all waiting items of `person`, who leaves, to `to`."""
    rows = list(Item.objects.select_for_update().filter(handler_id=person, state="waiting").order_by("pk"))
    for row in rows:
        _hand(row, to, by, why="")
    return len(rows)


def warn_of_overdue(*, limit: int = 200) -> int:
    """Warn the team's lead and the process owner once of overdue items. Run by the clock."""
    now = clock.now()
    late = Item.objects.filter(state="waiting", due_at__lt=now, warned_at__isnull=True).order_by("due_at")

    def warn(item: int) -> bool:
        locked = Item.objects.select_for_update(of=("self",), skip_locked=True).select_related("team")
        row = locked.filter(pk=item, state="waiting", warned_at__isnull=True).first()
        if row is None:
            raise sweeps.NotDue
        row.warned_at = now
        row.save(update_fields=["warned_at"])
        lead = row.team.lead_id if row.team else None
        warned = warned_about(row.handler_id, lead)
        _say(row, facts.ItemOverdue(warned=warned), SYSTEM, also=warned)
        return True

    return sweeps.each_due("warn_of_overdue_items", late, warn, limit=limit)


def touch_by(*, journey: int, message: Message, mail: ParsedMail) -> None:
    """Record a mail as the customer's touch on this journey. A program's mail is only noted."""
    who = sender_at(journey, mail)
    if message.channel == "call":
        log_call(journey=journey, message=message, contact=who.pk if who else None)
        return
    if mail.automatic:
        note = facts.AutomaticMailCame(message=message.pk, title=mail.subject, said=rules.said(mail))
        record(Entry(journey, note), by=SYSTEM.by)
        return
    log_touch(
        journey=journey,
        touch=IncomingTouch(
            CHANNEL[message.channel],
            rules.said(mail),
            contact=who.pk if who else None,
            title=mail.subject or None,
            happened=rules.happened(mail, message.received_at),
        ),
        report=Report(source=source_of(message), stranger=_named(mail) if who is None else ""),
        by=as_customer(who.pk, name=who.name) if who and message.channel == "mail" else SYSTEM,
    )


def sender_at(journey: int, mail: ParsedMail) -> Contact | None:
    """Find the contact of the journey's customer who wrote this mail, if the sender is confirmed."""
    if mail.sender is None or mail.unconfirmed:
        return None
    writers = [contact.pk for contact in contacts_of(mail.sender)]
    theirs = Contact.objects.filter(
        customer__in=Journey.objects.filter(pk=journey).values("customer"), pk__in=writers
    )
    return theirs.order_by("pk").first()


def log_call(*, journey: int, message: Message, contact: int | None) -> Touch:
    """Record a call as a touch. A missed call is to be returned."""
    call = call_of(bytes(message.raw))
    ours = staff_member(call.by) if call.by else None
    direction = OutgoingTouch if call.outgoing else IncomingTouch
    return log_touch(
        journey=journey,
        touch=direction(
            "call",
            call.words,
            contact=contact,
            happened=rules.told_at(call.at, message.received_at),
            unanswered=not call.answered,
            effort=Effort(seconds_waited=call.seconds_waited),
        ),
        report=Report(
            source=source_of(message),
            stranger="" if contact else call.caller or "a withheld number",
            person=ours.pk if ours else None,
            spoke=call.answered,
        ),
        by=SYSTEM,
    )


def name_also(*, journey: int, messages: Iterable[Message]) -> None:
    """Add the numbers that people were given for these messages as references of the journey."""
    row = Journey.objects.select_related("customer").get(pk=journey)
    references = [
        ("number", message.number) for message in messages if message.number and message.number != row.number
    ]
    if references:
        note(subject=row.pk, texts=references, country=row.customer.country, customer=row.customer_id)


def source_of(message: Message) -> str:
    """Word by which an event of a journey names the message that it came from."""
    return f"message:{message.pk}"


def _given(messages: Iterable[Message]) -> str | None:
    """Give the first number that was given to the sender and belongs to no journey yet."""
    numbers = [message.number for message in messages if message.number]
    taken = Journey.objects.filter(number__in=numbers).values_list("number", flat=True)
    return next((digits for digits in numbers if digits not in taken), None)


def _named(mail: ParsedMail) -> str:
    """Word the sender: an unknown one, or one who may not be the contact."""
    name = str(mail.sender or "an unknown sender")
    return f"{name} (the mail server could not confirm this sender)" if mail.unconfirmed else name


def _contact(row: Item, mail: ParsedMail, speaker: Speaker, *, by: Actor) -> Contact:
    """Find or add the contact for the journey."""
    customer = speaker.customer
    if speaker.contact is not None:
        known_contact = Contact.objects.filter(pk=speaker.contact).first()
        if known_contact is None or (customer is not None and known_contact.customer_id != customer):
            raise invalid("contact", _("This contact belongs to another customer."))
        return known_contact
    sender = mail.answer_to
    email = sender.email if sender else ""
    if customer is None and not speaker.name.strip() and row.contact is not None:
        return row.contact
    if customer is not None and email:
        known = Contact.objects.filter(has_address("email", email), customer_id=customer, active=True).first()
        if known is not None:
            return known
    return new_contact(mail, replace(speaker, name=speaker.name or mail.company), by=by)


def new_contact(mail: ParsedMail, speaker: Speaker = UNKNOWN, *, by: Actor) -> Contact:
    """Add the sender as a contact, of a new customer unless one is given, in their language.

    The language is what a person typed, that of their form, or that of their words. Else it is their customer's, or of
    a new customer what their mail program says, or the company's.
    Where words stand in place of a telephone number, the message alone keeps them.
    """
    sender = mail.answer_to
    email = sender.email if sender else ""
    phone = sender.phone if sender and no_telephone(sender.phone) is None else ""
    sender_name = sender.name or email.partition("@")[0] or phone if sender else ""
    name = speaker.contact_name.strip() or sender_name or "Somebody"
    is_spoken = speaker.language in languages.complete()
    shown = rules.language_of(mail, is_known=speaker.customer is not None)
    language = (speaker.language if is_spoken else shown) or None
    typed = speaker.email.strip()
    phone, email = speaker.phone.strip() or phone, typed or email
    customer, company = speaker.customer, speaker.name.strip()
    if customer is None:
        kind = "organisation" if company else "person"
        customer = add_customer(name=company or name, kind=kind, language=language, by=by).pk
    add = partial(
        add_contact,
        customer=customer,
        name=name,
        phone=phone,
        preferences=Preferences(language=language),
        by=by,
    )
    try:
        return add(email=email)
    except Refusal as refusal:
        if refusal.field != "email" or typed:
            raise
        # An address that we could never write to; it stays readable in the mail itself.
        return add()


def _settle(
    row: Item, journey: Journey, by: Actor, fact: facts.ItemBecameJourney | facts.ItemAttached
) -> None:
    """End the item on the journey, with its messages and files."""
    row.state, row.journey = "on_journey", journey
    row.decided_at, row.decided_by_id = clock.now(), by.person
    row.save(update_fields=["state", "journey", "decided_at", "decided_by"])
    outcome = "opened" if isinstance(fact, facts.ItemBecameJourney) else "journey"
    name_also(journey=journey.pk, messages=Message.objects.filter(subject_id=row.pk))
    Message.objects.filter(subject_id=row.pk).update(subject_id=journey.pk, outcome=outcome)
    move_files(subject=row.pk, to=journey.pk)
    move_thread(subject=row.pk, to=journey.pk)
    _say(row, fact, by)


def _hand(row: Item, to: int, by: Actor, *, why: str) -> None:
    """Change the handler and record it."""
    if not Person.objects.filter(pk=to, active=True).exists():
        raise invalid("to", _("This person has left."))
    before = row.handler_id
    if before == to:
        return
    now = clock.now()
    row.handler_id = to
    if row.due_at < now:
        row.due_at, row.warned_at = now + AGAIN, None
    row.save(update_fields=["handler", "due_at", "warned_at"])
    fact = facts.ItemHanded(handler_before=before, handler=to, due=row.due_at, why=why)
    _say(row, fact, by, also=before)


def _say(row: Item, fact: Fact, by: Actor, *, also: int | None = None) -> None:
    """Record an event of the item."""
    record(Entry(row.pk, fact), by=by.by, audience=Audience((row.handler_id, also), (row.team_id,)))


def _messages(row: Item) -> list[Message]:
    """Read the item's messages, the oldest first."""
    messages = list(Message.objects.filter(subject_id=row.pk).order_by("received_at", "pk"))
    if not messages:
        raise Refusal("no_message", _("There is no message behind this item."))
    return messages


def _waiting(item: int, by: Actor) -> Item:
    """Lock the item and refuse if it was decided."""
    row = _locked(item, by)
    if row.state != "waiting":
        raise Refusal(
            "decided_already",
            _("Somebody has decided about this already."),
            instead=_("Look at what they did; take it back if it was set aside wrongly."),
        )
    return row


def _locked(item: int, by: Actor) -> Item:
    """Lock the item."""
    by.as_staff()
    if by.scopes is not None and not {"write", "intake"} & by.scopes:
        raise forbidden(_("This token may read, not write."))
    row = Item.objects.select_for_update(of=("self",)).select_related("contact").filter(pk=item).first()
    if row is None:
        raise missing("item", _("There is no such item."))
    return row
