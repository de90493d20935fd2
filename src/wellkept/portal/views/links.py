"""Expired links: a new one goes to the address on record, never to one typed in."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wellkept.customers import queries as customers
from wellkept.idempotency.commands import count
from wellkept.journeys.commands.links import send_link
from wellkept.kernel.refusal import Refusal
from wellkept.portal.visit import client, private, turned_away

BY_ADDRESS = (10, timedelta(hours=1))
BY_LINK = (3, timedelta(hours=1))


@csrf_exempt
@login_not_required
@require_POST
def fresh_link(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send a new link. The answer is the same whether or not the key was ever valid."""
    try:
        count(what="portal links", who=client(request), at_most=BY_ADDRESS[0], within=BY_ADDRESS[1])
    except Refusal:
        return private(turned_away(request, "too_many", status=429))
    link = customers.link_by_key(key)
    if link is not None and link.revoked_at is None and _not_too_often(link.pk):
        send_link(link=link.pk)
    return private(turned_away(request, "sent", status=202))


def _not_too_often(link: int) -> bool:
    try:
        count(what="portal links", who=f"link:{link}", at_most=BY_LINK[0], within=BY_LINK[1])
    except Refusal:
        return False
    return True
