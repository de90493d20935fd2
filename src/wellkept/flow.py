"""What happens after what: one table from event to reactions.

Each reaction is idempotent, takes the event, and may be a minute late without a law breaking: what a law needs, the
command has written already, in its own transaction. One row of the outbox leads to one run of the event's line. Each
reaction has a savepoint of its own. A failed one makes the whole line run again, which changes nothing for the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from wellkept.events.facts import Fact
from wellkept.events.queries import Happening, event
from wellkept.messages import commands as messages
from wellkept.notices.facts import NoticeGivenUp, NoticeQueued, NoticeReturned, NoticeSentAgain

Reaction = Callable[[Happening], None]
log = logging.getLogger("wellkept.flow")


def carry_the_notice(happening: Happening) -> None:
    """Its letter goes out at once; what the channel does not take is tried again by the clock."""
    messages.carry_notice(notice=UUID(happening.facts["notice"]))


def ask_the_owner_to_tell(happening: Happening) -> None:
    """It did not reach them: the owner has a step to tell them otherwise."""
    messages.ask_to_tell_otherwise(notice=UUID(happening.facts["notice"]))


FLOW: dict[type[Fact], tuple[Reaction, ...]] = {
    NoticeQueued: (carry_the_notice,),
    NoticeSentAgain: (carry_the_notice,),
    NoticeReturned: (ask_the_owner_to_tell,),
    NoticeGivenUp: (ask_the_owner_to_tell,),
}
_BY_TYPE = {fact.type: reactions for fact, reactions in FLOW.items()}


def run(event_id: int) -> None:
    """Run the line of one event. Raises when a reaction failed, so that the event is followed again."""
    happening = event(event_id)
    if happening is None:
        return
    failed: Exception | None = None
    for reaction in _BY_TYPE.get(happening.type, ()):
        try:
            with transaction.atomic():
                reaction(happening)
                connection.check_constraints()  # a law that it breaks undoes this reaction alone
        except Exception as fault:  # the next reaction must not suffer from this one
            log.exception("%s failed for event %s", reaction.__name__, event_id)
            failed = fault
    if failed is not None:
        raise failed
