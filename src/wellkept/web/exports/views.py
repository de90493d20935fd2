"""Exports: ask for one, let the worker write it, fetch it."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from wellkept.exports import commands, queries
from wellkept.web import access


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """Show the exports of the last weeks. POST asks for a new one."""
    by = access.actor(request)
    if request.method == "POST":
        commands.begin(by=by)
        return HttpResponseRedirect("/exports", status=303)
    exports = queries.exports(by=by)
    context = {
        "section": "customers",
        "exports": exports,
        "working": any(export.state == "running" for export in exports),
    }
    return render(request, "web/exports/list.html", context)


@access.page
@require_safe
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    """Send the file to the person who asked for it."""
    queries.export(key, by=access.actor(request))
    return _send(request, key)


@access.fresh_sign_in
def _send(request: HttpRequest, key: int) -> HttpResponseBase:
    """Send everything that the company has, to somebody who is surely there."""
    row = queries.export(key, by=access.actor(request))
    response = FileResponse(
        commands.path_of(row.pk).open("rb"),
        as_attachment=True,
        filename=f"wellkept-{row.begun_at:%Y-%m-%d}.zip",
        content_type="application/zip",
    )
    response["Cache-Control"] = "private, no-store"
    return response
