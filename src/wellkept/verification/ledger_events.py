"""Events of promises and agreements, and the rows that they make."""

from __future__ import annotations

import json

from wellkept.verification.chains import Told
from wellkept.verification.quote_events import answered_by
from wellkept.verification.rebuild import UNKNOWN, Rebuilt, Steps, amount, instant, words

STEPS = Steps()


@STEPS.on("promise_made")
def promise_made(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    due = instant(facts.get("due"))
    rebuilt.new(
        "promise",
        facts["promise"],
        kind=facts["kind"],
        purpose=facts["purpose"],
        text=words(event, "text"),
        first_due=due,
        due={due},
        requested_for=instant(facts.get("requested_for")),
        amount=amount(facts.get("amount")),
        currency=facts["currency"],
        told=facts["told"],
        kept_at=False,
        released_at=False,
        released_because="",
        replaced_by_id=None,
        struck_at=False,
    )


@STEPS.on("promise_kept")
def promise_kept(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("promise", event.facts["promise"], kept_at=True)


@STEPS.on("promise_reopened")
def promise_reopened(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("promise", event.facts["promise"], kept_at=False)


@STEPS.on("promise_released")
def promise_released(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.change(
        "promise",
        facts["promise"],
        released_at=True,
        released_because=facts["because"],
        released_why=words(event, "said"),
        replaced_by_id=facts.get("replaced_by"),
    )


@STEPS.on("promise_struck")
def promise_struck(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("promise", event.facts["promise"], struck_at=True, struck_why=words(event, "reason"))


@STEPS.on("promise_moved")
def promise_moved(rebuilt: Rebuilt, event: Told) -> None:
    # A notice that comes back takes the new date back, and no event says so: the first one is possible then.
    facts = event.facts
    first = rebuilt.value("promise", facts["promise"], "first_due")
    rebuilt.change(
        "promise", facts["promise"], due={first, instant(facts["due"]), instant(facts["due_before"])}
    )


@STEPS.on("promise_move_asked")
def promise_move_asked(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "promise_move",
        facts["move"],
        promise_id=facts["promise"],
        from_due=instant(facts["due_before"]),
        to_due=instant(facts["due"]),
        reason=words(event, "reason"),
        notice_id=facts["notice"],
        needs_yes=facts["needs_yes"],
        answer="",
    )


@STEPS.on("new_date_answered")
def new_date_answered(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("promise_move", event.facts["move"], answer=event.facts["answer"])


# Agreements


@STEPS.on("agreement_put")
def agreement_put(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "agreement",
        facts["agreement"],
        total=amount(facts["total"]),
        net_total=amount(facts["net_total"]),
        tax_total=amount(facts["tax_total"]),
        currency=facts["currency"],
        itemised=facts["itemised"],
        line_count=facts["lines"],
        lines=facts["lines_digest"],
        delivery_by=instant(facts["delivery_by"]),
        digest=facts["digest"],
        words=facts.get("words_digest", UNKNOWN),
        dates=UNKNOWN
        if event.erased
        else json.dumps(facts.get("dates", []), ensure_ascii=False, sort_keys=True),
        deemed_days=facts.get("deemed_days"),
        bill_on=facts["bill_on"],
        due_days=facts["due_days"],
        deposit_net=amount(facts["deposit"]),
        state="put",
        signed_name="",
        paper_id=None,
        quote_id=facts.get("quote"),
    )


@STEPS.on("agreed")
def agreed(rebuilt: Rebuilt, event: Told) -> None:
    for row in rebuilt.rows["agreement"].values():
        if row["state"] == "agreed":
            row["state"] = "replaced"
    rebuilt.change(
        "agreement",
        event.facts["agreement"],
        state="agreed",
        signed_name=words(event, "signed_name"),
        paper_id=event.facts.get("paper"),
    )
    answered_by(rebuilt, event.facts["agreement"])


@STEPS.on("agreement_withdrawn")
def agreement_withdrawn(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("agreement", event.facts["agreement"], state="withdrawn")


@STEPS.on("agreement_declined")
def agreement_declined(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("agreement", event.facts["agreement"], state="declined")
