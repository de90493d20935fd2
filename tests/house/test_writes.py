"""Every room writes its own tables and no others; leaving and merging ask each room for its part."""

from __future__ import annotations

import ast

import pytest
from tests.house import writes

from wellkept.customers.models import Contact
from wellkept.duplicates.commands.reassign import ROOMS as REASSIGNING
from wellkept.duplicates.queries.foreign_keys import places
from wellkept.leaving.commands.staff import ROOMS as HANDING_OVER

IMPORTS = "from wellkept.customers.models import Contact\nfrom wellkept.journeys.models import Journey\n"


def test_every_room_writes_only_its_own_tables() -> None:
    assert [str(write) for write in writes.strangers()] == []


@pytest.mark.parametrize(
    "code",
    [
        "Contact.objects.filter(pk=1).update(name='A')",
        "Contact.objects.create(name='A')",
        "row = Contact.objects.get(pk=1)\nrow.save()",
        "def f(row: Contact | None):\n    row.delete()",
        "for row in Contact.objects.all():\n    row.save()",
        "def f(journey: Journey):\n    journey.contact.save()",
        "def f(journey: Journey):\n    row = journey.contact\n    row.save()",
        "rows = [Contact(name=n) for n in names]\nContact.objects.bulk_create(rows)",
        "from wellkept.kernel.rows import insert\ninsert(Contact(name='A'))",
        "cursor.execute('UPDATE contact SET name = %s', ['A'])",
        "cursor.execute('INSERT INTO contact (name) VALUES (%s)', ['A'])",
    ],
)
def test_each_way_to_write_a_row_is_seen(code: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writes, "SOURCE", tmp_path)
    path = tmp_path / "messages" / "x.py"
    path.parent.mkdir()
    path.write_text(IMPORTS + code)
    assert {write.table for write in writes.in_python(path)} == {Contact._meta.db_table}


def test_every_room_with_a_key_onto_a_customer_moves_its_rows_in_a_merge() -> None:
    offered = [table for room in REASSIGNING for table in room.TABLES]
    assert sorted(offered) == sorted(place.table for place in places())


def test_every_room_that_hands_over_is_asked_when_somebody_leaves() -> None:
    asked = {room.hand_over.__module__ for room in HANDING_OVER}
    offers = {
        ".".join(["wellkept", *path.relative_to(writes.SOURCE).with_suffix("").parts])
        for path in writes.modules()
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name == "hand_over"
    }
    assert asked == offers
