"""An import from its files to its end: checked, answered, brought in once, resumed after a kill, taken back."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from tests import cast as casting
from tests.cast import MONDAY, Cast
from tests.events import chain
from tests.imports.carrier import Carrier
from tests.web.signed_in import at

from wellkept.customers.models import Contact, Customer, Site
from wellkept.events.models import Event
from wellkept.find.queries import find
from wellkept.imports import queries
from wellkept.imports.commands import batches, pipeline
from wellkept.imports.commands.steps import bring, take_back
from wellkept.imports.models import Import, OldKey, Problem
from wellkept.journeys.commands import touches
from wellkept.journeys.models import Ending, Journey
from wellkept.kernel.refusal import Refusal
from wellkept.leaving.commands import staff
from wellkept.people.commands import change_person

pytestmark = pytest.mark.django_db(transaction=True)

CUSTOMERS = """Customer No;Company;Contact;Street;Zip;City;Country;Phone;Email
K1;Lindt Optik GmbH;Ida Lindt;Hauptstr. 1;04109;Leipzig;Germany;0341 5550142;ida@lindt.example
K2;Café Blau;Jo Blau;Am Markt 3;04109;Leipzig;Germany;0341 5550143;not an address
K3;;;;;;;;
K1;Lindt Optik;;;;;;;
K4;Gärtnerei Grün;Max Grün;Feldweg 9;04299;Leipzig;Germany;0341 5550142;max@gruen.example
"""
ORDERS = """Order No;Customer No;Description;Order Date;Done on;Salesperson;Amount;PO
A-100;K1;Two lamps for the window;12.01.2026;;Jonas Weber;1.250,00;B-77
A-101;K2;A new line for the oven;03.02.2026;;;80,50;
A-099;K1;Repair of the sign;04.03.2025;18.03.2025;Somebody Gone;99,00;
A-098;K9;Nobody knows for whom;04.03.2025;;;1,00;
A-097;K2;When was that;31.02.2025;;;1,00;
"""


def ready(cast: Cast, *files: tuple[str, str], source: str = "The old book") -> Carrier:
    carrier = Carrier(cast)
    sent = files or (("customers.csv", CUSTOMERS), ("orders.csv", ORDERS))
    assert carrier.choose(*((name, text.encode()) for name, text in sent)).status_code == 303
    assert carrier.check(source).status_code == 303
    return carrier


def test_a_column_that_is_not_imported_is_named_before_and_after(cast: Cast) -> None:
    """In each step, and also a table of which nothing is imported."""
    odd = "Customer No;Company;Shoe size;Hat\nK7;Roller Ost;44;bowler\n"
    other = "Moon phase;Tide\nfull;high\n"
    carrier = Carrier(cast)
    carrier.choose(("customers.csv", odd.encode()), ("moon.csv", other.encode()))
    assert [sentence(table) for table in queries.left_out(carrier.key)] == [
        "customers.csv: Shoe size, Hat",
        "moon.csv, all of it: Moon phase, Tide",
    ]
    assert names_what_is_left_out(carrier.page(), "Will not be imported")
    carrier.check("The odd book")
    assert names_what_is_left_out(carrier.page(), "Will not be imported")
    carrier.bring_in()
    assert carrier.row.state == "done", carrier.row.said
    assert names_what_is_left_out(carrier.page(), "Was not imported")


def sentence(table: queries.LeftOut) -> str:
    return f"{table.file.name}{', all of it' if table.whole else ''}: {', '.join(table.columns)}"


def names_what_is_left_out(page: str, heading: str) -> bool:
    return heading in page and "Shoe size, Hat" in page and "Moon phase, Tide" in page


def answered(cast: Cast, carrier: Carrier) -> Carrier:
    carrier.stages(stage="delivery")
    carrier.answer("owners", owner=cast.lea.pk, owner0=cast.lea.pk, owner1=cast.jonas.pk)
    carrier.answer("next-step", next_what="Tell them when", next_hours=72)
    return carrier


def everything() -> tuple[int, ...]:
    return (Customer.objects.count(), Contact.objects.count(), Site.objects.count(), Journey.objects.count(),
            Event.objects.count())  # fmt: skip


def number(key: str) -> str:
    return Journey.objects.get(pk=OldKey.objects.get(noun="order", key=key).subject_id).number


def test_the_check_reports_problems_and_brings_nothing_in(cast: Cast) -> None:
    before = everything()
    carrier = ready(cast)
    assert everything() == before
    assert [
        (row_found.file.name, row_found.line, row_found.column, row_found.kind, row_found.leaves_out)
        for row_found in Problem.objects.select_related("file").order_by("file", "line", "pk")
    ] == [
        ("customers.csv", 3, "Email", "no_mail_address", False),
        ("customers.csv", 4, "", "no_name", True),
        ("customers.csv", 5, "", "twice", True),
        ("customers.csv", 6, "Phone", "same_phone", False),
        ("orders.csv", 5, "", "no_customer", True),
        ("orders.csv", 6, "Order Date", "no_opening_date", True),
    ]
    page = carrier.page()
    assert "4 rows cannot be imported" in page
    assert "There is no customer with the old number “K9”" in page


def test_cells_beyond_the_last_column_are_a_problem(cast: Cast) -> None:
    table = "Customer No;Company;City\nK1;Ash;Ulm\nK2;Birch; Oak & Co;Bonn\nK3;#N/A;Rome\n"
    carrier = ready(cast, ("customers.csv", table))
    assert [
        (problem.line, problem.column, problem.kind, problem.leaves_out)
        for problem in Problem.objects.order_by("line", "-leaves_out")
    ] == [
        (3, "", "more_cells", False),
        (4, "", "no_name", True),
        (4, "Company", "formula_error", False),
    ]
    page = carrier.page()
    assert "“Bonn” stands beyond the last column with a name, and is left out." in page
    assert "“#N/A” is an error of the spreadsheet program: the cell counts as empty." in page


def test_the_report_is_a_table_with_a_column_for_the_reason(cast: Cast) -> None:
    carrier = ready(cast, ("customers.csv", CUSTOMERS.replace("Café Blau", "=cmd|'/C calc'!A0")))
    answer = carrier.client.get(f"/imports/{carrier.key}/problems")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [(line["row"], line["column"], line["left out"]) for line in lines] == [
        ("3", "Email", "no"), ("4", "", "yes"), ("5", "", "yes"), ("6", "Phone", "no"),
    ]  # fmt: skip
    assert lines[2]["reason"] == (
        "The same old number stands in row 2 of customers.csv already: this row is left out."
    )


def test_the_problems_are_in_the_language_of_their_reader(cast: Cast) -> None:
    carrier = ready(cast)
    assert "There is no customer with the old number “K9”" in carrier.page()
    change_person(person=cast.ana.pk, language="de", by=cast.by("ana"))
    assert "Es gibt keinen Kunden mit der alten Nummer „K9“" in carrier.page()
    answer = carrier.client.get(f"/imports/{carrier.key}/problems")
    first, *_, last = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert first == ["Datei", "Tabellenblatt", "Zeile", "Spalte", "ausgelassen", "Grund", "Zellen"]
    assert last[4] == "ja"
    assert "wir nicht, seit wann der Auftrag läuft." in last[5]


def test_an_open_order_without_an_owner_stops_the_import(cast: Cast) -> None:
    carrier = ready(cast)
    before = everything()
    for answers, says in (
        ({}, "In which stage are the open orders?"),
        ({"stage": "delivery"}, "2 open orders would have no owner"),
    ):
        if answers:
            carrier.stages(**answers)
        refused = carrier.bring_in()
        assert refused.status_code == 422
        assert says in refused.content.decode().replace("&#x27;", "'")
    row_found = carrier.answer("owners", owner1=cast.jonas.pk)
    assert (row_found.status_code, "One open order would have no owner" in row_found.content.decode()) == (
        422,
        True,
    )
    assert (everything(), carrier.row.state) == (before, "questions")


def test_an_owner_who_left_stops_the_import_until_another_is_named(cast: Cast) -> None:
    carrier = ready(cast)
    gone = cast.hire("Udo", "delivery")
    carrier.stages(stage="delivery")
    carrier.answer("owners", owner=gone.pk)
    carrier.answer("next-step", next_what="Tell them", next_hours=72)
    staff.leave(person=gone.pk, by=cast.by("ana"))
    carrier.bring_in()
    assert (carrier.row.state, carrier.row.said) == (
        "stopped",
        "Order A-100 would have an owner who has left. Say who takes over what was theirs, and continue.",
    )
    assert Journey.objects.count() == 0
    carrier.answer("owners", owner=cast.lea.pk)
    carrier.bring_in()
    assert carrier.row.state == "done"
    assert set(Journey.objects.filter(state="open").values_list("owner__name", flat=True)) == {"Lea Koch"}


def test_orders_come_in_with_dates_numbers_and_people(cast: Cast) -> None:
    carrier = answered(cast, ready(cast))
    carrier.bring_in()
    counts = carrier.row.counts
    assert (counts["customers"], counts["contacts"], counts["sites"], counts["open"], counts["ended"]) == (
        3,
        3,
        3,
        2,
        1,
    )
    page = carrier.page()
    assert "Everything is imported, except for 4 rows" in page
    assert f'href="/imports/{carrier.key}/problems"' in page  # rows left out can be downloaded
    lamps = Journey.objects.select_related("customer", "contact", "owner", "holder", "next_step").get(
        number=number("A-100")
    )
    assert (lamps.customer.name, str(lamps.contact), lamps.owner.name, str(lamps.holder)) == (
        "Lindt Optik GmbH", "Ida Lindt", "Jonas Weber", "Jonas Weber",
    )  # fmt: skip
    assert (lamps.stage, lamps.court, lamps.came_by, f"{lamps.opened_at:%d.%m.%Y}") == (
        "delivery", "us", "import", "12.01.2026",
    )  # fmt: skip
    assert lamps.need == "Two lamps for the window\n1,250.00"
    assert (lamps.next_step.sentence, (lamps.next_step.due_at - MONDAY).total_seconds() / 3600) == (  # type: ignore[union-attr]
        "Tell them when", 72,
    )  # fmt: skip
    past = Ending.objects.get(journey__number=number("A-099"))
    assert (past.how, f"{past.at:%d.%m.%Y}") == ("elsewhere", "18.03.2025")
    by = cast.by("tom")
    for text in (
        "A-100",
        "a100",
        "B-77",
        "0341 / 555 01 42",
        "ida@lindt.example",
        "Hauptstr. Leipzig",
        "Lindt",
    ):
        assert number("A-100") in {row_found.number for row_found in find(text, by=by)}, text
    assert chain.faults() == []


def test_every_event_names_the_import_as_its_cause(cast: Cast) -> None:
    carrier = answered(cast, ready(cast))
    carrier.bring_in()
    act = Event.objects.get(type="import_ran")
    caused = Event.objects.filter(id__gt=act.pk)
    assert set(caused.values_list("cause_id", flat=True)) == {act.pk}
    assert set(caused.values_list("actor_id", flat=True)) == {cast.ana.pk}


def test_importing_the_same_files_again_changes_nothing(cast: Cast) -> None:
    answered(cast, ready(cast)).bring_in()
    before = everything()
    again = answered(cast, ready(cast))
    again.bring_in()
    after = everything()
    assert after[:4] == before[:4]
    assert after[4] == before[4] + 1  # the import itself is recorded
    counts = again.row.counts
    assert (counts["customers"], counts["open"], counts["ended"], counts["here"]) == (0, 0, 0, 6)


def test_an_overlapping_file_brings_only_new_rows(cast: Cast) -> None:
    answered(cast, ready(cast)).bring_in()
    more = ORDERS + "A-102;K2;One more thing;01.03.2026;;;5,00;\n"
    second = answered(cast, ready(cast, ("orders.csv", more)))
    second.bring_in()
    counts = second.row.counts
    assert (counts["open"], counts["here"], Journey.objects.filter(customer__name="Café Blau").count()) == (
        1,
        3,
        2,
    )


def test_the_same_number_of_another_system_is_another_order(cast: Cast) -> None:
    answered(cast, ready(cast)).bring_in()
    other = answered(cast, ready(cast, source="Another book"))
    other.bring_in()
    assert Journey.objects.filter(need__startswith="Two lamps").count() == 2


def test_a_known_customer_is_not_duplicated(cast: Cast) -> None:
    who = cast.bakery.contact
    known = f"No;Company;Contact;Phone;Email\n7;Bäckerei Lindner;Petra Lindner;{who.phone};{who.email}\n"
    carrier = ready(cast, ("customers.csv", known))
    assert "We seem to know them already: Bäckerei Lindner." in carrier.page()
    carrier.answer("known", known="join")
    carrier.bring_in()
    assert Customer.objects.filter(name="Bäckerei Lindner").count() == 1
    assert OldKey.objects.get(noun="customer", key="7").subject_id == cast.bakery.customer.pk


@pytest.mark.parametrize(("order", "day"), [("dmy", "03.04.2025"), ("mdy", "04.03.2025")])
def test_an_ambiguous_column_is_asked_once(cast: Cast, order: str, day: str) -> None:
    carrier = Carrier(cast)
    text = "Order No,Customer,Order Date\n1,Ann,03/04/2025\n2,Bo,05/06/2025\n"
    carrier.choose(("orders.csv", text.encode()))
    refused = carrier.check("Book")
    assert (refused.status_code, "Which is it?" in refused.content.decode()) == (422, True)
    fields = {"Order No": "key", "Customer": "customer_name", "Order Date": "opened"}
    carrier.map("orders.csv", "orders", fields, **{"Order Date": order})
    carrier.check("Book")
    answered(cast, carrier).bring_in()
    assert f"{Journey.objects.get(number=number('1')).opened_at:%d.%m.%Y}" == day
    again = Carrier(cast)  # the answer is saved
    again.choose(("orders.csv", text.replace("Ann", "Cy").encode()))
    assert again.check("Book").status_code == 303


def test_orders_alone_add_their_customers(cast: Cast) -> None:
    text = (
        "Job,Customer,Phone,Date\nRoof,Ann Ash,0341 12345,2026-01-02\nGutter,Ann Ash,0341 12345,2026-01-03\n"
    )
    carrier = answered(cast, ready(cast, ("jobs.csv", text)))
    carrier.bring_in()
    assert (carrier.row.counts["customers"], carrier.row.counts["open"]) == (1, 2)
    assert {str(row.need) for row in Journey.objects.filter(customer__name="Ann Ash")} == {"Roof", "Gutter"}


def test_a_killed_import_is_resumed_and_complete(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """With small batches and a kill after each, everything is there exactly once."""
    monkeypatch.setattr(bring, "CHUNK", 2)
    monkeypatch.setattr(bring, "ORDERS", 1)
    carrier = answered(cast, ready(cast))
    bring.run(of=carrier.key, by=cast.by("ana"))
    rounds = 0
    while not pipeline.go_on(of=carrier.key, seconds=0.0, hands_on=False):
        rounds += 1
        row = carrier.row
        here = OldKey.objects.filter(of=row, noun__in=("customer", "order")).count()
        assert here == row.counts["customers"] + row.counts["open"] + row.counts["ended"]
        step = pipeline.STEPS["running"]

        def dies(row: Import, step: batches.Step = step) -> None:
            step(row)
            raise SystemExit("killed")

        monkeypatch.setitem(pipeline.STEPS, "running", dies)
        with pytest.raises(SystemExit):
            pipeline.go_on(of=carrier.key)
        monkeypatch.setitem(pipeline.STEPS, "running", step)
        assert (carrier.row.counts, carrier.row.position) == (row.counts, row.position)
    assert rounds > 5
    counts = carrier.row.counts
    assert (carrier.row.state, counts["customers"], counts["open"], counts["ended"]) == ("done", 3, 2, 1)
    assert chain.faults() == []


def test_an_import_is_taken_back_as_one_command(cast: Cast) -> None:
    carrier = answered(cast, ready(cast))
    carrier.bring_in()
    numbers = {key: number(key) for key in ("A-100", "A-099")}
    length = Event.objects.count()
    carrier.take_back()
    assert (carrier.row.state, carrier.row.said) == ("taken_back", "")
    assert set(Ending.objects.values_list("how", flat=True)) == {"opened_in_error"}
    assert "Lindt Optik" not in at(cast, "ana").get("/customers").content.decode()
    by = cast.by("tom")
    for key, new in numbers.items():  # each number still resolves
        assert new in {row_found.number for row_found in find(key, by=by)}
        assert new in {row_found.number for row_found in find(new, by=by)}
    assert Event.objects.count() > length
    assert chain.faults() == []
    again = answered(cast, ready(cast))  # it can be imported again
    again.bring_in()
    assert again.row.counts["open"] == 2


def test_a_taken_back_customer_shows_the_import(cast: Cast) -> None:
    carrier = answered(cast, ready(cast))
    carrier.bring_in()
    lindt = Customer.objects.get(name="Lindt Optik GmbH")
    address, mark = f"/customers/{lindt.pk}", "Imported by error"
    assert mark not in carrier.client.get(address).content.decode()
    carrier.take_back()
    page = carrier.client.get(address).content.decode()
    assert mark in page
    assert "They came with an import from “The old book” that was taken back on" in page
    assert "No list shows them until they have an open journey" in page
    assert f'href="/imports/{carrier.key}"' in page
    others = at(cast, "tom").get(address).content.decode()
    assert (mark in others, f'href="/imports/{carrier.key}"' in others) == (True, False)
    party = casting.Party(lindt, Contact.objects.get(name="Ida Lindt"), Site.objects.get(customer=lindt))
    casting.opened(cast, of=party)
    assert at(cast, "ana").get("/customers").content.decode().count(mark) == 1
    assert "Open journeys with them continue." in carrier.client.get(address).content.decode()


def test_changed_journeys_stay_when_an_import_is_taken_back(cast: Cast) -> None:
    carrier = answered(cast, ready(cast))
    carrier.bring_in()
    changed_since = Journey.objects.get(number=number("A-100"))
    touches.write_note(journey=changed_since.pk, words="They called", by=cast.by("jonas"))
    assert f'name="also" value="{changed_since.pk}"' in carrier.page()
    carrier.take_back()
    assert Journey.objects.get(pk=changed_since.pk).state == "open"
    assert Customer.objects.get(name="Lindt Optik GmbH").taken_back_at is None
    assert Customer.objects.get(name="Café Blau").taken_back_at is not None


def test_named_changed_journeys_are_taken_back_too(cast: Cast) -> None:
    carrier = answered(cast, ready(cast))
    carrier.bring_in()
    changed_since = Journey.objects.get(number=number("A-100"))
    touches.write_note(journey=changed_since.pk, words="They called", by=cast.by("jonas"))
    carrier.take_back(also=[changed_since.pk])
    assert Ending.objects.get(journey_id=changed_since.pk).how == "opened_in_error"
    assert Customer.objects.get(name="Lindt Optik GmbH").taken_back_at is not None


@pytest.mark.parametrize("name", ["tom", "jonas", "iris"])
def test_only_administrators_and_the_process_owner_import(cast: Cast, name: str) -> None:
    carrier = answered(cast, ready(cast))
    before = everything()
    client = at(cast, name)
    key = carrier.key
    for address in (
        "/imports",
        "/exports",
        f"/imports/{key}",
        f"/imports/{key}/owners",
        f"/imports/{key}/problems",
    ):
        assert client.get(address).status_code == 403
    for address in (
        "/imports",
        "/exports",
        f"/imports/{key}/run",
        f"/imports/{key}/check",
        f"/imports/{key}/removal",
    ):
        assert client.post(address).status_code == 403
    for refused in (bring.run, take_back.take_back):
        with pytest.raises(Refusal):
            refused(of=key, by=cast.by(name))
    assert (everything(), carrier.row.state) == (before, "questions")


def test_bad_files_are_explained_and_good_ones_stay(cast: Cast) -> None:
    carrier = Carrier(cast)
    refused = carrier.choose(("old.xls", b"\xd0\xcf\x11\xe0"))
    assert (refused.status_code, "Save it as CSV" in refused.content.decode()) == (422, True)
    assert Import.objects.count() == 0
    carrier.choose(("old.xls", b"\xd0\xcf\x11\xe0"), ("customers.csv", CUSTOMERS.encode()))
    assert [file.name for file in carrier.row.files.all()] == ["customers.csv"]
    assert "Save it as CSV" in carrier.page()


def test_owners_of_equally_many_orders_stand_by_name(cast: Cast) -> None:
    people = ["Zoe Zander", "Ida Lindt", "Max Grün", "Ana Ruiz"]
    rows = "".join(f"A-{n};K1;A lamp;12.01.2026;;{name};9;\n" for n, name in enumerate(people))
    carrier = ready(cast, ("customers.csv", CUSTOMERS), ("orders.csv", ORDERS.splitlines()[0] + f"\n{rows}"))
    assert [value.said for value in queries.questions(carrier.row).owners] == sorted(people)


def test_a_table_that_is_not_needed_is_removed(cast: Cast) -> None:
    carrier = Carrier(cast)
    carrier.choose(("customers.csv", CUSTOMERS.encode()), ("notes.csv", b"Day,Weather\n2026-01-01,Rain\n"))
    notes = carrier.row.files.get(name="notes.csv").pk
    assert at(cast, "tom").post(f"/imports/{carrier.key}/files/{notes}/removal").status_code == 403
    assert carrier.row.files.count() == 2
    assert carrier.client.post(f"/imports/{carrier.key}/files/{notes}/removal").status_code == 303
    assert [file.name for file in carrier.row.files.all()] == ["customers.csv"]
    assert carrier.client.post(f"/imports/{carrier.key}/files/{notes}/removal").status_code == 404


def test_the_list_takes_the_same_statements_for_one_and_three(
    cast: Cast, django_assert_num_queries: object
) -> None:
    from django.test.utils import CaptureQueriesContext

    counts = []
    client = at(cast, "ana")
    client.get("/imports")
    for _ in range(3):
        ready(cast)
        with CaptureQueriesContext(connection) as seen:
            client.get("/imports")
        counts.append(len(seen))
    assert counts[0] == counts[2]


def test_a_dropped_import_leaves_only_its_stored_files(cast: Cast) -> None:
    before = everything()
    carrier = ready(cast)
    assert carrier.client.post(f"/imports/{carrier.key}/removal").status_code in (200, 303)
    assert (Import.objects.count(), Problem.objects.count(), everything()) == (0, 0, before)


def test_existing_data_is_unchanged(cast: Cast) -> None:
    """Nothing that existed before an import changes."""
    row = casting.opened(cast)
    answered(cast, ready(cast)).bring_in()
    assert Journey.objects.get(pk=row.pk).state == "open"
