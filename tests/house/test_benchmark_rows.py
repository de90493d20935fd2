"""The benchmark in its smallest size: its three ways of writing leave the same rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import company, hot_commands, sandbox
from django.test import Client

from wellkept.people.models import Person

pytestmark = [pytest.mark.installation, pytest.mark.django_db(transaction=True)]


@pytest.mark.only_long
def test_commands_api_and_sql_by_hand_write_the_same_rows(
    database_url: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WELLKEPT_DATA", str(place))

    outcomes = hot_commands.measure(company.set_up(), times=2, journeys=1, url=database_url)

    assert {outcome.name: outcome.differences for outcome in outcomes} == {
        "log a touch": [],
        "finish a step, plan the next": [],
        "promise something": [],
        "a whole journey (6 acts)": [],
    }


def test_a_session_of_the_benchmark_is_signed_in(database_url: str) -> None:
    person = company.set_up().by.person
    name, _, value = sandbox.signed_in(Person.objects.get(pk=person)).partition("=")
    browser = Client()
    browser.cookies[name] = value

    assert browser.get("/desk").status_code == 200
