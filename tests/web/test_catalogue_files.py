"""Pages of files of the catalogue: each address works, refuses what is wrong, and asks for the right."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.solutions.catalogue import Catalogue, build
from tests.web.signed_in import at

from wellkept.events.models import Event
from wellkept.files.models import StoredFile
from wellkept.solutions.models import Product

pytestmark = pytest.mark.django_db
LIST = (
    "product,option,name,price,lead time,colour\n"
    "boiler,,Boiler,1200,3,red\n"
    "boiler,large,Large,80,,\n"
    "heat-pump,,Pump,9600,5,\n"
    "heat-pump,,,much,,\n"
)


@pytest.fixture
def catalogue(cast: Cast) -> Catalogue:
    return build(cast)


def upload(client: Client, content: str = LIST) -> str:
    """Upload a file, and follow to its page."""
    answer = client.post("/catalogue-files", {"file": SimpleUploadedFile("list.csv", content.encode())})
    assert answer.status_code == 303, answer.context["form"].errors
    return answer.headers["Location"]


def test_a_file_is_looked_at_then_loaded_and_kept(cast: Cast, catalogue: Catalogue) -> None:
    ana = at(cast, "ana")
    assert "No file yet." in ana.get("/catalogue-files").content.decode()
    before = Event.objects.count()
    here = upload(ana)
    page = ana.get(here)
    seen, text = page.context["seen"], page.content.decode()
    assert Event.objects.count() == before
    assert [(section.title, section.count) for section in seen.sections] == [
        ("New", 2), ("Changes", 1), ("Prices", 3),
    ]  # fmt: skip
    assert (seen.rows, seen.left_out, seen.unknown) == (4, 1, ["colour"])
    for words in (
        "Make 6 changes",
        "Boiler · Large",
        "Name: Heat pump → Pump · Lead time in working days: 20 → 5",
        "€9,500 → €9,600",
        "“much” is no number.",
        "Columns that are not read:",
    ):
        assert words in text
    rows = ana.get(f"{here}/left-out").content.decode()
    assert rows.splitlines()[1] == ",5,price,much,“much” is no number."
    answer = ana.post(f"{here}/loading", {"seen": seen.digest, "decimals": ""})
    assert answer.status_code == 303
    assert Product.objects.get(key="boiler").lead_days == 3
    text = ana.get(answer.headers["Location"]).content.decode()
    assert ("Loaded." in text, "Make " in text, "much" in text) == (True, False, True)
    text = ana.get("/catalogue-files").content.decode()
    assert ("list.csv" in text, "1 row left out" in text) == (True, True)


def test_an_unreadable_file_is_refused_at_its_field(cast: Cast) -> None:
    ana = at(cast, "ana")
    before = StoredFile.objects.count()
    files = {
        "": "Choose a file first: a CSV or an Excel workbook.",
        "colour,size\nred,1\n": "No column of this file names the product.",
    }
    for content, words in files.items():
        sent = {"file": SimpleUploadedFile("list.csv", content.encode())} if content else {}
        answer = ana.post("/catalogue-files", sent)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert StoredFile.objects.count() == before


def test_a_file_that_was_not_looked_at_is_not_loaded(cast: Cast, catalogue: Catalogue) -> None:
    ana = at(cast, "ana")
    here, before = upload(ana), Event.objects.count()
    answer = ana.post(f"{here}/loading", {"seen": "another", "decimals": ""})
    assert (answer.status_code, Event.objects.count()) == (409, before)
    assert ana.get(f"{here}/loading").status_code == 405


def test_decimals_are_asked_where_a_column_can_be_read_in_two_ways(cast: Cast) -> None:
    ana = at(cast, "ana")
    here = upload(ana, "product;name;price\na;A;1.250\n")
    assert "How are decimals written in this file?" in ana.get(here).content.decode()
    page = ana.get(f"{here}?decimals=comma")
    assert "€1,250" in page.content.decode()
    ana.post(f"{here}/loading", {"seen": page.context["seen"].digest, "decimals": "comma"})
    assert Product.objects.get().prices.get().amount == 1250


def test_a_template_is_sent_in_two_forms(cast: Cast) -> None:
    ana = at(cast, "ana")
    assert ana.get("/catalogue-files/template.csv").content.decode().startswith("\ufeffProduct,Option,Name")
    answer = ana.get("/catalogue-files/template.xlsx")
    assert (answer.content[:2], answer.headers["Content-Disposition"]) == (
        b"PK",
        'attachment; filename="catalogue.xlsx"',
    )
    assert ana.get("/catalogue-files/template.pdf").status_code == 404


def test_a_member_is_refused(cast: Cast, catalogue: Catalogue) -> None:
    here, tom = upload(at(cast, "ana")), at(cast, "tom")
    before = (Event.objects.count(), StoredFile.objects.count())
    for page in ("/catalogue-files", "/catalogue-files/template.csv", here, f"{here}/left-out"):
        assert (tom.get(page).status_code, Client().get(page).status_code) == (403, 302)
    file = SimpleUploadedFile("list.csv", LIST.encode())
    assert tom.post("/catalogue-files", {"file": file}).status_code == 403
    assert tom.post(f"{here}/loading", {"seen": "", "decimals": ""}).status_code == 403
    assert (Event.objects.count(), StoredFile.objects.count()) == before
    assert "/catalogue-files" not in tom.get("/solutions").content.decode()
    assert at(cast, "ana").get("/catalogue-files/0").status_code == 404


def test_a_long_file_asks_no_more_of_the_database_than_a_short_one(cast: Cast, catalogue: Catalogue) -> None:
    ana, counts = at(cast, "ana"), []
    for size in (1, 300):
        here = upload(ana, "product,name,price\n" + "".join(f"p{i},P {i},{i}\n" for i in range(size)))
        page = ana.get(here)
        with CaptureQueriesContext(connection) as asked:
            ana.get(here)
        counts.append(len(asked))
        if size > 1:
            section = page.context["seen"].sections[0]
            assert (section.count, len(section.lines), section.more) == (300, 100, 200)
    assert counts == [counts[0]] * 2
