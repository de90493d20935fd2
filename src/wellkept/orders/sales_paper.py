"""The common part of a quote and of an agreement as papers: whose language and time zone, and to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from django.utils import timezone, translation

from wellkept.entities import queries as entities
from wellkept.entities.paper_frame import look_of
from wellkept.kernel import clock
from wellkept.kernel.languages import spoken
from wellkept.papers.typesetter import SetPaper, set_paper

if TYPE_CHECKING:
    from wellkept.entities.models import Entity
    from wellkept.journeys.models import Journey
    from wellkept.papers.paper import Paper


def set_for(journey: Journey, word: Callable[[Entity, str, tzinfo], Paper], *, at: datetime) -> SetPaper:
    """Set a paper from the journey's seller, in the language and the time zone of the customer's person.

    `word` gets the seller, the language and the time zone, and words the paper while they are active.
    """
    contact = journey.contact
    language = spoken(contact.language if contact else journey.customer.language)
    seller = entities.entity(journey.entity_id)
    zone = clock.zone((contact.time_zone if contact else "") or journey.customer.time_zone)
    with translation.override(language), timezone.override(zone):
        paper = word(seller, language, zone)
    return set_paper(paper, at=at, look=look_of(seller))


def recipient_of(journey: Journey) -> Iterator[str]:
    """The lines of the address on a paper: the customer, their person, and the site."""
    yield journey.customer.name
    if journey.contact is not None and journey.contact.name != journey.customer.name:
        yield journey.contact.name
    if journey.site is not None:
        yield journey.site.street
        yield " ".join(part for part in (journey.site.postcode, journey.site.city) if part)
