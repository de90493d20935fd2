"""The one thing that we need from the customer now: the most pressing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wellkept.portal.content.journey import CustomerRecord
from wellkept.promises.queries import state_of

if TYPE_CHECKING:
    from wellkept.promises.models import PromiseMove
    from wellkept.voice.models import InterviewReadBack


@dataclass(frozen=True)
class Ask:
    """The callout to show. Letters link to its `id`."""

    kind: str
    id: str
    move: PromiseMove | None = None
    told: InterviewReadBack | None = None

    @property
    def digest(self) -> str:
        """Digest of the words that the customer sees."""
        return bytes(self.told.digest).hex() if self.told else ""


def ask(record: CustomerRecord) -> Ask | None:
    """Choose the callout to show now, if there is one."""
    asked = _of_the_journey(record) if record.journey.state == "open" else None
    pressing = asked is not None and asked.kind != "answer"
    if record.told and not pressing:
        return Ask("told", "told", told=record.told[0])
    return asked


def _of_the_journey(record: CustomerRecord) -> Ask | None:
    if record.new_date is not None:
        return Ask("new_date", "new-date", record.new_date)
    if record.read_back is not None:
        return Ask("read_back", "read-back")
    if record.agreement is not None and record.no_agreement is None:
        return Ask("agreement", "agreement")
    if record.quote is not None and record.no_choice is None:
        return Ask("quote", "quote")
    if record.visit_to_pick is not None:
        return Ask("visit", "visits")
    if record.may_accept:
        return Ask("acceptance", "acceptance")
    if record.may_decide and record.journey.court == "customer":
        return Ask("decision", "decision")
    if record.may_say_it_works:
        return Ask("works", "works")
    if record.journey.court == "customer":
        return Ask("answer", "answer")
    return None


def late(record: CustomerRecord) -> bool:
    """True if something of ours is overdue."""
    return any(state_of(row) == "broken" for row in record.open_dates)
