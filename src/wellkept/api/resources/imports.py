"""Imports and exports for programs: the same steps and refusals as the pages."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Base64Bytes, ConfigDict, Field, StrictInt

from wellkept.api.authentication import READ, actor
from wellkept.api.idempotent import Made, write
from wellkept.api.requests import Key, Line, Said
from wellkept.exports import commands
from wellkept.exports.queries import assert_may_export
from wellkept.imports import queries
from wellkept.imports.commands import answers, uploads
from wellkept.imports.commands.steps import bring
from wellkept.imports.commands.steps import take_back as undoing
from wellkept.imports.queries import assert_may_exchange

router = Router(tags=["Exchange"])


class Asked(Said):
    """Base of the bodies of imports. Spaces stay as they are in the files."""

    model_config = ConfigDict(str_strip_whitespace=False)


class ImportIn(Asked):
    """The system that the files come from. It tells its old numbers from those of other systems."""

    source: Annotated[Line, Field(min_length=1, max_length=100)]


class FileIn(Asked):
    """A file with its name, content in base64. `wellkept import` takes files too large for a request."""

    name: Annotated[Line, Field(min_length=1, max_length=200)]
    content: Base64Bytes


class TableOut(Schema):
    """A table as it was read. `mapping` maps column positions (from 0) to fields."""

    file: int
    name: str
    sheet: str
    rows: int
    holds: str
    header: list[str]
    mapping: dict[str, str]
    asks: dict[str, str]


class ImportOut(Schema):
    """The state of an import: files, reading, columns, checking, questions, running, stopped, done, ..."""

    id: int
    source: str
    state: str
    said: str
    done: int
    total: int
    counts: dict[str, int]
    tables: list[TableOut]


class MappingIn(Asked):
    """The content of a table: its kind, its columns, and how ambiguous ones are written (dmy, mdy, point,
    comma)."""

    holds: str
    mapping: dict[Annotated[str, Field(pattern=r"^\d{1,3}$")], str]
    formats: dict[Annotated[str, Field(pattern=r"^\d{1,3}$")], str] = {}


class AnswersIn(Asked):
    """Owners, stages and next steps of open orders. `owners` and `states` are keyed by the values in the
    files."""

    blueprint: Line | None = None
    stage: Line | None = None
    states: dict[str, Line] = {}
    owner: Key | None = None
    owners: dict[str, Key] = {}
    next_what: Annotated[Line, Field(max_length=200)] = ""
    next_hours: Annotated[StrictInt, Field(ge=1, le=8760)] = 168
    known: Annotated[str, Field(pattern="^(join|new|leave)$")] = "join"


class ProblemLine(Schema):
    """A problem of one row."""

    file: str
    sheet: str
    row: int
    column: str
    left_out: bool
    reason: str


class Problems(Schema):
    """The first thousand problems. The page offers all of them as a table."""

    items: list[ProblemLine]


class ExportOut(Schema):
    """An export in progress. Fetch the file at its address on the pages."""

    id: int
    state: str


@write(router, "/imports", out=ImportOut, summary="Begin an import", readers=assert_may_exchange)
def begin(request: HttpRequest, body: ImportIn) -> Made:
    """Begin an import, without files. Then: files, reading, (mapping,) check, answers, run."""
    row = uploads.begin(by=actor(request), source=body.source)
    return Made(_out(row.pk, request), f"/api/v1/imports/{row.pk}")


@write(router, "/imports/{id}/files", out=ImportOut, summary="Hand in one file", readers=assert_may_exchange)
def files(request: HttpRequest, id: int, body: FileIn) -> Made:
    """Add a file: stored first, then read. A CSV file, or each sheet of an Excel workbook."""
    uploads.add_file(of=id, name=body.name, content=body.content, by=actor(request))
    return Made(_out(id, request))


@write(
    router,
    "/imports/{id}/reading",
    out=ImportOut,
    status=202,
    summary="Read the files",
    readers=assert_may_exchange,
)
def reading(request: HttpRequest, id: int) -> Made:
    """Let the worker read the files. Poll the import for its state."""
    uploads.read(of=id, by=actor(request))
    return Made(_out(id, request))


@write(
    router,
    "/imports/{id}/files/{file}/mapping",
    out=ImportOut,
    status=200,
    summary="Say what a table holds",
    readers=assert_may_exchange,
)
def mapping(request: HttpRequest, id: int, file: int, body: MappingIn) -> Made:
    """Correct the guessed mapping of a table. It is remembered for the next table with this header."""
    answers.map_columns(
        of=id,
        file=file,
        noun=body.holds,
        mapping={int(place): name for place, name in body.mapping.items()},
        formats={int(place): how for place, how in body.formats.items()},
        by=actor(request),
    )
    return Made(_out(id, request))


@write(
    router,
    "/imports/{id}/check",
    out=ImportOut,
    status=202,
    summary="Look at every row; nothing comes in",
    readers=assert_may_exchange,
)
def check(request: HttpRequest, id: int) -> Made:
    """Let the worker check every row without importing. Then ask for the problems."""
    answers.check(of=id, by=actor(request))
    return Made(_out(id, request))


@write(
    router,
    "/imports/{id}/answers",
    out=ImportOut,
    status=200,
    summary="Whose the open orders are, where they stand",
    readers=assert_may_exchange,
)
def answer(request: HttpRequest, id: int, body: AnswersIn) -> Made:
    """Answer the questions. An import does not run while an open order lacks an owner, a stage or a next
    step."""
    values: dict[str, object] = body.model_dump(exclude_none=True)
    answers.answer(of=id, by=actor(request), **values)
    return Made(_out(id, request))


@write(
    router, "/imports/{id}/run", out=ImportOut, status=202, summary="Bring it in", readers=assert_may_exchange
)
def run(request: HttpRequest, id: int) -> Made:
    """Let the worker import, batch by batch. After a crash it continues where it was."""
    bring.run(of=id, by=actor(request))
    return Made(_out(id, request))


@write(
    router,
    "/imports/{id}/return",
    out=ImportOut,
    status=202,
    summary="Take it back as one act",
    readers=assert_may_exchange,
)
def take_back(request: HttpRequest, id: int) -> Made:
    """Take an import back, except rows that were worked on. Nothing is deleted, and every number still
    resolves."""
    undoing.take_back(of=id, by=actor(request))
    return Made(_out(id, request))


@router.get("/imports/{id}", response=ImportOut, auth=READ, summary="Where an import is")
def one(request: HttpRequest, id: int) -> ImportOut:
    """Return an import with its tables and their mappings."""
    return _out(id, request)


@router.get(
    "/imports/{id}/problems",
    response=Problems,
    auth=READ,
    summary="What is the matter",
)
def problems(request: HttpRequest, id: int) -> Problems:
    """List problems by file, row and column; those that exclude a row come first."""
    queries.one(id, by=actor(request))
    return Problems(
        items=[
            ProblemLine(
                file=problem.file.name,
                sheet=problem.file.sheet,
                row=problem.line,
                column=problem.column,
                left_out=problem.leaves_out,
                reason=problem.sentence,
            )
            for problem in queries.problems(id, limit=1000)
        ]
    )


@write(
    router, "/exports", out=ExportOut, status=202, summary="Take everything out", readers=assert_may_export
)
def export(request: HttpRequest) -> Made:
    """Let the worker write everything that the token's person may read into one file."""
    row = commands.begin(by=actor(request))
    return Made(ExportOut(id=row.pk, state=row.state), f"/exports/{row.pk}/file")


def _out(key: int, request: HttpRequest) -> ImportOut:
    row = queries.one(key, by=actor(request))
    return ImportOut(
        id=row.pk,
        source=row.source,
        state=row.state,
        said=str(row.said),
        done=row.done,
        total=row.total,
        counts=row.counts,
        tables=[
            TableOut(
                file=file.pk,
                name=file.name,
                sheet=file.sheet,
                rows=file.rows,
                holds=file.noun,
                header=file.header,
                mapping=file.mapping,
                asks={str(place): str(question) for place, question in queries.ambiguous(file).items()}
                if file.read
                else {},
            )
            for file in queries.files(key)
        ],
    )
