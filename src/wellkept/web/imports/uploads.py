"""Uploads, and the list of imports."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wellkept.imports import queries
from wellkept.imports.commands import uploads
from wellkept.kernel.refusal import Refusal
from wellkept.people.queries import answers_for_company
from wellkept.web import access


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """List all imports. POST begins a new one with the uploaded files."""
    by = access.actor(request)
    texts: list[str] = []
    if request.method == "POST":
        sent = request.FILES.getlist("files")
        if not sent:
            texts = [_("Choose a file first: a CSV or an Excel workbook.")]
        else:
            row = uploads.begin(by=by)
            try:
                texts = _take(request, row.pk, sent)
            except OSError:  # the disk is full: no import without its files
                uploads.leave(of=row.pk, by=by)
                raise
            if len(texts) < len(sent):
                uploads.read(of=row.pk, by=by)
                for text in texts:
                    messages.error(request, text)
                return HttpResponseRedirect(f"/imports/{row.pk}", status=303)
            uploads.leave(of=row.pk, by=by)
    context = {
        "section": "customers",
        "imports": queries.imports(by=by),
        "said": texts,
        "limit": settings.UPLOAD_LIMIT // (1024 * 1024),
        "may": answers_for_company(by),
    }
    return render(request, "web/imports/list.html", context, status=422 if texts else 200)


@access.page
@require_POST
def files(request: HttpRequest, key: int) -> HttpResponse:
    """Add files to an import that has begun. They are read at once."""
    by = access.actor(request)
    sent = request.FILES.getlist("files")
    for problem in (
        _take(request, key, sent) if sent else [_("Choose a file first: a CSV or an Excel workbook.")]
    ):
        messages.error(request, problem)
    if queries.one(key, by=by).state == "files" and queries.files(key):
        uploads.read(of=key, by=by)
    return HttpResponseRedirect(f"/imports/{key}", status=303)


@access.page
@require_POST
def removal(request: HttpRequest, key: int, file: int) -> HttpResponse:
    """Remove a table that is not needed."""
    uploads.drop_file(of=key, file=file, by=access.actor(request))
    return access.done(request, f"/imports/{key}", _("The table is removed."))


def _take(request: HttpRequest, key: int, sent: list[Any]) -> list[str]:
    """Store each file. Return the refusals of the others."""
    texts = []
    for upload in sent:
        try:
            uploads.add_file(
                of=key, name=upload.name or "", content=upload.chunks(), by=access.actor(request)
            )
        except Refusal as refusal:
            texts.append(f"{upload.name}: {refusal.in_words()}")
    return texts
