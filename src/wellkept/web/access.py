"""The actor of a request, and the answer to a refusal, for all staff pages."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec
from urllib.parse import SplitResult, urlsplit

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache

from wellkept import laws
from wellkept.kernel import clock
from wellkept.kernel.languages import spoken
from wellkept.kernel.refusal import Refusal
from wellkept.people import queries
from wellkept.people.actor import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def actor(request: HttpRequest) -> Actor:
    """Return the actor of this request with their teams. Read once."""
    results: Actor | None = getattr(request, "_wellkept_actor", None)
    if results is None:
        results = queries.actor(request.user.pk or 0)
        request._wellkept_actor = results  # type: ignore[attr-defined]
    return results


def page(view: View[P]) -> View[P]:
    """Decorate a staff page: the person's language and time zone; a refusal becomes an answer.

    A constraint violated at commit is answered in the same way (laws.py).
    """

    @functools.wraps(view)
    @never_cache
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person = request.user
        language = spoken(str(getattr(person, "language", "") or translation.get_language() or "en"))
        with (
            translation.override(language),
            timezone.override(clock.zone(str(getattr(person, "time_zone", "")))),
        ):
            try:
                return view(request, *args, **kwargs)
            except (Refusal, IntegrityError) as refusal:
                return refused(request, refusal_of(refusal))
            except Http404:
                return render(request, "404.html", status=404)

    return answered


def fresh_sign_in(view: View[P]) -> View[P]:
    """Decorate a sensitive act: whoever has not just given their password or a second factor is asked for it first.

    Afterwards they are where they were, and a form that was sent goes on.
    """
    asked: View[P] = reauthentication_required(view)
    return asked


class SignInFirst(LoginRequiredMiddleware):
    """Nothing is reachable without sign-in. After it, the person is where they were, with what they had typed.

    A form cannot be sent again by signing in: its page is opened again, and its browser has kept the words.
    """

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if is_fragment(request):
            answer = HttpResponse(status=401)
            answer["HX-Redirect"] = _sign_in(_page_of(request))
            return answer
        if request.method not in ("GET", "HEAD"):
            return HttpResponseRedirect(_sign_in(came_from(request, default=request.path)))
        return super().handle_no_permission(request, view)


def _sign_in(then: str) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': then})}"


def _page_of(request: HttpRequest) -> str:
    """The page on which what was sent stands: that of the form in the dialog, else the one that is open."""
    if request.method == "POST" and _from_dialog(request):
        return request.path
    return came_from(request, default=request.path)


def signed_in_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the library's pages about signing in speak the language of the person, like all staff pages."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/accounts/") or not request.user.is_authenticated:
            return get_response(request)
        with translation.override(spoken(str(getattr(request.user, "language", "") or "en"))):
            return get_response(request)

    return answer


def refusal_of(refusal: Refusal | IntegrityError) -> Refusal:
    """Turn a command's refusal or the database's constraint violation into a refusal."""
    return refusal if isinstance(refusal, Refusal) else laws.refusal(refusal)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal outside a form: in the open dialog, else as a toast, else as a page with the way back."""
    if is_fragment(request) and _from_dialog(request):
        answer = render(request, "web/refusals/dialog.html", {"refused": refusal}, status=refusal.status)
        answer["HX-Retarget"] = "#act-body"
        answer["HX-Reswap"] = "innerHTML"
        answer["HX-Reselect"] = "#act-form"
        return answer
    if is_fragment(request):
        answer = render(request, "web/refusals/toast.html", {"refused": refusal}, status=refusal.status)
        answer["HX-Retarget"] = "#toasts"
        answer["HX-Reswap"] = "beforeend"
        answer["HX-Reselect"] = "[data-toast]"
        return answer
    context = {"refused": refusal, "back": came_from(request, default="/desk")}
    return render(request, "web/refusals/page.html", context, status=refusal.status)


def _from_dialog(request: HttpRequest) -> bool:
    """Whether the dialog of acts is open. A toast would be hidden behind it."""
    target = request.headers.get("HX-Target", "")
    return target == "act-body" or (target == "live" and not request.POST.get("composer"))


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks, so that a part of the page is enough."""
    return request.headers.get("HX-Request") == "true"


def is_live(request: HttpRequest) -> bool:
    """Whether an open page refreshes itself. That counts as nobody's reading."""
    return request.headers.get("X-Live") == "1"


def done(request: HttpRequest, to: str, words: str = "") -> HttpResponse:
    """Answer a successful act: show a message and continue at `to`."""
    if words:
        messages.success(request, words)
    if is_fragment(request) and _split(request.headers.get("HX-Current-URL", "")).path != urlsplit(to).path:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = to
        return answer
    return HttpResponseRedirect(to, status=303)


def came_from(request: HttpRequest, *, default: str) -> str:
    """The page of ours that the person came from."""
    before = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    split = _split(before)
    path = split.path + (f"?{split.query}" if split.query else "")
    return path if ours and before and path != request.path else default


def _split(address: str) -> SplitResult:
    """Split an address that a browser names. One that cannot be read is empty."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
