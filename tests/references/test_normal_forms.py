"""Normal forms: every spelling of a reference compares equal."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban

from wellkept.references import rules
from wellkept.references.models import KINDS

texts = st.text(max_size=500)
kinds = st.sampled_from(KINDS)
countries = st.sampled_from(["DE", "GB", "US", "GR", "TR", "PL", "BR", "JP", ""])


@given(kinds, texts, countries)
def test_every_text_has_a_valid_key_and_valid_traits(kind: str, text: str, country: str) -> None:
    key = rules.key(kind, text, country=country)
    assert len(key) <= 4 * rules.LONGEST
    if key:
        traits = rules.traits(kind, text, key)
        # The limits of an index and of a tsquery.
        assert all(trait and len(trait) < 2_000 and not set(trait) & set("'\\\0\n") for trait in traits)
        assert not any(rules.is_word(trait) and not trait.isalpha() for trait in traits)


@given(kinds.filter(lambda kind: kind != "phone"), texts, countries)
def test_normalising_twice_changes_nothing(kind: str, text: str, country: str) -> None:
    key = rules.key(kind, text, country=country)
    assert rules.key(kind, key, country=country) == key


@given(texts, countries)
def test_the_key_of_an_accepted_telephone_number_is_stable(text: str, country: str) -> None:
    key = rules.phone(text, country=country)
    assert key.isdigit() or key == ""
    if key and phonenumbers.is_possible_number_string(f"+{key}", None):
        assert rules.phone(f"+{key}", country=country) == key


def _numbers() -> list[tuple[str, phonenumbers.PhoneNumber]]:
    numbers = []
    for country in (
        "DE",
        "AT",
        "CH",
        "GB",
        "US",
        "FR",
        "IT",
        "ES",
        "PL",
        "TR",
        "GR",
        "NL",
        "SE",
        "BR",
        "JP",
        "IN",
        "ZA",
    ):
        for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE):
            if example := phonenumbers.example_number_for_type(country, kind):
                numbers.append((country, example))
    return numbers


@given(
    st.sampled_from(_numbers()),
    st.sampled_from(["E164", "INTERNATIONAL", "NATIONAL", "RFC3966"]),
    st.sampled_from(["", " ", "  ", "/", "-", ".", "()"]),
)
def test_a_telephone_number_is_the_same_in_every_spelling(
    example: tuple[str, phonenumbers.PhoneNumber], style: str, between: str
) -> None:
    country, number = example
    text = phonenumbers.format_number(number, getattr(phonenumbers.PhoneNumberFormat, style))
    if between == "()":
        text = text.replace(" ", " (", 1).replace(" ", ") ", 2) if text.count(" ") > 2 else text
    elif between and not text.startswith("tel:"):
        text = text.replace(" ", between).replace("-", between)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]
    assert rules.phone(text, country=country) == e164


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("0341/5550142", "493415550142"),
        ("+49 (0)341 5550142", "493415550142"),
        ("0049-341-5550142", "493415550142"),
        ("(5) 555-4729", "5555-4729".replace("-", "")),  # valid in no country: kept by its digits
        ("7", "7"),
        ("1-800-FLOWERS", "18003569377"),
        ("٠٣٤١ ٥٥٥٠١٤٢", "493415550142"),
    ],
)
def test_valid_and_invalid_telephone_numbers(text: str, key: str) -> None:
    country = "US" if "FLOWERS" in text else "DE"
    normal = rules.phone(text, country=country)
    assert normal.endswith(key) if key == "55554729" else normal == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Müller GmbH & Co. KG", "mueller gmbh co kg"),
        ("MÜLLER  gmbh", "mueller gmbh"),
        ("Łódź Żółć", "lodz zolc"),
        ("Παπαδόπουλος", "papadopoylos"),
        ("Щербаков", "shcherbakov"),
        ("Şahin İğdır", "sahin igdir"),
        ("Straße", "strasse"),
        ("O’Brien", "obrien"),
        ("G.m.b.H.", "gmbh"),
        ("Fa. ä-ö_ü", "fa ae oe ue"),
        ("🙂", ""),
    ],
)
def test_words_of_any_script_become_latin(text: str, key: str) -> None:
    assert rules.words(text) == key


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        ("number", "4827-9163/I2", "48279163"),
        ("purchase_order", "PO 2026-118", "po2026118"),
        ("email", " <Petra@Lindner.Example>, ", "petra@lindner.example"),
        ("domain", "https://www.Lindner.example".removeprefix("https://"), "lindner.example"),
        ("bank", "de44 5001 0517 5407 3249 31", "de44500105175407324931"),
        ("bank", "Zahlung 4827-9163 vom 3.5.", "zahlung48279163vom35"),
        ("tracking", "1Z 999 AA1 01 2345 6784", "1z999aa10123456784"),
        ("street", "Elmenstraße 14, 04229 Lindenau", "elmenstrasse 14 04229 lindenau"),
        ("name", "   ", ""),
    ],
)
def test_each_kind_has_its_normal_form(kind: str, text: str, key: str) -> None:
    assert rules.key(kind, text, country="DE") == key


def test_a_valid_iban_is_recognised() -> None:
    assert iban.is_valid("DE44 5001 0517 5407 3249 31")


@pytest.mark.parametrize(
    ("example", "other"),
    [
        ("Müller GmbH & Co. KG", "müller"),
        ("Bäckerei Lindner e.K.", "Lindner Bäckerei"),
        ("Smith and Sons Ltd.", "SMITH & SONS"),
        ("Nowak Sp. z o.o.", "nowak"),
        ("The Copper Kettle Inc.", "copper kettle"),
    ],
)
def test_a_whole_name_has_no_order_and_no_legal_form(example: str, other: str) -> None:
    assert rules.whole_name(example) == rules.whole_name(other)


def test_a_name_of_legal_forms_alone_keeps_its_words() -> None:
    assert rules.whole_name("Company Ltd") == "company ltd"
    assert rules.traits("name", "Company Ltd", "company ltd") >= {"company", "ltd"}


def test_traits_are_the_parts_of_a_reference() -> None:
    street = "Elmenstraße 14a, 04229 Lindenau"
    assert rules.traits("street", street, rules.words(street)) == {
        "elmenstrasse", "elmen", "14a", "14", "04229", "lindenau",
    }  # fmt: skip
    assert rules.traits("phone", "0341 5550142", "493415550142") == {
        "#4934", "#9341", "#3415", "#4155", "#1555", "#5550", "#5501", "#5014", "#0142",
    }  # fmt: skip
    assert rules.traits("name", "Elm Wood Ltd", "elm wood ltd") == {"elm", "wood", "=elm wood", "=elmwood"}
    assert rules.traits("email", "p.lind@elm-wood.example", "p.lind@elm-wood.example") == {
        "lind",
        "elm",
        "wood",
    }
    assert "oven" in rules.traits("need", "The oven is out", "the oven is out")
    assert "the" not in rules.traits("need", "The oven is out", "the oven is out")
