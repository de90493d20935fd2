"""My page: where is my thing, and what happens next?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from wellkept.customers.commands import change_contact, link_for
from wellkept.customers.queries import key_of
from wellkept.kernel.languages import complete
from wellkept.kernel.refusal import Refusal
from wellkept.portal.content.asks import Ask, ask
from wellkept.portal.content.deliveries import items_to_show, lines_to_show
from wellkept.portal.content.headline import headline
from wellkept.portal.content.history import files_of, past
from wellkept.portal.content.journey import CustomerRecord, customer_record
from wellkept.portal.content.journey_stages import way
from wellkept.portal.content.open_bills import bills
from wellkept.portal.refusals import words
from wellkept.portal.views.interview_read_back import read_backs_page
from wellkept.portal.views.submit import show
from wellkept.portal.views.thanks import thanks
from wellkept.portal.visit import Visit, door

SHOWN = 5  # of what happened; the rest is one tap away


@door("GET", without_journey=True)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the page. Reading needs only the link."""
    return the_page(request, visit) if visit.about else read_backs_page(request, visit)


def the_page(request: HttpRequest, visit: Visit, *, refusal: Refusal | None = None) -> HttpResponse:
    """Render the page as it is now, with a refusal on top if an act was not possible."""
    if visit.about is None:
        return read_backs_page(request, visit, refusal=refusal)
    record = customer_record(visit.journey, visit.contact, by=visit.actor)
    asked = ask(record)
    lines = past(record)
    context: dict[str, Any] = {
        "record": record,
        "headline": headline(record, asked),
        "ask": asked,
        "ask_template": f"portal/asks/{asked.kind}.html" if asked else "",
        "steps": way(record, agreement_page=visit.to("agreement")),
        "past": lines[:SHOWN],
        "earlier": lines[SHOWN:],
        "files": files_of(record),
        "deliveries": lines_to_show(record),
        "installed": items_to_show(record),
        "bills": bills(visit.journey.pk) if record.agreed else [],
        "heard": [row for row in record.triggers if row.evidence == "spoken"],
        "may": _may(record, asked),
        "next_page": _next_page(record),
        "person_line": _line(record),
        "thanks": thanks(request.GET.get("done", "")),
        "refused": words(refusal) if refusal else "",
        "told": [row for row in record.told if asked is None or asked.told is not row],
    }
    return show(request, visit, "portal/page.html", context, status=refusal.status if refusal else 200)


@door("POST", without_journey=True)
def language(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Switch the language of the page. It is the customer's word: from now on we write to them in it."""
    response = HttpResponseRedirect(visit.to(), status=303)
    chosen = request.POST.get("language", "")
    if chosen in complete() and chosen in dict(settings.LANGUAGES):
        if chosen != visit.contact.language:
            change_contact(contact=visit.contact.pk, language=chosen, by=visit.actor)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=31536000,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response


def _may(record: CustomerRecord, asked: Ask | None) -> dict[str, bool]:
    """Further acts of the customer, beside the one that we ask for."""
    kind = asked.kind if asked else ""
    return {
        "ask": record.may_ask,
        "decide": kind != "decision" and record.may_decide,
        "next": record.may_begin_next,
        "end": record.may_end,
    }


def _next_page(record: CustomerRecord) -> str:
    """The page of the journey that followed this one."""
    after = record.ending.next_journey if record.ending else None
    if after is None:
        return ""
    return page_of(contact=record.contact.pk, subject=after.pk, days=record.plan.version.link_days)


def page_of(*, contact: int, subject: int, days: int) -> str:
    """The address of this contact's page about another journey."""
    return reverse("portal:page", args=[key_of(link_for(contact=contact, subject=subject, days=days))])


def _line(record: CustomerRecord) -> str:
    if record.today.pk != record.person.pk:
        return _("is there for you today; %(name)s is away") % {"name": record.person.name}
    return _("looks after this from start to finish")
