"""Bring in customers, contacts and sites, and store their old keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wellkept.customers.commands import import_
from wellkept.customers.commands.import_ import ArrivingContact, ArrivingSite
from wellkept.customers.models import Customer
from wellkept.imports import old_keys
from wellkept.imports.commands.bring import key_map
from wellkept.imports.models import File, Import, Row
from wellkept.imports.rules.drafts import Draft, Human, Place
from wellkept.kernel import clock
from wellkept.people.actor import Actor
from wellkept.people.queries import actor
from wellkept.references.rules import words

Pairs = list[tuple[Row, Draft]]


def customers(row: Import, file: File, pairs: Pairs) -> None:
    """Add unknown customers. Known ones are joined, added again or left out, as answered."""
    pairs = [(line, draft) for line, draft in pairs if not draft.whose_key]
    here = old_keys.targets_of(row.source, "customer", {draft.key for _, draft in pairs})
    fresh = [(line, draft) for line, draft in pairs if draft.key not in here]
    policy = row.answers.get("known", "join")
    if policy == "leave":
        fresh = [(line, draft) for line, draft in fresh if line.known is None]
    standing = _merged_targets({line.known for line, _ in fresh if line.known})
    joined = [standing.get(line.known or 0) if policy == "join" else None for line, _ in fresh]
    arriving = [_arriving(draft, customer=known) for known, (_, draft) in zip(joined, fresh, strict=True)]
    arrived = _add(row, arriving)
    key_map.remember(
        row, "customer",
        [(draft.key, came.customer, None, known is None) for (_, draft), came, known in
         zip(fresh, arrived, joined, strict=True)],
    )  # fmt: skip
    if key_map.by_name(row):
        key_map.remember(
            row, "customer_name",
            [(words(draft.name), came.customer, None, False) for (_, draft), came in zip(fresh, arrived, strict=True)],
        )  # fmt: skip
    count(row, customers=sum(known is None for known in joined), here=len(pairs) - len(fresh))
    count(
        row,
        contacts=sum(len(arriving_row.contacts) for arriving_row in arriving),
        sites=sum(len(arriving_row.sites) for arriving_row in arriving),
    )


def _merged_targets(keys: set[int]) -> dict[int, int]:
    """Map these customers to the ones they were merged into, or to themselves."""
    rows = Customer.objects.filter(pk__in=keys).values_list("pk", "merged_into_id")
    return {key: into or key for key, into in rows}


def _arriving(draft: Draft, *, customer: int | None) -> import_.Arriving:
    """Convert a draft for the customers room."""
    return import_.Arriving(
        name=draft.name,
        customer=customer,
        kind=draft.kind,
        country=draft.country,
        language=draft.human.language if draft.human else "",
        met=draft.met if draft.met and draft.met <= clock.now() else None,
        note=draft.note,
        # Contacts and sites of a known customer are left to a person; adding them here would duplicate them.
        contacts=(contact_of(draft.human),) if draft.human and draft.human.name and customer is None else (),
        sites=(site_of(draft.where),) if draft.where and customer is None else (),
        said=(*draft.said, *(_reached(draft) if customer is not None else ())),
    )


def _reached(draft: Draft) -> list[tuple[str, str]]:
    """List everything that finds the drafted customer."""
    references: list[tuple[str, str]] = []
    if draft.human:
        references += [("name", draft.human.name), ("email", draft.human.email), ("phone", draft.human.phone)]
        references += draft.human.also
    if draft.where:
        references.append(("street", ", ".join(filter(None, (draft.where.street, draft.where.city)))))
    return [(kind, text) for kind, text in references if text]


def contacts(row: Import, file: File, pairs: Pairs) -> None:
    """Add contacts to their customers; a contact without a customer becomes a customer."""
    if file.noun == "customers":
        pairs = [(line, draft) for line, draft in pairs if draft.whose_key]
    here = old_keys.targets_of(row.source, "contact", {draft.key for _, draft in pairs})
    fresh = [draft for _, draft in pairs if draft.key not in here]
    owners = customers_of(row, fresh)
    together = [(draft, owners[draft.key]) for draft in fresh if draft.human is not None]
    arriving = [
        import_.Arriving(
            name=known.name if known.customer is None else "",
            kind="person" if known.customer is None else "organisation",
            customer=known.customer,
            country=draft.country or (draft.where.country if draft.where else ""),
            contacts=(contact_of(draft.human),) if draft.human else (),
            sites=(site_of(draft.where),) if draft.where and known.customer is None else (),
            said=draft.said,
        )
        for draft, known in together
    ]
    arrived = _add(row, arriving)
    key_map.remember(
        row, "contact",
        [(draft.key, came.customer, came.contacts[0], True)
         for (draft, _), came in zip(together, arrived, strict=True)],
    )  # fmt: skip
    alone = [
        (draft.key, came.customer, None, True)
        for (draft, known), came in zip(together, arrived, strict=True)
        if known.customer is None
    ]
    key_map.remember(
        row,
        "customer",
        [(f"contact {key}", customer, part, is_made) for key, customer, part, is_made in alone],
    )
    count(row, contacts=len(arriving), customers=len(alone), here=len(pairs) - len(fresh))


def sites(row: Import, file: File, pairs: Pairs) -> None:
    """Add sites to their customers."""
    here = old_keys.targets_of(row.source, "site", {draft.key for _, draft in pairs})
    fresh = [draft for _, draft in pairs if draft.key not in here]
    owners = customers_of(row, fresh)
    together = [(draft, known) for draft in fresh if (known := owners[draft.key]).customer is not None]
    arriving = [
        import_.Arriving(
            name="",
            customer=known.customer,
            country=draft.where.country if draft.where else "",
            sites=(site_of(draft.where, draft.label),) if draft.where else (),
            said=draft.said,
        )
        for draft, known in together
    ]
    arrived = _add(row, arriving)
    key_map.remember(
        row, "site",
        [(draft.key, came.customer, came.sites[0], True) for (draft, _), came in zip(together, arrived, strict=True)],
    )  # fmt: skip
    count(row, sites=len(arriving), here=len(pairs) - len(fresh))


def customers_of(row: Import, drafts: Sequence[Draft]) -> dict[str, key_map.RowOwner]:
    """Find the customer of each draft by old number, else by name.

    Without a match, only the name is given.
    """
    by_key = old_keys.targets_of(
        row.source, "customer", {draft.whose_key for draft in drafts if draft.whose_key}
    )
    names = {words(draft.whose_name) for draft in drafts if draft.whose_name}
    by_name = old_keys.targets_of(row.source, "customer_name", names)
    owners = {}
    for draft in drafts:
        known = by_key.get(draft.whose_key) or by_name.get(words(draft.whose_name))
        owners[draft.key] = key_map.RowOwner(known.subject if known else None, draft.whose_name or draft.name)
    return owners


def _add(row: Import, arriving: Sequence[import_.Arriving]) -> list[import_.Arrived]:
    """Add customers and their parts in bulk."""
    if not arriving:
        return []
    assert row.act is not None
    arrived = import_.bring_in(customers=arriving, cause=row.act, by=importer(row))
    key_map.add_to_length(row, arriving, arrived)
    return arrived


def contact_of(human: Human) -> ArrivingContact:
    """Convert the contact of a row."""
    return ArrivingContact(
        name=human.name or human.email,
        role=human.role,
        email=human.email,
        phone=human.phone,
        language=human.language,
        also=human.also,
    )


def site_of(place: Place, label: str = "") -> ArrivingSite:
    """Convert the site of a row."""
    return ArrivingSite(
        street=place.street, postcode=place.postcode, city=place.city, country=place.country, label=label
    )


def importer(row: Import) -> Actor:
    """Give the person who began the import, with their present rights."""
    return actor(row.begun_by_id)


def count(row: Import, **more: int) -> None:
    """Add to the counts of the import."""
    counts: dict[str, Any] = dict(row.counts)
    for name, number in more.items():
        counts[name] = counts.get(name, 0) + number
    row.counts = counts
