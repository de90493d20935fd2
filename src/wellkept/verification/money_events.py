"""Events of payments and invoices, and the rows that they make."""

from __future__ import annotations

from wellkept.verification.chains import Told
from wellkept.verification.rebuild import Rebuilt, Steps, amount

STEPS = Steps()


@STEPS.on("payment_booked")
def payment_booked(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "payment",
        rebuilt.subject,
        amount=amount(facts["amount"]),
        **{name: facts[name] for name in ("currency", "day", "source", "digest")},
        account_id=facts.get("account"),
        handler_id=facts["handler"],
        next_step=facts["next_step"],
        settled_at=False,
    )


@STEPS.on("payment_planned")
def payment_planned(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("payment", rebuilt.subject, next_step=event.facts["next_step"])


@STEPS.on("payment_handed")
def payment_handed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("payment", rebuilt.subject, handler_id=event.facts["handler"])


@STEPS.on("payment_allocated")
def payment_allocated(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "payment_allocation",
        facts["allocation"],
        invoice_id=facts["invoice"],
        refund_id=None,
        amount=amount(facts["amount"]),
        taken_back_at=False,
    )
    if amount(facts["left"]) == 0:
        rebuilt.change("payment", rebuilt.subject, settled_at=True)


@STEPS.on("allocation_taken_back")
def allocation_taken_back(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("payment_allocation", event.facts["allocation"], taken_back_at=True)
    rebuilt.change("payment", rebuilt.subject, settled_at=False, next_step="assign")


@STEPS.on("payment_given_back")
def payment_given_back(rebuilt: Rebuilt, event: Told) -> None:
    """Stands on both payments. The row is of the one that came in."""
    facts = event.facts
    if amount(facts["left"]) == 0:
        rebuilt.change("payment", rebuilt.subject, settled_at=True)
    if facts["payment"] == rebuilt.subject:
        rebuilt.new(
            "payment_allocation",
            facts["allocation"],
            invoice_id=None,
            refund_id=facts["refund"],
            amount=amount(facts["amount"]),
            taken_back_at=False,
        )


@STEPS.on("payment_set_aside")
def payment_set_aside(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("payment", rebuilt.subject, settled_at=True)


@STEPS.on("invoice_drafted")
def invoice_drafted(rebuilt: Rebuilt, event: Told) -> None:
    _new_invoice(rebuilt, event, kind=event.facts["kind"], state="draft", legal_number="")


@STEPS.on("invoice_discarded")
def invoice_discarded(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("invoice", event.facts["invoice"], state="discarded")


@STEPS.on("invoice_issued")
def invoice_issued(rebuilt: Rebuilt, event: Told) -> None:
    number = event.facts["legal_number"]
    rebuilt.change("invoice", event.facts["invoice"], state="issued", legal_number=number)


@STEPS.on("invoice_credited")
def invoice_credited(rebuilt: Rebuilt, event: Told) -> None:
    _new_invoice(rebuilt, event, kind="credit", state="issued", legal_number=event.facts["legal_number"])


@STEPS.on("invoice_handed")
def invoice_handed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("invoice", event.facts["invoice"], handler_id=event.facts["handler"])


def _new_invoice(rebuilt: Rebuilt, event: Told, **values: str) -> None:
    facts = event.facts
    rebuilt.new(
        "invoice",
        facts["invoice"],
        suffix=facts["suffix"],
        entity_id=facts["entity"],
        currency=facts["currency"],
        net_total=amount(facts["net"]),
        tax_total=amount(facts["tax"]),
        gross_total=amount(facts["gross"]),
        handler_id=facts["handler"],
        credited_id=facts.get("credited"),
        **values,
    )
