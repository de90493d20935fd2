"""The house: what its style promises and no linter knows."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import wellkept
from wellkept.catalogue import LINES
from wellkept.events.facts import Fact
from wellkept.flow import FLOW
from wellkept.rooms import ROOMS

ROOT = Path(wellkept.__file__).parent
DEMO = ROOT.parents[1] / "demo" / "src" / "wellkept_demo"
LONGEST = 400
PARAMETERS = 8
# Functions that may take more, with the reason. None may be added without one.
MORE_PARAMETERS = {
    "api/resources/journeys.py::listed": (
        9,
        "the framework reads the parameters of the query from the signature",
    ),
}
ANYS = 222
# Lists that are read by looking up one line, and what is still to be split by noun: none of these may grow.
LONGER = {
    "installation/privileges.py": 460,
    "verification/law_tables.py": 460,
    "journeys/commands/handoffs.py": 420,
    "journeys/models.py": 480,
}


def modules() -> list[Path]:
    return sorted(p for p in ROOT.rglob("*.py") if "migrations" not in p.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def everywhere() -> list[tuple[str, ast.AST]]:
    places = [(str(path.relative_to(ROOT)), tree(path)) for path in modules()]
    return [(where, node) for where, whole in places for node in ast.walk(whole)]


def facts() -> list[type[Fact]]:
    """Every event type, wherever it is declared."""
    for path in ROOT.rglob("facts.py"):
        __import__(".".join(["wellkept", *path.relative_to(ROOT).with_suffix("").parts]))

    def below(cls: type[Fact]) -> Iterator[type[Fact]]:
        for child in cls.__subclasses__():
            yield child
            yield from below(child)

    return sorted({f for f in below(Fact) if f.__module__.startswith("wellkept.")}, key=lambda f: f.__name__)


def test_every_event_type_has_its_own_name() -> None:
    assert [name for name, count in Counter(fact.type for fact in facts()).items() if count > 1] == []


def test_every_event_type_stands_in_the_catalogue_once() -> None:
    assert Counter(line.fact for line in LINES) == Counter(facts())


def test_the_list_of_rooms_names_each_room_with_facts_or_laws() -> None:
    files = ("facts.py", "sentences.py", "laws.py")
    rooms = {p.name for p in ROOT.iterdir() if p.name != "ui" and any((p / file).exists() for file in files)}
    assert sorted(rooms - set(ROOMS)) == []
    assert sorted(room for room in ROOMS if not (ROOT / room / "__init__.py").exists()) == []


def test_each_room_words_its_own_events() -> None:
    strangers = []
    for room in ROOMS:
        if (ROOT / room / "sentences.py").exists():
            lines = import_module(f"wellkept.{room}.sentences").LINES
            strangers += [
                f"{room}: {line.fact.type}" for line in lines if _room(line.fact.__module__) != room
            ]
    assert strangers == []


def test_each_room_words_its_own_constraints() -> None:
    """The constraint stands in the models or in the SQL of the room whose `laws.py` has its sentence."""
    strangers = []
    for room in ROOMS:
        if (ROOT / room / "laws.py").exists():
            files = [
                p for p in (ROOT / room).rglob("*") if p.suffix in (".py", ".sql") and p.name != "laws.py"
            ]
            text = "\n".join(p.read_text() for p in files)
            laws = import_module(f"wellkept.{room}.laws").LAWS
            strangers += [f"{room}: {name}" for name in laws if not re.search(rf"\b{name}\b", text)]
    assert strangers == []


def _room(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.type)
def test_an_event_type_is_said_as_it_is_stored(fact: type[Fact]) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", fact.type)
    assert fact.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_each_followed_event_has_a_line_in_the_flow_and_each_line_its_event() -> None:
    assert {fact for fact in facts() if fact.follow} == set(FLOW)


def test_no_file_is_longer_than_a_sitting() -> None:
    assert {
        str(p.relative_to(ROOT)): lines
        for p in modules()
        if (lines := len(p.read_text().splitlines())) > LONGER.get(str(p.relative_to(ROOT)), LONGEST)
    } == {}


def test_every_room_has_its_door_plate() -> None:
    rooms = [p for p in ROOT.iterdir() if (p / "__init__.py").exists()]
    assert [p.name for p in rooms if not ast.get_docstring(tree(p / "__init__.py"))] == []


def test_every_command_says_what_it_promises() -> None:
    missing = []
    for path in ROOT.rglob("*.py"):
        if "commands" in (path.stem, path.parent.name) and "migrations" not in path.parts:
            missing += [
                f"{path.relative_to(ROOT)}: {node.name}"
                for node in tree(path).body
                if isinstance(node, ast.FunctionDef) and node.name[0] != "_" and not ast.get_docstring(node)
            ]
    assert missing == []


def test_commands_take_their_arguments_by_name() -> None:
    """All of them, or behind the turn that they are part of."""
    positional = []
    for path in ROOT.rglob("*.py"):
        if "commands" in (path.stem, path.parent.name) and "migrations" not in path.parts:
            for node in tree(path).body:
                if not isinstance(node, ast.FunctionDef) or node.name[0] == "_":
                    continue
                names = [argument.arg for argument in node.args.args]
                if "by" in names and names[0] != "t":
                    positional.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert positional == []


def test_no_function_takes_more_than_eight_arguments() -> None:
    """Arguments that travel together are a value with a name: a need, a touch, evidence."""
    taken = {
        f"{path.relative_to(top)}::{node.name}": parameters
        for top in (ROOT, DEMO)
        for path in sorted(top.rglob("*.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (parameters := _parameters(node.args)) > PARAMETERS
    }
    assert taken == {where: parameters for where, (parameters, _reason) in MORE_PARAMETERS.items()}


def _parameters(arguments: ast.arguments) -> int:
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    rest = [argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
    return len([argument for argument in named if argument.arg not in ("self", "cls")]) + len(rest)


def test_any_stands_only_where_no_type_is_known() -> None:
    """The limit falls with the count, and never rises."""
    anys = sum(
        isinstance(node, ast.Name) and node.id == "Any"
        for path in ROOT.rglob("*.py")
        for node in ast.walk(tree(path))
    )
    assert anys <= ANYS


def test_there_are_three_causes_of_movement_and_no_fourth() -> None:
    """No Django signals, no model that acts when it is saved or deleted."""
    signals = []
    for where, node in everywhere():
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db.models.signals"):
            signals.append(f"{where}: signals")
        if isinstance(node, ast.ImportFrom) and node.module == "django.dispatch":
            signals.append(f"{where}: dispatch")
        if isinstance(node, ast.ClassDef):
            names = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
            bases = {ast.unparse(base) for base in node.bases}
            if "models.Model" in bases and names & {"save", "delete", "full_clean", "clean"}:
                signals.append(f"{where}: {node.name} acts when it is saved")
    assert signals == []


# By it the log refuses what is to come.
THE_LOGS_CLOCK = (
    "FUNCTION log_clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() $$"
)


def test_the_database_is_never_asked_for_the_time() -> None:
    asks = re.compile(
        r"\b(now\(\)|current_timestamp|clock_timestamp|statement_timestamp|transaction_timestamp)", re.I
    )
    clocks = []
    for path in ROOT.rglob("*.sql"):
        code = re.sub(r"--.*", "", path.read_text())
        code = code.replace(THE_LOGS_CLOCK, "")
        if asks.search(code):
            clocks.append(str(path.relative_to(ROOT)))
    for where, node in everywhere():
        if isinstance(node, ast.ImportFrom) and any(name.name == "Now" for name in node.names):
            clocks.append(where)
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            clocks.append(where)
    assert clocks == []


def test_there_is_one_clock() -> None:
    """Only the server, the installation and the clock itself ask for the machine's time. None runs business."""
    allowed = ("kernel/clock.py", "server/", "installation/", "cli/")
    calls = []
    for where, node in everywhere():
        if isinstance(node, ast.Call) and not where.startswith(allowed):
            called = ast.unparse(node.func)
            if called in ("timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.today"):
                calls.append(f"{where}: {called}")
    assert calls == []


def test_no_module_is_a_noun_not_yet_found() -> None:
    forbidden = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}
    assert [str(p.relative_to(ROOT)) for p in modules() if p.stem in forbidden] == []


def test_only_the_log_writes_the_log() -> None:
    """`record_events` is called by one function, and no other code inserts events."""
    writers = []
    for where, node in everywhere():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "record_events(" in node.value:
            writers.append(where)
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if re.match(
                r"(Event|EventBody|Subject)(\.objects\.(create|bulk_create|update|filter\(.*\)\.update))?$",
                called,
            ):
                writers.append(where)
    assert set(writers) == {"events/commands.py"}


def test_a_query_returns_rows_and_no_query_set() -> None:
    """A page could otherwise narrow it down, count it or write through it."""
    leaks = [
        f"{where}: {node.name}"
        for where, node in everywhere()
        if "queries" in re.split(r"[/.]", where)
        and isinstance(node, ast.FunctionDef)
        and node.name[0] != "_"
        and node.returns is not None
        and "QuerySet" in ast.unparse(node.returns)
    ]
    assert leaks == []


def test_no_two_bodies_of_the_api_have_one_name() -> None:
    """The description has one schema for each name, so the second would be described as the first."""
    names = Counter(
        node.name
        for where, node in everywhere()
        if where.startswith("api/") and isinstance(node, ast.ClassDef) and node.bases
    )
    assert [name for name, count in names.items() if count > 1] == []
