"""The name to address somebody by: the first name without titles; in doubt the whole name."""

from __future__ import annotations

import pytest

from wellkept.kernel.given_name import given_name


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Petra Lindt", "Petra"),
        ("Hans-Jürgen Müller", "Hans-Jürgen"),
        ("Dr. Petra Lindt", "Petra"),
        ("Prof. Dr. med. Petra Lindt", "Petra"),
        ("Frau Dr. Petra Lindt", "Petra"),
        ("Mme Claire Petit", "Claire"),
        ("Ana", "Ana"),
        ("Dr. Lindt", "Dr. Lindt"),
        ("Frau Lindt", "Frau Lindt"),
        ("Familie Lindt", "Familie Lindt"),
        ("Familie Petra Lindt", "Familie Petra Lindt"),
        ("Petra und Jan Lindt", "Petra und Jan Lindt"),
        ("Lindt, Petra", "Lindt, Petra"),
        ("P. Lindt", "P. Lindt"),
        ("LINDT Petra", "LINDT Petra"),
        ("van den Berg", "van den Berg"),
        ("金 秀賢", "金 秀賢"),
        ("Lindt GmbH", "Lindt GmbH"),
        ("  Petra   Lindt ", "Petra"),
        ("", ""),
    ],
)
def test_a_person_is_called_by_the_first_name_or_in_doubt_by_the_whole_name(name: str, called: str) -> None:
    assert given_name(name) == called
