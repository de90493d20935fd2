"""A staff page speaks one language, whole."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.web.signing import at

from wellkept.people import commands as people


@pytest.mark.django_db
def test_who_reads_german_gets_pages_that_are_not_half_of_it(cast: Cast) -> None:
    people.change_person(person=cast.ana.pk, by=cast.by("ana"), language="de")
    page = at(cast, "ana").get("/customers").content.decode()
    assert '<html lang="en"' in page
    assert "Waiting on us" in page
    assert "Anmerkung" not in page
