"""Events of entities and their bank accounts, and the rows that they make."""

from __future__ import annotations

from wellkept.verification.chains import Told
from wellkept.verification.rebuild import Rebuilt, Steps, amount

STEPS = Steps()


@STEPS.on("entity_added")
def entity_added(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "entity",
        rebuilt.subject,
        **facts["details"],
        usual=facts["usual"],
        ended_at=False,
        logo_id=None,
        bill_on="acceptance",
        due_days=14,
        deposit_share=amount("0"),
    )


@STEPS.on("entity_changed")
def entity_changed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("entity", rebuilt.subject, **event.facts["now"])


@STEPS.on("usual_entity_set")
def usual_entity_set(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("entity", rebuilt.subject, usual=event.facts["usual"])


@STEPS.on("usual_terms_set")
def usual_terms_set(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.change(
        "entity",
        rebuilt.subject,
        bill_on=facts["bill_on"],
        due_days=facts["due_days"],
        deposit_share=amount(facts["deposit_share"]),
    )


@STEPS.on("entity_ended")
def entity_ended(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("entity", rebuilt.subject, ended_at=True)


@STEPS.on("entity_taken_up_again")
def entity_taken_up_again(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("entity", rebuilt.subject, ended_at=False)


@STEPS.on("account_added")
def account_added(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "bank_account",
        facts["account"],
        iban=facts["iban"],
        **facts["details"],
        preferred=facts["preferred"],
        closed_at=False,
    )


@STEPS.on("account_preferred")
def account_preferred(rebuilt: Rebuilt, event: Told) -> None:
    chosen = event.facts["account"]
    currency = rebuilt.value("bank_account", chosen, "currency")
    for key, row in rebuilt.rows["bank_account"].items():
        if key != chosen and row["currency"] == currency:
            row["preferred"] = False
    rebuilt.change("bank_account", chosen, preferred=True)


@STEPS.on("account_closed")
def account_closed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("bank_account", event.facts["account"], closed_at=True, preferred=False)


@STEPS.on("logo_chosen")
def logo_chosen(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("entity", rebuilt.subject, logo_id=event.facts.get("file"))


@STEPS.on("paper_text_set")
def paper_text_set(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    words = {"opening": facts["opening"], "closing": facts["closing"]}
    if facts["text"] in rebuilt.rows["paper_text"]:
        rebuilt.change("paper_text", facts["text"], **words)
    else:
        rebuilt.new("paper_text", facts["text"], kind=facts["kind"], language=facts["language"], **words)
