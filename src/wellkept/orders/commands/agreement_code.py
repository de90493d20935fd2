"""The code that a yes needs above the blueprint's amount: sent to the contact on record, and asked for with it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.rules import Check, open_to_all
from wellkept.journeys.state import JourneyState
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.orders import facts, rules
from wellkept.orders.models import Agreement
from wellkept.orders.queries import agreement_to_answer
from wellkept.people.actor import SYSTEM, Actor

CODE_MINUTES = 30
CODE_TRIES = 5


def send_code(*, journey: int, by: Actor) -> None:
    """Send a fresh code to the contact on record, never to an address typed in."""
    with turn(journey=journey, by=by, check=check_put(rules.cannot_send_code)) as t:
        row = put_before_them(t)
        code = f"{secrets.randbelow(10**6):06d}"
        row.code_digest = _digest(row, code)
        row.code_until, row.code_tries = t.now + timedelta(minutes=CODE_MINUTES), 0
        row.save(update_fields=["code_digest", "code_until", "code_tries"])
        t.say(facts.CodeSent(agreement=row.pk))
        t.tell("code", new=False, code=code, minutes=CODE_MINUTES)


def assert_code(t: Turn, row: Agreement, code: str) -> None:
    """Refuse a yes of the customer without the code, where the blueprint asks for one."""
    if not needs_code(row, t.plan.version.code_above):
        return
    if not code.strip():
        raise invalid("code", _("Please enter the code that we sent to the address we have on record."))
    if (
        row.code_digest is None
        or row.code_until is None
        or row.code_until < t.now
        or row.code_tries >= CODE_TRIES
    ):
        raise invalid("code", _("This code has expired. Ask for a fresh one."))
    if not secrets.compare_digest(bytes(row.code_digest), _digest(row, code.strip())):
        raise WrongCode(row.pk)


def needs_code(agreement: Agreement, code_above: Decimal | None) -> bool:
    """Whether agreeing on the page also needs the code: above the blueprint's amount."""
    return code_above is not None and agreement.total > code_above


class WrongCode(Refusal):
    """Raised for a wrong code. The caller counts the try, outside the refused transaction."""

    def __init__(self, agreement: int) -> None:
        super().__init__("invalid_code", _("This is not the code that we sent."), field="code", status=422)
        self.agreement = agreement


def count_wrong_code(agreement: int) -> None:
    """Count a wrong try. After five the code is dead. Counted by expression, so that no try is lost."""
    row = Agreement.objects.get(pk=agreement)
    with turn(journey=row.journey_id, by=SYSTEM, check=open_to_all) as t:
        Agreement.objects.filter(pk=agreement).update(code_tries=F("code_tries") + 1)
        t.say(facts.WrongCodeGiven(agreement=agreement))


def check_put(rule: Callable[[JourneyState, Agreement | None], Refusal | None]) -> Check:
    """The check of a command about the agreement that lies before the customer."""
    return lambda state: rule(state, agreement_to_answer(state.row.pk))


def put_before_them(t: Turn) -> Agreement:
    """The agreement that lies before the customer, locked; the check has seen it."""
    return Agreement.objects.select_for_update().get(journey=t.row, state="put")


def _digest(row: Agreement, code: str) -> bytes:
    return hashlib.sha256(f"{row.pk}:{bytes(row.digest).hex()}:{code}".encode()).digest()
