"""Spreadsheets in and everything out, by a program: the same steps and refusals as on the pages."""

from __future__ import annotations

import base64

import pytest
from tests.api.programs import Program
from tests.cast import Cast

from wellkept.exports.models import Export
from wellkept.imports.commands.pipeline import go_on
from wellkept.imports.models import Import
from wellkept.journeys.models import Journey

pytestmark = pytest.mark.django_db(transaction=True)
CSV = b"Order No,Customer,Order Date\n1,Ann Ash,2026-01-02\n2,Bo Birch,2026-01-03\n"


def test_an_import_from_its_file_to_its_return(cast: Cast) -> None:
    ana = Program(cast, "ana")
    created = ana.does("/imports", {"source": "The old book"})
    at = f"/imports/{created['id']}"
    file = {"name": "orders.csv", "content": base64.b64encode(CSV).decode()}
    assert ana.does(f"{at}/files", file)["tables"][0]["header"] == ["Order No", "Customer", "Order Date"]
    assert ana.post(f"{at}/files", file).status_code == 422  # among the files already

    def goes_on(step: str, body: object = None, status: int = 202) -> None:
        answer = ana.post(f"{at}/{step}", body)
        assert answer.status_code == status, answer.content
        go_on(of=created["id"])

    goes_on("reading")
    (table,) = ana.get(at).json()["tables"]  # type: ignore[attr-defined]
    assert (table["holds"], table["mapping"], table["asks"]) == (
        "orders", {"0": "key", "1": "customer_name", "2": "opened"}, {},
    )  # fmt: skip
    goes_on("check")
    refused = ana.post(f"{at}/run")
    assert (refused.status_code, refused.json()["code"]) == (422, "where_do_they_stand")  # type: ignore[attr-defined]
    goes_on("answers", {"stage": "delivery"}, 200)
    refused = ana.post(f"{at}/run")
    assert (refused.json()["code"], refused.json()["law"]) == ("who_owns_them", 1)  # type: ignore[attr-defined]
    goes_on("answers", {"stage": "delivery", "owner": cast.lea.pk, "next_what": "Look at it"}, 200)
    goes_on("run")
    state = ana.get(at).json()  # type: ignore[attr-defined]
    assert (state["state"], state["counts"]["open"], Journey.objects.filter(state="open").count()) == (
        "done",
        2,
        2,
    )
    goes_on("return")
    assert ana.get(at).json()["state"] == "taken_back"  # type: ignore[attr-defined]


def test_the_problems_by_row(cast: Cast) -> None:
    ana = Program(cast, "ana")
    at = f"/imports/{ana.does('/imports', {'source': 'x'})['id']}"
    wrong = CSV + b"3,Cy Cedar,yesterday\n"
    ana.does(f"{at}/files", {"name": "orders.csv", "content": base64.b64encode(wrong).decode()})
    for step in ("reading", "check"):
        ana.post(f"{at}/{step}")
        go_on(of=Import.objects.get().pk)
    (line,) = ana.get(f"{at}/problems").json()["items"]  # type: ignore[attr-defined]
    assert (line["row"], line["column"], line["left_out"]) == (4, "Order Date", True)


def test_a_program_corrects_the_columns_of_a_table(cast: Cast) -> None:
    ana, tom = Program(cast, "ana"), Program(cast, "tom")
    at = f"/imports/{ana.does('/imports', {'source': 'x'})['id']}"
    ana.does(f"{at}/files", {"name": "orders.csv", "content": base64.b64encode(CSV).decode()})
    ana.post(f"{at}/reading")
    go_on(of=Import.objects.get().pk)
    (table,) = ana.get(at).json()["tables"]  # type: ignore[attr-defined]
    mapping = {"0": "key", "1": "customer_name"}
    address, body = f"{at}/files/{table['file']}/mapping", {"holds": "orders", "mapping": mapping}
    assert tom.post(address, body).status_code == 403
    assert ana.post(address, {"holds": "orders", "mapping": {"0": "colour"}}).status_code == 422
    assert ana.get(at).json()["tables"] == [table]  # type: ignore[attr-defined]
    assert ana.post(address, body).json()["tables"][0]["mapping"] == mapping  # type: ignore[attr-defined]
    assert ana.post(f"{at}/files/0/mapping", body).status_code == 404


def test_only_admins_import_and_export(cast: Cast) -> None:
    tom = Program(cast, "tom")
    for answer in (tom.post("/imports", {"source": "x"}), tom.post("/exports"), tom.get("/imports/1")):
        assert answer.status_code == 403
    assert (Import.objects.count(), Export.objects.count()) == (0, 0)


def test_an_export_is_asked_for_once(cast: Cast) -> None:
    ana = Program(cast, "ana")
    first, again = ana.post("/exports", key="once"), ana.post("/exports", key="once")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert (first.status_code, Export.objects.count()) == (202, 1)
