"""Description of an export for programs (Frictionless Data Package) and for people."""

from __future__ import annotations

from wellkept.exports.archive.exported_tables import STAY, STAYS, Column, Sheet, sheets


def package(written_at: str) -> dict[str, object]:
    """Build `datapackage.json`: each table with its columns' types and meanings, and its keys."""
    return {
        "profile": "tabular-data-package",
        "name": "wellkept-export",
        "title": "Everything that is kept in Wellkept",
        "created": written_at,
        "resources": [_resource(sheet) for sheet in sheets()],
    }


def _resource(sheet: Sheet) -> dict[str, object]:
    """Describe one table."""
    there = {other.name for other in sheets()}
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "path": f"{sheet.name}.csv",
        "description": sheet.meaning,
        "encoding": "utf-8",
        "format": "csv",
        "schema": {
            "fields": [_field(column) for column in sheet.columns],
            "primaryKey": list(sheet.key),
            "missingValues": [""],
            "foreignKeys": [
                {"fields": column.name, "reference": {"resource": column.points_to, "fields": "id"}}
                for column in sheet.columns
                if column.points_to in there
            ],
        },
    }


def _field(column: Column) -> dict[str, object]:
    """Describe one column."""
    field: dict[str, object] = {"name": column.name, "type": column.type, "description": column.meaning}
    if column.type == "datetime":
        field["format"] = "%Y-%m-%dT%H:%M:%S.%fZ"
    return field


def readme(written_at: str, counts: dict[str, int]) -> str:
    """Build the README of an export: format, tables and row counts."""
    lines = [
        "# Everything that is kept in Wellkept",
        "",
        f"Written {written_at}, as it stood in one moment.",
        "",
        HOW,
        "",
        "| table | rows | what it holds |",
        "| --- | ---: | --- |",
    ]
    lines += [f"| `{sheet.name}.csv` | {counts[sheet.name]:,} | {sheet.meaning} |" for sheet in sheets()]
    return "\n".join([*lines, "", *columns()]) + "\n"


def document() -> str:
    """Build `docs/export.md`: the same description, to be read before exporting."""
    lines = [
        "# The export",
        "",
        "`wellkept export --to file.zip`, or *Take everything out* in the menu: one zip file with everything that"
        " whoever asks may read. Written by `python -m tools.export_docs`; a test compares it with the tables.",
        "",
        HOW,
        "",
        *columns(),
        "## What stays",
        "",
        "| table | why |",
        "| --- | --- |",
    ]
    lines += [f"| `{table}` | {why} |" for table, why in sorted(STAYS.items())]
    lines += [f"| `{table}`: {', '.join(sorted(columns))} | secrets, and what the database keeps for itself |"
              for table, columns in sorted(STAY.items())]  # fmt: skip
    return "\n".join(lines) + "\n"


def columns() -> list[str]:
    """List every column of every table."""
    lines: list[str] = []
    for sheet in sheets():
        lines += [
            f"## {sheet.name}",
            "",
            sheet.meaning,
            "",
            "| column | type | meaning |",
            "| --- | --- | --- |",
        ]
        for column in sheet.columns:
            meaning = column.meaning
            if column.points_to and column.points_to not in meaning:
                meaning += f" (a key of `{column.points_to}`)"
            lines.append(f"| `{column.name}` | {column.type} | {meaning} |")
        lines.append("")
    return lines


HOW = """\
Each table is a CSV file (UTF-8, commas, a header, instants in UTC, an empty cell for what is not there);
`datapackage.json` describes every column for programs (Frictionless Data Package). The files that customers and
colleagues sent stand under `files/` by the SHA-256 that `stored_file.csv` names. A cell that a spreadsheet program
would compute (`=1+1`) begins with a quotation mark. Of a confidential journey
whoever may not read it gets the number, the stage and the people, and nothing of its inside; words that were erased
are not there.

The history stands in `event.csv`: append-only, chained by hash for each subject. `hash` is SHA-256 of the hash before
and the event's line; ARCHITECTURE.md says how the line is made, so that anybody can verify the chains elsewhere."""
