"""Open the customer's page: a key becomes a visit in the customer's language and time zone, or is turned
away.

The key in the address is the login; there is no cookie. Another site cannot make a browser act here, so forms
need no CSRF token. The address is a secret and is never sent as a referrer.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from wellkept.customers import queries as customers
from wellkept.idempotency.commands import count
from wellkept.journeys import queries as journeys
from wellkept.kernel import clock
from wellkept.kernel.client_network import network_of
from wellkept.kernel.refusal import Refusal
from wellkept.people import actor as actors
from wellkept.people import queries as people
from wellkept.voice.queries import interviews as told

if TYPE_CHECKING:
    from wellkept.customers.models import Contact, PersonalLink
    from wellkept.journeys.models import Journey
    from wellkept.people.models import Person

LOOKS = (600, timedelta(minutes=10))  # pages one address may look at
GUESSES = (20, timedelta(minutes=10))  # keys that open nothing, from one address
ACTS = (60, timedelta(hours=1))  # what may be sent by one link


@dataclass(frozen=True)
class Visit:
    """A valid link in use: its contact, its journey, and the actor.

    `about` is None where the link leads to read-backs outside any journey. `person` is the customer's person
    here.
    """

    key: str
    link: int
    contact: Contact
    about: Journey | None
    person: Person
    actor: actors.Actor

    @property
    def journey(self) -> Journey:
        """The journey of this link. The door lets no link without one to a page that needs it."""
        assert self.about is not None
        return self.about

    def to(self, name: str = "page", *args: object) -> str:
        """The address of one of this customer's pages."""
        return reverse(f"portal:{name}", args=[self.key, *args])


View = Callable[..., HttpResponseBase]
R = TypeVar("R", bound=HttpResponseBase)


def door(*methods: str, without_journey: bool = False) -> Callable[[View], View]:
    """Decorate a page behind the personal link, for these methods. It needs a journey unless
    `without_journey`."""

    def hang(view: View) -> View:
        @functools.wraps(view)
        def entered(request: HttpRequest, key: str, **rest: Any) -> HttpResponseBase:
            if request.method not in (*methods, "HEAD" if "GET" in methods else None):
                return private(HttpResponseNotAllowed(methods))
            return private(_enter(request, key, view, rest, without_journey=without_journey))

        entered.login_required = False  # type: ignore[attr-defined]
        return csrf_exempt(login_not_required(entered))

    return hang


def private(response: R) -> R:
    """Mark a response as private: no cache, no index, no referrer."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _enter(
    request: HttpRequest, key: str, view: View, rest: dict[str, object], *, without_journey: bool
) -> HttpResponseBase:
    who = client(request)
    try:
        count(what="portal looks", who=who, at_most=LOOKS[0], within=LOOKS[1])
    except Refusal:
        return turned_away(request, "too_many", status=429)
    link = customers.link_by_key(key)
    if link is None:
        try:
            count(what="portal guesses", who=who, at_most=GUESSES[0], within=GUESSES[1])
        except Refusal:
            return turned_away(request, "too_many", status=429)
        return turned_away(request, "expired", key=key, status=404)
    with speaking(request, link.contact):
        try:
            journey = None if _is_theirs(link) else journeys.gone_on_as(journeys.by_id(link.subject_id))
        except Refusal:
            return turned_away(request, "expired", key=key, status=404)
        person = journey.owner if journey else told.their_person(link.contact)
        if journey is None and not without_journey:
            return turned_away(request, "expired", key=key, person=person, status=404)
        if link.revoked_at or not link.contact.active:
            return turned_away(request, "revoked", person=person, status=404)
        if journey is not None and not journeys.is_of_customer_of(link.contact, journey):
            theirs = told.their_person(link.contact)
            return turned_away(request, "revoked", person=theirs, status=404)
        if link.expires_at <= clock.now():
            return turned_away(request, "expired", key=key, person=person, status=404)
        if request.method == "POST":
            try:
                count(what="portal acts", who=f"link:{link.pk}", at_most=ACTS[0], within=ACTS[1])
            except Refusal:
                return turned_away(request, "too_many", person=person, status=429)
        contact = link.contact
        visit = Visit(
            key=key,
            link=link.pk,
            contact=contact,
            about=journey,
            person=person,
            actor=actors.customer(contact.pk, name=contact.name, address=_address(request)),
        )
        return view(request, visit, **rest)


def _is_theirs(link: PersonalLink) -> bool:
    """True if the link leads to the customer instead of a journey."""
    try:
        return bool(customers.customer(link.subject_id).pk == link.contact.customer_id)
    except Refusal:
        return False


class speaking:
    """Context with the reader's language (chosen on the page, else on record) and time zone."""

    def __init__(self, request: HttpRequest, contact: Contact) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        self._language = translation.override(
            chosen if chosen in known else contact.language if contact.language in known else "en"
        )
        self._zone = timezone.override(clock.zone(contact.time_zone or contact.customer.time_zone))

    def __enter__(self) -> None:
        self._language.__enter__()
        self._zone.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zone.__exit__(kind, failure, trace)
        self._language.__exit__(kind, failure, trace)


def turned_away(
    request: HttpRequest, why: str, *, key: str = "", person: Person | None = None, status: int
) -> HttpResponse:
    """Render a page with a person to call instead."""
    ours = people.company() if people.is_set_up() else None
    person_to_call = person or (ours.process_owner if ours else None)
    context = {
        "why": why,
        "key": key,
        "company": ours,
        "whom": person_to_call,
        "phone": (person_to_call.phone if person_to_call else "") or (ours.phone if ours else ""),
    }
    return render(request, "portal/turned_away.html", context, status=status)


def client(request: HttpRequest) -> str:
    """The client to count: one address, or the network of one that has millions."""
    return network_of(_address(request))


def _address(request: HttpRequest) -> str:
    """The client's address, as our own proxies report it. What somebody agrees keeps it whole."""
    return str(request.META.get("REMOTE_ADDR", ""))
