"""Events of visits, and the rows that they make."""

from __future__ import annotations

from decimal import Decimal

from wellkept.verification.chains import Told
from wellkept.verification.rebuild import Rebuilt, Steps, instant, words

STEPS = Steps()


@STEPS.on("visit_offered")
def visit_offered(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.new(
        "visit",
        event.facts["visit"],
        person_id=event.facts["person"],
        state="offered",
        place=words(event, "place"),
        words=words(event, "said"),
        sequence=event.facts["sequence"],
        promise_id=None,
        starts_at=None,
        ends_at=None,
        begun_at=False,
        late_told_at=False,
        ended_at=False,
    )


@STEPS.on("visit_fixed")
def visit_fixed(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.change(
        "visit",
        facts["visit"],
        state="fixed",
        promise_id=facts["promise"],
        starts_at=instant(facts["starts"]),
        ends_at=instant(facts["ends"]),
    )


@STEPS.on("visit_moved")
def visit_moved(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.change(
        "visit",
        facts["visit"],
        promise_id=facts["promise"],
        starts_at=instant(facts["starts"]),
        ends_at=instant(facts["ends"]),
        sequence=facts["sequence"],
        late_told_at=False,
    )


@STEPS.on("visit_handed")
def visit_handed(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.change("visit", facts["visit"], person_id=facts["person"], sequence=facts["sequence"])


@STEPS.on("visit_begun")
def visit_begun(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("visit", event.facts["visit"], begun_at=True)


@STEPS.on("visit_late")
def visit_late(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("visit", event.facts["visit"], late_told_at=True)


@STEPS.on("visit_done", "visit_missed", "visit_cancelled")
def visit_ended(rebuilt: Rebuilt, event: Told) -> None:
    key, state = event.facts["visit"], event.type.removeprefix("visit_")
    rebuilt.change("visit", key, state=state, ended_at=True)
    if state == "cancelled":
        rebuilt.change("visit", key, sequence=rebuilt.value("visit", key, "sequence") + 1)


@STEPS.on("visit_recorded")
def visit_recorded(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "visit_record",
        facts["record"],
        visit_id=facts["visit"],
        kind=facts["kind"],
        conflict=facts["conflict"],
        state="conflict" if facts["conflict"] else "counts",
        words=words(event, "said"),
        quantity=Decimal(facts["quantity"]) if "quantity" in facts else None,
        unit=facts["unit"],
        serial=words(event, "serial"),
        checked=facts["checked"],
        file_id=facts.get("file"),
        item_id=facts.get("item"),
        judged_at=False,
    )


@STEPS.on("record_judged")
def record_judged(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    values = {"state": "counts" if facts["counts"] else "dropped", "judged_at": True}
    rebuilt.change("visit_record", facts["record"], **values, item_id=facts.get("item"))
