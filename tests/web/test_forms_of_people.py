"""A form that is always refused is not shown: pages about people ask for the right before they show it."""

from __future__ import annotations

import pytest
from tests.cast import Cast
from tests.web.signed_in import at

from wellkept.web.people.urls import urlpatterns

READ_BY_ALL = ("rota", "people", "team", "person", "me")
OFFERS_NOTHING_TO_OTHERS = ("person-invitation",)  # it says why, and has no form


def addresses(cast: Cast) -> list[str]:
    """Each page of the room at Tom and at his team, that is no page for all to read."""
    team = cast.teams["sales"].pk
    return [
        "/" + str(pattern.pattern).replace("<int:person>", str(cast.tom.pk)).replace("<int:team>", str(team))
        for pattern in urlpatterns
        if pattern.name not in (*READ_BY_ALL, *OFFERS_NOTHING_TO_OTHERS)
        and str(pattern.pattern).count("<") < 2
    ]


@pytest.mark.parametrize("name", ["iris", "mira", "jonas"])
def test_a_form_about_a_colleague_is_not_shown_without_the_right(cast: Cast, name: str) -> None:
    browser = at(cast, name)
    shown = [address for address in addresses(cast) if browser.get(address).status_code == 200]
    assert shown == []


def test_an_administrator_is_shown_the_forms(cast: Cast) -> None:
    browser = at(cast, "ana")
    shown = {
        address.rsplit("/", 1)[-1] for address in addresses(cast) if browser.get(address).status_code == 200
    }
    assert {"new", "details", "deputy", "absences", "withdrawal", "leaving", "members"} <= shown


def test_ones_own_page_says_how_to_reach_me(cast: Cast) -> None:
    assert "How to reach me" in at(cast, "tom").get("/me").content.decode()
    assert "How to reach them" in at(cast, "tom").get(f"/people/{cast.ana.pk}").content.decode()
