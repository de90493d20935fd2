"""Addresses of imports."""

from __future__ import annotations

from django.urls import path

from wellkept.web.imports import columns, page, questions, run, uploads

urlpatterns = [
    path("imports", uploads.every, name="imports"),
    path("imports/<int:key>", page.show, name="import"),
    path("imports/<int:key>/files", uploads.files, name="import-files"),
    path("imports/<int:key>/files/<int:file>", columns.one, name="import-columns"),
    path("imports/<int:key>/files/<int:file>/removal", uploads.removal, name="import-file-removal"),
    path("imports/<int:key>/check", columns.check, name="import-check"),
    path("imports/<int:key>/problems", run.problems, name="import-problems"),
    path("imports/<int:key>/known", questions.known, name="import-known"),
    path("imports/<int:key>/stages", questions.stages, name="import-stages"),
    path("imports/<int:key>/owners", questions.owners, name="import-owners"),
    path("imports/<int:key>/next-step", questions.next_step, name="import-next-step"),
    path("imports/<int:key>/run", run.run, name="import-run"),
    path("imports/<int:key>/return", run.taking_back, name="import-return"),
    path("imports/<int:key>/removal", run.removal, name="import-removal"),
]
