"""Addresses of visits."""

from __future__ import annotations

from django.urls import path

from wellkept.web.visits import sheet_page, site_page

urlpatterns = [
    path("visits", sheet_page.sheet, name="visits"),
    path("visits/site-worker.js", site_page.worker, name="visit-worker"),
    path("visits/device", site_page.device, name="visit-device"),
    path("visits/<int:visit>/site", site_page.site, name="visit-site"),
    path("visits/<int:visit>/site/state", site_page.state, name="visit-state"),
    path("visits/<int:visit>/records", site_page.records, name="visit-records"),
    path("visits/<int:visit>/records/<int:record>/file", site_page.file, name="visit-file"),
]
