"""Data for composing letters, delivery attempts, and the demo's mailbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wellkept.entities.queries import imprint
from wellkept.journeys.models import Journey
from wellkept.journeys.queries import is_of_customer_of
from wellkept.journeys.rights import closed_to
from wellkept.kernel import clock, number
from wellkept.kernel.refusal import missing
from wellkept.kernel.text import Text
from wellkept.messages import rules
from wellkept.messages.letters import PAGE, Person, Telling, compose, with_page
from wellkept.messages.mail import NEW_THREAD, Recipient, Sender, Thread
from wellkept.messages.models import Attempt, ThreadMail
from wellkept.messages.page_address import page_for
from wellkept.notices.models import Notice
from wellkept.people.actor import Actor
from wellkept.people.models import Company
from wellkept.people.models import Person as Colleague
from wellkept.people.queries import away, company, stand_in
from wellkept.people.queries import person as colleague


class Addressing(TypedDict):
    """Arguments of `mail.build` that are the same for every form of a letter."""

    to: Recipient
    sender: Sender
    journey: str
    thread: Thread


def telling_of(row: Notice) -> tuple[Telling, Addressing]:
    """Collect the data that a notice's letter is composed from, and the addressing of its mail."""
    ours = company()
    contact = row.contact
    person = row.person
    journey, entity = Journey.objects.filter(pk=row.subject_id).values_list(
        "number", "entity_id"
    ).first() or ("", None)
    named = _number_for_reader(row, journey)
    today = stand_in(person.pk) if away([person.pk]) else person.pk
    telling = Telling(
        kind=row.kind,
        language=row.language,
        company=ours.name,
        company_phone=ours.phone,
        imprint=imprint(entity),
        person=_reachable(person),
        instead=_reachable(colleague(today)) if today != person.pk else None,
        to=contact.name if contact else "",
        number=number.show(named) if named else "",
        time_zone=contact.time_zone or contact.customer.time_zone if contact else ours.time_zone,
        words=row.words,
        facts=row.facts,
    )
    thread = tuple(
        f"<{message_id}>"
        for message_id in ThreadMail.objects.filter(subject_id=row.subject_id)
        .order_by("-at", "-pk")
        .values_list("message_id", flat=True)[:20]
    )
    mail: Addressing = {
        "to": Recipient(row.address, contact.name if contact else ""),
        "sender": replace(sender(ours), person=person.name),
        "journey": named,
        "thread": Thread(thread[0], tuple(reversed(thread[1:])))
        if thread and named == journey
        else NEW_THREAD,
    }
    return telling, mail


def _number_for_reader(row: Notice, journey: str) -> str:
    """The one number that the letter names, in its subject too: the journey's own.

    Who wrote into a form may be anybody. They know the number that the form gave, and get no other.
    """
    if row.kind == "form_received" and journey:
        return number.parse(str(row.facts.get("given", ""))) or journey
    return journey


def words_to_say(row: Notice) -> str:
    """Give the letter's text without the link, for a person who tells it by telephone or posts it."""
    text, leads, _rest = compose(telling_of(row)[0]).text.partition(PAGE)
    return text.rpartition("\n\n")[0] if leads else text


def quiet_until(row: Notice) -> datetime | None:
    """Give the end of the reader's quiet hours if this automatic letter can wait; else None."""
    contact = row.contact
    if contact is None or not row.automatic or row.kind not in rules.CAN_WAIT:
        return None
    zone = clock.zone(contact.time_zone or contact.customer.time_zone)
    return rules.quiet_until(now=clock.now(), zone=zone, start=contact.quiet_from, end=contact.quiet_until)


def _reachable(row: Colleague) -> Person:
    """Convert a colleague to the person named in a letter."""
    return Person(name=row.name, phone=row.phone, email=row.email, title=row.title)


def sender(ours: Company) -> Sender:
    """Choose the sender of letters: the installation's address, else the company's."""
    configured: str = settings.DEFAULT_FROM_EMAIL
    address = ours.mail if configured.endswith("@localhost") and ours.mail else configured
    host = address.rpartition("@")[2] or urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return Sender(address=address, company=ours.name, host=host, plus=settings.MAIL_PLUS)


def tried(row: Notice) -> tuple[datetime, int]:
    """Count the failed attempts in a row, and since when. "Send again" resets the count."""
    vain = Attempt.objects.filter(notice=row, outcome="not_now")
    if done := Attempt.objects.filter(notice=row).exclude(outcome="not_now").order_by("-at").first():
        vain = vain.filter(pk__gt=done.pk)
    times = list(vain.order_by("at").values_list("at", flat=True))
    return (times[0] if times else clock.now()), len(times)


def another_was_taken(row: Notice, *, but: int) -> bool:
    """Whether the mail server has taken another letter since it first refused this one. `but`: the try under way."""
    vain = Attempt.objects.filter(notice=row, outcome="not_now").order_by("pk").first()
    if vain is None:
        return False
    return Attempt.objects.filter(outcome="carried", pk__gt=vain.pk).exclude(pk=but).exists()


def is_taken_unmarked(row: Notice) -> bool:
    """Whether a mail server has this letter, but it could not be marked as told. "Send again" resets it."""
    if row.carried_at is not None or not row.trouble:
        return False
    latest = Attempt.objects.filter(notice=row).order_by("-at", "-pk").first()
    return latest is not None and latest.outcome == "carried"


@dataclass(frozen=True, slots=True)
class Refused:
    """Letters that no mail server takes: since when, the latest reason, and how many wait."""

    since: datetime
    reason: Text
    waiting: int


def refused_letters() -> Refused | None:
    """Tell whether letters wait that were tried in vain, and none was carried since. None if all is well."""
    vain = Attempt.objects.filter(notice__due_at__isnull=False, outcome="not_now")
    latest = vain.order_by("-pk").first()
    if latest is None:
        return None
    if done := Attempt.objects.filter(outcome="carried").order_by("-pk").first():
        vain = vain.filter(pk__gt=done.pk)
    first = vain.order_by("pk").first()
    if first is None:
        return None
    return Refused(
        first.at, latest.reply, Notice.objects.filter(channel="mail", due_at__isnull=False).count()
    )


def is_due_letter() -> Q:
    """Condition of the letters that are due.

    The clock may have been set back: one that was not tried yet is due always, and no wait is longer than the longest.
    """
    now = clock.now()
    too_long = Q(tries__gt=0, due_at__gt=now + rules.LONGEST_WAIT * 1.2)
    is_due = Q(due_at__lte=now) | Q(due_at=F("made_at")) | too_long
    return Q(channel="mail", due_at__isnull=False) & is_due


def is_of_another_customer(row: Notice) -> bool:
    """Whether the letter's journey has gone to another customer than its contact since it was queued: by a split."""
    journey = Journey.objects.filter(pk=row.subject_id).first()
    return journey is not None and row.contact is not None and not is_of_customer_of(row.contact, journey)


def attempts(notice: UUID) -> list[Attempt]:
    """List the attempts of one notice, the latest first."""
    return list(Attempt.objects.filter(notice_id=notice).order_by("-at", "-pk"))


def waiting() -> list[Notice]:
    """List notices to be delivered, with their trouble if there is any."""
    return list(
        Notice.objects.filter(channel="mail", due_at__isnull=False)
        .select_related("contact", "person")
        .order_by("due_at")
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """Letter as the customer would have received it."""

    notice: UUID
    at: datetime
    to: str
    to_name: str
    sender: str
    title: str
    text: str
    html: str
    language: str


def mailbox(*, by: Actor, before: datetime | None = None, limit: int = 50) -> list[Kept]:
    """List the letters that the demo's mailbox took and `by` may read, the newest first."""
    attempts_kept = Attempt.objects.filter(carrier="mailbox", outcome="carried")
    attempts_kept = attempts_kept.exclude(notice__subject_id__in=closed_to(by))
    if before is not None:
        attempts_kept = attempts_kept.filter(at__lt=before)
    rows = attempts_kept.select_related("notice__contact", "notice__person").order_by("-at", "-pk")[:limit]
    ours = company()
    return [_kept(row, ours) for row in rows]


def in_mailbox(notice: UUID, *, by: Actor) -> Kept:
    """Read one letter of the mailbox, with a working link. Of a confidential journey only for its readers."""
    row = (
        Attempt.objects.filter(carrier="mailbox", outcome="carried", notice_id=notice)
        .exclude(notice__subject_id__in=closed_to(by))
        .select_related("notice__contact", "notice__person")
        .order_by("-at")
        .first()
    )
    if row is None:
        raise missing("letter", _("There is no such letter in the mailbox."))
    return _kept(row, company())


def _kept(row: Attempt, ours: Company) -> Kept:
    """Compose one letter of the mailbox."""
    notice = row.notice
    journey = Journey.objects.filter(pk=notice.subject_id).values_list("number", flat=True).first()
    page = page_for(notice)
    return Kept(
        notice=notice.pk,
        at=row.at,
        to=row.address,
        to_name=notice.contact.name if notice.contact else "",
        sender=f"{notice.person.name} · {ours.name}",
        title=f"[{number.show(journey)}] {notice.title}" if journey else notice.title,
        text=with_page(notice.text, page),
        html=with_page(notice.html, page),
        language=notice.language,
    )
