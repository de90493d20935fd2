"""Search: exact matches first, in milliseconds. If they are few, similar ones within a time limit.

`rules.parse` reads the text. `exact_keys` looks up numbers, telephones, mails and codes. `word_search` finds
customers by words, with the help of the `lexicon`. `customer_journeys` leads from customers to their journeys
and the matching references. `results` describes the hits for pages and programs.
"""

from __future__ import annotations

from wellkept.find import rules
from wellkept.find.queries import customer_journeys, exact_keys, timeout, word_search
from wellkept.find.queries.customers import KnownCustomer, customers_known_by, customers_like
from wellkept.find.queries.results import Hit, Match, SearchResult, describe
from wellkept.people.actor import Actor
from wellkept.people.queries import company

__all__ = ["KnownCustomer", "Match", "SearchResult", "customers_known_by", "customers_like", "find"]

LIMIT = 20
FEW = 3  # with fewer exact hits, similar ones are looked up too


def find(text: str, *, by: Actor, limit: int = LIMIT) -> list[SearchResult]:
    """Find journeys and customers for a text: exact matches first, then open ones, then recent ones."""
    question = rules.parse_question(text, country=company().country)
    if question.is_empty:
        return []
    hits = exact_keys.hits(question, limit)
    if not hits or (hits[0].grade < exact_keys.WHOLE and not (question.is_code and len(hits) >= limit)):
        hits = _by_words(question, hits, limit, by)
    return describe(_ordered(hits)[:limit], by)


def _by_words(question: rules.Question, hits: list[Hit], limit: int, by: Actor) -> list[Hit]:
    """Add customers who are known by the words. If hits are few, add those known by similar words."""
    exact = [hit for hit in hits if not hit.slip]
    if not question.terms:
        return exact or hits
    lexicon = word_search.look_up_terms(question)
    if reading := word_search.read_exactly(question, lexicon):
        exact += _places(question, reading, limit, by)
    if len(exact) >= FEW or any(hit.grade > customer_journeys.ALL for hit in exact):
        return exact
    with timeout.within(timeout.TOLERANT):
        if question.is_code:
            return exact or hits or exact_keys.with_one_digit_wrong(question, limit)
        reading = word_search.read_loosely(question, lexicon)
        exact += _places(question, reading, limit, by)
    return exact


def _places(question: rules.Question, reading: word_search.Reading, limit: int, by: Actor) -> list[Hit]:
    """Find the journeys of the customers that a reading of the words matches best."""
    customers = word_search.best_customers(reading, 3 * limit)
    return customer_journeys.hits(
        customers, reading.meant, question.name, limit, by=by, literally=question.literally
    )


def _ordered(hits: list[Hit]) -> list[Hit]:
    """Merge hits for the same place, and rank hits by keys before hits by words."""
    places: dict[tuple[int | None, int], Hit] = {}
    for hit in hits:
        place = (hit.journey, hit.customer)
        places[place] = hit.beside(places[place]) if place in places else hit
    return sorted(places.values(), key=lambda hit: (hit.grade < exact_keys.WITHIN, hit.fuzzy, hit.slip))
