"""Addresses of imports."""

from __future__ import annotations

from django.urls import path

from wellkept.web.imports import columns, import_questions, import_run, page, uploads

urlpatterns = [
    path("imports", uploads.every, name="imports"),
    path("imports/<int:key>", page.show, name="import"),
    path("imports/<int:key>/files", uploads.files, name="import-files"),
    path("imports/<int:key>/files/<int:file>", columns.one, name="import-columns"),
    path("imports/<int:key>/files/<int:file>/removal", uploads.removal, name="import-file-removal"),
    path("imports/<int:key>/check", columns.check, name="import-check"),
    path("imports/<int:key>/problems", import_run.problems, name="import-problems"),
    path("imports/<int:key>/known", import_questions.known, name="import-known"),
    path("imports/<int:key>/stages", import_questions.stages, name="import-stages"),
    path("imports/<int:key>/owners", import_questions.owners, name="import-owners"),
    path("imports/<int:key>/next-step", import_questions.next_step, name="import-next-step"),
    path("imports/<int:key>/run", import_run.run, name="import-run"),
    path("imports/<int:key>/return", import_run.taking_back, name="import-return"),
    path("imports/<int:key>/removal", import_run.removal, name="import-removal"),
]
