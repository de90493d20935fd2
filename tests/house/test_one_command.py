"""A view calls one command: two that commit alone would leave half an act behind when the second is refused."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
ROOMS = ("web", "portal", "api")
Function = ast.FunctionDef | ast.AsyncFunctionDef

# Guards around an act, which leave nothing behind when the act is refused; the address of a page; and what only reads.
GUARDS = frozenset({
    "count", "once", "fingerprint_of", "link_for", "note_reading", "count_wrong_code",
    "open_with", "workload", "proposed", "needs_code",
})  # fmt: skip
# A view that calls several all the same, and why.
EXCEPTIONS = {
    "wellkept/web/imports/columns.py::check": "the named source stays, also when the check is refused",
    "wellkept/web/imports/uploads.py::every": "each file is stored alone, so that a bad one leaves the others",
    "wellkept/api/resources/intake.py::messages": "a mail is stored before it is handled, so that none is lost",
}


def views() -> list[tuple[str, Function, set[str], set[str]]]:
    """Each function of the outer rooms, with the command modules and the commands that its file imports."""
    every = []
    for room in ROOMS:
        for path in sorted((SOURCE / "wellkept" / room).rglob("*.py")):
            tree = ast.parse(path.read_text())
            modules, commands = _imported(tree)
            for node in tree.body:
                functions = [node] if isinstance(node, Function) else []
                if isinstance(node, ast.ClassDef):
                    functions = [inner for inner in node.body if isinstance(inner, Function)]
                for function in functions:
                    name = f"{path.relative_to(SOURCE)}::{function.name}"
                    every.append((name, function, modules, commands))
    return every


def _imported(tree: ast.Module) -> tuple[set[str], set[str]]:
    modules, commands = set(), set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        for alias in node.names:
            name = alias.asname or alias.name
            package = SOURCE / node.module.replace(".", "/") / alias.name
            is_module = package.with_suffix(".py").exists() or package.is_dir()
            if alias.name == "commands" or (".commands" in node.module and is_module):
                modules.add(name)
            elif ".commands" in node.module and alias.name[0].islower():
                commands.add(name)
    return modules, commands


def most_calls(body: list[ast.stmt], modules: set[str], commands: set[str]) -> int:
    """The most commands that one way through these statements calls."""

    def calls(node: ast.AST) -> int:
        return sum(isinstance(inner, ast.Call) and is_command(inner.func) for inner in ast.walk(node))

    def is_command(function: ast.expr) -> bool:
        if isinstance(function, ast.Name):
            return function.id in commands - GUARDS
        return (
            isinstance(function, ast.Attribute)
            and isinstance(function.value, ast.Name)
            and function.value.id in modules
            and function.attr[0].islower()
            and function.attr not in GUARDS
        )

    def walk(statements: list[ast.stmt]) -> tuple[int, int | None]:
        """The most on a way that ends inside, and on one that goes on behind (None if there is none)."""
        ended, on = 0, 0
        for statement in statements:
            ways: list[tuple[int, int | None]]
            if isinstance(statement, ast.If):
                ways = [walk(statement.body), walk(statement.orelse)]
            elif isinstance(statement, ast.Try):
                tried = walk([*statement.body, *statement.orelse])
                ways = [tried, *(walk(handler.body) for handler in statement.handlers)]
            elif isinstance(statement, ast.With | ast.For | ast.While):
                ways = [walk(statement.body)]
            elif isinstance(statement, ast.Match):
                ways = [walk(case.body) for case in statement.cases] + [(0, 0)]
            elif isinstance(statement, Function):
                inner, behind = walk(statement.body)
                ways = [(0, max(inner, behind or 0))]
            elif isinstance(statement, ast.Return | ast.Raise):
                return max(ended, on + calls(statement)), None
            else:
                ways = [(0, calls(statement))]
            ended = max([ended, *(on + way for way, _ in ways)])
            behind_all = [way for _, way in ways if way is not None]
            if not behind_all:
                return ended, None
            on += max(behind_all)
        return ended, on

    ended, on = walk(body)
    return max(ended, on or 0)


def test_a_view_calls_one_command() -> None:
    several = {
        name: calls
        for name, function, modules, commands in views()
        if (calls := most_calls(function.body, modules, commands)) > 1
    }
    assert several.keys() == EXCEPTIONS.keys(), several


@pytest.mark.parametrize(
    ("body", "calls"),
    [
        ("commands.join()\ncommands.join_team()", 2),
        ("if lead:\n    commands.name_lead()\nelse:\n    commands.leave_team()", 1),
        ("if done:\n    return commands.join()\ncommands.leave()", 1),
        ("def act():\n    commands.join()\nask(act)\nmake()", 2),
        ("try:\n    count()\n    commands.join()\nexcept Refusal:\n    pass", 1),
    ],
)
def test_the_longest_way_is_counted(body: str, calls: int) -> None:
    assert most_calls(ast.parse(body).body, {"commands"}, {"make", "count"}) == calls
