"""`wellkept import` and `wellkept export` at a terminal."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from tests import cast as casting
from tests.cast import Cast
from tests.events import chain
from tests.imports.test_bring_in import CUSTOMERS, ORDERS, everything, number

from wellkept.customers.models import Customer
from wellkept.find.queries import find
from wellkept.imports.models import Import, OldKey
from wellkept.journeys.models import Ending, Journey
from wellkept.kernel.spreadsheet_cells import quoted
from wellkept.references.commands import count_words
from wellkept.references.models import Word

pytestmark = pytest.mark.django_db(transaction=True)
ANA = "ana@lindenau.example"
LEA = ("--owner", "lea@lindenau.example")
STAGE = ("--stage", "delivery", "--kind", "product")
Done = subprocess.CompletedProcess[str]


class Terminal:
    """Terminal of Ana, with her files."""

    def __init__(self, url: str, place: Path) -> None:
        self.place = place
        self.given = os.environ | {"DATABASE_URL": url, "NO_COLOR": "1", "WELLKEPT_DATA": str(place / "data")}
        (place / "data").mkdir()

    def file(self, name: str, text: str) -> str:
        """Write a file."""
        (self.place / name).write_text(text)
        return str(self.place / name)

    def line(self, *arguments: str) -> list[str]:
        """Build the command line."""
        return [sys.executable, "-m", "wellkept", *arguments]

    def types(self, *arguments: str) -> Done:
        """Run a command and wait."""
        return subprocess.run(
            self.line(*arguments), env=self.given, capture_output=True, text=True, check=False, timeout=300
        )

    def brings(self, *arguments: str, by: str = ANA) -> Done:
        """Run `wellkept import`."""
        return self.types("import", "--by", by, *arguments)


@pytest.fixture
def terminal(cast: Cast, database_url: str, tmp_path: Path) -> Terminal:
    return Terminal(database_url, tmp_path)


@pytest.fixture
def files(terminal: Terminal) -> tuple[str, str]:
    return terminal.file("customers.csv", CUSTOMERS), terminal.file("orders.csv", ORDERS)


def test_an_import_is_brought_in_found_and_taken_back(
    cast: Cast, terminal: Terminal, files: tuple[str, str]
) -> None:
    done = terminal.brings(*files, "--source", "The old book", *STAGE, *LEA, "--next", "Tell them when")
    key = Import.objects.get().pk
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"Import {key} is brought in.")
    counts = {name: int(count) for name, count in (line.split() for line in done.stdout.splitlines()[1:])}
    assert counts == {"customers": 3, "contacts": 3, "sites": 3, "open": 2, "ended": 1, "here": 0}
    assert "4 rows are left out." in done.stderr
    assert "orders.csv, row 5: There is no customer with the old number “K9”" in done.stderr
    # Colleagues named in the file own their orders; Lea owns the rest.
    assert dict(Journey.objects.filter(state="open").values_list("need", "owner__name")) == {
        "Two lamps for the window\n1,250.00": "Jonas Weber",
        "A new line for the oven\n80.50": "Lea Koch",
    }
    assert number("A-100") in {line_found.number for line_found in find("A-100", by=cast.by("tom"))}
    back = terminal.brings("--take-back", str(key))
    assert (back.returncode, back.stdout) == (
        0, f"Import {key} is taken back: 6 of what it brought in.\n",
    )  # fmt: skip
    assert set(Ending.objects.values_list("how", flat=True)) == {"opened_in_error"}
    again = terminal.brings("--take-back", str(key))
    assert (again.returncode, again.stdout) == (1, "")
    assert "It was taken back." in again.stderr
    assert chain.faults() == []


def test_a_dry_run_brings_nothing_in_and_can_be_continued(
    terminal: Terminal, files: tuple[str, str], tmp_path: Path
) -> None:
    before = everything()
    report = tmp_path / "report.csv"
    done = terminal.brings(*files, "--source", "Book", "--dry-run", "--report", str(report))
    key = Import.objects.get().pk
    assert (done.returncode, everything()) == (0, before)
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["Import", str(key), "is", "checked;", "nothing", "is", "brought", "in", "yet."],
        ["customers", "3"],
        ["orders", "3"],
    ]
    lines = list(csv.DictReader(io.StringIO(report.read_text("utf-8-sig"))))
    assert [(line["file"], line["row"], line["column"], line["left out"]) for line in lines] == [
        ("customers.csv", "3", "Email", "no"), ("customers.csv", "4", "", "yes"), ("customers.csv", "5", "", "yes"),
        ("customers.csv", "6", "Phone", "no"), ("orders.csv", "5", "", "yes"), ("orders.csv", "6", "Order Date", "yes"),
    ]  # fmt: skip
    onward = terminal.brings("--go-on", str(key), *STAGE, *LEA)
    assert (onward.returncode, Journey.objects.count(), Import.objects.get().state) == (0, 3, "done")


def test_without_an_owner_the_import_stops_and_says_how_to_continue(
    terminal: Terminal, files: tuple[str, str]
) -> None:
    before = everything()
    refused = terminal.brings(*files, "--source", "Book", *STAGE)
    key = Import.objects.get().pk
    assert (refused.returncode, refused.stdout, everything()) == (1, "", before)
    assert "wellkept: One open order would have no owner." in refused.stderr
    assert f"Then: wellkept import --by {ANA} --go-on {key}" in refused.stderr
    assert "Traceback" not in refused.stderr
    onward = terminal.brings("--go-on", str(key), *LEA)
    assert (onward.returncode, Journey.objects.filter(state="open").count()) == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("{customers}", "--by", "nobody@lindenau.example"), 1, "Nobody here has the mail address nobody@"),
        (
            ("{customers}", "--by", "tom@lindenau.example"),
            1,
            "Only administrators and the process owner can import spreadsheets.",
        ),
        (("--go-on", "99", "--by", ANA), 1, "There is no such import."),
        (("--take-back", "99", "--by", ANA), 1, "There is no such import."),
        (("--by", ANA), 2, "Which files?"),
        (("{customers}",), 2, "Missing option '--by'"),
        (("nowhere.csv", "--by", ANA), 2, "'nowhere.csv' does not exist"),
        (("{old}", "--by", ANA), 1, "Save it as CSV"),
        (("{customers}", "--by", ANA, "--map", "customers.csv:Town=city"), 2, "has no column “Town”"),
        (("{customers}", "--by", ANA, "--map", "city"), 2, "city is no NAME=VALUE."),
    ],
)
def test_refusals_are_sentences(
    terminal: Terminal, files: tuple[str, str], arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    before = everything()
    old = terminal.file("old.xls", "\xd0\xcf")
    (terminal.place / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    done = terminal.types(
        "import", *(line_found.format(customers=files[0], old=old) for line_found in arguments)
    )
    assert (done.returncode, done.stdout, everything()) == (code, "", before)
    assert sentence in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    if code == 1:
        assert Import.objects.count() == 0


def test_wrong_guesses_are_corrected_by_options(terminal: Terminal) -> None:
    path = terminal.file("list.csv", "Who,What,When\nAnn Ash,Roof,03/04/2026\nBo Beck,Gutter,05/06/2026\n")
    done = terminal.brings(
        path, "--holds", "list.csv=orders", "--map", "list.csv:Who=customer_name", "--map", "list.csv:What=need",
        "--map", "list.csv:When=opened", "--dates", "month-first", "--source", "List", *STAGE, *LEA,
    )  # fmt: skip
    assert (done.returncode, done.stderr.splitlines()[1:]) == (0, [])
    assert {(line_found.need, f"{line_found.opened_at:%d.%m.}") for line_found in Journey.objects.all()} == {
        ("Roof", "04.03."), ("Gutter", "06.05."),
    }  # fmt: skip


def test_a_killed_import_continues(cast: Cast, terminal: Terminal) -> None:
    """After many rows, words are counted at once instead of at night."""
    many = 2_500
    rows = (f"K{n},Company {n},Street {n},{10000 + n},Leipzig" for n in range(many))
    path = terminal.file("many.csv", "\n".join(("Customer No,Company,Street,Zip,City", *rows)) + "\n")
    running = subprocess.Popen(
        terminal.line("import", "--by", ANA, "--source", "Book", path),
        env=terminal.given, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        until = time.monotonic() + 120
        while not Import.objects.filter(state="running", done__gt=0).exists():
            assert running.poll() is None, running.communicate()
            assert time.monotonic() < until
            time.sleep(0.01)
    finally:
        running.send_signal(signal.SIGKILL)
        running.communicate()
    row = Import.objects.get()
    here = OldKey.objects.filter(noun="customer").count()
    assert (row.state, row.counts["customers"], here) == ("running", row.done, row.done)
    assert 0 < here < many
    done = terminal.brings("--go-on", str(row.pk))
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"Import {row.pk} is brought in.")
    assert Customer.objects.filter(name__startswith="Company ").count() == many
    assert chain.faults() == []
    assert Word.objects.filter(text="leipzig", count__gte=many).count() == 0
    for _ in waiting("count_words"):
        count_words()
    assert Word.objects.filter(text="leipzig", count__gte=many).count() == 1


def waiting(task: str) -> list[dict[str, int]]:
    """List the queued jobs of this kind."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return [line_found.args for line_found in ProcrastinateJob.objects.filter(task_name=task, status="todo")]


def test_an_export_holds_everything_and_can_be_read(
    cast: Cast, terminal: Terminal, files: tuple[str, str]
) -> None:
    terminal.brings(*files, "--source", "Book", *STAGE, *LEA)
    casting.opened(cast)
    to = terminal.place / "all.zip"
    customers, contacts, _, journeys, events = everything()
    done = terminal.types("export", "--to", str(to))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{to}  (")
    with zipfile.ZipFile(to) as archive:
        assert archive.testzip() is None
        package = json.loads(archive.read("datapackage.json"))
        read = {
            name: list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))
            for name in ("customer", "journey", "contact", "event")
        }
    assert {name: len(rows) for name, rows in read.items()} == {
        "customer": customers, "contact": contacts, "journey": journeys, "event": events,
    }  # fmt: skip
    assert {line_found["number"] for line_found in read["journey"]} == set(
        Journey.objects.values_list("number", flat=True)
    )
    assert {line_found["name"] for line_found in read["customer"]} == {
        quoted(line_found.name) for line_found in Customer.objects.all()
    }
    for name, rows in read.items():
        described = next(
            line_found for line_found in package["resources"] if line_found["path"] == f"{name}.csv"
        )
        assert list(rows[0]) == [field["name"] for field in described["schema"]["fields"]]


def test_an_export_as_a_person_holds_what_they_may_read(cast: Cast, terminal: Terminal) -> None:
    to = terminal.place / "all.zip"
    for mail, sentence in (
        ("nobody@lindenau.example", "Nobody here has the mail address"),
        ("tom@lindenau.example", "administrators and the process owner"),
    ):
        refused = terminal.types("export", "--to", str(to), "--by", mail)
        assert (refused.returncode, refused.stdout, to.exists()) == (1, "", False)
        assert sentence in refused.stderr
        assert "Traceback" not in refused.stderr
    assert terminal.types("export").returncode == 2
