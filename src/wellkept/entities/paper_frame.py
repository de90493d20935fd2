"""The frame of every paper of an entity: its letterhead, its look, and what it says at the beginning and at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wellkept.entities.paper_texts import KINDS, filled
from wellkept.entities.queries import paper_text
from wellkept.files import folder
from wellkept.papers.look import Look
from wellkept.papers.paper import Sender

if TYPE_CHECKING:
    from wellkept.entities.models import Entity


def sender_of(row: Entity) -> Sender:
    """The seller as the head and the foot of its papers name it."""
    place = " ".join(part for part in (row.postcode, row.city) if part)
    address = [part for part in (row.legal_name, row.street, place) if part]
    account = next((row for row in row.accounts.all() if row.preferred), None)
    numbers = [part for part in (row.register, row.directors, row.vat_id or row.tax_number) if part]
    bank = (
        [account.bank, f"IBAN {account.grouped}", f"BIC {account.bic}" if account.bic else ""]
        if account
        else []
    )
    reach = [part for part in (row.phone, row.mail, row.website) if part]
    columns = (address, reach, numbers, [part for part in bank if part])
    return Sender(
        name=row.legal_name,
        line=" · ".join(address),
        country=row.country,
        columns=tuple(tuple(lines) for lines in columns if lines),
    )


def look_of(row: Entity) -> Look:
    """Its logo and its colour."""
    if row.logo is None:
        return Look(colour=row.colour)
    with folder.open_content(row.logo.sha256) as content:
        return Look(logo=content.read(), colour=row.colour)


def said(row: Entity, kind: str, language: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Fill the words at the beginning and at the end of a paper: the entity's own, else those that we suggest.

    To be asked with the paper's language active. Raises a refusal if a place would be a gap.
    """
    own = paper_text(row.pk, kind, language)
    suggested = KINDS[kind]
    opening = own.opening if own is not None and own.opening else str(suggested.opening)
    closing = own.closing if own is not None and own.closing else str(suggested.closing)
    return filled(opening, values), filled(closing, values)
