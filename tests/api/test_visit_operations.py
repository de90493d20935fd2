"""Visits by the API: each operation works, refuses, and asks for the right."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from tests import cast as people
from tests.api.programs import Program
from tests.api.test_single_operations import refusal
from tests.cast import DAY, HOUR, MONDAY, Cast

from wellkept.events.models import Event
from wellkept.kernel import clock
from wellkept.visits.models import VisitRecord

pytestmark = pytest.mark.django_db


def window(days: int = 8, hour: int = 1) -> dict[str, str]:
    starts: datetime = MONDAY + days * DAY + hour * HOUR
    return {"starts": starts.isoformat(), "ends": (starts + HOUR).isoformat()}


def new_visit(cast: Cast, **more: Any) -> dict[str, Any]:
    plan = {"person": cast.lea.pk, "place": "Königstraße 4", "words": "Put it in"}
    return plan | {"windows": [window(8), window(9)]} | more


def test_a_visit_goes_from_its_offer_to_its_end(cast: Cast) -> None:
    row = people.in_delivery(cast)
    jonas, lea = Program(cast, "jonas"), Program(cast, "lea")
    here = f"/journeys/{row.number}/visits"
    key = jonas.does(here, new_visit(cast))["id"]
    jonas.does(f"{here}/{key}/windows", {"windows": [window(9)]})
    offer: Any = jonas.get(f"{here}/{key}").json()
    assert (offer["state"], len(offer["windows"]), offer["starts_at"]) == ("offered", 1, None)
    jonas.does(f"{here}/{key}/time", window(9))
    jonas.does(f"{here}/{key}/moves", window(10) | {"asked": True, "words": "Thursday, please"})
    jonas.does(f"{here}/{key}/person", {"person": cast.jonas.pk})
    jonas.does(f"{here}/{key}/person", {"person": cast.lea.pk})
    with clock.at(MONDAY + 10 * DAY + HOUR):
        lea.does(f"{here}/{key}/begin")
        hours = {"key": str(uuid4()), "kind": "hours", "seen": 3, "quantity": "1.5"}
        kept = lea.does(f"{here}/{key}/records", hours)["id"]
        assert lea.does(f"{here}/{key}/records", hours)["id"] == kept
        late = lea.does(f"{here}/{key}/records", hours | {"key": str(uuid4()), "seen": 0})["id"]
        jonas.does(f"{here}/{key}/records/{late}/judgement", {"counts": False, "words": "Twice"})
        lea.does(f"{here}/{key}/end")
    (visit,) = jonas.get(here).json()["visits"]  # type: ignore[attr-defined]
    assert (visit["state"], visit["sequence"]) == ("done", 3)
    assert [(record["quantity"], record["unit"], record["state"]) for record in visit["records"]] == [
        ("1.5000", "HUR", "counts"),
        ("1.5000", "HUR", "dropped"),
    ]
    gone = jonas.does(here, new_visit(cast, settled=True, windows=[window(20)]))["id"]
    jonas.does(f"{here}/{gone}/cancellation", {"words": "No need any more", "by_them": True})
    assert jonas.get(f"{here}/{gone}").json()["state"] == "cancelled"  # type: ignore[attr-defined]


def test_each_operation_refuses_what_is_wrong(cast: Cast) -> None:
    row, other = people.in_delivery(cast), people.in_delivery(cast, of=cast.school)
    jonas, mira = Program(cast, "jonas"), Program(cast, "mira")
    here, elsewhere = f"/journeys/{row.number}/visits", f"/journeys/{other.number}/visits"
    key = jonas.does(here, new_visit(cast, settled=True))["id"]
    offered = jonas.does(here, new_visit(cast, windows=[window(12)]))["id"]
    work = {"key": str(uuid4()), "kind": "work", "seen": 0, "words": "Line drawn"}
    kept = jonas.does(f"{here}/{key}/records", work)["id"]
    acts: dict[str, tuple[str, dict[str, Any]]] = {
        "windows": (offered, {"windows": [window(13)]}),
        "time": (offered, window(13)),
        "moves": (key, window(13) | {"words": "The van broke down"}),
        "person": (key, {"person": cast.jonas.pk}),
        "cancellation": (key, {"words": "We cannot come"}),
        "begin": (key, {}),
        "end": (key, {}),
        f"records/{kept}/judgement": (key, {"counts": False, "words": "Twice"}),
    }
    before = Event.objects.count()
    assert refusal(mira.post(here, new_visit(cast)))[0] == 403
    for act, (visit, body) in acts.items():
        assert refusal(mira.post(f"{here}/{visit}/{act}", body)) == (403, "not_yours_to_do"), act
        assert refusal(jonas.post(f"{elsewhere}/{visit}/{act}", body)) == (404, "no_such_visit"), act
    assert refusal(jonas.post(here, new_visit(cast))) == (409, "not_free")
    assert refusal(jonas.post(f"{here}/{key}/windows", {"windows": [window(13)]})) == (409, "visit_fixed")
    assert refusal(jonas.post(f"{here}/{key}/time", window(13))) == (409, "visit_fixed")
    assert refusal(jonas.post(f"{here}/{offered}/begin", {})) == (409, "visit_not_fixed")
    assert refusal(jonas.post(f"{here}/{offered}/end", {})) == (409, "visit_not_fixed")
    assert refusal(jonas.post(f"{here}/{key}/moves", window(13) | {"words": ""})) == (422, "invalid_reason")
    assert refusal(jonas.post(f"{here}/{key}/person", {"person": 999_999})) == (422, "invalid_to")
    assert refusal(jonas.post(f"{here}/{key}/cancellation", {"words": ""})) == (422, "invalid_words")
    again = work | {"key": str(uuid4())}
    assert refusal(jonas.post(f"{here}/{key}/records", again | {"words": ""})) == (422, "invalid_words")
    assert jonas.post(f"{here}/{key}/records", again | {"kind": "photo"}).status_code == 422  # type: ignore[attr-defined]
    assert refusal(jonas.post(f"{here}/{offered}/records", again)) == (409, "visit_not_fixed")
    judged = {"counts": True}
    assert refusal(jonas.post(f"{here}/{key}/records/{kept}/judgement", judged)) == (409, "counts_already")
    assert refusal(jonas.post(f"{here}/{key}/records/0/judgement", judged)) == (404, "no_such_record")
    assert refusal(jonas.get(f"{here}/0")) == (404, "no_such_visit")
    assert refusal(mira.get("/journeys/12345678/visits"))[0] == 404
    assert (Event.objects.count(), VisitRecord.objects.count()) == (before, 1)
