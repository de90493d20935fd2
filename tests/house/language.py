"""Find offences against the rules of plain language in STYLE.md, as far as a program can.

`python -m tests.house.language` lists all of them, `python -m tests.house.language find tests/find` those of two rooms.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = Path("src/wellkept")
MOST_WORDS = 30

# Rule 1. "Whether" may begin the docstring of a function that returns a bool, because it names what is returned.
RELATIVES = re.compile(r"(how|why|what|whatever|who|whoever|whose|whom|which|it|they|those|of|that)\b", re.I)
RELATIVE_NAMES = re.compile(r"(test_)?(what|who|whose|whom|those|they|it|that)(_|$)")

# Rule 4, and what was found beside it.
OLD_WORDS = re.compile(
    r"\b(anew|besides|as yet|(?:by|of) (?:it|them)sel(?:f|ves)|of (?:its|their) own accord|thereby|whereby|hence|thence"
    r"|whence|wherein|thereof|therein|hitherto|lest|whosoever|nought|betwixt|amongst|whilst|upon which)\b",
    re.I,
)
CHAIN = re.compile(r"\b(who|whom|whose)\b", re.I)

# Rule 5. Participles and pronouns are nouns not yet found.
FILE_NAMES_NOT_YET_FOUND = {
    "acting", "around", "arrived", "arriving", "care", "carrying", "exchanged", "giving_way", "going", "ground",
    "how", "known", "landing", "led", "lifeline", "listening", "merged", "missed", "once", "patience", "said",
    "sameness", "sealing", "sought", "standing", "taking", "told", "weighing", "whole",
}  # fmt: skip
PARTICIPLE = re.compile(r".*(ing|ings)$")
# These end like participles and are nouns.
NOUNS = {
    "beginnings", "bring", "endings", "leaving", "mail_findings", "meetings", "quoting", "ranking", "routing",
    "settings", "wording",
}  # fmt: skip

# The plan's files: each room may have them.
PLAN = {
    "__init__", "__main__", "apps", "commands", "facts", "forms", "laws", "models", "queries", "rules", "sentences",
    "urls", "views",
}  # fmt: skip
# Nouns that mean the same thing in every room that has a file for them: a page, a resource of the API, a reader or
# a part of the demo is named after the thing it shows.
SAME_EVERYWHERE = {
    "calls", "contacts", "customers", "duplicates", "find", "fit", "hand_over", "handoffs", "hands", "import_",
    "imports", "intake", "interviews", "journeys", "links", "meetings", "merges", "misses", "orders", "pairs",
    "promises", "questions", "reassign", "results", "rights", "rota", "samples", "single_records", "sites",
    "split", "staff", "statements", "steps", "take_back", "teams", "touches", "triggers", "undo", "uploads",
    "voice",
}  # fmt: skip

# Rule 6.
EMPTY_NAMES = {"found", "given", "made", "no", "one", "said", "them", "they", "told", "w", "whom", "whose"}

# Rule 7. A word of the glossary and the rooms in whose class and function names it may stand.
OWNERS = {
    "pair": {"duplicates", "web", "api", "catalogue"},
    "turn": {"people", "journeys", "web"},
    "meet": {"voice", "web", "api"},
    "standing": {"people"},
}


@dataclass(frozen=True, slots=True)
class Offence:
    room: str
    where: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.rule}: {self.text}"


def files() -> list[Path]:
    """List our Python files, migrations left out: their names and contents follow the models."""
    folders = ("src/wellkept", "demo/src", "tests", "bench", "tools")
    return sorted(
        path.relative_to(ROOT)
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def room_of(path: Path) -> str:
    """Name the room: a folder of the product or of the tests; what lies beside them counts for the parent."""
    if path.is_relative_to(SOURCE):
        parts = path.relative_to(SOURCE).parts
        return parts[0] if len(parts) > 1 else "wellkept"
    return "/".join(path.parts[:2]) if path.parts[0] == "tests" and len(path.parts) > 2 else path.parts[0]


def sentences(text: str) -> list[str]:
    """Split prose into sentences. Code is left out.

    A blank line, a list item, a table row and a line about one setting (`PORT  its meaning`) begin a new one.
    """
    prose = re.sub(r"``?[^`]*``?", "code", text)
    blocks = re.split(r"\n\s*\n|\n\s*(?=[-*|>]|\d+[.)] |[A-Z_]+ {2,})", prose)
    return [
        sentence.strip()
        for block in blocks
        for sentence in re.split(r"(?<=[.!?:])[)”\"']*\s+", " ".join(block.split()))
        if sentence.strip()
    ]


def words(sentence: str) -> int:
    return len(re.findall(r"[^\W\d_][\w'’/-]*", sentence))


def docstrings(tree: ast.Module) -> Iterator[tuple[ast.AST, int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text:
                yield node, node.body[0].lineno, text


def in_docstring(node: ast.AST, text: str) -> Iterator[tuple[str, str]]:
    first = text.split("\n")[0]
    if RELATIVES.match(first):
        yield "begins with a relative", first
    if re.match(r"whether\b", first, re.I) and not returns_bool(node):
        yield "begins with Whether and returns no bool", first
    for sentence in sentences(text):
        if words(sentence) > MOST_WORDS:
            yield f"more than {MOST_WORDS} words", sentence
        if len(CHAIN.findall(sentence)) > 2:
            yield "a chain of who, whom, whose", sentence
        if sentence.count(";") > 1:
            yield "semicolons in a row", sentence
    for old in OLD_WORDS.findall(text):
        yield "an old word", old


def returns_bool(node: ast.AST) -> bool:
    returns = getattr(node, "returns", None)
    return returns is not None and ast.unparse(returns) in (
        "bool",
        "TypeGuard",
        "Q",
        "models.Q",
        "Combinable",
    )


def comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lstrip("# ")


def names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Name every variable and parameter that is bound. The fields of a class are its schema and are left out."""
    fields = {
        id(name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for name in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in fields:
            yield node.lineno, node.id


@cache
def offences() -> list[Offence]:
    """Read every file once and list what breaks a rule, apart from file names that exist twice."""
    return [offence for path in files() for offence in in_file(path)]


def in_file(path: Path) -> Iterator[Offence]:
    room, source = room_of(path), (ROOT / path).read_text()
    tree = ast.parse(source)

    def offence(line: int, rule: str, text: str) -> Offence:
        return Offence(room, f"{path}:{line}", rule, text)

    stem = path.stem.removeprefix("test_")
    if stem in FILE_NAMES_NOT_YET_FOUND or (PARTICIPLE.match(stem) and stem not in NOUNS):
        yield offence(1, "a file named by a participle or pronoun", path.name)
    for node, line, text in docstrings(tree):
        for rule, what in in_docstring(node, text):
            yield offence(line, rule, what)
    if OLD_WORDS.search(source):  # to find the comments takes longer than all the rest
        for line, text in comments(source):
            for old in OLD_WORDS.findall(text):
                yield offence(line, "an old word in a comment", old)
    for line, name in names(tree):
        if name in EMPTY_NAMES:
            yield offence(line, "a variable that does not name its thing", name)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if RELATIVE_NAMES.match(node.name):
                yield offence(node.lineno, "a name that begins with a relative", node.name)
            if room not in ("bench", "demo", "tools") and not room.startswith("tests"):
                for word in strangers(node.name, room):
                    yield offence(node.lineno, f"a glossary word of another room, {word}", node.name)


def strangers(name: str, room: str) -> list[str]:
    """List the glossary words in a name that belong to another room."""
    parts = {part.lower() for part in re.findall(r"[A-Z]?[a-z]+", name)}
    return [word for word, rooms in OWNERS.items() if word in parts and room not in rooms]


def twice(paths: list[Path]) -> dict[str, int]:
    """Count the files of the product that share a name without meaning the same thing everywhere.

    Files of one name in the same room, such as `commands/x.py` and `queries/x.py`, count as one.
    """
    rooms: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        if path.is_relative_to(SOURCE):
            rooms[path.stem].add(room_of(path))
    return {
        stem: len(places)
        for stem, places in sorted(rooms.items())
        if len(places) > 1 and stem not in PLAN | SAME_EVERYWHERE
    }


def glossary() -> dict[str, int]:
    """Count the words that begin more than one row of the glossary."""
    rows = re.findall(r"^\| \*\*(.+?)\*\* \|", (ROOT / "GLOSSARY.md").read_text(), re.M)
    counts = Counter(word.strip() for row in rows for word in row.split(","))
    return {word: count for word, count in sorted(counts.items()) if count > 1}


def main(arguments: list[str]) -> int:
    for offence in offences():
        if not arguments or offence.room in arguments:
            print(offence)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
