"""Store calls, forms and programs' messages before anything is done with them, then route them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wellkept.intake.calls_and_forms import Call, Words, digest, kept
from wellkept.intake.commands.calls import likely_for
from wellkept.intake.commands.routing import handle_at_once
from wellkept.intake.models import Message, WebForm
from wellkept.journeys.commands.open import draw_number
from wellkept.kernel import clock
from wellkept.kernel.characters import clean_line
from wellkept.kernel.refusal import Refusal, invalid, missing


@dataclass(frozen=True, slots=True)
class Taken:
    """Stored message. `number` is the one to tell its sender. `repeat`: it had been stored before."""

    message: int
    number: str
    repeat: bool


def take_call(call: Call) -> Taken:
    """Store and route a finished call, as a telephone system reports it. Idempotent by its id.

    An outgoing call is kept only if its number leads to a journey; otherwise it is refused.
    """
    return _bring(store_call(call))


def store_call(call: Call) -> Taken:
    """Store a call without routing it."""
    if not call.id.strip():
        raise invalid("id", _("Each call needs an id of its own."))
    if call.at > clock.now():
        raise invalid("at", _("This has not happened yet."))
    if call.outgoing and not likely_for(call):
        raise Refusal(
            "nobody_known",
            _("Nothing is under way for anybody with this number. Nothing was kept."),
            field="caller",
            status=422,
        )
    content = kept(call)
    taken = _store("call", content, id=f"call:{call.id.strip()}", digest="", recipient=call.mailbox)
    if taken.repeat and bytes(Message.objects.only("raw").get(pk=taken.message).raw) != content:
        raise Refusal(
            "call_told_otherwise",
            _("A call with this id was reported already, with other content."),
            field="id",
            instead=_("Report each call once, when it is over, and give each an id of its own."),
        )
    return taken


def take_message(words: Words) -> Taken:
    """Store and route a message from a program. Idempotent by id and words."""
    if not clean_line(words.whole) and not words.files:
        raise invalid("said", _("What did they write?"))
    content = kept(words)
    id = f"message:{words.id.strip()}" if words.id.strip() else ""
    return _bring(_store("message", content, id=id, digest=digest(content), recipient=words.mailbox))


def take_form(*, form: int, words: Words, once: str = "") -> Taken:
    """Store and route a form. Sent twice from one page, or equal twice on one day, it counts once."""
    return _bring(store_form(form=form, words=words, once=once))


def store_form(*, form: int, words: Words, once: str = "") -> Taken:
    """Store a form without routing it."""
    row = WebForm.objects.filter(pk=form, active=True).first()
    if row is None:
        raise missing("form", _("There is no such form."))
    content = kept(words)
    id = f"form:{row.key}:{once or clock.now().date().isoformat()}"
    return _store("form", content, id=id, digest=digest(content), form=form, numbered=True)


@transaction.atomic(durable=True)
def _store(
    channel: str,
    content: bytes,
    *,
    id: str,
    digest: str,
    recipient: str = "",
    form: int | None = None,
    numbered: bool = False,
) -> Taken:
    """Store a message. Committed when this returns: its sender is told "taken" on the strength of it."""
    number_given = draw_number() if numbered else None
    with connection.cursor() as cursor:
        # One statement decides between "new" and "repeat", also between two that come at once.
        cursor.execute(
            """
            INSERT INTO message_in (channel, raw, message_id, content_hash, recipient, form_id, number, received_at,
                                    reused_id, outcome, tries, trouble)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, false, '', 0, '{}')
            ON CONFLICT ON CONSTRAINT a_repeat_changes_nothing DO NOTHING
            RETURNING id
            """,
            [
                channel,
                content,
                id[:900],
                digest,
                recipient.strip().lower()[:320],
                form,
                number_given,
                clock.now(),
            ],
        )
        row = cursor.fetchone()
    if row is not None:
        return Taken(int(row[0]), number_given or "", repeat=False)
    earlier = Message.objects.only("pk", "number").get(message_id=id[:900], content_hash=digest)
    return Taken(earlier.pk, earlier.number or "", repeat=True)


def _bring(taken: Taken) -> Taken:
    """Route a stored message."""
    if not taken.repeat:
        handle_at_once(taken.message)
    return taken
