"""Make a new model in the state of the migrations without making again all that it is connected to.

Django has classes of all models for each step of a migration. For a new model it makes every class again that can be
reached from it, by foreign keys in both directions: in this house, all. So an empty database would take seconds longer.
Nothing points to a new model yet. It is enough to make it and what it points to, as Django does for a changed field.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def only_with_neighbours() -> Iterator[None]:
    """Make with a new model only those that it points to, inside the block. The rest is made when it is asked for."""
    add_model = ProjectState.add_model

    def add(self: ProjectState, model_state: ModelState) -> None:
        classes = self.__dict__.pop("apps", None)
        add_model(self, model_state)
        if classes is not None:
            self.__dict__["apps"] = classes
            self.reload_model(model_state.app_label, model_state.name_lower, delay=True)

    ProjectState.add_model = add  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = add_model  # type: ignore[method-assign]
