"""The description of the API, as JSON for programs and as a page for people."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wellkept.api.authentication import SCOPES
from wellkept.api.description import Operation, read
from wellkept.api.openapi import ROOT, described
from wellkept.api.problems import answer
from wellkept.kernel.refusal import Refusal
from wellkept.people.queries import actor_by_token


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    if not _may(request):
        return answer(Refusal("no_token", _("This needs a token, or signing in."), status=401))
    return HttpResponse(json.dumps(described(), indent=1), content_type="application/json")


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description as a page."""
    if not _may(request):
        return redirect(f"/accounts/login/?next={request.path}")
    by_tag: dict[str, list[Operation]] = {}
    for operation in read(described()):
        by_tag.setdefault(operation.tag, []).append(operation)
    return render(request, "api/docs.html", {"tags": by_tag, "scopes": SCOPES, "root": ROOT})


def _may(request: HttpRequest) -> bool:
    scheme, _unused, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        return actor_by_token(secret.strip()) is not None
    return bool(request.user.is_authenticated)
