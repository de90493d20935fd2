"""Addresses of the API."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from wellkept.api import problems, views
from wellkept.api.api import api

every, app, namespace = api.urls
patterns = [address for address in every if isinstance(address, URLPattern) and address.name != "api-root"]
for address in patterns:
    # A token is asked for by the operation itself; a session is no way in here.
    address.callback = login_not_required(problems.with_problems(address.callback))

urlpatterns = [
    path("openapi.json", views.schema, name="api_schema"),
    path("docs", views.docs, name="api_docs"),
    path("", (patterns, app, namespace)),
    re_path("", login_not_required(csrf_exempt(problems.nothing_here))),
]
