"""References are made, and read back from what people type. A wrong character leads to no other journey for certain."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum import iso11649
from stdnum.ch import esr

from tests.bank_files.generators import KEY, numbers, suffixes
from tests.size import size
from wellkept.bank_files import candidates, creditor_reference, grouped, swiss_reference
from wellkept.kernel.number import nth

thorough = settings(max_examples=size(40, 10_000), deadline=None, suppress_health_check=list(HealthCheck))
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
long_numbers = st.integers(9_000_000, 9_000_000 + 9 * 10**8).map(lambda n: nth(n, KEY))
every_number = numbers | long_numbers


def readings(text: str) -> list[tuple[str, str, str]]:
    return [(reading.number, reading.suffix, reading.certainty) for reading in candidates(text)]


def test_a_reference_is_made_of_number_and_suffix() -> None:
    assert creditor_reference("41801638", "I2") == "RF8241801638I2"
    assert grouped("RF8241801638I2") == "RF82 4180 1638 I2"
    assert swiss_reference("41801638", "I2") == "000000418016380900000000020"
    assert grouped("000000418016380900000000020") == "00 00004 18016 38090 00000 00020"


@pytest.mark.parametrize(
    ("number", "suffix"), [("41801639", "I2"), ("41801638", ""), ("41801638", "O1"), ("4180-1638", "I2")]
)
def test_no_reference_is_made_of_anything_else(number: str, suffix: str) -> None:
    for make in (creditor_reference, swiss_reference):
        with pytest.raises(ValueError, match="A reference is made"):
            make(number, suffix)


@pytest.mark.long
@thorough
@given(every_number, suffixes)
def test_other_code_finds_our_references_valid(number: str, suffix: str) -> None:
    assert iso11649.is_valid(creditor_reference(number, suffix))
    assert len(creditor_reference(number, suffix)) <= 25
    assert esr.is_valid(swiss_reference(number, suffix))
    assert len(swiss_reference(number, suffix)) == 27


@pytest.mark.long
@thorough
@given(
    every_number,
    suffixes,
    st.sampled_from(["{}", "Re. {} danke", "Rechnung: {}, vom 12.11.2026", "x {}\nKd 4711"]),
)
def test_a_whole_reference_is_certain_however_it_is_typed(number: str, suffix: str, around: str) -> None:
    reference = creditor_reference(number, suffix)
    for typed in (
        reference,
        grouped(reference),
        reference.lower(),
        reference.replace("0", "O"),
        grouped(reference).replace(" ", "-"),
        reference.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ):
        results = readings(around.format(typed))
        if results[0] != (number, suffix, "certain"):  # a digit stands apart, and fits with it and without it
            assert typed in (grouped(reference), grouped(reference).replace(" ", "-"))
            assert {result[::2] for result in results} == {(number, "likely")}
            assert (number, suffix, "likely") in results
    assert {(number, suffix, level) for level in ("certain", "likely")} & set(readings(" ".join(reference)))
    swiss = swiss_reference(number, suffix)
    assert readings(swiss) == readings(grouped(swiss)) == [(number, suffix, "certain")]


def test_a_digit_that_stands_apart_and_fits_both_ways_makes_it_uncertain() -> None:
    reference = creditor_reference("124554189", "I19")
    assert readings(reference) == [("124554189", "I19", "certain")]
    assert readings(" ".join(reference)) == [("124554189", "I1", "likely"), ("124554189", "I19", "likely")]


@pytest.mark.long
@thorough
@given(every_number, suffixes)
def test_a_reference_that_lost_a_part_is_found_first(number: str, suffix: str) -> None:
    reference = creditor_reference(number, suffix)
    shown = f"{number[:4]}-{number[4:]}"
    for typed in (
        reference[2:],
        f"{number}{suffix}",
        f"{shown}/{suffix}",
        f"Rechnung {shown} / {suffix.lower()} danke",
    ):
        assert (number, suffix, "likely") in readings(typed), typed
    assert readings(f"RF{reference[2:4]}{number}")[0] in [(number, suffix, "likely"), (number, "", "likely")]
    assert (number, "", "likely") in readings(f"Auftrag {shown}")
    assert number in {reading[0] for reading in readings(number)}


@pytest.mark.long
@thorough
@given(every_number, suffixes, st.data())
def test_a_wrong_character_leads_to_no_other_journey_for_certain(
    number: str, suffix: str, data: st.DataObject
) -> None:
    for reference in (creditor_reference(number, suffix), swiss_reference(number, suffix)):
        place = data.draw(st.integers(0, len(reference) - 1))
        character = data.draw(st.sampled_from(CHARACTERS))
        wrong = reference[:place] + character + reference[place + 1 :]
        for typed in (wrong, f"{wrong[:4]} {wrong[4:8]} {wrong[8:]}"):
            certain = [reading for reading in readings(typed) if reading[2] == "certain"]
            assert all(reading[0] == number for reading in certain), (typed, certain)
            assert (
                typed != wrong
                or reference == wrong
                or (number, suffix, "certain") not in certain
                or (wrong.replace("O", "0") == reference.replace("O", "0"))
            )


@pytest.mark.long
@thorough
@given(every_number, suffixes, st.data())
def test_swapped_neighbours_lead_to_no_other_journey_for_certain(
    number: str, suffix: str, data: st.DataObject
) -> None:
    reference = creditor_reference(number, suffix)
    place = data.draw(st.integers(2, len(reference) - 2))
    swapped = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
    assert all(reading[0] == number for reading in readings(swapped) if reading[2] == "certain")


@pytest.mark.long
def test_every_wrong_digit_of_a_number_is_corrected_to_one_likely_journey() -> None:
    corrected = total = 0
    for n in range(size(8, 1000)):
        number = nth(n, KEY)
        reference = creditor_reference(number, "I1")
        for place in range(4, 12):
            for digit in "0123456789":
                if digit == reference[place] or (place == 4 and digit == "0"):
                    continue
                results = readings(reference[:place] + digit + reference[place + 1 :])
                likely = [reading for reading in results if reading[2] != "possible"]
                assert all(reading[2] != "certain" for reading in results)
                total += 1
                corrected += likely[:1] == [(number, "I1", "likely")]
    assert corrected / total > 0.9


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Miete November 2026",
        "RF18",
        "RF18539007547034",
        "+49 30 1234567",
        "DE89370400440532013000",
        "9" * 4000,
    ],
)
def test_a_strange_reference_is_never_certain(text: str) -> None:
    assert all(reading[2] != "certain" for reading in readings(text))


@pytest.mark.long
@settings(max_examples=size(50, 5000), deadline=None)
@given(st.text(st.sampled_from("RFO0123456789I -./\n"), max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert len(readings(text)) == len(set(readings(text)))
