"""The first door: every address, and which room answers there."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("", include("wellkept.ui.urls")),
]
# Rooms under construction answer as soon as their addresses exist.
for address, room in (("my/", "portal"), ("ask/", "portal.ask"), ("api/v1/", "api"), ("", "web")):
    if find_spec(f"wellkept.{room}.urls") is not None:
        urlpatterns.append(path(address, include(f"wellkept.{room}.urls")))
