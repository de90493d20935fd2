"""The first door: every address, and the room that answers it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

handler500 = "wellkept.server.failures.answer"

urlpatterns: list[URLPattern | URLResolver] = [
    # The company gives its people their mail addresses: nobody changes theirs beside the record.
    path("accounts/email/", RedirectView.as_view(url="/accounts/2fa/"), name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("", include("wellkept.ui.urls")),
    path("my/", include("wellkept.portal.urls")),
    path("ask/", include("wellkept.portal.ask.urls")),
    path("api/v1/", include("wellkept.api.urls")),
    path("", include("wellkept.web.urls")),
]
