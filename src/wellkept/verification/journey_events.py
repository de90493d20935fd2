"""Events of a journey and its handoffs, and the rows that they make."""

from __future__ import annotations

from wellkept.verification.chains import Told
from wellkept.verification.contact_events import may_end_steps
from wellkept.verification.rebuild import UNKNOWN, Rebuilt, Steps, amount, instant, words

STEPS = Steps()


@STEPS.on("journey_opened")
def journey_opened(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "journey",
        rebuilt.subject,
        **{name: facts[name] for name in ("number", "stage")},
        **{
            f"{name}_id": facts[name]
            for name in ("customer", "blueprint", "version", "entity", "team", "owner", "holder")
        },
        contact_id=facts.get("contact"),
        came_from_id=facts.get("came_from"),
        came_by=facts.get("came_by", ""),
        budget=amount(facts.get("budget")),
        requested_for=instant(facts.get("requested_for")),
        need=words(event, "need"),
        state="open",
        move=0,
        opened_at=str(event.happened),
        confidential=facts.get("confidential", UNKNOWN),
    )
    rebuilt.texts.add(("number", facts["number"]))
    _need(rebuilt, event)
    _move(rebuilt, 0, from_stage=None, to_stage=facts["stage"], version_id=facts["version"])


def _move(rebuilt: Rebuilt, place: int, **values: object) -> None:
    """A move into a stage; where it says nothing else, it is the first one."""
    first = {"left_version_id": None, "handoff_id": None, "trigger_id": None, "woke": False}
    rebuilt.new("move", place, **(first | values))


@STEPS.on("need_corrected")
def need_corrected(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.journey(
        need=words(event, "need"),
        budget=amount(event.facts.get("budget")),
        requested_for=instant(event.facts.get("requested_for")),
        contact_id=UNKNOWN,  # the correction may name another one, and its event does not
    )
    _need(rebuilt, event)


def _need(rebuilt: Rebuilt, event: Told) -> None:
    need = words(event, "need")
    if need is not UNKNOWN:
        rebuilt.texts.add(("need", need))


@STEPS.on("first_word_moved")
def first_word_moved(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.journey(opened_at=instant(event.facts["opened"]))


@STEPS.on("speaker_changed")
def speaker_changed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.journey(contact_id=event.facts.get("contact"))


@STEPS.on("journey_changed_customer")
def journey_changed_customer(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.journey(customer_id=event.facts["customer"], contact_id=UNKNOWN)


@STEPS.on("owner_changed")
def owner_changed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.journey(owner_id=event.facts["owner"])


@STEPS.on("holder_changed")
def holder_changed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.journey(holder_id=event.facts["holder"])
    for row in rebuilt.rows["handoff"].values():
        if row["state"] == "offered" and row["giver_id"] == event.facts["holder_before"]:
            row["giver_id"] = UNKNOWN  # who has left gives nothing: the next holder does


@STEPS.on("seller_changed")
def seller_changed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.journey(entity_id=event.facts["entity"])


@STEPS.on("made_confidential")
def made_confidential(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.journey(confidential=event.facts["confidential"])


@STEPS.on("went_to_rest", "rested_again")
def went_to_rest(rebuilt: Rebuilt, event: Told) -> None:
    may_end_steps(rebuilt, event, also_later=True)
    rebuilt.journey(state="at_rest", holder_id=None)


@STEPS.on("woke")
def woke(rebuilt: Rebuilt, event: Told) -> None:
    may_end_steps(rebuilt, event)
    stage = rebuilt.value("journey", rebuilt.subject, "stage")
    place = rebuilt.value("journey", rebuilt.subject, "move") + 1
    version = event.facts["version"]
    _move(rebuilt, place, from_stage=stage, to_stage=stage, version_id=version, woke=True)
    rebuilt.journey(
        state="open",
        holder_id=event.facts["holder"],
        version_id=event.facts["version"],
        team_id=UNKNOWN,  # support's, whichever the blueprint named then
        move=place,
    )


@STEPS.on("journey_ended")
def journey_ended(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    may_end_steps(rebuilt, event, also_later=True)
    rebuilt.journey(state="ended", holder_id=None)
    for row in rebuilt.rows["handoff"].values():
        if row["state"] == "offered":
            row["state"] = "withdrawn"
    rebuilt.rows["ending"][rebuilt.subject] = {
        "how": facts["how"],
        "why": words(event, "why"),
        "notice_id": facts.get("notice"),
        "next_journey_id": facts.get("next_journey"),
        "into_id": facts.get("into"),
        "taken_back_with": facts.get("taken_back_with"),
    }


@STEPS.on("journey_joined")
def journey_joined(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.texts.add(("number", event.facts["number"]))
    rebuilt.joined.add(event.facts["number"])


@STEPS.on("reference_noted")
def reference_noted(rebuilt: Rebuilt, event: Told) -> None:
    text = words(event, "said")
    if text is not UNKNOWN:
        rebuilt.texts.add((event.facts["kind"], text))


# Triggers


@STEPS.on("triggered")
def triggered(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "stage_trigger",
        facts["trigger"],
        kind=facts["kind"],
        evidence=facts["evidence"],
        contact_id=facts.get("contact"),
        written_by_id=facts.get("written_by"),
        objected_at=False,
    )


@STEPS.on("trigger_objected")
def trigger_objected(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("stage_trigger", event.facts["trigger"], objected_at=True)


# Handoffs


@STEPS.on("handoff_offered")
def handoff_offered(rebuilt: Rebuilt, event: Told) -> None:
    may_end_steps(rebuilt, event)
    facts = event.facts
    rebuilt.new(
        "handoff",
        facts["handoff"],
        **{name: facts[name] for name in ("from_stage", "to_stage", "complete")},
        **{f"{name}_id": facts[name] for name in ("team", "giver", "receiver")},
        answer_by=instant(facts["answer_by"]),
        reason=words(event, "reason"),
        state="offered",
        rating=None,
    )


@STEPS.on("handoff_escalated")
def handoff_escalated(rebuilt: Rebuilt, event: Told) -> None:
    may_end_steps(rebuilt, event)
    facts = event.facts
    rebuilt.change(
        "handoff",
        facts["handoff"],
        receiver_id=facts["receiver"],
        escalations=facts["rung"],
        answer_by=UNKNOWN,
    )


@STEPS.on("offer_handed")
def offer_handed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("handoff", event.facts["handoff"], receiver_id=event.facts["receiver"])


@STEPS.on("handoff_declined")
def handoff_declined(rebuilt: Rebuilt, event: Told) -> None:
    may_end_steps(rebuilt, event)
    rebuilt.change("handoff", event.facts["handoff"], state="declined", answer=words(event, "reason"))


@STEPS.on("handoff_withdrawn")
def handoff_withdrawn(rebuilt: Rebuilt, event: Told) -> None:
    may_end_steps(rebuilt, event)
    rebuilt.change("handoff", event.facts["handoff"], state="withdrawn", answer=words(event, "reason"))


@STEPS.on("handoff_accepted")
def handoff_accepted(rebuilt: Rebuilt, event: Told) -> None:
    may_end_steps(rebuilt, event)
    facts = event.facts
    place = rebuilt.value("journey", rebuilt.subject, "move") + 1
    _move(
        rebuilt,
        place,
        from_stage=facts["from_stage"],
        to_stage=facts["to_stage"],
        left_version_id=rebuilt.value("journey", rebuilt.subject, "version_id"),
        version_id=facts["version"],
        handoff_id=facts["handoff"],
        trigger_id={None, *rebuilt.rows["stage_trigger"]},
    )
    rebuilt.change(
        "handoff", facts["handoff"], state="accepted", rating=facts.get("rating"), giver_id=facts["giver"]
    )
    rebuilt.journey(
        stage=facts["to_stage"],
        team_id=facts["team"],
        holder_id=facts["holder"],
        version_id=facts["version"],
        move=place,
    )
