from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.journeys.commands.touches import ask_us, wait_for_customer
from wellkept.journeys.commands.triggers import call_for_handoff, trigger
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Trigger
from wellkept.journeys.state import JourneyState
from wellkept.kernel.refusal import Refusal, changed_meanwhile, invalid, missing
from wellkept.kernel.text import fill_now
from wellkept.people.actor import Actor
from wellkept.sales import facts, rules
from wellkept.sales.models import ReadBack
from wellkept.sales.queries import read_back_to_answer


def read_back(*, journey: int, text: str, by: Actor) -> ReadBack:
    """Read the need back in our words. The customer confirms or corrects it on their page."""
    if not text.strip():
        raise invalid("text", _("What did you understand?"))
    with turn(journey=journey, by=by, check=rules.cannot_read_back) as t:
        ReadBack.objects.filter(journey=t.row, state="put").update(state="replaced", answered_at=t.now)
        row = ReadBack(journey=t.row, text=text.strip(), put_at=t.now, put_by_id=by.as_staff())
        row.save(force_insert=True)
        t.say(facts.ReadBackPut(read_back=row.pk, text=row.text))
        t.tell("read_back", words=row.text)
        t.finish(
            [s for s in t.steps() if s.handler_id is None and (s.rule.is_work or s.rule.is_answer)],
            how="read_back",
        )
        wait_for_customer(t)
        return row


def confirm_need(*, journey: int, by: Actor, read_back: int | None = None) -> None:
    """Record that the customer confirms the read-back. `read_back` is the one that they saw, if it is named."""
    with turn(journey=journey, by=by, check=_cannot_answer) as t:
        row = _put(t, read_back)
        row.state, row.answered_at, row.answered_by_id = "confirmed", t.now, by.contact
        row.save(update_fields=["state", "answered_at", "answered_by"])
        t.say(facts.NeedConfirmed(read_back=row.pk))
        t.finish([s for s in t.steps() if s.rule.is_ask_again and s.awaits == "customer"], how="confirmed")
        if not t.steps():
            t.plan_step("show_solutions", hours=t.stage.answer_hours)


def correct_read_back(*, journey: int, correction: str, by: Actor, read_back: int | None = None) -> None:
    """Record that the customer corrects the read-back. Their words are the need from now on."""
    if not correction.strip():
        raise invalid("correction", _("What is different?"))
    with turn(journey=journey, by=by, check=_cannot_answer) as t:
        row = _put(t, read_back)
        row.state, row.answered_at, row.answered_by_id = "corrected", t.now, by.contact
        row.correction = correction.strip()
        row.save(update_fields=["state", "answered_at", "answered_by", "correction"])
        t.say(facts.ReadBackCorrected(read_back=row.pk, correction=row.correction))
        t.finish([s for s in t.steps() if s.rule.is_ask_again and s.awaits == "customer"], how="corrected")
        ask_us(t, who=t.row.contact.name if t.row.contact else "")


def decide(
    *,
    journey: int,
    what: str,
    why: str,
    evidence: Evidence,
    by: Actor,
    contact: int | None = None,
) -> Trigger:
    """Record the customer's decision: what they want, and why. End the work of sales and call for the handoff."""
    if not what.strip():
        raise invalid("what", _("What did they decide for?"))
    with turn(journey=journey, by=by, check=rules.cannot_decide, happened=evidence.happened) as t:
        words = fill_now("%(what)s. %(why)s", {"what": what.strip(), "why": why.strip()}).strip()
        row = trigger(t, "decision", evidence=replace(evidence, words=words), contact=_contact(t, contact))
        t.finish(
            [s for s in t.steps() if s.handler_id is None and s.rule.ends_with_stage],
            how="decided",
        )
        call_for_handoff(t, row)
        return row


def _cannot_answer(state: JourneyState) -> Refusal | None:
    return rules.cannot_answer_read_back(state, read_back_to_answer(state.row.pk))


def _put(t: Turn, seen: int | None) -> ReadBack:
    """The read-back that waits for its answer, which the check has seen. Another one than `seen` is refused."""
    row = read_back_to_answer(t.row.pk)
    assert row is not None
    if seen is not None and seen != row.pk:
        raise changed_meanwhile(row.text)
    return row


def _contact(t: Turn, contact: int | None) -> Contact | None:
    if contact is None:
        return None
    its_contact = Contact.objects.filter(pk=contact, customer_id=t.row.customer_id).first()
    if its_contact is None:
        raise missing("contact", _("This contact belongs to another customer."))
    return its_contact
