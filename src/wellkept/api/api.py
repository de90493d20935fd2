"""The API: its description, resources and error handlers."""

from __future__ import annotations

from wellkept.api import problems
from wellkept.api.resources import (
    catalogue_acts,
    contacts,
    customers,
    find,
    fit,
    handoffs,
    imports,
    installed_items,
    intake,
    interviews,
    invoice_acts,
    journeys,
    meetings,
    merges,
    misses,
    promises,
    quote_operations,
    sites,
    statements,
    telephone,
    touches,
    triggers,
    visit_operations,
)
from wellkept.api.strict import StrictApi, StrictParser, known_parameters

api = StrictApi(
    title="Wellkept",
    version="1",
    description=(
        "The same commands and the same refusals as the pages. Send a token as `Authorization: Bearer …`; "
        "every POST but those of intake (mails, calls, messages) needs an `Idempotency-Key`. "
        "A parameter or a field that an operation does not have is refused, so that a misspelt name is noticed. "
        "An act on a journey answers with what it made; `Prefer: return=representation` asks for the journey, too. "
        "A no is a problem document (RFC 9457)."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
)
api.add_decorator(known_parameters, mode="view")
problems.hang_on(api)
api.add_router("/journeys", journeys.router)
for room in (touches, triggers, handoffs, promises, installed_items, quote_operations, visit_operations):
    api.add_router("/journeys", room.router)
for room in (customers, contacts, sites, statements, meetings):
    api.add_router("/customers", room.router)
api.add_router("", interviews.router)
api.add_router("", fit.router)
api.add_router("", invoice_acts.router)
api.add_router("/intake", intake.router)
api.add_router("", telephone.router)
api.add_router("", find.router)
api.add_router("", imports.router)
api.add_router("", misses.router)
api.add_router("", merges.router)
api.add_router("", catalogue_acts.router)
