"""An import: its state, and its next question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from wellkept.imports import queries
from wellkept.imports.rules.column_fields import NOUNS
from wellkept.imports.rules.file_formats import format_in_words
from wellkept.web import access
from wellkept.web.imports import progress

if TYPE_CHECKING:
    from wellkept.imports.models import File, Import

WORK = {
    "reading": gettext_lazy("Reading the files"),
    "checking": gettext_lazy("Checking every row"),
    "running": gettext_lazy("Import"),
    "taking_back": gettext_lazy("Taking back"),
}


@dataclass(frozen=True)
class Table:
    """A table as the import's page lists it."""

    file: File
    holds: str
    columns: str
    how: str
    format: str
    asks: int


@access.page
@require_safe
def show(request: HttpRequest, key: int) -> HttpResponse:
    """Show an import in any state. While the worker runs, the page refreshes itself."""
    by = access.actor(request)
    row = queries.one(key, by=by)
    if access.is_fragment(request) and not progress.is_working(row):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = f"/imports/{key}"
        return answer
    context: dict[str, object] = {"section": "customers", "row": row, "counts": row.counts}
    if progress.is_working(row):
        context |= {"working": WORK[row.state], "progress": _progress(row)}
        return render(request, "web/imports/working.html", context)
    if row.state in ("files", "columns"):
        tables = [_table(file) for file in queries.files(key)]
        marks = progress.trail(row, None, "columns")[:3]
        context |= {"tables": tables, "trail": marks, "asks": sum(table.asks for table in tables)}
        context["left_out"] = queries.left_out(key)
        return render(request, "web/imports/columns.html", context)
    if row.state in ("questions", "stopped"):
        asked = queries.questions(row)
        context |= {
            "asked": asked,
            "problems": queries.problems(key),
            "found": queries.count_problems(key),
            "tables": [_table(file) for file in queries.files(key)],
            "left_out": queries.left_out(key),
            "trail": progress.trail(row, asked, "report"),
            "onward": f"/imports/{key}/{progress.following(asked, 'report')}",
        }
        return render(request, "web/imports/report.html", context)
    changed_since = queries.changed_since(key) if row.state == "done" else []
    context |= {"touched": changed_since, "problems": queries.count_problems(key)}
    context["left_out"] = queries.left_out(key) if row.state == "done" else []
    return render(request, "web/imports/result.html", context)


def _table(file: File) -> Table:
    named = [NOUNS[file.noun].field(name) for name in file.mapping.values()]
    labels = [str(field.label) for field in named if field is not None]
    how = {"": "", "remembered": _("read as the last time")}.get(
        file.profile, _("an export of %(system)s") % {"system": file.profile}
    )
    return Table(
        file=file,
        holds=str(NOUNS[file.noun].label),
        columns=", ".join(labels[:6]) + (f" … {len(labels)}" if len(labels) > 6 else ""),
        how=how,
        format=format_in_words(file.how),
        asks=len(queries.ambiguous(file)) if file.read else 0,
    )


def _progress(row: Import) -> str:
    if row.state == "reading":
        return ngettext("%(n)s row read", "%(n)s rows read", row.done) % {"n": f"{row.done:,}"}
    return _("%(done)s of %(total)s") % {"done": f"{row.done:,}", "total": f"{row.total:,}"}
