"""Addresses of the API."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from wellkept.api import views
from wellkept.api.api import api

patterns, app, namespace = api.urls
for address in patterns:
    # A token is asked for by the operation itself; a session is no way in here.
    if isinstance(address, URLPattern):
        login_not_required(address.callback)

urlpatterns = [
    path("openapi.json", views.schema, name="api_schema"),
    path("docs", views.docs, name="api_docs"),
    path("", (patterns, app, namespace)),
]
