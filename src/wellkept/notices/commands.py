"""Write notices, and record how their delivery went, in the caller's batch of events."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.rows import insert
from wellkept.kernel.stored_text import store
from wellkept.kernel.text import Text, fill
from wellkept.notices import facts
from wellkept.notices.addressee import Addressee
from wellkept.notices.models import Notice
from wellkept.people.actor import Actor


def write(
    *,
    subject: int,
    kind: str,
    to: Addressee,
    person: int,
    facts_of: Mapping[str, object] | None = None,
    words: str = "",
    automatic: bool = True,
    new: bool = True,
) -> tuple[Notice, Entry]:
    """Write a notice and return it with its event. Part of the caller's act and transaction.

    A call or letter is told when somebody records it.
    """
    now = clock.now()
    by_channel = to.channel_of(kind)
    notice = Notice(
        subject_id=subject,
        kind=kind,
        channel=by_channel,
        contact=to.contact,
        address=to.mail if by_channel == "mail" else "",
        language=to.speaks,
        person_id=person,
        facts=dict(facts_of or {}),
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
            contact=to.contact.pk if to.contact else None,
            new=new,
            words=words or None,
        ),
    )


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


def try_later(*, notice: UUID, at: datetime, trouble: Text) -> None:
    """Set the time of the next try after a failed one. Working data, so there is no event."""
    row = _locked(notice)
    row.tries += 1
    row.due_at, row.trouble = at, trouble
    row.save(update_fields=["tries", "due_at", "trouble"])


def try_now(waiting: QuerySet[Notice]) -> None:
    """Make these notices due now, as far as they wait to be tried again. Their tries stay counted."""
    now = clock.now()
    waiting.filter(due_at__gt=now, given_up_at__isnull=True).update(due_at=now)


def may_be_taken(*, notice: UUID, again: datetime, trouble: Text) -> None:
    """Note that the channel may have it from now on, and when to look again if nothing else is noted."""
    row = _locked(notice)
    row.due_at, row.trouble = again, trouble
    row.save(update_fields=["due_at", "trouble"])


def wait(*, notice: UUID, until: datetime) -> None:
    """Delay a notice until the contact's quiet hours end. No try was made, so none is counted."""
    row = _locked(notice)
    row.due_at = until
    row.save(update_fields=["due_at"])


@transaction.atomic
def give_up(*, notice: UUID, trouble: Text, by: Actor) -> None:
    """Give up: the channel will not take it. Staff see it and can send it again."""
    row = _locked(notice)
    row.tries += 1
    row.due_at, row.trouble, row.given_up_at = None, trouble, clock.now()
    row.save(update_fields=["tries", "due_at", "trouble", "given_up_at"])
    record(
        Entry(
            row.subject_id,
            facts.NoticeGivenUp(notice=str(row.pk), kind=row.kind, tries=row.tries, why=store(trouble)),
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
