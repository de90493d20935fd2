"""Exports: everything is exported, described, and only for readers; an export can be imported into an empty
installation.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from tests import cast as casting
from tests.cast import Cast
from tests.imports.carrier import Carrier
from tests.web.signed_in import at, just_confirmed, with_a_password

from wellkept.customers import commands as customers
from wellkept.customers.models import Contact, Customer
from wellkept.events.commands import erase
from wellkept.events.models import Event
from wellkept.exports import commands, queries
from wellkept.exports.archive.exported_tables import STAY, STAYS, sheets
from wellkept.exports.archive.package_description import document
from wellkept.exports.models import Export
from wellkept.files.commands import keep
from wellkept.find.queries import find
from wellkept.imports import queries as imports
from wellkept.journeys.commands import details, touches
from wellkept.journeys.models import Journey
from wellkept.kernel.refusal import Refusal
from wellkept.people import queries as people
from wellkept.people.actor import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
DOCUMENT = Path(__file__).parents[2] / "docs" / "export.md"


def taken_out(cast: Cast, name: str = "ana") -> zipfile.ZipFile:
    """Export by the page, as a person would."""
    client = with_a_password(cast, name)
    assert client.post("/exports").status_code == 303
    row = Export.objects.latest("pk")
    commands.write(export=row.pk)
    asked = client.get(f"/exports/{row.pk}/file")
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    answer = just_confirmed(client).get(f"/exports/{row.pk}/file")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))


def test_every_table_is_exported_or_listed_with_a_reason(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        theirs = (
            "account_",
            "auth_",
            "django_",
            "mfa_",
            "procrastinate_",
            "usersessions_",
            "socialaccount_",
            "shared_",
        )
        there = {name for (name,) in cursor.fetchall() if not name.startswith(theirs)}
    leaves = {sheet.name for sheet in sheets()}
    assert there - leaves - set(STAYS) == set()
    assert leaves & set(STAYS) == set()
    assert set(STAYS) - there == set()


def test_every_column_is_exported_with_its_meaning(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND is_generated = 'NEVER'"
        )
        there = set(cursor.fetchall())
    for sheet in sheets():
        # `written_in` is the database's own mark of the transaction that wrote a row last.
        own = {column for name, column in there if name == sheet.name} - {"written_in"}
        stays = STAY.get(sheet.name, set()) - {"written_in"}
        assert own - {column.name for column in sheet.columns} == stays, sheet.name
        assert [column.name for column in sheet.columns if not column.meaning] == []


def test_the_document_describes_the_tables_as_they_are(cast: Cast) -> None:
    assert DOCUMENT.read_text() == document(), "write it again: python -m tools.export_docs"


def test_everything_is_exported_as_the_schema_describes(cast: Cast) -> None:
    row = casting.opened(cast)
    with transaction.atomic():
        keep(subject=row.pk, name="plan.txt", media_type="text/plain", content=b"a plan")
        touches.write_note(journey=row.pk, words="=1+1 is no sum", by=cast.by("tom"))
    archive = taken_out(cast)
    assert archive.testzip() is None
    package = json.loads(archive.read("datapackage.json"))
    for resource in package["resources"]:
        header = next(csv.reader(io.StringIO(archive.read(resource["path"]).decode())))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
    for name, model in (("customer", Customer), ("contact", Contact), ("journey", Journey)):
        assert len(table(archive, name)) == model.objects.count()  # type: ignore[attr-defined]
    assert f"`{'journey'}.csv` | 1 |" in archive.read("README.md").decode()
    (file,) = [row for row in table(archive, "stored_file") if row["name"] == "plan.txt"]
    assert archive.read(f"files/{file['sha256']}") == b"a plan"


def test_secrets_are_not_exported(cast: Cast) -> None:
    archive = taken_out(cast)
    assert not {"password", "last_login"} & set(table(archive, "person")[0])
    assert "number_key" not in table(archive, "company")[0]
    assert {"token.csv", "personal_link.csv", "mail_account.csv"} & set(archive.namelist()) == set()


def test_erased_words_are_not_exported(cast: Cast) -> None:
    row = casting.opened(cast)
    touches.write_note(journey=row.pk, words="Their son is ill", by=cast.by("tom"))
    note = Event.objects.get(subject_id=row.pk, type="note_written")
    erase(event=note.pk, reason="not ours to keep", by=cast.by("ana").by)
    archive = taken_out(cast)
    assert b"Their son is ill" not in archive.read("event.csv")
    (line,) = [row for row in table(archive, "event") if row["id"] == str(note.pk)]
    assert (line["body"], len(line["body_digest"]), len(line["hash"])) == ("", 64, 64)


def test_a_confidential_journey_is_exported_for_its_readers_only(cast: Cast) -> None:
    row = casting.opened(cast)
    touches.write_note(journey=row.pk, words="A hushed word", by=cast.by("tom"))
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    outside = taken_out(cast)
    everything = b"".join(outside.read(name) for name in outside.namelist())
    assert row.need.encode() not in everything
    assert b"A hushed word" not in everything
    (line,) = [line for line in table(outside, "journey") if line["number"] == row.number]
    assert (line["stage"], line["owner_id"], line["customer_id"]) == (row.stage, str(row.owner_id), "")


def test_an_export_at_the_server_holds_everything(cast: Cast, tmp_path: Path) -> None:
    row = casting.opened(cast)
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    commands.take_out(to=tmp_path / "all.zip", by=SYSTEM, progress=lambda table, rows: None)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert table(archive, "journey")[0]["need"] == row.need


def test_an_export_is_recorded_with_its_person(cast: Cast) -> None:
    taken_out(cast)
    assert Event.objects.get(type="export_made").actor_id == cast.ana.pk


def test_a_file_is_only_for_the_person_who_asked(cast: Cast) -> None:
    taken_out(cast)
    row = Export.objects.get()
    assert at(cast, "tom").get(f"/exports/{row.pk}/file").status_code == 403


def test_formula_like_cells_are_quoted(cast: Cast) -> None:
    with transaction.atomic():
        customers.add_customer(name="=HYPERLINK(1)", by=cast.by("tom"))
    names = {row["name"] for row in table(taken_out(cast), "customer")}
    assert "'=HYPERLINK(1)" in names
    phones = {row["phone"] for row in table(taken_out(cast), "contact") if row["phone"]}
    assert not any(phone.startswith("'") for phone in phones)


def test_an_export_can_be_imported_into_an_empty_installation(cast: Cast) -> None:
    """The same customers and contacts arrive, and every old number finds the same need."""
    mine = casting.opened(cast)
    with transaction.atomic():
        customers.add_customer(name="=1+1 Ltd", by=cast.by("tom"))
    archive = taken_out(cast)
    before = {
        "customers": set(Customer.objects.values_list("name", "kind", "country")),
        "contacts": set(Contact.objects.values_list("name", "email", "phone", "customer__name")),
        "numbers": {row.number: row.need for row in Journey.objects.all()},
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed.reset()")
    ana, _ = casting._set_up()  # another company, with nobody's data yet
    carrier = Carrier(replace(cast, ana=ana))
    carrier.choose(
        *((f"{name}.csv", archive.read(f"{name}.csv")) for name in ("customer", "contact", "site", "journey"))
    )
    carrier.check()
    assert carrier.row.source == "Wellkept"
    carrier.stages({mine.stage: mine.stage})
    carrier.answer("owners", owner=ana.pk)
    carrier.answer("next-step", next_what="Look at it", next_hours=24)
    carrier.bring_in()
    assert (carrier.row.state, carrier.row.said) == ("done", "")
    assert set(Customer.objects.values_list("name", "kind", "country")) == before["customers"]
    assert set(Contact.objects.values_list("name", "email", "phone", "customer__name")) == before["contacts"]
    for number, need in before["numbers"].items():  # type: ignore[attr-defined]
        assert need in {row.need for row in find(number, by=people.actor(ana.pk))}


def test_old_files_are_deleted(cast: Cast) -> None:
    taken_out(cast)
    row = Export.objects.get()
    row.finished_at = row.begun_at - commands.KEPT * 2
    row.save()
    commands.take_up()
    assert not (Path(settings.DATA) / "exports" / f"wellkept-export-{row.pk}.zip").exists()
    assert Export.objects.get().state == "gone"


def test_a_refused_export_names_what_was_tried(cast: Cast, tmp_path: Path) -> None:
    """Its right is an export's own: it has no words of imports."""
    tom = cast.by("tom")
    sentence = "Only administrators and the process owner can take everything out in one file."
    for act in (
        lambda: commands.begin(by=tom),
        lambda: commands.take_out(to=tmp_path / "out.zip", by=tom, progress=lambda *_: None),
        lambda: queries.exports(by=tom),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert (str(refusal.value.sentence), refusal.value.status) == (sentence, 403)
    assert not Export.objects.exists()
    with pytest.raises(Refusal, match="can import spreadsheets"):
        imports.imports(by=tom)


def test_a_program_that_may_read_reads_exports_and_asks_for_none(cast: Cast, tmp_path: Path) -> None:
    row = commands.begin(by=cast.by("ana"))
    commands.write(export=row.pk)
    reader = replace(cast.by("ana"), kind="token", scopes=frozenset({"read"}))
    assert (
        [row_read.pk for row_read in queries.exports(by=reader)],
        queries.export(row.pk, by=reader).pk,
    ) == (
        [row.pk],
        row.pk,
    )
    for ask in (
        lambda: commands.begin(by=reader),
        lambda: commands.take_out(to=tmp_path / "x.zip", by=reader, progress=lambda *_: None),
    ):
        with pytest.raises(Refusal, match="This token may read, not write"):
            ask()
    assert Export.objects.count() == 1
    assert not (tmp_path / "x.zip").exists()
    tom = replace(cast.by("tom"), kind="token", scopes=frozenset({"read"}))
    with pytest.raises(Refusal, match="Only administrators and the process owner"):
        queries.exports(by=tom)
