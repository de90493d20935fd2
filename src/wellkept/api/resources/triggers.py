"""Acts of the customer, written down for them: read-back, decision, agreement, acceptance, next need."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router

from wellkept.api import delivery_requests, requests
from wellkept.api.authentication import actor
from wellkept.api.idempotent import Made, write
from wellkept.api.resources.received import found, taken
from wellkept.api.responses.journeys import (
    AgreementTaken,
    DeliveryTaken,
    JourneyOut,
    Taken,
    journey_out,
)
from wellkept.delivery import commands as delivery
from wellkept.delivery.defect import Defect
from wellkept.delivery.new_item import NewItem
from wellkept.delivery.queries import delivered as delivered_now
from wellkept.journeys import queries
from wellkept.journeys.evidence import Evidence
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import invalid
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import LineTerms, PricedLines, going_on
from wellkept.orders.payment_terms import Terms
from wellkept.sales import commands as sales
from wellkept.support import commands as support

router = Router(tags=["What the customer decides, agrees, accepts and needs"])


@write(router, "/{number}/read-backs", out=Taken, summary="Say what we understood")
def read_back(request: HttpRequest, number: str, body: requests.NewReadBack) -> Made:
    """Read the need back. The customer confirms or corrects it."""
    row = found(request, number)
    put = sales.read_back(journey=row.pk, by=actor(request), text=body.text)
    return taken(request, row, put.pk)


@write(router, "/{number}/confirmation", out=Taken, summary="They confirmed the read-back")
def confirmation(request: HttpRequest, number: str, body: requests.Confirmation) -> Made:
    """Confirm a read-back. Refused if another one was put since."""
    row = found(request, number)
    sales.confirm_need(journey=row.pk, by=actor(request), read_back=body.read_back)
    return taken(request, row)


@write(router, "/{number}/correction", out=Taken, summary="They corrected the read-back")
def correction(request: HttpRequest, number: str, body: requests.Correction) -> Made:
    """Correct a read-back, with what is different."""
    row = found(request, number)
    sales.correct_read_back(journey=row.pk, by=actor(request), correction=body.correction)
    return taken(request, row)


@write(router, "/{number}/decision", out=Taken, summary="Record their decision")
def decision(request: HttpRequest, number: str, body: requests.Decision) -> Made:
    """Record the decision. It ends sales and calls for the handoff."""
    row = found(request, number)
    trigger = sales.decide(
        journey=row.pk,
        what=body.what,
        why=body.why,
        evidence=Evidence(body.evidence, happened=body.happened),
        by=actor(request),
        contact=body.contact,
    )
    return taken(request, row, trigger.pk)


@write(router, "/{number}/agreements", out=AgreementTaken, summary="Put an agreement to them")
def put_agreement(request: HttpRequest, number: str, body: requests.NewAgreement) -> Made:
    """Put an agreement to the customer: text, lines and dates, frozen with its hash from now on."""
    row = found(request, number)
    terms = {"bill_on", "due_days", "deposit_share", "deposit", "deemed_days"}
    values = body.model_dump(exclude={"total", "lines", "currency", *terms})
    values["dates"] = [(date.text, date.due) for date in body.dates]
    put = orders.put_agreement(
        journey=row.pk,
        by=actor(request),
        total=_price(body),
        terms=Terms(**{name: getattr(body, name) for name in terms}),
        **values,
    )
    return taken(request, row, put.pk, out=AgreementTaken, digest=bytes(put.digest).hex())


def _price(body: requests.NewAgreement) -> Money | PricedLines:
    """The lines, or the one total."""
    if body.lines:
        if body.total is not None:
            raise invalid("total", _("The lines make the total: leave it out."))
        return PricedLines(body.currency, [_terms(line) for line in body.lines])
    if body.total is None:
        raise invalid("total", _("Give the lines, or one total."))
    return Money(body.total, body.currency)


def _terms(line: requests.AgreedLine) -> LineTerms:
    terms = LineTerms(**line.model_dump(exclude={"continues"}))
    return terms if line.continues is None else going_on(terms, line.continues)


@write(router, "/{number}/agreement", out=Taken, summary="Record their agreement")
def agreement(request: HttpRequest, number: str, body: requests.Agreed) -> Made:
    """Record the agreement. Its dates and its price become promises. Refused if another one was put since."""
    row = found(request, number)
    agreed = orders.agree(
        journey=row.pk,
        by=actor(request),
        evidence=Evidence(body.evidence, body.words, body.signed_name, body.happened),
        shown_digest=body.shown_digest,
        customer_reference=body.customer_reference,
    )
    return taken(request, row, agreed.pk)


@write(router, "/{number}/delivery", out=DeliveryTaken, summary="It is delivered")
def delivered(request: HttpRequest, number: str, body: delivery_requests.Delivered) -> Made:
    """Record a delivery: everything that is open, or a part. When all is there, the customer is asked to accept it.

    Refused if more of a line would be delivered than was agreed.
    """
    row = found(request, number)
    lines = None if body.lines is None else quantities(body.lines)
    part = delivery.deliver(
        journey=row.pk,
        by=actor(request),
        words=body.words,
        happened=body.happened,
        lines=lines,
        items=[NewItem(**item.model_dump()) for item in body.items],
    )
    waits = delivered_now(row.pk)
    key = part.pk if part is not None else None
    return taken(request, row, key, out=DeliveryTaken, delivery=waits.id if waits is not None else 0)


def quantities(lines: Sequence[delivery_requests.PartLine]) -> dict[int, Decimal]:
    """The quantity of each line. Raises a refusal for a line that stands twice."""
    part = {line.line: line.quantity for line in lines}
    if len(part) < len(lines):
        raise invalid("lines", _("A line stands there twice."))
    return part


@write(router, "/{number}/acceptance", out=Taken, summary="Record their acceptance")
def acceptance(request: HttpRequest, number: str, body: delivery_requests.Acceptance) -> Made:
    """Record the acceptance, if need be with defects; each becomes a dated promise of ours.

    Refused if something else was delivered since.
    """
    row = found(request, number)
    accepted = delivery.accept(
        journey=row.pk,
        by=actor(request),
        evidence=Evidence(body.evidence, body.words, body.signed_name, body.happened),
        defects=[Defect(**defect.model_dump()) for defect in body.defects],
        delivery=body.delivery,
    )
    return taken(request, row, accepted.pk)


@write(router, "/{number}/rejection", out=Taken, summary="They did not accept it")
def rejection(request: HttpRequest, number: str, body: delivery_requests.Rejection) -> Made:
    """Record the refusal of the latest part or of several, with what is wrong. The journey stays with delivery."""
    row = found(request, number)
    delivery.reject(journey=row.pk, by=actor(request), words=body.words, parts=body.parts)
    return taken(request, row)


@write(router, "/{number}/rest", out=Taken, summary="They say that it works")
def rest(request: HttpRequest, number: str, body: requests.Spoken) -> Made:
    """Put the journey to rest. It keeps its number and its owner."""
    row = found(request, number)
    support.confirm_success(journey=row.pk, by=actor(request), words=body.words)
    return taken(request, row)


@write(router, "/{number}/next-need", out=JourneyOut, summary="Their next need opens the next journey")
def next_need(request: HttpRequest, number: str, body: requests.NextNeed) -> Made:
    """End the journey happy and open the next one with all that we know. Answers with the next."""
    row = found(request, number)
    by = actor(request)
    after = support.next_need(
        journey=row.pk, need=body.problem, by=by, evidence=Evidence(body.evidence), blueprint=body.blueprint
    )
    return Made(journey_out(queries.by_id(after.pk), by), location=f"/api/v1/journeys/{after.number}")
