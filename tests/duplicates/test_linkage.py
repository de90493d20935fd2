"""Record linkage: figures by hand, and on twins whose truth is known."""

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
from tests.database import ROOT, as_superuser
from tests.duplicates.soundness import is_sound
from tests.duplicates.twins import Invented, damaged, strangers

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


def of(**details: object) -> CustomerDescription:
    return CustomerDescription(country="DE", **details)  # type: ignore[arg-type]


def levels(a: CustomerDescription, b: CustomerDescription) -> dict[str, str]:
    return {finding.what: finding.level for finding in compare(record(a), record(b))}


@pytest.mark.parametrize(
    ("left", "right", "level"),
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
def test_name_levels(left: str, right: str, level: str) -> None:
    assert levels(of(name=left), of(name=right)) == {"name": level}


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("0351 888 817", "+49 351 888817", "same"),
        ("0351 888 817", "0351/888-827", "close"),
        ("0351 888817 10", "0351 888817 23", "close"),
        ("0351 888 817", "030 1234567", "other"),
        ("0351 888 817", "", None),
        ("110", "110", None),
    ],
)
def test_telephone_levels(left: str, right: str, level: str | None) -> None:
    assert levels(of(phones=(left,)), of(phones=(right,))).get("phone") == level


def test_a_similar_number_counts_only_with_a_similar_name() -> None:
    left = of(name="Bäckerei Lindner", phones=("0341 555 1001",), mails=("m.hecker@netz.test",))
    right = of(name="Metzgerei Ohm", phones=("0341 555 1002",), mails=("m.becker@netz.test",))
    assert levels(left, right) == {"name": "other", "phone": "other", "email": "domain"}
    again = of(name="Lindner Bäckerei", phones=("0341 555 1002",), mails=("m.becker@netz.test",))
    assert levels(left, again) == {"name": "same", "phone": "close", "email": "close"}


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("P.Lindner@Baecker.example", "p.lindner@baecker.example", "same"),
        ("p.lindner@baecker.example", "p.linder@baecker.example", "close"),
        ("p.lindner@baecker.example", "info@baecker.example", "domain"),
        ("petra@gmx.de", "karl@gmx.de", "other"),
        ("petra@gmx.de", "", None),
    ],
)
def test_mail_levels(left: str, right: str, level: str | None) -> None:
    assert levels(of(mails=(left,)), of(mails=(right,))).get("email") == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        (("Königstraße 4", "01097", "Dresden"), ("Koenigstr. 4", "01097", ""), "same"),
        (("Königstraße 4", "01097", "Dresden"), ("Königstraße 12", "01097", "Dresden"), "street"),
        (("Königstraße 4", "01097", "Dresden"), ("Elmweg 9", "01097", "Dresden"), "near"),
        (("Königstraße 4", "01097", "Dresden"), ("Königstraße 4", "10115", "Berlin"), "other"),
        (("Königstraße 4", "", "Dresden"), ("", "", ""), None),
    ],
)
def test_place_levels(left: tuple[str, str, str], right: tuple[str, str, str], level: str | None) -> None:
    assert levels(of(places=(left,)), of(places=(right,))).get("place") == level


def test_the_shipped_table_is_sound() -> None:
    assert is_sound(SHIPPED)
    for what, named in LEVELS.items():
        bits = [weight(Finding(what, level), TWO_HUNDRED) for level in named]
        assert bits == sorted(bits, reverse=True), what
        assert bits[0] > 0 > bits[-1], what


def test_the_probability_equals_the_one_by_hand() -> None:
    """Two of 200: odds 0.06/199. Same name 0.57/0.0002, other telephone 0.29/0.99994."""
    odds = (0.06 / 199) / (1 - 0.06 / 199) * (0.57 / 0.0002) * (0.29 / 0.99994)
    findings = (Finding("name", "same"), Finding("phone", "other"))
    assert probability(findings, TWO_HUNDRED) == pytest.approx(odds / (1 + odds), rel=1e-9)
    assert TWO_HUNDRED.odds == pytest.approx(log2((0.06 / 199) / (1 - 0.06 / 199)))


def test_companies_in_one_house_share_their_details_once() -> None:
    """With other names and people, only the strongest of telephone, address and mail counts."""
    house = (Finding("phone", "same"), Finding("place", "same"), Finding("email", "domain"))
    others = (Finding("name", "other"), Finding("person", "other"))
    assert probability((*others, *house), TWO_HUNDRED) == pytest.approx(
        probability((*others, Finding("phone", "same")), TWO_HUNDRED)
    )
    assert probability((Finding("name", "other"), Finding("person", "same"), *house), TWO_HUNDRED) > 0.99


def test_a_common_value_weighs_less() -> None:
    """19 others of 1000 customers have the name: (19 + 200 × 0.0002) / 1200 instead of 0.0002."""
    many = Weights(SHIPPED, 1000)
    common = Finding("name", "same", key="mueller")
    assert weight(common, many, others=0) == pytest.approx(log2(0.57 / 0.0002))
    assert weight(common, many, others=19) == pytest.approx(log2(0.57 / (19.04 / 1200)))


def test_a_rare_value_weighs_more_in_a_long_list() -> None:
    """50,000 customers have ten times the strangers of 5,000, and ten times the telephones."""
    rare = Finding("phone", "same", key="351888817")
    short, long = Weights(SHIPPED, 5000), Weights(SHIPPED, 50_000)
    assert short.odds - long.odds == pytest.approx(log2(10), abs=0.001)
    assert weight(rare, long) - weight(rare, short) == pytest.approx(log2(10), abs=0.001)


def test_a_mail_provider_is_recognised_by_its_customers() -> None:
    """A domain that four other customers have is a provider's."""
    at_home = (Finding("email", "domain", "info@lindner.example", "p@lindner.example", "lindner.example"),)
    few, many = ({("email", "lindner.example"): others} for others in (3, 4))
    assert correct_by_counts(at_home, few) == at_home
    assert correct_by_counts(at_home, many) == (
        Finding("email", "other", "info@lindner.example", "p@lindner.example"),
    )


def test_branches_count_name_and_domain_once() -> None:
    branch = (Finding("name", "same"), Finding("email", "domain"))
    elsewhere = (Finding("phone", "other"), Finding("place", "other"))
    assert probability((*branch, *elsewhere), TWO_HUNDRED) == pytest.approx(
        probability((branch[0], *elsewhere), TWO_HUNDRED)
    )
    moved = (Finding("phone", "same"), Finding("place", "other"))
    assert probability((*branch, *moved), TWO_HUNDRED) > probability((branch[0], *moved), TWO_HUNDRED)


def test_expectation_and_maximisation_recovers_the_true_table() -> None:
    """From 100,000 pairs of a known table, one in twenty of one customer, `m` returns within 0.02."""
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


def test_one_round_of_expectation_equals_the_one_by_hand() -> None:
    """Two patterns with the initial share of a tenth, computed on paper."""
    u = {what: {level: SHIPPED[what][level][1] for level in named} for what, named in LEVELS.items()}
    pairs = Counter({(("kind", "same"),): 3, (("kind", "other"),): 1})
    same = 0.1 * 0.94 / (0.1 * 0.94 + 0.9 * 0.55)
    different = 0.1 * 0.06 / (0.1 * 0.06 + 0.9 * 0.45)
    estimate._ROUNDS, before = 1, estimate._ROUNDS
    try:
        ones = estimate.expect(pairs, u)
    finally:
        estimate._ROUNDS = before
    assert ones["kind"] == {"same": pytest.approx(3 * same), "other": pytest.approx(different)}


# Twins with known truth.


def arriving(customer: Invented) -> Arriving:
    return Arriving(
        name=customer.name,
        contacts=(ArrivingContact(name=customer.person, email=customer.mail, phone=customer.phone),),
        sites=(ArrivingSite(street=customer.street, postcode=customer.postcode, city=customer.city),)
        if customer.street
        else (),
    )


def bring(cast: Cast, known: list[Invented]) -> list[int]:
    cause = latest(company().pk, limit=1)[0].id
    return [
        arrived.customer
        for arrived in bring_in(customers=list(map(arriving, known)), cause=cause, by=cast.by("ana"))
    ]


def twins_of(cast: Cast, *, many: int = 600, twice: int = 150) -> set[tuple[int, int]]:
    """Add customers, and some of them again as somebody else wrote them down."""
    known = strangers(many, seed=11)
    second = [damaged(customer, seed=i) for i, customer in enumerate(known[:twice])]
    keys = bring(cast, known)
    again = bring(cast, second)
    return {(min(pair), max(pair)) for pair in zip(keys, again, strict=False)}


def judged(truth: set[tuple[int, int]], *, floor: float) -> tuple[float, float]:
    pairs = {(row.first_id, row.second_id) for row in Pair.objects.filter(probability__gte=floor)}
    right = len(pairs & truth)
    return right / len(pairs), right / len(truth)


@pytest.mark.django_db
def test_twins_are_pairs_and_strangers_are_not(cast: Cast) -> None:
    truth = twins_of(cast)
    assert sweep() == 752  # plus the two customers of the cast
    precision, recall = judged(truth, floor=POSSIBLE)
    assert precision >= 0.9, (precision, recall)
    assert recall >= 0.85, (precision, recall)
    assert judged(truth, floor=0.97)[0] >= 0.97


@pytest.mark.django_db
def test_too_few_customers_teach_no_weights(cast: Cast) -> None:
    assert not learn()
    assert not Level.objects.exists()
    assert not weights().learned


@pytest.mark.parametrize("by_luck", [0, 1, 6])
def test_how_many_share_a_value_is_counted_not_drawn(by_luck: int) -> None:
    """By luck none of 20,000 random pairs shares a number, or six do: that would weigh it 40 times more or less."""
    drawn = Counter({(("phone", "same"),): by_luck, (("phone", "other"),): 20_000 - by_luck})
    assert estimate.learn_u(drawn, {"phone": 0.0003})["phone"]["same"] == pytest.approx(0.000276, rel=0.01)


@pytest.mark.django_db
def test_few_customers_are_counted_exactly(cast: Cast) -> None:
    """The planner's estimate may be old: it is renewed minutes after rows are deleted."""
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 100000 WHERE oid = 'customer'::regclass")

    assert weights().customers == Customer.objects.count() == 2


@pytest.mark.django_db
def test_candidates_on_entry(cast: Cast) -> None:
    """Before any sweep: by equal telephone, mail and name, with the matching contact."""
    bakery, school = cast.bakery, cast.school
    by_phone = likely_same(phone="(0351) 8888-17")
    assert {candidate.customer for candidate in by_phone} == {bakery.customer.pk, school.customer.pk}
    both = likely_same(phone="0351 888817", contact_name="Karl Ohm")
    assert both[0].customer == school.customer.pk
    assert (both[0].contact, both[0].contact_name) == (school.contact.pk, "Karl Ohm")
    assert both[0].probability > 0.9 > both[1].probability
    assert [candidate.what for candidate in both[0].agreeing] == ["person", "phone"]
    assert likely_same(name="Wagner Dach") == []
    assert likely_same() == []


@pytest.mark.django_db
def test_candidates_with_typos_after_a_sweep(cast: Cast) -> None:
    assert likely_same(name="Bäckerei Lindnr", street="Koenigstr. 4", postcode="01097") == []
    sweep()
    candidate, *_ = likely_same(
        name="Baeckerei Lintner", street="Koenigstr. 4", postcode="01097", city="Dresden"
    )
    assert candidate.customer == cast.bakery.customer.pk
    assert {finding.what: finding.level for finding in candidate.findings}["place"] == "same"


@pytest.mark.django_db
def test_a_batch_takes_a_fixed_number_of_statements(cast: Cast, django_assert_num_queries: object) -> None:
    descriptions = [
        of(name="Bäckerei Lindner", phones=("0351 888817",)),
        of(name="Nobody at all"),
        of(name="Schule am Park", places=(("Königstraße 4", "01097", "Dresden"),)),
    ]
    with django_assert_num_queries(9):  # type: ignore[operator]
        candidates = likely_same_many(descriptions)
    assert [[candidate.customer for candidate in some][:1] for some in candidates] == [
        [cast.bakery.customer.pk],
        [],
        [cast.school.customer.pk],
    ]
    with django_assert_num_queries(9):  # type: ignore[operator]
        assert len(likely_same_many(descriptions * 40)) == 120


def test_the_population_is_the_same_in_every_process() -> None:
    code = "from bench.duplicates import population; print(hash_of(population(500, seed=9).customers))"
    hashed = "import hashlib; hash_of = lambda some: hashlib.md5(repr(some).encode()).hexdigest(); "
    digests = {
        subprocess.run(
            [sys.executable, "-c", hashed + code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_generated_strangers_differ() -> None:
    """No two invented customers share name and street."""
    known = strangers(600, seed=11)
    assert len({(customer.name, customer.street) for customer in known}) == 600
