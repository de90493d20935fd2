"""Precision and recall on a population whose truth is known, with seeds that the weights were not made from.

The population is made by code that shares nothing with the comparison (bench/duplicates.py). It contains strangers who
are easily mistaken for one another. The weights were counted on seed 101.
"""

from __future__ import annotations

import pytest
from bench.duplicates import Population, population
from bench.fake_customers import Customer as Told
from tests.cast import Cast
from tests.duplicates.soundness import is_sound

from wellkept.customers.commands.import_ import Arriving, ArrivingContact, ArrivingSite, bring_in
from wellkept.duplicates.commands.sweep import sweep
from wellkept.duplicates.commands.weights import learn
from wellkept.duplicates.models import Pair, ToCompare
from wellkept.duplicates.queries.records import weights
from wellkept.duplicates.rules.weights import CERTAIN, POSSIBLE, PROBABLE
from wellkept.events.queries import latest
from wellkept.people.queries import company

pytestmark = pytest.mark.django_db


def arriving(customer: Told) -> Arriving:
    phone = f"+{customer.phone}" if customer.phone else ""
    speaks = customer.contact or customer.phone or customer.email
    street = customer.address.rsplit(", ", 1)[0]
    return Arriving(
        name=customer.name,
        kind="person" if customer.person else "organisation",
        country=customer.country,
        contacts=(ArrivingContact(name=customer.contact or customer.name, email=customer.email, phone=phone),)
        if speaks
        else (),
        sites=(ArrivingSite(street=street, postcode=customer.postcode, city=customer.city),)
        if customer.street
        else (),
    )


def brought(cast: Cast, people: Population) -> tuple[list[int], set[tuple[int, int]]]:
    cause = latest(company().pk, limit=1)[0].id
    arrived = bring_in(customers=list(map(arriving, people.customers)), cause=cause, by=cast.by("ana"))
    keys = [added.customer for added in arrived]
    return keys, {(keys[a], keys[b]) for a, b in people.same}


def judged(truth: set[tuple[int, int]], *, floor: float) -> tuple[int, float, float]:
    """Count the pairs shown, and compute precision and recall."""
    shown = set(Pair.objects.filter(probability__gte=floor).values_list("first_id", "second_id"))
    right = len(shown & truth)
    return len(shown), right / len(shown), right / len(truth)


@pytest.mark.parametrize(("many", "seed"), [(300, 2001), (2000, 2002)])
def test_precision_and_recall_are_high(cast: Cast, many: int, seed: int) -> None:
    keys, truth = brought(cast, population(many, seed=seed))
    assert sweep(seconds=600) == len(keys) + 2  # plus the two customers of the cast
    figures = {floor: judged(truth, floor=floor) for floor in (POSSIBLE, PROBABLE, CERTAIN)}
    for floor, (shown, precision, recall) in figures.items():
        print(
            f"{many} customers, from {floor}: {shown} shown, precision {precision:.3f}, recall {recall:.3f}"
        )
    assert figures[POSSIBLE][1] >= 0.97, figures
    assert figures[PROBABLE][1] >= 0.98, figures
    assert figures[CERTAIN][1] >= 0.99, figures
    assert figures[POSSIBLE][2] >= 0.75, figures


def test_similar_customers_are_no_pairs(cast: Cast) -> None:
    """Neighbouring numbers, one switchboard, one family, one village, branches: nobody is entered twice."""
    people = population(300, seed=2003, twice=0, traps=0.95)
    keys, truth = brought(cast, people)
    assert (truth, len(set(people.trap.values()))) == (set(), 6)
    sweep(seconds=600)
    shown = Pair.objects.filter(first__in=keys, second__in=keys)
    assert list(shown.filter(probability__gte=PROBABLE)) == []
    assert shown.count() <= 1


def test_learned_weights_are_sound_and_as_good_as_the_shipped_ones(cast: Cast) -> None:
    keys, truth = brought(cast, population(1200, seed=2004))
    sweep(seconds=600)
    _, precision, recall = judged(truth, floor=POSSIBLE)
    assert learn()
    table = weights()
    assert table.learned
    assert is_sound(table.table)
    Pair.objects.all().delete()
    ToCompare.objects.bulk_create(ToCompare(customer_id=key) for key in keys)
    sweep(seconds=600)
    shown, *learned = judged(truth, floor=POSSIBLE)
    print(f"learned: {shown} shown, precision {learned[0]:.3f}, recall {learned[1]:.3f}")
    assert learned[0] >= precision - 0.02, (precision, learned)
    assert learned[1] >= recall - 0.03, (recall, learned)
