"""Events of the catalogue, and the rows that they make: solutions, products, prices and tax rates."""

from __future__ import annotations

from datetime import date, timedelta

from wellkept.verification.chains import Told
from wellkept.verification.rebuild import Rebuilt, Steps, amount

STEPS = Steps()


@STEPS.on("solution_added")
def solution_added(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "solution",
        rebuilt.subject,
        name=facts["name"],
        **facts["details"],
        expert_id=facts.get("expert"),
        ended_at=False,
    )


@STEPS.on("solution_changed")
def solution_changed(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.change(
        "solution", rebuilt.subject, name=facts["name"], **facts["details"], expert_id=facts.get("expert")
    )


@STEPS.on("solution_ended")
def solution_ended(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("solution", rebuilt.subject, ended_at=event.facts["ended"])


@STEPS.on("product_added")
def product_added(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "product", rebuilt.subject, key=facts["key"], name=facts["name"], **facts["details"], ended_at=False
    )


@STEPS.on("product_changed")
def product_changed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("product", rebuilt.subject, **event.facts["now"])


@STEPS.on("product_ended")
def product_ended(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("product", rebuilt.subject, ended_at=event.facts["ended"])


@STEPS.on("option_added")
def option_added(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "product_option",
        facts["option"],
        key=facts["key"],
        name=facts["name"],
        **facts["details"],
        ended_at=False,
    )


@STEPS.on("option_changed")
def option_changed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("product_option", event.facts["option"], **event.facts["now"])


@STEPS.on("option_ended")
def option_ended(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("product_option", event.facts["option"], ended_at=event.facts["ended"])


@STEPS.on("option_rule_added")
def option_rule_added(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "option_rule",
        facts["rule"],
        **{name: facts[name] for name in ("key", "kind", "sentence", "options", "others")},
        **{name: amount(facts.get(name)) for name in ("at_least", "at_most", "multiple_of")},
        ended_at=False,
    )


@STEPS.on("option_rule_ended")
def option_rule_ended(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("option_rule", event.facts["rule"], ended_at=True)


@STEPS.on("price_list_added")
def price_list_added(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new("price_list", rebuilt.subject, name=facts["name"], customer_id=facts.get("customer"))


@STEPS.on("price_set")
def price_set(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    if (before := facts.get("ended")) is not None:
        rebuilt.change("price", before, valid_to=_day_before(facts["valid_from"]))
    rebuilt.new(
        "price",
        facts["price"],
        option_id=facts.get("option"),
        list_id=facts["list"],
        cost=amount(facts.get("cost")),
        amount=amount(facts["amount"]),
        currency=facts["currency"],
        at_least=amount(facts["at_least"]),
        valid_from=facts["valid_from"],
        valid_to=facts.get("valid_to"),
        struck_at=False,
    )


@STEPS.on("price_ended")
def price_ended(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("price", event.facts["price"], valid_to=event.facts["valid_to"])


@STEPS.on("price_struck")
def price_struck(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("price", event.facts["price"], struck_at=True)


@STEPS.on("tax_rate_added")
def tax_rate_added(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "tax_rate",
        rebuilt.subject,
        **{name: facts[name] for name in ("country", "key", "category", "reason", "valid_from")},
        percent=amount(facts["percent"]),
        valid_to=facts.get("valid_to"),
    )


@STEPS.on("tax_rate_ended")
def tax_rate_ended(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("tax_rate", rebuilt.subject, valid_to=event.facts["valid_to"])


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
