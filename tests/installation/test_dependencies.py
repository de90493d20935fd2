"""The package requires what its source imports, and each requirement is locked with hashes."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def _imported(source: Path) -> set[str]:
    modules = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                modules.add(node.module.split(".")[0])
    return modules - set(sys.stdlib_module_names) - {"wellkept"}


def test_every_library_that_the_source_imports_is_asked_for() -> None:
    extras = PROJECT["optional-dependencies"]
    asked = {_name(requirement) for requirement in [*PROJECT["dependencies"], *extras["rules"]]}
    provided = packages_distributions()
    missing = {
        module
        for module in _imported(ROOT / "src")
        if not asked & {_name(package) for package in provided.get(module, [])}
    }
    assert missing == set()


@pytest.mark.parametrize("extra", ["", "dev", "build", "rules"])
def test_everything_asked_for_is_locked(extra: str) -> None:
    asked = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    file = {"dev": "dev.txt", "rules": "rules.txt"}.get(extra, "run.txt")
    lock = (ROOT / "requirements" / file).read_text()
    locked = {_name(line) for line in lock.splitlines() if line[:1].isalnum()}
    assert {_name(requirement) for requirement in asked} - locked == set()


@pytest.mark.parametrize("name", ["run.txt", "dev.txt", "rules.txt"])
def test_locks_have_hashes_and_no_addresses(name: str) -> None:
    lock = (ROOT / "requirements" / name).read_text()
    entries = re.split(r"\n(?=\S)", lock)
    assert [
        entry.splitlines()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry
    ] == []
    assert re.findall(r"https?://|file:|--index|--find", lock) == []
