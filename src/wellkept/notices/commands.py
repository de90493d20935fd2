"""Write notices, and record how their delivery went, in the caller's batch of events."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.rows import insert
from wellkept.kernel.text import fill
from wellkept.notices import facts
from wellkept.notices.models import Notice
from wellkept.people.actor import Actor

# What they have to hear, and what a named person can tell them in time: the journey stays open, and telling them is a
# step on it (docs/adr/0026). All else is a receipt, a link or a page to read, or the end of a journey that carries no
# step any more: it goes by mail where there is an address.
AS_THEY_PREFER = frozenset({"delay"})


def write(
    *,
    subject: int,
    kind: str,
    contact: Contact | None,
    person: int,
    facts_of: dict[str, Any] | None = None,
    words: str = "",
    automatic: bool = True,
    new: bool = True,
    channel: str | None = None,
    address: str | None = None,
    language: str | None = None,
) -> tuple[Notice, Entry]:
    """Write a notice and return it with its event. Part of the caller's act and transaction.

    Channel: mail where the contact has an address, else telephone, else a posted letter; notices that must be
    heard use the contact's preferred channel. A call or letter is told when somebody records it.
    """
    now = clock.now()
    to = (address if address is not None else contact.email if contact else "").strip()
    by_channel = channel or _way(kind, contact, to)
    notice = Notice(
        subject_id=subject,
        kind=kind,
        channel=by_channel,
        contact=contact,
        address=to if by_channel == "mail" else "",
        language=language or (contact.language if contact else "en"),
        person_id=person,
        facts=facts_of or {},
        words=words,
        automatic=automatic,
        says_something_new=new,
        made_at=now,
        due_at=now if by_channel == "mail" else None,
    )
    insert(notice)
    return notice, Entry(
        subject,
        facts.NoticeQueued(
            notice=str(notice.pk),
            kind=kind,
            channel=by_channel,
            contact=contact.pk if contact else None,
            new=new,
            words=words or None,
        ),
    )


def _way(kind: str, contact: Contact | None, to: str) -> str:
    prefers = contact.channel if contact is not None and kind in AS_THEY_PREFER else "mail"
    if prefers == "phone" and contact is not None and contact.phone:
        return "call"
    if prefers == "letter":
        return "letter"
    return "mail" if to else "call" if contact is not None and contact.phone else "letter"


@transaction.atomic
def carried(*, notice: UUID, title: str, text: str, html: str, by: Actor, at: datetime | None = None) -> None:
    """Mark a notice as told: its channel took it. A bounce can take that back."""
    row = _locked(notice)
    if row.carried_at is not None and row.returned_at is None:
        return
    again = row.carried_at is not None
    row.carried_at, row.returned_at, row.given_up_at = at or clock.now(), None, None
    row.due_at, row.trouble = None, ""
    if not again:
        row.title, row.text, row.html = title, text, html
    row.save(
        update_fields=[
            "carried_at",
            "returned_at",
            "given_up_at",
            "due_at",
            "trouble",
            "title",
            "text",
            "html",
        ]
    )
    record(_told(row), by=by.by)


@transaction.atomic
def told_by_hand(*, notice: UUID, words: str, by: Actor) -> None:
    """Mark a notice as told by telephone or posted letter, with what was said."""
    if not words.strip():
        raise invalid("words", _("Write down what was said."))
    by.as_staff()
    row = _locked(notice)
    if row.told_at is not None:
        raise Refusal("told_already", _("The customer has been told this already."))
    row.carried_at, row.returned_at, row.given_up_at, row.due_at = clock.now(), None, None, None
    if not row.text:
        row.text = words.strip()
    row.save(update_fields=["carried_at", "returned_at", "given_up_at", "due_at", "text"])
    record(_told(row), by=by.by)


@transaction.atomic
def returned(*, notice: UUID, why: str, by: Actor) -> None:
    """Mark a notice as returned: it counts as not told."""
    row = _locked(notice)
    if row.carried_at is None or row.returned_at is not None:
        return
    row.returned_at = clock.now()
    row.save(update_fields=["returned_at"])
    record(Entry(row.subject_id, facts.NoticeReturned(notice=str(row.pk), kind=row.kind, why=why)), by=by.by)


def try_later(*, notice: UUID, at: datetime, trouble: str) -> None:
    """Set the time of the next try after a failed one. Working data, so there is no event."""
    row = _locked(notice)
    row.tries += 1
    row.due_at, row.trouble = at, trouble[:500]
    row.save(update_fields=["tries", "due_at", "trouble"])


def try_now(waiting: QuerySet[Notice]) -> None:
    """Make these notices due now, as far as they wait to be tried again. Their tries stay counted."""
    now = clock.now()
    waiting.filter(due_at__gt=now, given_up_at__isnull=True).update(due_at=now)


def may_be_taken(*, notice: UUID, again: datetime, trouble: str) -> None:
    """Note that the channel may have it from now on, and when to look again if nothing else is noted."""
    row = _locked(notice)
    row.due_at, row.trouble = again, trouble[:500]
    row.save(update_fields=["due_at", "trouble"])


def wait(*, notice: UUID, until: datetime) -> None:
    """Delay a notice until the contact's quiet hours end. No try was made, so none is counted."""
    row = _locked(notice)
    row.due_at = until
    row.save(update_fields=["due_at"])


@transaction.atomic
def give_up(*, notice: UUID, trouble: str, by: Actor) -> None:
    """Give up: the channel will not take it. Staff see it and can send it again."""
    row = _locked(notice)
    row.tries += 1
    row.due_at, row.trouble, row.given_up_at = None, trouble[:500], clock.now()
    row.save(update_fields=["tries", "due_at", "trouble", "given_up_at"])
    record(
        Entry(
            row.subject_id,
            facts.NoticeGivenUp(notice=str(row.pk), kind=row.kind, tries=row.tries, why=trouble[:500]),
        ),
        by=by.by,
    )


@transaction.atomic
def send_again(*, notice: UUID, by: Actor, address: str | None = None) -> None:
    """Send a given-up or returned notice again, to the address of its contact as it is now.

    The letter has the contact's own link, and whoever has the link is the contact. So the address changes with the
    contact, on record. Only a letter to nobody whom we know goes to another `address`.
    """
    by.as_staff()
    row = _locked(notice)
    if row.told_at is not None or row.channel != "mail":
        raise Refusal("nothing_to_send", _("This notice was told, or is not sent by mail."))
    row.due_at, row.given_up_at, row.trouble = clock.now(), None, ""
    if row.contact is not None:
        row.address = _address_of(row.contact, wanted=address)
    elif address:
        row.address = address.strip()
    row.save(update_fields=["due_at", "given_up_at", "trouble", "address"])
    record(Entry(row.subject_id, facts.NoticeSentAgain(notice=str(row.pk), kind=row.kind)), by=by.by)


def _address_of(contact: Contact, *, wanted: str | None) -> str:
    address = contact.email.strip()
    if not address or (wanted and wanted.strip().lower() != address.lower()):
        raise Refusal(
            "invalid_address",
            fill(
                _("This letter has the link of %(name)s: it goes to their address alone."), name=contact.name
            ),
            field="address",
            instead=_("Change the address with the contact first, then send it again."),
            status=422,
        )
    return address


def _told(row: Notice) -> Entry:
    return Entry(
        row.subject_id,
        facts.NoticeTold(
            notice=str(row.pk),
            kind=row.kind,
            channel=row.channel,
            new=row.says_something_new,
            digest=hashlib.sha256("\x1f".join((row.title, row.text, row.html)).encode()).hexdigest(),
        ),
    )


def _locked(notice: UUID) -> Notice:
    # Not against its key: a journey's command may point to a notice that is just being carried.
    row = Notice.objects.select_for_update(of=("self",), no_key=True).filter(pk=notice).first()
    if row is None:
        raise missing("notice", _("There is no such notice."))
    return row
