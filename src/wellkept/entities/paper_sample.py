"""A sample of each kind of paper, to an invented customer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from wellkept.entities.paper_frame import said, sender_of
from wellkept.entities.paper_texts import KINDS
from wellkept.kernel import clock, wording
from wellkept.kernel.languages import spoken
from wellkept.kernel.money import Money
from wellkept.papers.paper import Label, Paper, Row, Section, Table, Words

if TYPE_CHECKING:
    from wellkept.entities.models import Entity
    from wellkept.people.models import Person


def sample_paper(row: Entity, kind: str, language: str, person: Person) -> Paper:
    """Word a sample of this kind in this language, with this person as the one to talk to."""
    with translation.override(spoken(language)):
        return _worded(row, kind, language, person)


def _worded(row: Entity, kind: str, language: str, person: Person) -> Paper:
    now = clock.now()
    later = wording.dated(now + timedelta(days=14))
    number = "1234-5674"
    values = {
        "customer": _("Example Bakery"),
        "contact": _("Petra Example"),
        "number": number,
        "person": person.name,
        "company": row.legal_name,
        "date": wording.dated(now),
        "valid_until": later,
        "delivery_by": later,
        "due": later,
    }
    opening, closing = said(row, kind, language, values)
    price = Money(Decimal("1249.00"), row.currency)
    both = Money(Decimal("2498.00"), row.currency)
    line = Row(
        position="1",
        words=_("What you ordered"),
        details=_("With a line that says more about it"),
        quantity="2",
        price=str(price),
        amount=str(both),
    )
    return Paper(
        language=language,
        title=str(KINDS[kind].title),
        number=number,
        sender=sender_of(row),
        recipient=(values["customer"], values["contact"], _("1 Example Street"), _("Example Town")),
        facts=(Label(_("Date"), values["date"]), Label(_("Your person"), person.name)),
        blocks=(
            Words(opening),
            Table((Section((line,)),), sums=(Label(_("Total"), str(both), strong=True),)),
            Words(closing),
        ),
    )
