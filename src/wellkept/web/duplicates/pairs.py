"""Likely duplicates: one key merges, one says that they are not the same."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wellkept.customers import queries as customers
from wellkept.duplicates.commands.merge import merge_all
from wellkept.duplicates.commands.not_the_same import tell_apart
from wellkept.duplicates.queries import groups, merges, pairs
from wellkept.find.queries import customers_like
from wellkept.kernel.characters import clean_line
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.rows import key_of
from wellkept.web import access

CHOICES = ("rhythm_of", "mark_of")


@access.page
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show likely duplicates side by side, the likeliest first, with reasons for and against."""
    access.actor(request).as_staff()
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    context = {"section": "customers", "waiting": groups.waiting(page=number)}
    return render(request, "web/duplicates/pairs.html", context)


@access.page
@require_http_methods(["GET", "HEAD", "POST"])
def merges_of(request: HttpRequest, customer: int) -> HttpResponse:
    """Merge into this customer. Without a pair: ask which customer is the same."""
    if request.method != "POST":
        return _whom(request, customer)
    others = [key for key in map(key_of, request.POST.getlist("other")) if key != customer]
    chosen = {name: key_of(picked) for name in CHOICES if (picked := request.POST.get(name))}
    try:
        done = merge_all(keep=customer, away=others, by=access.actor(request), **chosen)
    except Refusal as refusal:
        if refusal.field not in CHOICES:
            raise
        return _which(request, customer, others, chosen, refusal)
    named = merges.merge_with_names(done[0].pk)
    words = {"away": named.away.name, "keep": named.keep.name, "n": len(done)}
    key = (
        _("%(away)s was merged into %(keep)s. You can undo it on that page.")
        if len(done) == 1
        else _("%(n)s others were merged into %(keep)s. You can undo each on that page.")
    )
    return access.done(request, _back(request, customer), key % words)


def _which(
    request: HttpRequest, customer: int, others: list[int], chosen: dict[str, int], refusal: Refusal
) -> HttpResponse:
    """Ask which single record to keep where both customers have one. Earlier choices stay."""
    context = {
        "section": "customers",
        "customer": customers.customer(customer),
        "others": others,
        "both": groups.single_record_choice([customer, *others]),
        "chosen": chosen,
        "refused": refusal,
        "from": access.came_from(request, default=""),
    }
    return render(request, "web/duplicates/which.html", context, status=refusal.status)


@access.page
@require_POST
def distinctions(request: HttpRequest, customer: int) -> HttpResponse:
    """Say that two customers are not the same. The pair returns only when something changes."""
    tell_apart(first=customer, second=key_of(request.POST.get("other", "")), by=access.actor(request))
    return access.done(request, _back(request, customer), _("Saved: not the same."))


def _whom(request: HttpRequest, customer: int) -> HttpResponse:
    by = access.actor(request)
    by.as_staff()
    row = customers.customer(customer)
    asked = clean_line(request.GET.get("said", ""))[:200]
    similar = [key for key in customers_like(asked, by=by, most=50) if key != row.pk] if asked else []
    sides = pairs.sides_of(similar[:10])
    context = {
        "section": "customers",
        "customer": row,
        "said": asked,
        "found": [sides[key] for key in similar[:10] if key in sides],
    }
    return render(request, "web/duplicates/whom.html", context)


def _back(request: HttpRequest, customer: int) -> str:
    """Continue with the next pair, else with the remaining customer."""
    before = request.POST.get("from") or access.came_from(request, default="")
    return before if re.fullmatch(r"/customers/pairs(\?page=\d{1,6})?", before) else f"/customers/{customer}"
