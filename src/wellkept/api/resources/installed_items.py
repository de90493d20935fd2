"""Installed items: what stands at a customer's, by the journey that brought it there."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from wellkept.api import delivery_requests
from wellkept.api.authentication import actor
from wellkept.api.idempotent import Made, write
from wellkept.api.resources.received import found, taken
from wellkept.api.responses.journeys import Taken
from wellkept.delivery import commands as delivery
from wellkept.delivery.new_item import NewItem

router = Router(tags=["What stands at customers"])


@write(router, "/{number}/items", out=Taken, summary="Enter an installed item")
def install(request: HttpRequest, number: str, body: delivery_requests.InstalledItem) -> Made:
    """Enter an item. Refused if its serial number stands somewhere already."""
    row = found(request, number)
    item = delivery.install_item(journey=row.pk, item=NewItem(**body.model_dump()), by=actor(request))
    return taken(request, row, item.pk)


@write(router, "/{number}/items/{id}/correction", out=Taken, summary="Correct an installed item")
def correction(request: HttpRequest, number: str, id: int, body: delivery_requests.Item) -> Made:
    """Correct what is known of an item, until it is taken out."""
    row = found(request, number)
    delivery.correct_item(journey=row.pk, item=id, to=NewItem(**body.model_dump()), by=actor(request))
    return taken(request, row, id)


@write(router, "/{number}/items/{id}/removal", out=Taken, summary="An item is taken out")
def removal(request: HttpRequest, number: str, id: int, body: delivery_requests.ItemRemoval) -> Made:
    """Record that an item stands there no longer. Answers with the id of what replaces it."""
    row = found(request, number)
    replacement = NewItem(**body.replacement.model_dump()) if body.replacement is not None else None
    other = delivery.take_out_item(
        journey=row.pk,
        item=id,
        because=body.because,
        words=body.words,
        by=actor(request),
        replacement=replacement,
    )
    return taken(request, row, other.pk if other is not None else id)
