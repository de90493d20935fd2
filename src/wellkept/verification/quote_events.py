"""Events of quotes, of questions about their lines and of approvals of discounts, and the rows that they make."""

from __future__ import annotations

from wellkept.verification.chains import Told
from wellkept.verification.rebuild import UNKNOWN, Rebuilt, Steps, amount, instant, words

STEPS = Steps()


@STEPS.on("quote_begun")
def quote_begun(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.new(
        "quote",
        event.facts["quote"],
        number=int(event.facts["suffix"].removeprefix("/Q")),
        state="draft",
        digest=None,
        delivery_by=UNKNOWN,
        valid_until=UNKNOWN,
        answer="",
    )


@STEPS.on("quote_sent")
def quote_sent(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.change(
        "quote",
        facts["quote"],
        state="sent",
        digest=facts["digest"],
        delivery_by=instant(facts["delivery_by"]),
        valid_until=instant(facts["valid_until"]),
    )


@STEPS.on("quote_replaced")
def quote_replaced(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("quote", event.facts["quote"], state="replaced")


@STEPS.on("quote_declined")
def quote_declined(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("quote", event.facts["quote"], state="declined", answer=words(event, "said"))


def answered_by(rebuilt: Rebuilt, agreement: int) -> None:
    """End the quote that lay before the customer: agreed if the agreement was chosen from it, else replaced."""
    chosen_from = rebuilt.rows["agreement"].get(agreement, {}).get("quote_id")
    for key, row in rebuilt.rows["quote"].items():
        if row["state"] == "sent":
            row["state"] = "agreed" if key == chosen_from else "replaced"


@STEPS.on("line_questioned")
def line_questioned(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.new(
        "quote_question",
        event.facts["question"],
        line_id=event.facts["line"],
        words=words(event, "said"),
        answer="",
    )


@STEPS.on("line_question_answered")
def line_question_answered(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change(
        "quote_question",
        event.facts["question"],
        answer=words(event, "said"),
    )


@STEPS.on("discount_approval_asked")
def discount_approval_asked(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "discount_approval",
        facts["approval"],
        digest=facts["digest"],
        discount=amount(facts["percent"]),
        words=words(event, "why"),
        approved=False,
        answer="",
    )


@STEPS.on("discount_answered")
def discount_answered(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change(
        "discount_approval",
        event.facts["approval"],
        approved=event.facts["approved"],
        answer=words(event, "answer"),
    )
