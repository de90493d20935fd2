"""Rights of live updates: a link may hear about the journey that it shows."""

from __future__ import annotations

from wellkept.customers.queries import link_by_key
from wellkept.journeys.queries import by_id, gone_on_as, is_of_customer_of
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal


def allowed(token: str) -> int | None:
    """The journey that this key may listen to, or None."""
    link = link_by_key(token)
    if link is None or link.revoked_at or link.expires_at <= clock.now() or not link.contact.active:
        return None
    try:
        journey = gone_on_as(by_id(link.subject_id))
    except Refusal:
        return None
    return int(journey.pk) if is_of_customer_of(link.contact, journey) else None
