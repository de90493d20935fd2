"""Migrations of an empty database: a new model takes only its neighbours along."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from wellkept.installation.new_models import only_with_neighbours


def model(name: str, *, of: str = "") -> ModelState:
    fields: list[tuple[str, models.Field[object, object]]] = [("id", models.AutoField(primary_key=True))]
    if of:
        fields.append(("of", models.ForeignKey(f"x.{of}", models.CASCADE)))
    return ModelState("x", name, fields)


@pytest.mark.parametrize(("block", "the_same"), [(only_with_neighbours(), True), (nullcontext(), False)])
def test_a_distant_model_is_left_alone(block: AbstractContextManager[None], the_same: bool) -> None:
    state = ProjectState()
    for new in (model("A"), model("B", of="A"), model("C", of="B")):
        state.add_model(new)
    distant = state.apps.get_model("x", "C")
    with block:
        state.add_model(model("D", of="A"))
    assert (state.apps.get_model("x", "C") is distant) is the_same
    new_model, neighbour = state.apps.get_model("x", "D"), state.apps.get_model("x", "A")
    assert new_model._meta.get_field("of").remote_field.model is neighbour
    assert {relation.related_model for relation in neighbour._meta.related_objects} == {
        new_model, state.apps.get_model("x", "B"),
    }  # fmt: skip


def test_a_migration_that_writes_rows_gets_all_models_of_its_moment() -> None:
    state = ProjectState()
    for new in (model("A"), model("B", of="A"), model("C", of="B")):
        state.add_model(new)
    distant = state.apps.get_model("x", "C")
    with only_with_neighbours():
        state.add_model(model("D", of="A"))
    state.clear_delayed_apps_cache()  # Django does before it runs the function
    assert state.apps.get_model("x", "C") is not distant
    near = state.apps.get_model("x", "C")._meta.get_field("of").remote_field.model
    assert near is state.apps.get_model("x", "B")
