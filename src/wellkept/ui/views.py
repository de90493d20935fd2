"""The gallery's pages, and the choice of a language, which is open to everyone."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe

from wellkept.kernel import clock
from wellkept.ui.gallery import forms, samples
from wellkept.ui.icons import PATHS

PAGES = {
    "parts": "Parts",
    "desk": "A desk",
    "journey": "A journey",
    "customer": "A customer’s page",
    "plain": "A plain page",
}


@login_required
@require_safe
def gallery(request: HttpRequest, page: str = "parts") -> HttpResponse:
    """Show one page of the gallery, with its fixed clock."""
    if page not in PAGES:
        raise Http404
    with clock.at(samples.NOW):
        return render(
            request,
            f"ui/gallery/{page}.html",
            {
                "pages": PAGES,
                "page": page,
                "icons": PATHS,
                "samples": samples,
                "form": forms.sample(),
                "section": "desk" if page in ("desk", "journey") else "",
                "counts": {"desk": 3, "intake": 2},
                "company": {"name": "Lindenau Elektro"},
                "person_line": "Orders · Lindenau",
            },
        )


@login_required
@require_safe
def gallery_form(request: HttpRequest) -> HttpResponse:
    """Show the form behind the gallery's `dialog_link`: a part for the dialog, a whole page without script."""
    part = bool(request.headers.get("HX-Request"))
    return render(request, "ui/gallery/form.html" if part else "ui/gallery/form_page.html")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language. The choice is a cookie and needs no account."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("language", "")
    if check_for_language(chosen) and chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=31536000,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
