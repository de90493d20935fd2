"""The flow: one table from event type to reactions.

Each reaction is idempotent, takes the event, and may be a minute late without breaking a law: the command has
already written what a law needs, in its own transaction. Each reaction runs in a savepoint of its own; after
a failure the event is followed again, which changes nothing for reactions that are done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from wellkept.events.facts import Fact
from wellkept.events.queries import Happening, event
from wellkept.messages import commands as messages
from wellkept.messages import staff_letters
from wellkept.notices.facts import NoticeGivenUp, NoticeQueued, NoticeReturned, NoticeSentAgain
from wellkept.people.facts import AdministratorMade, AdministratorRemoved, SecondFactorsReset

Reaction = Callable[[Happening], None]
log = logging.getLogger("wellkept.flow")


def carry_the_notice(happening: Happening) -> None:
    """Deliver the notice's letter at once. The clock tries again what the channel does not take."""
    messages.carry_notice(notice=UUID(happening.facts["notice"]))


def ask_the_owner_to_tell(happening: Happening) -> None:
    """Plan a step for the owner to tell the customer in another way."""
    messages.ask_to_tell_otherwise(notice=UUID(happening.facts["notice"]))


def tell_colleagues(happening: Happening) -> None:
    """Queue the letters to the person concerned and, where it is about an administrator, to all administrators."""
    staff_letters.queue_staff_letters(happening)


FLOW: dict[type[Fact], tuple[Reaction, ...]] = {
    NoticeQueued: (carry_the_notice,),
    NoticeSentAgain: (carry_the_notice,),
    NoticeReturned: (ask_the_owner_to_tell,),
    NoticeGivenUp: (ask_the_owner_to_tell,),
    SecondFactorsReset: (tell_colleagues,),
    AdministratorMade: (tell_colleagues,),
    AdministratorRemoved: (tell_colleagues,),
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
