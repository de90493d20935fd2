"""Customers alone: whom a list is narrowed to, and of whom something is noted to the letter."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Prefetch

from wellkept.customers.models import Contact, Customer
from wellkept.find import rules
from wellkept.find.queries import keys, likeness, places, timeout
from wellkept.find.queries.results import Match
from wellkept.people.queries import company
from wellkept.references import rules as references
from wellkept.references.models import Reference

FEW = 200  # customers of whom each is looked at
MOST = 2_000  # customers; a word that half of all bear finds no better with more


def customers_like(said: str, *, most: int = MOST) -> list[int]:
    """The customers that `said` may mean, by what is noted of them and of their journeys; in no order."""
    question = rules.read(said, country=company().country)
    found: list[int] = []
    branches, values = keys.ways(replace(question, near=()))
    if branches:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT coalesce(c.merged_into_id, j.customer_id, h.subject_id)"
                f" FROM ({' UNION ALL '.join(branches)}) h LEFT JOIN journey j ON j.id = h.subject_id"
                f" LEFT JOIN customer c ON c.id = h.subject_id LIMIT {most}",
                values,
            )
            found = [row[0] for row in cursor.fetchall()]
    if question.asked and not (question.is_code and found):
        lexicon = likeness.beginnings(question)
        if reading := likeness.to_the_letter(question, lexicon):
            found += _confirmed(likeness.everyone(reading, most), reading)
        if not found and not question.is_code:
            with timeout.within(timeout.TOLERANT):
                rough = likeness.roughly(question, lexicon)
                found = _confirmed(likeness.who(rough, 50), rough)
    return list(dict.fromkeys(found))[:most]


def _confirmed(customers: list[int], reading: likeness.Reading) -> list[int]:
    """Those who stand, by what is noted of them. So many that nobody reads them are taken as they come."""
    if len(customers) <= FEW:
        return [hit.customer for hit in places.hits(customers, reading.meant, "", FEW * places.EACH)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT coalesce(merged_into_id, id) FROM customer WHERE id = ANY (%s)", [customers]
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Known:
    """A customer of whom it is noted: by what, and the contact of theirs who has it."""

    customer: int
    name: str
    by: Match
    contact: int | None
    contact_name: str


def known(*, phone: str = "", email: str = "", name: str = "", limit: int = 5) -> list[Known]:
    """Customers of whom exactly this telephone number or mail address is noted, or this whole name in whatever order
    and legal form: what may be acted on by itself, as intake does when it brings a call to its journey.

    Who may be the same although it is written otherwise is for a person to say: forms and the API ask
    `likely_same`, which weighs everything that is said, and shows how likely and why.
    """
    country = company().country
    wanted = {
        kind: key
        for kind, said in (("email", email), ("phone", phone), ("name", name))
        if said.strip() and len(key := references.key(kind, said, country=country)) > 2
    }
    found: dict[int, Match] = {}
    for kind in ("email", "phone"):
        if wanted.get(kind):
            fits = Reference.objects.filter(kind=kind, key=wanted[kind], subject__kind="customer")
            for row in fits[: limit * 4]:
                found.setdefault(row.subject_id, Match(kind, row.said))
    if "name" in wanted and (whole := references.whole_name(name)):
        for whom, said in _named(whole, limit * 4):
            found.setdefault(whom, Match("name", said))
    standing = Customer.objects.select_related("merged_into").in_bulk(list(found))
    of: dict[int, Match] = {}
    for whom, match in found.items():
        if whom in standing:
            of.setdefault(standing[whom].merged_into_id or whom, match)
    rows = Customer.objects.prefetch_related(
        Prefetch("contacts", Contact.objects.filter(active=True).order_by("pk"))
    ).in_bulk(list(of)[:limit])
    return [_known(rows[whom], match, wanted, country) for whom, match in of.items() if whom in rows]


def _named(whole: str, most: int) -> list[tuple[int, str]]:
    """Of whom this whole name is noted, and how it was said."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.subject_id, r.said FROM (SELECT id FROM likeness WHERE traits @@ %s::tsquery LIMIT %s) l"
            " JOIN reference r ON r.subject_id = l.id AND r.kind = 'name' ORDER BY r.id",
            [f"'={whole}'", most],
        )
        return [(whom, said) for whom, said in cursor.fetchall() if references.whole_name(said) == whole]


def _known(row: Customer, by: Match, wanted: dict[str, str], country: str) -> Known:
    contacts = list(row.contacts.all())
    has_it = (
        contact
        for contact in contacts
        if references.key("email", contact.email, country=country) == wanted.get("email", "-")
        or references.key("phone", contact.phone, country=row.country) == wanted.get("phone", "-")
        or (by.kind == "name" and references.whole_name(contact.name) == references.whole_name(by.said))
    )
    contact = next(has_it, contacts[0] if len(contacts) == 1 else None)
    return Known(
        customer=row.pk,
        name=row.name,
        by=by,
        contact=contact.pk if contact else None,
        contact_name=contact.name if contact else "",
    )
