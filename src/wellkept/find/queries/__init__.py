"""Finding: to the letter first, in a few milliseconds; where that finds nothing good, what is like it, in bounded time.

A text is read in every way in which it makes sense (`find.rules`). `keys` looks up numbers, telephones, mails and
codes; `likeness` finds who is known by the words, with the help of the `lexicon`; `places` leads from customers to
their journeys and says by which references; `found` is what pages and programs read.
"""

from __future__ import annotations

from wellkept.find import rules
from wellkept.find.queries import keys, likeness, places, timeout
from wellkept.find.queries.customers import Known, customers_like, known
from wellkept.find.queries.results import Found, Hit, Match, read
from wellkept.people.actor import Actor
from wellkept.people.queries import company

__all__ = ["Found", "Known", "Match", "customers_like", "find", "known"]

LIMIT = 20
FEW = 3  # with fewer than these to the letter, it is also looked for what is like it


def find(said: str, *, by: Actor, limit: int = LIMIT) -> list[Found]:
    """Whatever `said` may mean: exactly that first, then what is open, then what is recent."""
    question = rules.read(said, country=company().country)
    if question.is_empty:
        return []
    hits = keys.hits(question, limit)
    if not hits or (hits[0].grade < keys.WHOLE and not (question.is_code and len(hits) >= limit)):
        hits = _by_words(question, hits, limit)
    return read(_ordered(hits)[:limit], by)


def _by_words(question: rules.Question, hits: list[Hit], limit: int) -> list[Hit]:
    """Beside what the keys found: who is known by these words, and if they are few, by words like them."""
    exact = [hit for hit in hits if not hit.slip]
    if not question.asked:
        return exact or hits
    lexicon = likeness.beginnings(question)
    if reading := likeness.to_the_letter(question, lexicon):
        exact += _places(question, reading, limit)
    if len(exact) >= FEW or any(hit.grade > places.ALL for hit in exact):
        return exact
    with timeout.within(timeout.TOLERANT):
        if question.is_code:
            return exact or hits or keys.one_digit_off(question, limit)
        reading = likeness.roughly(question, lexicon)
        exact += _places(question, reading, limit)
    return exact


def _places(question: rules.Question, reading: likeness.Reading, limit: int) -> list[Hit]:
    whom = likeness.who(reading, 3 * limit)
    return places.hits(whom, reading.meant, question.name, limit, literally=question.literally)


def _ordered(hits: list[Hit]) -> list[Hit]:
    """Each place once, with all by which it was found. What keys found comes before what only words found."""
    known: dict[tuple[int | None, int], Hit] = {}
    for hit in hits:
        place = (hit.journey, hit.customer)
        known[place] = hit.beside(known[place]) if place in known else hit
    return sorted(known.values(), key=lambda hit: (hit.grade < keys.WITHIN, hit.fuzzy, hit.slip))
