"""Customers alone: filter a list by a text, or find the owner of an exact telephone, mail or name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Prefetch

from wellkept.customers.models import Contact, Customer
from wellkept.find import rules
from wellkept.find.queries import customer_journeys, exact_keys, timeout, word_search
from wellkept.find.queries.results import Match
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.references import rules as references
from wellkept.references.models import Reference

FEW = 200  # customers up to which each reference is checked
MOST = 2_000  # customers; a word that half of them share is no better with more


def customers_like(text: str, *, by: Actor, most: int = MOST) -> list[int]:
    """List customers that a text may mean, by their own references and their journeys'; in no order."""
    question = rules.parse_question(text, country=company().country)
    customers: list[int] = []
    branches, values = exact_keys.ways(replace(question, near=()))
    if branches:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT coalesce(c.merged_into_id, j.customer_id, h.subject_id)"
                f" FROM ({' UNION ALL '.join(branches)}) h LEFT JOIN journey j ON j.id = h.subject_id"
                f" LEFT JOIN customer c ON c.id = h.subject_id LIMIT {most}",
                values,
            )
            customers = [row[0] for row in cursor.fetchall()]
    if question.terms and not (question.is_code and customers):
        lexicon = word_search.look_up_terms(question)
        if reading := word_search.read_exactly(question, lexicon):
            customers += _confirmed(word_search.all_customers(reading, most), reading, by)
        if not customers and not question.is_code:
            with timeout.within(timeout.TOLERANT):
                rough = word_search.read_loosely(question, lexicon)
                customers = _confirmed(word_search.best_customers(rough, 50), rough, by)
    return list(dict.fromkeys(customers))[:most]


def _confirmed(customers: list[int], reading: word_search.Reading, by: Actor) -> list[int]:
    """Keep the customers whose references match. Above a limit that nobody reads, all are kept."""
    if len(customers) <= FEW:
        return [
            hit.customer
            for hit in customer_journeys.hits(
                customers, reading.meant, "", FEW * customer_journeys.EACH, by=by
            )
        ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT coalesce(merged_into_id, id) FROM customer WHERE id = ANY (%s)", [customers]
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """Customer who is known by an exact reference, with the matching contact."""

    customer: int
    name: str
    by: Match
    contact: int | None
    contact_name: str


def customers_known_by(
    *, phone: str = "", email: str = "", name: str = "", limit: int = 5
) -> list[KnownCustomer]:
    """Find customers by an exact telephone number or mail address, or by a whole name.

    A name matches in any word order and legal form. The result is safe to act on automatically: intake uses
    it to bring a call to its journey.

    For customers who are written differently, forms and the API ask `likely_same`, which shows how likely and
    why.
    """
    country = company().country
    wanted = {
        kind: key
        for kind, text in (("email", email), ("phone", phone), ("name", name))
        if text.strip() and len(key := references.key(kind, text, country=country)) > 2
    }
    matches: dict[int, Match] = {}
    for kind in ("email", "phone"):
        if wanted.get(kind):
            fits = Reference.objects.filter(kind=kind, key=wanted[kind], subject__kind="customer")
            for row in fits[: limit * 4]:
                matches.setdefault(row.subject_id, Match(kind, row.said))
    if "name" in wanted and (whole := references.whole_name(name)):
        for subject, text in _named(whole, limit * 4):
            matches.setdefault(subject, Match("name", text))
    customers = Customer.objects.select_related("merged_into").in_bulk(list(matches))
    current: dict[int, Match] = {}
    for subject, match in matches.items():
        if subject in customers:
            current.setdefault(customers[subject].merged_into_id or subject, match)
    rows = Customer.objects.prefetch_related(
        Prefetch("contacts", Contact.objects.filter(active=True).order_by("pk"))
    ).in_bulk(list(current)[:limit])
    return [
        _known(rows[customer], match, wanted, country)
        for customer, match in current.items()
        if customer in rows
    ]


def _named(whole: str, most: int) -> list[tuple[int, str]]:
    """List customers with this whole name, and how it was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.subject_id, r.said FROM (SELECT id FROM search_row WHERE traits @@ %s::tsquery LIMIT %s) l"
            " JOIN reference r ON r.subject_id = l.id AND r.kind = 'name' ORDER BY r.id",
            [f"'={whole}'", most],
        )
        return [
            (customer, text) for customer, text in cursor.fetchall() if references.whole_name(text) == whole
        ]


def _known(row: Customer, by: Match, wanted: dict[str, str], country: str) -> KnownCustomer:
    """Describe one customer with the contact who has the matching telephone, mail or name."""
    contacts = list(row.contacts.all())
    owners = (
        contact
        for contact in contacts
        if references.key("email", contact.email, country=country) == wanted.get("email", "-")
        or references.key("phone", contact.phone, country=row.country) == wanted.get("phone", "-")
        or (by.kind == "name" and references.whole_name(contact.name) == references.whole_name(by.said))
    )
    contact = next(owners, contacts[0] if len(contacts) == 1 else None)
    return KnownCustomer(
        customer=row.pk,
        name=row.name,
        by=by,
        contact=contact.pk if contact else None,
        contact_name=contact.name if contact else "",
    )
