"""A staff page speaks one language, whole."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.web.signed_in import at

from wellkept.people import commands as people


@pytest.mark.django_db
def test_a_person_who_chose_german_gets_the_whole_page_in_german(cast: Cast) -> None:
    people.change_person(person=cast.ana.pk, by=cast.by("ana"), language="de")
    page = at(cast, "ana").get("/customers").content.decode()
    assert '<html lang="de"' in page
    assert "Wartet auf uns" in page
    assert "Waiting on us" not in page
