"""Events of touches, next steps, checklists and holds on a journey, and of notices; and the rows that they make."""

from __future__ import annotations

from wellkept.verification.chains import Told
from wellkept.verification.rebuild import UNKNOWN, Rebuilt, Row, Steps, instant, words

STEPS = Steps()
MAYBE = {False, True}  # a step that an act may have ended beside its own event


# Touches


@STEPS.on("touch_logged", "touch_taken_over")
def touch_logged(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "touch",
        facts["touch"],
        incoming=facts["incoming"],
        channel=facts["channel"],
        contact_id=facts.get("contact"),
        person_id=facts.get("person"),
        seconds_waited=facts.get("seconds_waited"),
        **{name: facts.get(name, False) for name in ("chase", "explained_again", "unanswered")},
    )


@STEPS.on("wrote_to_customer")
def wrote_to_customer(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    if "touch" in facts:
        rebuilt.new("touch", facts["touch"], incoming=False, channel="mail", contact_id=facts["contact"])


@STEPS.on("touch_told")
def touch_told(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.change("touch", facts["touch"], chase=facts["chase"], explained_again=facts["explained_again"])


@STEPS.on("touch_put_elsewhere")
def touch_put_elsewhere(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.remove("touch", event.facts["touch"])


# Next steps


@STEPS.on("step_planned")
def step_planned(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "next_step",
        facts["step"],
        kind=facts["kind"],
        text=words(event, "text"),
        due_at=instant(facts["due"]),
        awaits=facts["awaits"],
        whom=facts.get("whom", ""),
        handler_id=facts.get("handler"),
        # An act that ends steps silently may also end one that it had planned itself.
        done_at=MAYBE if event.act in rebuilt.ends_steps else False,
    )


@STEPS.on("step_moved")
def step_moved(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("next_step", event.facts["step"], due_at=instant(event.facts["due"]))


@STEPS.on("step_handed")
def step_handed(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("next_step", event.facts["step"], handler_id=event.facts["handler"])


@STEPS.on("step_done")
def step_done(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.change(
        "next_step",
        facts["step"],
        done_at=True,
        done_how=facts.get("how", "done"),
        done_note=words(event, "note"),
    )


def may_end_steps(rebuilt: Rebuilt, event: Told, *, also_later: bool = False) -> None:
    """Note an event whose act also ends steps, without an event of their own.

    `also_later`: the event stands before steps that the act had planned already.
    """
    if also_later:
        rebuilt.ends_steps.add(event.act)
    for row in rebuilt.rows["next_step"].values():
        if row["done_at"] is False:
            row["done_at"] = MAYBE


@STEPS.on("no_answer_needed")
def no_answer_needed(rebuilt: Rebuilt, event: Told) -> None:
    may_end_steps(rebuilt, event)


# The checklist of a handoff, and holds


@STEPS.on("item_ticked")
def item_ticked(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.new("handoff_check", event.facts["item"], note=words(event, "note"))


@STEPS.on("item_unticked")
def item_unticked(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.remove("handoff_check", event.facts["item"])


@STEPS.on("hold_placed")
def hold_placed(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new("hold", facts["hold"], stops=facts["stops"], why=words(event, "why"), lifted_at=False)


@STEPS.on("hold_lifted")
def hold_lifted(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("hold", event.facts["hold"], lifted_at=True)


# Notices


@STEPS.on("notice_queued")
def notice_queued(rebuilt: Rebuilt, event: Told) -> None:
    facts = event.facts
    rebuilt.new(
        "notice",
        facts["notice"],
        kind=facts["kind"],
        channel=facts["channel"],
        contact_id=facts.get("contact"),
        says_something_new=facts["new"],
        words=words(event, "words"),
        carried_at=False,
        returned_at=False,
        given_up_at=False,
    )


@STEPS.on("notice_told")
def notice_told(rebuilt: Rebuilt, event: Told) -> None:
    state: Row = {"carried_at": True, "returned_at": False, "given_up_at": False}
    rebuilt.change("notice", event.facts["notice"], text=event.facts.get("digest", UNKNOWN), **state)


@STEPS.on("notice_returned")
def notice_returned(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("notice", event.facts["notice"], returned_at=True)


@STEPS.on("notice_given_up")
def notice_given_up(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("notice", event.facts["notice"], given_up_at=True)


@STEPS.on("notice_sent_again")
def notice_sent_again(rebuilt: Rebuilt, event: Told) -> None:
    rebuilt.change("notice", event.facts["notice"], given_up_at=False)
