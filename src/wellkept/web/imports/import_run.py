"""Run an import, report its problems, take it back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.blueprints.queries import current
from wellkept.imports import queries
from wellkept.imports.commands import uploads
from wellkept.imports.commands.steps import bring, take_back
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.rows import key_of
from wellkept.kernel.spreadsheet_cells import quoted
from wellkept.people.queries import staff
from wellkept.web import access
from wellkept.web.imports import progress


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, key: int) -> HttpResponse:
    """Show a summary; POST runs the import."""
    by = access.actor(request)
    row = queries.one(key, by=by)
    if row.state not in ("questions", "stopped"):
        return HttpResponseRedirect(f"/imports/{key}", status=303)
    refusal = None
    if request.method == "POST":
        try:
            bring.run(of=key, by=by)
            return HttpResponseRedirect(f"/imports/{key}", status=303)
        except Refusal as refused:
            refusal = refused
    asked = queries.questions(row)
    names = {person.pk: person.name for person in staff()}
    answers = row.answers.get("owners", {})
    owners = sorted({names[k] for k in [*answers.values(), row.answers.get("owner")] if k in names})
    context = {
        "section": "customers", "row": row, "asked": asked, "refused": refusal, "whose": owners,
        "found": queries.count_problems(key), "kind": current(row.answers.get("blueprint")).version.title,
        "comes": queries.comes_in(key), "trail": progress.trail(row, asked, "run"),
    }  # fmt: skip
    return render(request, "web/imports/run.html", context, status=refusal.status if refusal else 200)


@access.page
@require_safe
def problems(request: HttpRequest, key: int) -> HttpResponse:
    """Send the problem rows as a table with a column for the reason."""
    queries.one(key, by=access.actor(request))
    response: Any = StreamingHttpResponse(
        _lines(key, get_language() or "en"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="import-{key}-problems.csv"'
    answer: HttpResponse = response
    return answer


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(key: int, language: str) -> Iterator[str]:
    yield "\ufeff"  # without it a spreadsheet program takes it for another character set
    writer = csv.writer(_Echo())
    for row in queries.report(key, language=language):
        yield writer.writerow([quoted(cell) for cell in row])


@access.page
@require_POST
def taking_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take back rows that nobody has worked on, and of the others those that were chosen."""
    chosen = map(key_of, request.POST.getlist("also"))
    take_back.take_back(of=key, by=access.actor(request), also=tuple(row for row in chosen if row >= 0))
    return HttpResponseRedirect(f"/imports/{key}", status=303)


@access.page
@require_POST
def removal(request: HttpRequest, key: int) -> HttpResponse:
    """Drop an import that was not run."""
    uploads.leave(of=key, by=access.actor(request))
    return access.done(request, "/imports", _("The import is discarded. Nothing was imported."))
