"""The one writer of references, and of what they are found by."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import connection, transaction

from wellkept.kernel import clock
from wellkept.references import rules

Said = tuple[int, str, str, str]
"""Subject, kind, what was said, and the country (ISO 3166) that completes a telephone number."""


def note(
    *, subject: int, said: Iterable[tuple[str, str | None]], country: str, whose: int | None = None
) -> None:
    """Make `subject` findable by what was said, (kind, text) each. Nothing is noted twice; nothing is removed.

    `whose` is the customer of a journey: what is noted of it is then a trait of theirs, so that a name, a street and
    half an order number find together what each alone would not. Part of the caller's transaction and act: it records
    no event of its own.
    """
    note_many(
        said=((subject, kind, text, country) for kind, text in said if text),
        whose={subject: whose} if whose else {},
    )


def note_many(*, said: Iterable[Said], whose: Mapping[int, int] | None = None) -> None:
    """The same for many subjects at once, in one statement: for what is brought in by the thousand.

    `whose` names the customers of those subjects that are journeys.
    """
    noted: dict[tuple[int, str, str], str] = {}
    traits: dict[int, set[str]] = defaultdict(set)
    for subject, kind, text, country in said:
        clean = text.replace("\0", "").strip()
        if clean and (key := rules.key(kind, clean, country=country)):
            noted.setdefault((subject, kind, key), clean)
            traits[(whose or {}).get(subject, subject)] |= rules.traits(kind, clean, key)
    if not noted:
        return
    rows = [
        {"subject": subject, "kind": kind, "said": clean, "key": key}
        for (subject, kind, key), clean in noted.items()
    ]
    known = [
        {"subject": subject, "traits": sorted(found), "words": sorted(filter(rules.is_word, found))}
        for subject, found in sorted(traits.items())
        if found
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note_references(%s::jsonb, %s::jsonb, %s)",
            [json.dumps(rows), json.dumps(known), clock.now()],
        )


@transaction.atomic
def take_on(*, whose: int, of: int) -> None:
    """From now on what `of` is known by is known of `whose` too: two customers who turned out to be one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO likeness AS l (id, traits) SELECT %s, traits FROM likeness WHERE id = %s"
            " ON CONFLICT (id) DO UPDATE SET traits = l.traits || EXCLUDED.traits",
            [whose, of],
        )


@transaction.atomic
def count_words() -> int:
    """Of how many likenesses each word is part, and each word once. Returns how many words there are.

    The clock asks for it: how common a word is only orders what may have been meant.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM word a USING word b WHERE a.text = b.text AND a.id > b.id;"
            " UPDATE word SET count = s.ndoc FROM ts_stat('SELECT traits FROM likeness') s"
            " WHERE s.word = word.text AND s.ndoc <> word.count"
        )
        cursor.execute("SELECT count(*) FROM word")
        return int(cursor.fetchone()[0])
