"""Any reference that a customer can read out leads to their journey."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellkept.blueprints.commands import load_built_in
from wellkept.customers import commands as customers
from wellkept.customers.models import Customer
from wellkept.entities.commands import add_first_entity
from wellkept.events.queries import latest
from wellkept.find import commands
from wellkept.find.models import Miss
from wellkept.find.queries import Match, SearchResult, customers_like, find
from wellkept.journeys.commands.details import make_confidential, note_reference
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need
from wellkept.kernel.number import show
from wellkept.people import commands as people
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.founder import Founder
from wellkept.people.queries import actor, company
from wellkept.references.commands import count_words

pytestmark = pytest.mark.django_db


@dataclass
class World:
    me: Actor
    lindner: Customer
    oven: Journey


@pytest.fixture
def world() -> World:
    company, ana = people.set_up_company(
        name="Lindenau", founder=Founder(name="Ana Ruiz", email="ana@lindenau.example", password=None)
    )
    me = actor(ana.pk)
    add_first_entity(company=company, by=me)
    load_built_in(by=me)
    lindner = customers.add_customer(name="Bäckerei Lindner GmbH & Co. KG", by=me)
    petra = customers.add_contact(
        customer=lindner.pk,
        name="Petra Lindner",
        email="Petra@Lindner.example",
        phone="0341 555 0142",
        by=me,
    )
    customers.add_site(customer=lindner.pk, street="Elmenstraße 14", postcode="04229", city="Lindenau", by=me)
    oven = open_journey(
        customer=lindner.pk,
        contact=petra.pk,
        need=Need("Our oven trips the breaker"),
        by=me,
        acknowledge=False,
    )
    note_reference(journey=oven.pk, kind="purchase_order", reference="PO 2026-118", by=me)
    note_reference(journey=oven.pk, kind="serial", reference="SN 77-20419", by=me)
    note_reference(journey=oven.pk, kind="old_number", reference="A-3391", by=me)
    return World(me, lindner, oven)


@pytest.mark.parametrize(
    "text",
    [
        "0341 5550142",
        "+49 341 555-0142",
        "0049341/5550142",
        "(0341) 555 0142",
        "5550142",
        "0142",
        "petra@lindner.example",
        "PETRA@lindner",
        "@lindner.example",
        "Bäckerei Lindner",
        "baeckerei lindner",
        "Lindner Bäck",
        "Bäckerei Lindner GmbH",
        "Lindner GmbH & Co. KG",
        "petra",
        "Lindner, Petra",
        "Elmenstr 14",
        "elmenstraße",
        "14 Elmenstraße Lindenau",
        "04229 elmen",
        "Petra Elmenstr",
        "PO 2026-118",
        "po2026118",
        "sn 77 20419",
        "A-3391",
        "a3391",
    ],
)
def test_a_journey_is_found_by_each_of_its_references(world: World, text: str) -> None:
    assert [result.journey for result in find(text, by=world.me)] == [world.oven.pk]


@pytest.mark.parametrize(
    "text",
    [
        "Bäckerei Lindner GmH",  # a misspelt legal form that no customer has
        "Bäckerei Lindner xyzzyq",
        "Elmenstr l4",  # a house number with a misread digit
        "Bäckerei Lincliner",  # two letters that look like one, and an extra letter
        "Lindncr Bäckcrei",
    ],
)
def test_a_journey_is_found_by_similar_words(world: World, text: str) -> None:
    result = find(text, by=world.me)
    assert [(row.journey, row.customer_name) for row in result] == [
        (world.oven.pk, "Bäckerei Lindner GmbH & Co. KG")
    ]


def test_a_rare_name_is_found_by_a_prefix_that_many_share(world: World) -> None:
    for place in range(60):
        ending = f"{chr(97 + place // 26)}{chr(97 + place % 26)}"
        for double in range(2):
            customers.add_customer(name=f"Quide{ending} {double}", by=world.me)
    rare = customers.add_customer(name="Gerdi Quidelkafinsch", by=world.me)
    customers.add_customer(name="Gerdi Unruh", by=world.me)
    count_words()
    result = find("Gerdi Quide", by=world.me)
    assert [row.customer for row in result if not row.fuzzy] == [rare.pk]


def test_a_number_is_found_in_any_spelling(world: World) -> None:
    number = world.oven.number
    spellings = [
        number,
        show(number),
        f"{number[:4]} {number[4:]}",
        " ".join(number),
        f"{show(number)}/Q1",
        f"no. {show(number)}",
        f"Auftrag {number}",
        f"#{number}",
        number[:5],
    ]
    assert [[result.number for result in find(text, by=world.me)] for text in spellings] == [[number]] * len(
        spellings
    )


def test_one_wrong_or_swapped_digit_offers_the_likely_numbers(world: World) -> None:
    number = world.oven.number
    wrong = number[:3] + str((int(number[3]) + 1) % 10) + number[4:]
    place = next(i for i in range(1, 7) if number[i] != number[i + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    for text in (wrong, show(swapped), f"{wrong}/C2"):
        assert [(result.number, result.slip) for result in find(text, by=world.me)] == [(number, True)]
    assert [result.slip for result in find(number, by=world.me)] == [False]


def test_a_result_shows_its_match_and_its_state(world: World) -> None:
    (result,) = find("0142", by=world.me)
    assert result == SearchResult(
        journey=world.oven.pk,
        number=world.oven.number,
        customer=world.lindner.pk,
        customer_name="Bäckerei Lindner GmbH & Co. KG",
        need="Our oven trips the breaker",
        matches=(Match("phone", "0341 555 0142"),),
        state="open",
        stage="sales",
        court="us",
        since=world.oven.court_since,
        owner="Ana Ruiz",
        holder="Ana Ruiz",
    )


def test_a_customer_without_a_journey_is_a_result(world: World) -> None:
    holm = customers.add_customer(name="Gärtnerei Holm", by=world.me)
    (result,) = find("gaertnerei", by=world.me)
    assert (result.journey, result.customer, result.customer_name) == (None, holm.pk, "Gärtnerei Holm")


def test_open_journeys_come_before_ended_ones_and_recent_before_old(world: World) -> None:
    from wellkept.endings.commands import not_ours

    second = open_journey(
        customer=world.lindner.pk, need=Need("A second oven"), by=world.me, acknowledge=False
    )
    third = open_journey(customer=world.lindner.pk, need=Need("A poem"), by=world.me, acknowledge=False)
    not_ours(journey=third.pk, why="We do not write poems", by=world.me)
    assert [result.journey for result in find("lindner", by=world.me)] == [second.pk, world.oven.pk, third.pk]


def test_a_merged_journey_is_found_under_its_old_number(world: World) -> None:
    from wellkept.endings.commands import join

    twin = open_journey(
        customer=world.lindner.pk, need=Need("The oven again"), by=world.me, acknowledge=False
    )
    join(journey=twin.pk, into=world.oven.pk, why="The same oven", by=world.me)
    (result,) = find(twin.number, by=world.me)
    assert (result.number, result.asked_as) == (world.oven.number, show(twin.number))


def test_a_confidential_journey_is_found_but_not_read(world: World) -> None:
    jonas = people.join(name="Jonas Weber", email="jonas@lindenau.example", by=world.me)
    make_confidential(journey=world.oven.pk, confidential=True, by=world.me)
    (result,) = find("petra@lindner.example", by=actor(jonas.pk))
    assert result.confidential
    assert (result.number, result.stage, result.court, result.owner) == (
        world.oven.number,
        "sales",
        "us",
        "Ana Ruiz",
    )
    assert (result.customer, result.customer_name, result.need, result.matches) == (None, "", "", ())
    assert find("petra@lindner.example", by=world.me)[0].need == "Our oven trips the breaker"


@pytest.mark.parametrize("beside", ["", "Lindner ", "petra lindner "])
@pytest.mark.parametrize("word", ["breaker", "break", "breakr"])
def test_a_search_does_not_guess_at_the_need_of_a_confidential_journey(
    world: World, beside: str, word: str
) -> None:
    """A colleague who may not read it gets the same answer as for a word that nobody wrote."""
    jonas = actor(people.join(name="Jonas Weber", email="jonas@lindenau.example", by=world.me).pk)
    open_journey(customer=world.lindner.pk, need=Need("Quick light please"), by=world.me, acknowledge=False)
    make_confidential(journey=world.oven.pk, confidential=True, by=world.me)
    assert find(beside + word, by=jonas) == find(beside + "quagga", by=jonas)
    assert customers_like(beside + word, by=jonas) == customers_like(beside + "quagga", by=jonas)
    assert world.oven.number in [row.number for row in find(beside + word, by=world.me)]


@pytest.mark.parametrize(
    "text", ["", " ", "x", "@", "%", "_", "'", "\\", "a\x00b", "a\x00@b", "🙂", "((((", "' OR 1=1 --"]
)
def test_a_meaningless_text_finds_nothing(world: World, text: str) -> None:
    assert find(text, by=world.me) == []


def test_percent_signs_and_underscores_are_no_wildcards(world: World) -> None:
    for text in ("p%@lindner.example", "pe_ra@lindner.example", "%", "_____"):
        assert [row for row in find(text, by=world.me) if not row.fuzzy] == []


@pytest.mark.parametrize("journeys", [1, 3])
def test_a_search_takes_the_same_statements_for_one_result_and_three(world: World, journeys: int) -> None:
    for i in range(journeys - 1):
        open_journey(customer=world.lindner.pk, need=Need(f"Need {i}"), by=world.me, acknowledge=False)
    with CaptureQueriesContext(connection) as asked:
        assert len(find("lindner bäckerei", by=world.me)) == journeys
    # The company's country · keys · lexicon · customers · journeys · references · results
    assert len(asked) == 7
    with CaptureQueriesContext(connection) as asked:
        assert len(find("Lindnre Bäkcerei", by=world.me)) == journeys
    # The company's country · keys · lexicon · [ timeout on · similar words · customers · journeys · references ·
    # timeout off ] · results; brackets: with two savepoint statements
    assert len(asked) == 12
    with CaptureQueriesContext(connection) as asked:
        assert len(find(world.oven.number, by=world.me)) == 1
    assert len(asked) == 3  # the company's country · keys · results


def test_a_repeated_miss_is_recorded_once(world: World) -> None:
    miss = commands.note_miss(asked="  Zanzibar  ", by=world.me)
    assert commands.note_miss(asked="Zanzibar", by=world.me) == miss
    assert Miss.objects.count() == 1
    explained = commands.explain_miss(miss=miss.pk, explanation="They ordered in June", by=world.me)
    assert explained.said == "They ordered in June"
    explained_event, failed_event = latest(company().pk, limit=2)
    assert (explained_event.type, explained_event.facts) == (
        "look_up_explained",
        {"miss": miss.pk, "said": "They ordered in June"},
    )
    assert (failed_event.type, failed_event.facts["miss"], failed_event.facts["asked"]) == (
        "look_up_failed",
        miss.pk,
        "Zanzibar",
    )


def test_only_staff_record_a_miss(world: World) -> None:
    from wellkept.kernel.refusal import Refusal

    with pytest.raises(Refusal, match="Only staff"):
        commands.note_miss(asked="Zanzibar", by=SYSTEM)
    assert not Miss.objects.exists()
