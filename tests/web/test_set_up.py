"""The founding: one page, once, and never half."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from tests import cast as casting

from wellkept.blueprints.queries import blueprints
from wellkept.kernel.refusal import Refusal
from wellkept.people.founder import Founder, Region
from wellkept.people.models import Company, Person, Team
from wellkept.setup.commands import found_company

SAID = {
    "name": "Lindenau Elektro",
    "person": "Ana Ruiz",
    "email": "ana@lindenau.example",
    "password": "bread before six",
    "country": "DE",
    "language": "de",
    "time_zone": "Europe/Berlin",
    "currency": "EUR",
}


@pytest.mark.django_db
def test_the_first_visitor_founds_the_company_and_sits_at_their_desk() -> None:
    browser = Client(headers={"Accept-Language": "de-AT,de;q=0.9"})
    assert browser.get("/").headers["Location"] == "/set-up"
    page = browser.get("/set-up")
    assert {name: page.context["form"].initial[name] for name in ("country", "currency", "time_zone")} == {
        "country": "AT",
        "currency": "EUR",
        "time_zone": "Europe/Vienna",
    }
    answer = browser.post("/set-up", SAID)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")
    assert browser.get("/desk").status_code == 200
    ana = Person.objects.get()
    assert (ana.name, ana.admin, ana.language, ana.time_zone) == ("Ana Ruiz", True, "de", "Europe/Berlin")
    assert [blueprint.version.blueprint.key for blueprint in blueprints()] == ["product", "service", "repeat"]
    assert set(Team.objects.values_list("stage", flat=True)) == {"sales", "orders", "delivery", "support"}
    assert browser.get("/").headers["Location"] == "/desk"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("password", "short", "zu kurz"),
        ("email", "ana", ""),
        ("name", "", ""),
        ("currency", "XXX", ""),
    ],
)
def test_an_impossible_value_is_refused_at_its_field_and_no_company_is_set_up(
    field: str, value: str, words: str
) -> None:
    answer = Client(headers={"Accept-Language": "de"}).post("/set-up", SAID | {field: value})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]
    assert form["person"].value() == "Ana Ruiz"
    assert not Company.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_once_it_stands_the_page_leads_to_the_desk() -> None:
    casting.company_of_one()
    for answer in (Client().get("/set-up"), Client().post("/set-up", SAID)):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/desk")
    assert Company.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_founders_at_once_one_founds() -> None:
    together = threading.Barrier(2)
    came: list[str] = []

    def found(email: str) -> None:
        together.wait()
        try:
            found_company(
                name=SAID["name"],
                founder=Founder(name=SAID["person"], email=email, password=SAID["password"]),
                region=Region(language="de", time_zone="Europe/Berlin", currency="EUR", country="DE"),
            )
            came.append("founded")
        except Refusal as refusal:
            came.append(refusal.code)
        finally:
            connection.close()

    founders = [threading.Thread(target=found, args=(f"{name}@a.example",)) for name in ("ana", "ben")]
    for founder in founders:
        founder.start()
    for founder in founders:
        founder.join()
    assert sorted(came) == ["already_set_up", "founded"]
    assert (Company.objects.count(), Person.objects.count()) == (1, 1)
