"""Confirm a form to its sender, where that is safe.

Anybody can type anybody's address into a form. So the answer repeats nothing that was typed, goes to one
address only, and a few times a day at most.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from wellkept.events.commands import record
from wellkept.idempotency.commands import count
from wellkept.intake.calls_and_forms import words_of
from wellkept.intake.models import Message
from wellkept.kernel import number
from wellkept.kernel.refusal import Refusal
from wellkept.mail import ParsedMail
from wellkept.mailboxes.models import Mailbox
from wellkept.notices.addressee import Addressee
from wellkept.notices.commands import write
from wellkept.people.actor import SYSTEM
from wellkept.people.queries import company

TO_ONE = (3, timedelta(days=1))  # answers that one address gets, whoever types it


def acknowledge_form(*, message: Message, mail: ParsedMail, subject: int, person: int) -> None:
    """Send the number and the person in charge. Part of routing the message."""
    to = mail.sender.email if mail.sender else ""
    if message.channel != "form" or message.number is None or mail.spam or not _may_be_told(to):
        return
    _notice, entry = write(
        subject=subject,
        kind="form_received",
        person=person,
        to=Addressee(address=to, language=words_of(bytes(message.raw)).language or company().language),
        new=False,
        facts_of={"given": number.show(message.number)},
    )
    record(entry, by=SYSTEM.by)


def _may_be_told(to: str) -> bool:
    """Whether the address is valid, not ours, and got few enough confirmations today."""
    try:
        validate_email(to)
    except ValidationError:
        return False
    if company().mail.lower() == to or Mailbox.objects.filter(address=to).exists():
        return False  # it would come in again
    try:
        with transaction.atomic():
            count(what="form answers", who=to, at_most=TO_ONE[0], within=TO_ONE[1])
    except Refusal:
        return False
    return True
