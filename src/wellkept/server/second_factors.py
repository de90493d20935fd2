"""Second factors on record: what somebody adds or removes at sign-in is an event of theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from wellkept.people.commands import note_second_factors

PAGES = "/accounts/2fa/"


def second_factors_on_record(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: record what allauth's pages of second factors change, in the same transaction."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person = request.user.pk if request.method == "POST" and request.path.startswith(PAGES) else None
        if person is None:
            return get_response(request)
        with transaction.atomic():
            before = _factors(person)
            response = get_response(request)
            after = _factors(person)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif after != before:
                added, removed = Counter(after.values()), Counter(before.values())
                note_second_factors(
                    person=person, added=(added - removed).elements(), removed=(removed - added).elements()
                )
        return response

    return middleware


def _factors(person: int) -> dict[int, str]:
    """The person's second factors by their keys."""
    return dict(Authenticator.objects.filter(user_id=person).values_list("pk", "type"))
