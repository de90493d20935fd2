"""The world of confidential journeys, made once for the room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests import cast as stations
from tests.cast import DAY, MONDAY, Cast
from tests.confidential.world import World, build
from wellkept.kernel import clock


@pytest.fixture(scope="module")
def committed_world(committed_module: None, kept_company: Cast) -> World:
    with clock.at(MONDAY):
        return build(stations.bring_back(kept_company))


@pytest.fixture
def world(committed_world: World, db: None) -> Iterator[World]:
    """The world two days later, with the demo's mailbox."""
    with clock.at(MONDAY + 2 * DAY), override_settings(MAILBOX=True):
        yield committed_world
