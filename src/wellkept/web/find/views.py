"""Find: who is on the phone?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from wellkept.find.commands import note_miss, note_successful_search
from wellkept.find.queries import SearchResult, find, misses
from wellkept.intake.senders import in_intake_under
from wellkept.kernel import number
from wellkept.kernel.characters import clean_line
from wellkept.kernel.refusal import invalid
from wellkept.people import queries as people
from wellkept.solutions.queries import like
from wellkept.web import access
from wellkept.web.find.miss_forms import SaidForm
from wellkept.web.find.results import groups

if TYPE_CHECKING:
    from wellkept.intake.models import Item

AS_YOU_TYPE, ON_THE_PAGE = 8, 50
IN_THE_BOX = 3  # products below the journeys
LEAST = 2  # letters or digits that are looked for as one types


@access.page
@require_safe
def looking(request: HttpRequest) -> HttpResponse:
    """Show results; while typing, the list below the box. A miss is kept with the person who searched."""
    by = access.actor(request)
    asked = clean_line(request.GET.get("q", ""))[:500]
    if access.is_fragment(request):
        if waits := _waiting(asked):
            return render(request, "web/find/box.html", {"q": asked, "waits": waits})
        results = find(asked, by=by, limit=AS_YOU_TYPE) if len(asked) >= LEAST else []
        products = like(asked, limit=IN_THE_BOX) if len(asked) >= LEAST else []
        return render(request, "web/find/box.html", {**_context(asked, results), "products": products})
    if not asked:
        hands = people.hands_of(by.as_staff()).people()
        return render(
            request, "web/find/page.html", {"q": "", "missed": misses.count_waiting(handlers=hands)}
        )
    if waits := _waiting(asked):
        return HttpResponseRedirect(f"/intake/{waits.pk}")
    results = find(asked, by=by, limit=ON_THE_PAGE)
    products = like(asked)
    is_miss = not results and not products and not access.is_live(request)
    miss = note_miss(asked=asked, by=by) if is_miss else None
    return render(
        request,
        "web/find/page.html",
        {
            **_context(asked, results),
            "products": products,
            "miss": miss.pk if miss else None,
            "form": SaidForm(),
        },
    )


@access.page
@require_POST
def led(request: HttpRequest) -> HttpResponse:
    """Remember which result these words led to, for a month, so that a colleague's miss shows as a fault."""
    to = request.POST.get("to", "")
    if not (to.isascii() and to.isdigit() and len(to) < 19):
        raise invalid("to", _("What was opened?"))
    note_successful_search(asked=request.POST.get("q", ""), to=int(to), by=access.actor(request))
    return HttpResponse(status=204)


def _waiting(asked: str) -> Item | None:
    """Intake items without a journey that were given exactly this number."""
    journey_number = number.parse(asked) if asked[:1].isdigit() else None
    return in_intake_under([journey_number]) if journey_number else None


def _context(asked: str, search_results: list[SearchResult]) -> dict[str, object]:
    slip = bool(search_results) and search_results[0].slip
    only = (
        search_results[0]
        if len(search_results) == 1 and not (search_results[0].slip or search_results[0].fuzzy)
        else None
    )
    return {
        "q": asked,
        "groups": groups(search_results, asked),
        "count": len(search_results),
        "slip": slip,
        "no_such": number.show(number.digits(asked)) if slip else "",
        "fuzzy": bool(search_results) and all(result.fuzzy for result in search_results),
        "only": only,
    }
