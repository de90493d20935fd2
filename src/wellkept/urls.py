"""The first door: every address, and the room that answers there."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("", include("wellkept.ui.urls")),
    path("my/", include("wellkept.portal.urls")),
    path("ask/", include("wellkept.portal.ask.urls")),
    path("api/v1/", include("wellkept.api.urls")),
    path("", include("wellkept.web.urls")),
]
