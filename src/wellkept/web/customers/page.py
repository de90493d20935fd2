"""Customers: who are they, and how are we doing with them?"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wellkept.customer_page import queries as desk
from wellkept.delivery.queries import items_at
from wellkept.duplicates.queries import merges, pairs
from wellkept.imports.old_keys import import_taken_back_with
from wellkept.kernel.characters import clean_line
from wellkept.people.queries import answers_for_company
from wellkept.voice.queries.rights import keeps_the_process
from wellkept.web import access, labels
from wellkept.web.customers import key_figures
from wellkept.web.customers.contacts import reach
from wellkept.web.customers.profile import HEARD_THROUGH
from wellkept.web.customers.voice_labels import by_kind, sayings, seven_rows, talk_lines
from wellkept.web.find.results import state_of


@dataclass(frozen=True)
class Line:
    """A journey as the customer's page prints it."""

    of: desk.Line
    href: str
    state: labels.State
    where: str
    wrong: list[str]


@access.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show the list of customers, those waiting for us first."""
    shown = request.GET.get("shown", "all")
    name = clean_line(request.GET.get("name", ""))[:200]
    page = desk.customers(by=access.actor(request), asked=name, shown=shown, page=_page(request))
    context = {
        "section": "customers",
        "page": page,
        "said": name,
        "shown": shown,
        "waits": [
            labels.court("us", since=row.waits_since) if row.waits_since else None for row in page.rows
        ],
        "pairs": pairs.count_waiting(),
    }
    return render(request, "web/customers/list.html", context)


@access.page
@require_safe
def one(request: HttpRequest, customer: int) -> HttpResponse:
    """Show a customer: their journeys under one time axis, and everything that we know of them."""
    by = access.actor(request)
    view = desk.view(customer, by=by, all_of_it="all" in request.GET)
    if view.customer.pk != customer:
        return redirect(f"/customers/{view.customer.pk}")
    by_error = import_taken_back_with(customer) if view.customer.taken_back_at else None
    context = {
        "section": "customers",
        "view": view,
        "customer": view.customer,
        "here": f"/customers/{customer}",
        "key_figures": key_figures.of(view),
        "lines": [line_of(line) for line in view.lines],
        "alike": pairs.like(customer),
        "merged": merges.into(customer),
        "by_error": by_error,
        "may_exchange": by_error is not None and answers_for_company(by),
        "heard": HEARD_THROUGH.get(view.customer.heard_through, ""),
        "items": items_at(customer, by=by),
        "contacts": [(row, reach(row)) for row in view.contacts if row.active],
        "said": sayings(view.said),
        "statements": by_kind(view.told.statements),
        "seven": seven_rows(view.told.seven),
        "talks": talk_lines(view.told.talks[:5]),
        "may_mark": by.admin or keeps_the_process(by.as_staff()),
    }
    return render(request, "web/customers/page.html", context)


def line_of(line: desk.Line) -> Line:
    """A journey of the customer, worded for the page."""
    row = line.journey
    since = row.ended_at or row.rested_at if row.state != "open" else row.court_since
    holder = row.holder or row.owner
    return Line(
        of=line,
        href=f"/journeys/{row.number}",
        state=state_of(row.state, row.court, row.waits_for if line.readable else "", since),
        where=f"{labels.stage(row.stage)} · {holder.name}",
        wrong=[wrong_words(code) for code in line.went_wrong] if line.readable else [],
    )


def wrong_words(code: str) -> str:
    """Word a code such as `chase:2` for colleagues."""
    what, _colon, digits = code.partition(":")
    count = int(digits)
    sentences = {
        "broken": ngettext("%(n)s promise broken", "%(n)s promises broken", count),
        "moved": ngettext("%(n)s promise moved", "%(n)s promises moved", count),
        "chase": ngettext("they had to ask %(n)s time", "they had to ask %(n)s times", count),
        "silent": ngettext("%(n)s long silence", "%(n)s long silences", count),
        "rejected": ngettext("rejected %(n)s time", "rejected %(n)s times", count),
    }
    return sentences[what] % {"n": count}


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
