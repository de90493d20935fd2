"""Pairs, merges and splits by JSON: the same commands, the same refusals."""

from __future__ import annotations

import pytest
from tests import cast as people
from tests.api.programs import Program
from tests.cast import Cast

from wellkept.customers.models import Customer
from wellkept.duplicates.commands.sweep import sweep
from wellkept.duplicates.models import Merge
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.voice.commands.meetings import set_rhythm

pytestmark = pytest.mark.django_db


def test_from_the_pair_to_the_merge_and_back(cast: Cast) -> None:
    tom = Program(cast, "tom")
    twin = people.party("Baeckerei Lindner GmbH", "Petra Lindner", by=cast.by("tom"))
    row = people.opened(cast, whose=twin)
    sweep()
    found = tom.get("/pairs").json()
    pair = next(one for one in found["items"] if one["second"] == twin.customer.pk)
    assert (pair["first"], pair["first_name"]) == (cast.bakery.customer.pk, "Bäckerei Lindner")
    assert pair["probability"] > 0.97
    assert {"Same name", "Same telephone number", "Same address"} <= {one["words"] for one in pair["reasons"]}
    keep = cast.bakery.customer.pk
    made = tom.post(f"/customers/{keep}/merges", {"away": twin.customer.pk})
    assert made.status_code == 201
    assert made["Location"] == f"/api/v1/merges/{made.json()['id']}"
    assert tom.get(f"/customers/{twin.customer.pk}").json()["id"] == keep
    assert tom.get(f"/journeys/{row.number}").json()["customer"] == keep
    assert [one["id"] for one in tom.get(f"/customers/{keep}/merges").json()["items"]] == [made.json()["id"]]
    again = tom.post(f"/customers/{keep}/merges", {"away": twin.customer.pk})
    assert (again.status_code, again.json()["code"]) == (409, "merged_already")
    undone = tom.post(f"/merges/{made.json()['id']}/undoings", {})
    assert (undone.status_code, undone.json()["undone_by"]) == (201, "Tom Brandt")
    assert Journey.objects.get(pk=row.pk).customer_id == twin.customer.pk
    once_more = tom.post(f"/merges/{made.json()['id']}/undoings", {})
    assert (once_more.status_code, once_more.json()["code"]) == (409, "undone_already")


def test_who_it_may_be(cast: Cast) -> None:
    [found] = (
        Program(cast, "tom")
        .get("/suspects", phone="0351 888817", contact_name="Karl Ohm", name="")
        .json()["items"][:1]
    )
    assert (found["customer"], found["contact_name"]) == (cast.school.customer.pk, "Karl Ohm")
    assert found["why"] == ["The same person speaks", "Same telephone number"]


def test_two_and_split(cast: Cast) -> None:
    tom, bakery = Program(cast, "tom"), cast.bakery.customer.pk
    assert (
        tom.post(f"/customers/{bakery}/distinctions", {"other": cast.school.customer.pk}).status_code == 201
    )
    row = people.opened(cast)
    torn = tom.post(f"/customers/{bakery}/splits", {"name": "Café Lindner", "journeys": [row.pk]})
    assert (torn.status_code, torn.json()["code"]) == (422, "torn_apart")
    assert "Petra Lindner" in torn.json()["title"] + torn.json().get("detail", "")
    part = tom.post(
        f"/customers/{bakery}/splits",
        {"name": "Café Lindner", "journeys": [row.pk], "contacts": [cast.bakery.contact.pk]},
    )
    assert part.status_code == 201
    assert Journey.objects.get(pk=row.pk).customer_id == part.json()["id"]


def test_of_two_who_are_met_it_is_said_whose_meetings_go_on(cast: Cast) -> None:
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    for whose in (keep, away):
        set_rhythm(customer=whose, every_days=9, next_at=clock.now() + people.DAY, by=cast.by("tom"))
    tom = Program(cast, "tom")
    asked = tom.post(f"/customers/{keep}/merges", {"away": away})
    assert (asked.status_code, asked.json()["code"]) == (409, "one_of_each")
    assert tom.post(f"/customers/{keep}/merges", {"away": away, "rhythm_of": away}).status_code == 201


def test_who_may_only_read_merges_nothing(cast: Cast) -> None:
    reader = Program(cast, "tom", "read")
    answer = reader.post(f"/customers/{cast.bakery.customer.pk}/merges", {"away": cast.school.customer.pk})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert not Merge.objects.exists()
    assert not Customer.objects.filter(merged_into__isnull=False).exists()
