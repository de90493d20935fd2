"""The figures of the linkage: by hand, and on twins of whom the truth is known."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from math import log2
from random import Random

import pytest
from django.db import connection
from tests.cast import Cast
from tests.database import ROOT
from tests.duplicates.soundness import is_sound
from tests.duplicates.twins import Known, damaged, strangers

from wellkept.customers.commands.import_ import Arriving, ArrivingContact, ArrivingSite, bring_in
from wellkept.customers.models import Customer
from wellkept.duplicates.commands.sweep import sweep
from wellkept.duplicates.commands.weights import learn
from wellkept.duplicates.models import Level, Pair
from wellkept.duplicates.queries.likely_same import likely_same, likely_same_many
from wellkept.duplicates.queries.records import weights
from wellkept.duplicates.rules import estimate
from wellkept.duplicates.rules.compare import LEVELS, Finding, compare
from wellkept.duplicates.rules.records import CustomerDescription, record
from wellkept.duplicates.rules.weights import (
    POSSIBLE,
    SHIPPED,
    Weights,
    correct_by_counts,
    probability,
    weight,
)
from wellkept.events.queries import latest
from wellkept.people.queries import company

TWO_HUNDRED = Weights(SHIPPED, 200)


def of(**said: object) -> CustomerDescription:
    return CustomerDescription(country="DE", **said)  # type: ignore[arg-type]


def levels(a: CustomerDescription, b: CustomerDescription) -> dict[str, str]:
    return {one.what: one.level for one in compare(record(a), record(b))}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Müller GmbH & Co. KG", "Mueller", "same"),
        ("Bäckerei Lindner", "Lindner Bäckerei GmbH", "same"),
        ("Elektro-Haus Ohm", "Elektrohaus Ohm", "same"),
        ("Bäckerei Lindner", "Bäckerei Linder", "close"),
        ("Petra Lindner", "P. Lindner", "close"),
        ("Kowalski Möbel", "Kovalski Möbel", "close"),
        ("Lindner", "Bäckerei Lindner", "part"),
        ("Bäckerei Lindner", "Bäckerei Schmidt", "other"),
        ("Uwe Kuhn", "Ute Kuhn", "other"),
        ("Jan Hahn", "Jana Hahn", "other"),
        ("Andrea Hahn", "Andreas Hahn", "other"),
        ("Julia Hahn", "Julian Hahn", "other"),
        ("Petra Harloff", "Peter Harloff", "other"),
        ("Maria Schmidt", "Maria Schmitd", "close"),
        ("Schule am Park", "Schule im Park", "close"),
        ("Ohm", "Öhm", "other"),
        ("Schule 4", "Schule 5", "other"),
    ],
)
def test_names(one: str, other: str, level: str) -> None:
    assert levels(of(name=one), of(name=other)) == {"name": level}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("0351 888 817", "+49 351 888817", "same"),
        ("0351 888 817", "0351/888-827", "close"),
        ("0351 888817 10", "0351 888817 23", "close"),
        ("0351 888 817", "030 1234567", "other"),
        ("0351 888 817", "", None),
        ("110", "110", None),
    ],
)
def test_telephones(one: str, other: str, level: str | None) -> None:
    assert levels(of(phones=(one,)), of(phones=(other,))).get("phone") == level


def test_numbers_beside_each_other_are_a_slip_only_of_who_is_called_alike() -> None:
    one = of(name="Bäckerei Lindner", phones=("0341 555 1001",), mails=("m.hecker@netz.test",))
    other = of(name="Metzgerei Ohm", phones=("0341 555 1002",), mails=("m.becker@netz.test",))
    assert levels(one, other) == {"name": "other", "phone": "other", "email": "domain"}
    again = of(name="Lindner Bäckerei", phones=("0341 555 1002",), mails=("m.becker@netz.test",))
    assert levels(one, again) == {"name": "same", "phone": "close", "email": "close"}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("P.Lindner@Baecker.example", "p.lindner@baecker.example", "same"),
        ("p.lindner@baecker.example", "p.linder@baecker.example", "close"),
        ("p.lindner@baecker.example", "info@baecker.example", "domain"),
        ("petra@gmx.de", "karl@gmx.de", "other"),
        ("petra@gmx.de", "", None),
    ],
)
def test_mails(one: str, other: str, level: str | None) -> None:
    assert levels(of(mails=(one,)), of(mails=(other,))).get("email") == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (("Königstraße 4", "01097", "Dresden"), ("Koenigstr. 4", "01097", ""), "same"),
        (("Königstraße 4", "01097", "Dresden"), ("Königstraße 12", "01097", "Dresden"), "street"),
        (("Königstraße 4", "01097", "Dresden"), ("Elmweg 9", "01097", "Dresden"), "near"),
        (("Königstraße 4", "01097", "Dresden"), ("Königstraße 4", "10115", "Berlin"), "other"),
        (("Königstraße 4", "", "Dresden"), ("", "", ""), None),
    ],
)
def test_places(one: tuple[str, str, str], other: tuple[str, str, str], level: str | None) -> None:
    assert levels(of(places=(one,)), of(places=(other,))).get("place") == level


def test_the_shipped_table_is_sound() -> None:
    assert is_sound(SHIPPED)
    for what, named in LEVELS.items():
        bits = [weight(Finding(what, level), TWO_HUNDRED) for level in named]
        assert bits == sorted(bits, reverse=True), what
        assert bits[0] > 0 > bits[-1], what


def test_the_probability_by_hand() -> None:
    """Two of 200: odds 0.06/199. Same name 0.57/0.0002, other telephone 0.29/0.99994, nothing else known."""
    odds = (0.06 / 199) / (1 - 0.06 / 199) * (0.57 / 0.0002) * (0.29 / 0.99994)
    found = (Finding("name", "same"), Finding("phone", "other"))
    assert probability(found, TWO_HUNDRED) == pytest.approx(odds / (1 + odds), rel=1e-9)
    assert TWO_HUNDRED.odds == pytest.approx(log2((0.06 / 199) / (1 - 0.06 / 199)))


def test_two_firms_in_one_house_share_line_and_street_once() -> None:
    """Other names and other people: of telephone, address and mail only what says most is counted."""
    house = (Finding("phone", "same"), Finding("place", "same"), Finding("email", "domain"))
    others = (Finding("name", "other"), Finding("person", "other"))
    assert probability((*others, *house), TWO_HUNDRED) == pytest.approx(
        probability((*others, Finding("phone", "same")), TWO_HUNDRED)
    )
    assert probability((Finding("name", "other"), Finding("person", "same"), *house), TWO_HUNDRED) > 0.99


def test_what_many_share_says_less() -> None:
    """Of 1000 customers 19 others are called the same: (19 + 200 × 0.0002) / 1200 instead of 0.0002."""
    many = Weights(SHIPPED, 1000)
    common = Finding("name", "same", key="mueller")
    assert weight(common, many, others=0) == pytest.approx(log2(0.57 / 0.0002))
    assert weight(common, many, others=19) == pytest.approx(log2(0.57 / (19.04 / 1200)))


def test_in_a_long_list_a_rare_value_says_more_by_as_much_as_chance_says_less() -> None:
    """Of 50,000 ten times as many are strangers as of 5,000, and ten times as many telephones are there."""
    rare = Finding("phone", "same", key="351888817")
    short, long = Weights(SHIPPED, 5000), Weights(SHIPPED, 50_000)
    assert short.odds - long.odds == pytest.approx(log2(10), abs=0.001)
    assert weight(rare, long) - weight(rare, short) == pytest.approx(log2(10), abs=0.001)


def test_where_anybody_may_have_an_address_it_says_nothing() -> None:
    """Known by our own customers, not from a list: a domain that four others have is a provider's."""
    at_home = (Finding("email", "domain", "info@lindner.example", "p@lindner.example", "lindner.example"),)
    few, many = ({("email", "lindner.example"): others} for others in (3, 4))
    assert correct_by_counts(at_home, few) == at_home
    assert correct_by_counts(at_home, many) == (
        Finding("email", "other", "info@lindner.example", "p@lindner.example"),
    )


def test_branches_share_the_name_and_the_domain_that_is_made_of_it_once() -> None:
    branch = (Finding("name", "same"), Finding("email", "domain"))
    elsewhere = (Finding("phone", "other"), Finding("place", "other"))
    assert probability((*branch, *elsewhere), TWO_HUNDRED) == pytest.approx(
        probability((branch[0], *elsewhere), TWO_HUNDRED)
    )
    moved = (Finding("phone", "same"), Finding("place", "other"))
    assert probability((*branch, *moved), TWO_HUNDRED) > probability((branch[0], *moved), TWO_HUNDRED)


def test_expectation_and_maximisation_finds_the_figures_that_made_the_pairs() -> None:
    """100,000 pairs drawn from a known table, one in twenty of one customer: `m` comes back to two places."""
    truth = {
        "name": {"same": 0.7, "close": 0.2, "part": 0.05, "other": 0.05},
        "phone": {"same": 0.8, "close": 0.05, "other": 0.15},
        "place": {"same": 0.6, "street": 0.1, "near": 0.1, "other": 0.2},
    }
    chance = {
        "name": {"same": 0.01, "close": 0.02, "part": 0.07, "other": 0.9},
        "phone": {"same": 0.005, "close": 0.005, "other": 0.99},
        "place": {"same": 0.01, "street": 0.02, "near": 0.27, "other": 0.7},
    }
    die = Random(4)
    pairs: Counter[estimate.Pattern] = Counter()
    for _ in range(100_000):
        table = truth if die.random() < 0.05 else chance
        pairs[
            tuple(
                (what, die.choices(list(shares), weights=list(shares.values()))[0])
                for what, shares in table.items()
            )
        ] += 1
    u = {
        what: chance.get(what) or {level: SHIPPED[what][level][1] for level in named}
        for what, named in LEVELS.items()
    }
    ones = estimate.expect(pairs, u)
    for what, shares in truth.items():
        whole = sum(ones[what].values())
        assert whole == pytest.approx(5000, rel=0.05)
        for level, share in shares.items():
            assert ones[what][level] / whole == pytest.approx(share, abs=0.02), (what, level)


def test_one_round_by_hand() -> None:
    """Two patterns, shares as they begin (a tenth): what the first expectation gives, worked out on paper."""
    u = {what: {level: SHIPPED[what][level][1] for level in named} for what, named in LEVELS.items()}
    pairs = Counter({(("kind", "same"),): 3, (("kind", "other"),): 1})
    one = 0.1 * 0.94 / (0.1 * 0.94 + 0.9 * 0.55)
    other = 0.1 * 0.06 / (0.1 * 0.06 + 0.9 * 0.45)
    estimate._ROUNDS, before = 1, estimate._ROUNDS
    try:
        ones = estimate.expect(pairs, u)
    finally:
        estimate._ROUNDS = before
    assert ones["kind"] == {"same": pytest.approx(3 * one), "other": pytest.approx(other)}


# Twins whose truth is known.


def arriving(one: Known) -> Arriving:
    return Arriving(
        name=one.name,
        contacts=(ArrivingContact(name=one.person, email=one.mail, phone=one.phone),),
        sites=(ArrivingSite(street=one.street, postcode=one.postcode, city=one.city),) if one.street else (),
    )


def bring(cast: Cast, known: list[Known]) -> list[int]:
    cause = latest(company().pk, limit=1)[0].id
    return [
        one.customer for one in bring_in(customers=list(map(arriving, known)), cause=cause, by=cast.by("ana"))
    ]


def twins_of(cast: Cast, *, many: int = 600, twice: int = 150) -> set[tuple[int, int]]:
    """Customers of whom some stand there twice, the second time as somebody else wrote them down."""
    known = strangers(many, seed=11)
    second = [damaged(one, seed=i) for i, one in enumerate(known[:twice])]
    keys = bring(cast, known)
    again = bring(cast, second)
    return {(min(pair), max(pair)) for pair in zip(keys, again, strict=False)}


def judged(truth: set[tuple[int, int]], *, floor: float) -> tuple[float, float]:
    found = {(row.first_id, row.second_id) for row in Pair.objects.filter(probability__gte=floor)}
    right = len(found & truth)
    return right / len(found), right / len(truth)


@pytest.mark.django_db
def test_twins_are_found_and_strangers_are_not(cast: Cast) -> None:
    truth = twins_of(cast)
    assert sweep() == 752  # with the two of the cast
    precision, recall = judged(truth, floor=POSSIBLE)
    assert precision >= 0.9, (precision, recall)
    assert recall >= 0.85, (precision, recall)
    assert judged(truth, floor=0.97)[0] >= 0.97


@pytest.mark.django_db
def test_few_customers_teach_nothing(cast: Cast) -> None:
    assert not learn()
    assert not Level.objects.exists()
    assert not weights().learned


@pytest.mark.django_db
def test_few_customers_are_counted_whatever_the_planner_remembers(cast: Cast) -> None:
    """Its estimate may be of a time when there were many more: it is renewed minutes after they went."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 100000 WHERE oid = 'customer'::regclass")

    assert weights().customers == Customer.objects.count() == 2


@pytest.mark.django_db
def test_on_entry(cast: Cast) -> None:
    """As one types, before any sweep: by the very telephone, mail and name; with the contact who has it."""
    bakery, school = cast.bakery, cast.school
    by_phone = likely_same(phone="(0351) 8888-17")
    assert {one.customer for one in by_phone} == {bakery.customer.pk, school.customer.pk}
    both = likely_same(phone="0351 888817", contact_name="Karl Ohm")
    assert both[0].customer == school.customer.pk
    assert (both[0].contact, both[0].contact_name) == (school.contact.pk, "Karl Ohm")
    assert both[0].probability > 0.9 > both[1].probability
    assert [one.what for one in both[0].agreeing] == ["person", "phone"]
    assert likely_same(name="Wagner Dach") == []
    assert likely_same() == []


@pytest.mark.django_db
def test_on_entry_also_with_a_slip_once_swept(cast: Cast) -> None:
    assert likely_same(name="Bäckerei Lindnr", street="Koenigstr. 4", postcode="01097") == []
    sweep()
    found, *_ = likely_same(name="Baeckerei Lintner", street="Koenigstr. 4", postcode="01097", city="Dresden")
    assert found.customer == cast.bakery.customer.pk
    assert {one.what: one.level for one in found.findings}["place"] == "same"


@pytest.mark.django_db
def test_for_imports_by_the_batch(cast: Cast, django_assert_num_queries: object) -> None:
    said = [
        of(name="Bäckerei Lindner", phones=("0351 888817",)),
        of(name="Nobody at all"),
        of(name="Schule am Park", places=(("Königstraße 4", "01097", "Dresden"),)),
    ]
    with django_assert_num_queries(9):  # type: ignore[operator]
        found = likely_same_many(said)
    assert [[one.customer for one in some][:1] for some in found] == [
        [cast.bakery.customer.pk],
        [],
        [cast.school.customer.pk],
    ]
    with django_assert_num_queries(9):  # type: ignore[operator]
        assert len(likely_same_many(said * 40)) == 120


def test_the_population_is_the_same_in_every_process() -> None:
    code = "from bench.duplicates import population; print(hash_of(population(500, seed=9).customers))"
    hashed = "import hashlib; hash_of = lambda some: hashlib.md5(repr(some).encode()).hexdigest(); "
    said = {
        subprocess.run(
            [sys.executable, "-c", hashed + code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_strangers_of_the_generator_are_strangers() -> None:
    """The truth is one: no two that were made apart are alike in everything."""
    known = strangers(600, seed=11)
    assert len({(one.name, one.street) for one in known}) == 600
