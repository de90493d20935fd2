"""Impossible columns and answers are refused at their field, and the import stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import Cast
from tests.imports.carrier import Carrier
from tests.refused import refused

from wellkept.imports.commands import answers, uploads
from wellkept.imports.models import Import
from wellkept.leaving.commands.staff import leave

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = b"Order No,Customer,Order Date\n1,Ann Ash,2026-01-02\n2,Bo Birch,2026-01-03\n"


@pytest.fixture
def carrier(cast: Cast) -> Carrier:
    """An import whose one table is read."""
    carrier = Carrier(cast)
    carrier.choose(("orders.csv", ORDERS))
    return carrier


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"file": 0}, "no_such_file"),
        ({"noun": "planets"}, "invalid_noun"),
        ({"mapping": {0: "key", 1: "key"}}, "invalid_column1"),
        ({"mapping": {0: "key"}}, "invalid_noun"),
        ({"mapping": {0: "colour", 1: "customer_name"}}, "invalid_mapping"),
        ({"mapping": {9: "key", 1: "customer_name"}}, "invalid_mapping"),
        ({"formats": {1: "sideways"}}, "invalid_formats"),
    ],
)
def test_a_table_that_cannot_be_that_stays_what_it_was(
    cast: Cast, carrier: Carrier, wrong: dict[str, Any], code: str
) -> None:
    table = carrier.row.files.get()
    changes = {"file": table.pk, "noun": "orders", "mapping": {0: "key", 1: "customer_name"}} | wrong
    with refused(code):
        answers.map_columns(of=carrier.key, by=cast.by("ana"), **changes)
    assert carrier.row.files.get().mapping == table.mapping


def test_another_mapping_after_the_check_asks_for_another_check(cast: Cast, carrier: Carrier) -> None:
    carrier.check("The old book")
    assert carrier.row.state == "questions"
    answers.map_columns(
        of=carrier.key,
        file=carrier.row.files.get().pk,
        noun="orders",
        mapping={0: "key", 1: "customer_name"},
        formats={2: "dmy"},
        by=cast.by("ana"),
    )
    formats = carrier.row.files.get().formats
    assert (carrier.row.state, formats["2"]) == ("columns", "dmy")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"colour": "red"}, "invalid_colour"),
        ({"next_what": "\0"}, "invalid_states"),
        ({"states": {"open": "nowhere"}}, "invalid_states"),
        ({"blueprint": "repeat", "states": {"open": "sales"}}, "invalid_states"),
        ({"blueprint": "repeat", "stage": "sales"}, "invalid_stage"),
        ({"owner": 999_999}, "invalid_owner"),
        ({"known": "perhaps"}, "invalid_known"),
        ({"next_hours": 0}, "invalid_next_hours"),
        ({"next_hours": "soon"}, "invalid_next_hours"),
    ],
)
def test_an_answer_that_cannot_be_is_not_kept(
    cast: Cast, carrier: Carrier, wrong: dict[str, Any], code: str
) -> None:
    carrier.check("The old book")
    before = carrier.row.answers
    with refused(code):
        answers.answer(of=carrier.key, by=cast.by("ana"), **wrong)
    assert carrier.row.answers == before


def test_nobody_who_has_left_owns_what_comes_in(cast: Cast, carrier: Carrier) -> None:
    carrier.check("The old book")
    leave(person=cast.lea.pk, by=cast.by("ana"))
    with refused("invalid_owner"):
        answers.answer(of=carrier.key, by=cast.by("ana"), owners={"Lea": cast.lea.pk})


def test_a_check_needs_a_table_that_comes_in_and_a_source(cast: Cast, carrier: Carrier) -> None:
    with refused("invalid_source"):
        answers.check(of=carrier.key, by=cast.by("ana"))
    with refused("invalid_source"):
        answers.name_source(of=carrier.key, source=" ", by=cast.by("ana"))
    carrier.row.files.update(noun="nothing")
    with refused("invalid_noun"):
        answers.check(of=carrier.key, by=cast.by("ana"))


def test_an_import_takes_what_can_be_read_and_not_without_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = cast.by("ana")
    row = uploads.begin(by=by)
    with refused("invalid_file"):
        uploads.read(of=row.pk, by=by)
    with refused("invalid_file"):
        uploads.add_file(of=row.pk, name="orders.csv", content=b"", by=by)
    monkeypatch.setattr(uploads, "MOST_FILES", 1)
    uploads.add_file(of=row.pk, name="orders.csv", content=ORDERS, by=by)
    with refused("invalid_file"):
        uploads.add_file(of=row.pk, name="more.csv", content=ORDERS + b"3,Cy,2026-01-04\n", by=by)
    with refused("no_such_import"):
        uploads.read(of=0, by=by)
    assert Import.objects.get().files.count() == 1
