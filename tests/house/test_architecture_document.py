"""The walk through one request in ARCHITECTURE.md names files, functions and classes that exist."""

from __future__ import annotations

import re
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

import wellkept

SOURCE = Path(wellkept.__file__).parent
ROOT = SOURCE.parents[1]
HEADING = "## One request, top to bottom\n"
EXAMPLES = {"src/wellkept", "file::name"}  # how the walk explains its own notation


def names_in_the_walk() -> list[str]:
    """List the back-ticked names of the section, in their order."""
    section = (ROOT / "ARCHITECTURE.md").read_text().split(HEADING, 1)[1].split("\n## ", 1)[0]
    return [name for name in dict.fromkeys(re.findall(r"`([^`]+)`", section)) if name not in EXAMPLES]


def exists(name: str) -> bool:
    """Whether this is an address, a file, or a name in a file (`file::name`)."""
    if name.startswith(("GET ", "POST ")):
        return is_address(name.split(" ", 1)[1])
    file, _, inside = name.partition("::")
    path = next((root / file for root in (SOURCE, ROOT) if (root / file).exists()), None)
    if path is None or not inside:
        return path is not None
    if path.suffix == ".sql":
        return re.search(rf"FUNCTION {re.escape(inside)}\(", path.read_text()) is not None
    module = import_module(".".join(("wellkept", *path.relative_to(SOURCE).with_suffix("").parts)))
    try:
        reduce(getattr, inside.split("."), module)
    except AttributeError:
        return False
    return True


def is_address(path: str) -> bool:
    """Whether a view answers at this path, with `key` in place of `<key>`."""
    try:
        resolve(re.sub(r"<(\w+)>", r"\1", path))
    except Resolver404:
        return False
    return True


def test_the_walk_names_what_it_passes() -> None:
    assert len(names_in_the_walk()) > 15


@pytest.mark.parametrize("name", names_in_the_walk())
def test_each_name_in_the_walk_exists(name: str) -> None:
    assert exists(name)


@pytest.mark.parametrize(
    "name",
    [
        "POST /nowhere/<key>",
        "orders/nowhere.py",
        "orders/commands/put_and_agree.py::nothing",
        "journeys/commands/turn.py::Turn.nothing",
        "events/sql/log.sql::nothing",
        "agree(…)",
    ],
)
def test_a_name_that_is_gone_is_seen(name: str) -> None:
    assert not exists(name)
