"""`wellkept import`: import spreadsheets."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wellkept.installation.errors import InstallationError

if TYPE_CHECKING:
    from wellkept.imports.models import Import
    from wellkept.people.actor import Actor

PIECE = 1 << 20
_STANDS = {
    "questions": "is checked; nothing is brought in yet.",
    "done": "is brought in.",
    "taken_back": "was taken back.",
}


@click.command(name="import")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "mail", required=True, help="The mail address of whoever brings them in.")
@click.option(
    "--source", default="", help="The system that they come from; old numbers are told apart by it."
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FILE:COLUMN=FIELD",
    help="What a column means, where it is guessed wrongly.",
)
@click.option(
    "--holds",
    multiple=True,
    metavar="FILE=NOUN",
    help="What a table holds: customers, contacts, sites, orders, lines, products, staff, nothing.",
)
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="How 03/04/2026 is to be read, where the columns do not say.",
)
@click.option(
    "--decimals",
    type=click.Choice(["point", "comma"]),
    help="How 1,234 is to be read, where the columns do not say.",
)
@click.option(
    "--plus",
    type=click.Choice(["debit", "credit"]),
    help="Which amounts count as plus, where some are debit (S, DR) and some are credit (H, CR).",
)
@click.option(
    "--kind", "blueprint", default="", help="Which kind of work the orders are: the key of a blueprint."
)
@click.option("--stage", default="", help="In which stage the open orders are, where no column says.")
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="OLD=STAGE",
    help="Where a state of the old system stands: sales, orders, delivery, support, ended, leave.",
)
@click.option("--owner", default="", help="Who owns the open orders: a mail address.")
@click.option(
    "--owners", multiple=True, metavar="OLD=MAIL", help="Who owns those of a name of the old system."
)
@click.option("--next", "next_what", default="", help="What happens next with the open orders.")
@click.option("--within", default=168, show_default=True, help="Within how many hours.")
@click.option(
    "--known",
    type=click.Choice(["join", "new", "leave"]),
    default="join",
    show_default=True,
    help="What becomes of customers who are known already.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would come, and what is the matter.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what is the matter into this CSV file.",
)
@click.option(
    "--go-on", "going_on", type=int, metavar="NUMBER", help="Go on with this import where it stands."
)
@click.option("--take-back", type=int, metavar="NUMBER", help="Take this import back as one act.")
def import_(files: tuple[Path, ...], take_back: int | None, going_on: int | None, **options: Any) -> None:
    """Bring in customers, contacts, sites and orders from CSV and Excel files.

    Customers and their orders come best together. What was brought in before stays as it is. An import does not
    finish while an open order would be in nobody's hands. Exits 1 when it stops, with the reason.
    """
    from wellkept.cli import bootstrap

    with bootstrap.database(progress=lambda _: None):
        bootstrap.django()
        bootstrap.migrated()
        from wellkept.kernel.refusal import Refusal

        key = None
        try:
            by = actor(options["mail"])
            if take_back is not None:
                _take_back(take_back, by)
                return
            key = _import_key(going_on, by) if going_on is not None else _begin(files, by, options)
            _carry(key, by, options, fresh=going_on is None)
        except Refusal as no:
            instead = str(no.instead or "")
            hint = _onward(key, options["mail"], instead) if key is not None else instead
            raise InstallationError(str(no.sentence), hint=hint or "") from None


def _import_key(key: int, by: Actor) -> int:
    from wellkept.imports import queries

    return queries.one(key, by=by).pk


def _begin(files: tuple[Path, ...], by: Actor, options: dict[str, Any]) -> int:
    from wellkept.imports.commands import uploads
    from wellkept.kernel.refusal import Refusal

    if not files:
        raise click.UsageError("Which files?")
    row = uploads.begin(by=by, source=options["source"])
    try:
        for path in files:
            uploads.add_file(of=row.pk, name=path.name, content=_pieces(path), by=by)
    except Refusal:
        uploads.leave(of=row.pk, by=by)
        raise
    uploads.read(of=row.pk, by=by)
    click.echo(f"Import {row.pk}", err=True)  # whoever ends it here goes on with this number
    return row.pk


def _onward(key: int, mail: str, instead: str | None) -> str:
    return f"{instead or ''} Then: wellkept import --by {mail} --go-on {key}".strip()


def _carry(key: int, by: Actor, options: dict[str, Any], *, fresh: bool) -> None:
    from wellkept.imports import queries
    from wellkept.imports.commands import answers
    from wellkept.imports.commands.steps import bring

    row = _work(key)
    if row.state == "columns":
        _map(row, by, options)
        answers.check(of=key, by=by)
        row = _work(key)
    _report(row, options["report"])
    if row.state in ("questions", "stopped") and not options["dry_run"]:
        if fresh or options["owner"] or options["owners"] or options["states"]:
            answers.answer(of=key, by=by, **_answers(row, options))
        bring.run(of=key, by=by)
        row = _work(key)
    if row.said:
        raise InstallationError(str(row.said), hint=_onward(key, options["mail"], "Put it right."))
    click.echo(f"Import {key} {_STANDS.get(row.state, row.state)}")
    for name, count in (queries.comes_in(key) if row.state == "questions" else row.counts).items():
        click.echo(f"  {name.replace('_', ' '):<12}{count:>12,}")


def _work(key: int) -> Import:
    """Work until the import waits for somebody, with a progress bar."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from wellkept.imports.commands.pipeline import go_on
    from wellkept.imports.models import Import

    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("")
        while True:
            done = go_on(of=key, seconds=1.0, hands_on=False)
            row = Import.objects.get(pk=key)
            bar.update(
                task, description=row.state.replace("_", " "), completed=row.done, total=row.total or None
            )
            if done:
                return row


def _map(row: Import, by: Actor, options: dict[str, Any]) -> None:
    from wellkept.imports import queries
    from wellkept.imports.commands import answers

    holds = dict(_name_and_value(option) for option in options["holds"])
    for file in queries.files(row.pk):
        name = f"{file.name}:{file.sheet}" if file.sheet else file.name
        noun = holds.get(name, holds.get(file.name, file.noun))
        mapping = file.mapping if noun == file.noun else queries.mapping_as(file, noun)
        meant = {int(place): field for place, field in mapping.items()}
        for option in options["maps"]:
            where, field = _name_and_value(option)
            table, _, column = where.rpartition(":")
            if table in (name, file.name):
                if column not in file.header:
                    raise click.UsageError(f"{table} has no column “{column}”: {', '.join(file.header)}")
                meant[file.header.index(column)] = field
        how = {}
        for place, column in enumerate(file.columns):
            if column["dates"] == "ask" and options["dates"]:
                how[place] = "dmy" if options["dates"] == "day-first" else "mdy"
            elif column["marks"] == "ask" and options["decimals"]:
                how[place] = options["decimals"]
            if column["sides"] and options["plus"]:
                mark = how.get(place, column["marks"]) if column["numbers"] else ""
                how[place] = f"{mark}+{options['plus']}" if mark in ("point", "comma") else options["plus"]
        if noun != "nothing":
            answers.map_columns(of=row.pk, file=file.pk, noun=noun, mapping=meant, formats=how, by=by)
    if not row.source:
        answers.name_source(of=row.pk, source=options["source"] or "spreadsheets", by=by)


def _answers(row: Import, options: dict[str, Any]) -> dict[str, Any]:
    """Collect the answers from the command line, and the likeliest answer to every other question."""
    from wellkept.imports import queries

    asked = queries.questions(row)
    answers: dict[str, Any] = {"known": options["known"], "next_hours": options["within"]}
    for name in ("blueprint", "stage", "next_what"):
        if options[name]:
            answers[name] = options[name]
    likely = {value.said: value.suggested for value in asked.states if value.suggested}
    answers["states"] = likely | dict(_name_and_value(option) for option in options["states"])
    if options["owner"]:
        answers["owner"] = _person(options["owner"])
    owners = {value.said: value.suggested for value in asked.owners if value.suggested}
    answers["owners"] = owners | {
        old: _person(mail) for old, mail in (_name_and_value(option) for option in options["owners"])
    }
    return answers


def _report(row: Import, to: Path | None) -> None:
    from wellkept.imports import queries
    from wellkept.kernel.spreadsheet_cells import quoted

    counts = queries.count_problems(row.pk)
    if counts.get("out"):
        click.echo(f"{counts['out']:,} rows are left out.", err=True)
    for table in queries.left_out(row.pk):
        name = f"{table.file.name}:{table.file.sheet}" if table.file.sheet else table.file.name
        click.echo(f"  {name}, not imported: {', '.join(table.columns)}", err=True)
    if to is None:
        for problem in queries.problems(row.pk, limit=20):
            column = f"{problem.column}: " if problem.column else ""
            click.echo(f"  {problem.file.name}, row {problem.line}: {column}{problem.sentence}", err=True)
        return
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for line in queries.report(row.pk, language="en"):
            writer.writerow([quoted(cell) for cell in line])
    click.echo(f"What is the matter stands in {to}.", err=True)


def _take_back(key: int, by: Actor) -> None:
    from wellkept.imports.commands.steps import take_back as undoing

    undoing.take_back(of=key, by=by)
    row = _work(key)
    if row.said:
        raise InstallationError(str(row.said))
    click.echo(f"Import {key} is taken back: {row.counts['taken_back']:,} of what it brought in.")


def actor(mail: str) -> Actor:
    """Return the actor with this mail address."""
    from wellkept.people import queries

    return queries.actor(_person(mail))


def _person(mail: str) -> int:
    from wellkept.people.queries import staff

    wanted = mail.strip().casefold()
    person = next((person.pk for person in staff() if person.email.casefold() == wanted), None)
    if person is None:
        raise InstallationError(
            f"Nobody here has the mail address {mail}.", hint="People and teams lists them all."
        )
    return int(person)


def _name_and_value(option: str) -> tuple[str, str]:
    before, equals, after = option.rpartition("=")
    if not equals:
        print(f"wellkept: {option} is no NAME=VALUE.", file=sys.stderr)
        sys.exit(2)
    return before, after


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
