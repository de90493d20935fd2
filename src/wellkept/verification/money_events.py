"""Events of payments, and the rows that they make."""

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


@STEPS.on("payment_set_aside")
def payment_set_aside(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("payment", rebuilt.subject, settled_at=True)
