"""The only writer of references, search rows and words."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import connection, transaction

from wellkept.kernel import clock
from wellkept.kernel.characters import clean_line
from wellkept.references import rules

NewReference = tuple[int, str, str, str]
"""Subject, kind, text, and the country (ISO 3166) that completes a telephone number."""


def note(
    *, subject: int, texts: Iterable[tuple[str, str | None]], country: str, customer: int | None = None
) -> None:
    """Make `subject` findable by these texts, (kind, text) each. Idempotent; nothing is ever removed.

    `customer` is the customer of a journey. The journey's traits then count as the customer's, so that a
    name, a street and half an order number find together. Part of the caller's transaction; no event is
    recorded.
    """
    note_many(
        references=((subject, kind, text, country) for kind, text in texts if text),
        customers={subject: customer} if customer else {},
    )


def note_many(*, references: Iterable[NewReference], customers: Mapping[int, int] | None = None) -> None:
    """Make many subjects findable in one statement, for imports of thousands.

    `customers` gives the customer of each subject that is a journey.
    """
    noted: dict[tuple[int, str, str], str] = {}
    traits: dict[int, set[str]] = defaultdict(set)
    for subject, kind, text, country in references:
        clean = clean_line(text)
        if clean and (key := rules.key(kind, clean, country=country)):
            noted.setdefault((subject, kind, key), clean)
            # Both bounds: one letter of another script may become several of ours, and one word is one entry.
            of_text = rules.traits(kind, clean[: rules.LONGEST], key)
            traits[(customers or {}).get(subject, subject)] |= {trait[: rules.LONGEST] for trait in of_text}
    if not noted:
        return
    rows = [
        {"subject": subject, "kind": kind, "said": clean, "key": key}
        for (subject, kind, key), clean in noted.items()
    ]
    search_rows = [
        {"subject": subject, "traits": sorted(of_subject), "words": sorted(filter(rules.is_word, of_subject))}
        for subject, of_subject in sorted(traits.items())
        if of_subject
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note_references(%s::jsonb, %s::jsonb, %s)",
            [json.dumps(rows), json.dumps(search_rows), clock.now()],
        )


@transaction.atomic
def merge_search_rows(*, into: int, source: int) -> None:
    """Add the traits of customer `source` to the search row of customer `into`, after a merge."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_row AS l (id, traits) SELECT %s, traits FROM search_row WHERE id = %s"
            " ON CONFLICT (id) DO UPDATE SET traits = l.traits || EXCLUDED.traits"
            " WHERE has_room(l.traits || EXCLUDED.traits)",
            [into, source],
        )


@transaction.atomic
def count_words() -> int:
    """Count for each word the search rows that hold it, and remove duplicate words. Returns the number of
    words.

    Run by the clock: the count only ranks candidates.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM word a USING word b WHERE a.text = b.text AND a.id > b.id;"
            " UPDATE word SET count = s.ndoc FROM ts_stat('SELECT traits FROM search_row') s"
            " WHERE s.word = word.text AND s.ndoc <> word.count"
        )
        cursor.execute("SELECT count(*) FROM word")
        return int(cursor.fetchone()[0])
