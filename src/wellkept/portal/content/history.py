"""The history in plain words, from the catalogue. Quotes the customer's own words, never other people's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from wellkept import catalogue
from wellkept.events.queries import Happening
from wellkept.intake.queries import files_with
from wellkept.portal.content.journey import CustomerRecord

if TYPE_CHECKING:
    from wellkept.files.models import StoredFile

# Said by another event of the same act already: the agreement says its price, and asking for acceptance the rest.
SAID_TWICE = {
    ("triggered", "agreement"),
    ("promise_made", "price"),
    ("promise_kept", "price"),
    ("promise_kept", "delivery"),
    ("promise_reopened", "delivery"),
}
QUOTED = {
    "journey_opened": "need",
    "touch_logged": "said",
    "wrote_to_customer": "said",
    "read_back_corrected": "correction",
    "agreement_declined": "said",
    "quote_declined": "said",
    "line_questioned": "said",
    "line_question_answered": "said",
    "rejected": "said",
}


@dataclass(frozen=True)
class Past:
    """One line of the history."""

    when: datetime
    text: str
    quote: str


def past(record: CustomerRecord) -> list[Past]:
    """The history, newest first."""
    names = catalogue.names_for(record.happenings)
    lines = []
    for happening in record.happenings:
        if SAID_TWICE & {
            (happening.type, happening.facts.get("kind")),
            (happening.type, happening.facts.get("purpose")),
        }:
            continue
        text = catalogue.customer(happening, names)
        if text:
            lines.append(Past(happening.happened, text, _quote(happening, record)))
    return sorted(lines, key=lambda line: line.when, reverse=True)


def files_of(record: CustomerRecord) -> list[StoredFile]:
    """Files that this contact has sent us. Files of other people are left out."""
    sources = [
        str(happening.facts.get("source") or "")
        for happening in record.happenings
        if happening.type == "touch_logged" and happening.facts.get("contact") == record.contact.pk
    ]
    return files_with(int(source[8:]) for source in sources if source.startswith("message:"))


def _quote(happening: Happening, record: CustomerRecord) -> str:
    """Words between this contact and us. Words of a colleague or a stranger are left out."""
    field = QUOTED.get(happening.type)
    if field is None:
        return ""
    if happening.type == "touch_logged" and (
        not happening.facts.get("incoming") or happening.facts.get("stranger")
    ):
        return ""
    speaker = happening.facts.get("contact")
    if happening.actor_kind == "customer":
        speaker = happening.actor_id
    return str(happening.facts.get(field) or "") if speaker == record.contact.pk else ""
