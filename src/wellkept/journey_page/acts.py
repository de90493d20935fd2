"""Acts that the page of a journey offers. An act that is not possible now carries the refusal of its check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wellkept.delivery import rules as delivery
from wellkept.endings import rules as endings
from wellkept.journey_page.record import JourneyRecord
from wellkept.journeys import rules as journeys
from wellkept.journeys.models import NextStep
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.orders import rules as orders
from wellkept.orders.quote_rules import cannot_quote
from wellkept.people.stages import stage_name
from wellkept.promises import rules as promises
from wellkept.sales import rules as sales
from wellkept.support import rules as support
from wellkept.visits.rules import cannot_plan_visit
from wellkept.voice import rules as voice

FORWARD, STAGE, CARE, HANDS, END = "forward", "stage", "care", "hands", "end"


@dataclass(frozen=True)
class Act:
    """One act. `noun` is its address below the journey's. If it is not possible now, `refusal` says why."""

    noun: str
    words: str
    group: str
    refusal: Refusal | None = None
    short: str = ""  # the words on a desk's row

    @property
    def possible(self) -> bool:
        return self.refusal is None

    @property
    def button(self) -> str:
        """Its words on a button of a row."""
        return self.short or self.words

    @property
    def why_not(self) -> str:
        return str(self.refusal.sentence) if self.refusal else ""

    @property
    def instead(self) -> str:
        return str(self.refusal.instead or "") if self.refusal else ""


def acts_of(record: JourneyRecord) -> list[Act]:
    """List every act, in the order in which people look for them.

    At rest, acts that need an open journey are left out.
    """
    if record.row.state == "ended":
        return []
    acts = [*_forward(record), *_stage(record), *_care(record), *_hands(record), *_ends(record)]
    if record.row.state == "at_rest":
        asleep = [
            act.noun for act in acts if act.refusal is not None and act.refusal.code == "journey_at_rest"
        ]
        acts = [act for act in acts if act.noun not in asleep and act.group != END]
    return acts


def first_act(record: JourneyRecord) -> Act | None:
    """Choose the likeliest act that is possible for the actor: the button of a row, and the first one of a
    page.
    """
    if record.row.state == "ended":
        return None
    return next((act for act in _likely(record) if act.possible), None)


def _likely(record: JourneyRecord) -> Iterator[Act]:
    """The offer to the actor, what they have to do, what brings the stage nearer to its end."""
    if record.row.state == "at_rest":
        yield _next_need(record)
        return
    if record.offer is not None and record.offer_is_mine:
        yield _acceptance(record)
    if record.my_step is not None:
        yield from _endings_of(record, record.my_step)
    yield from _asks_when_due(record)
    if record.answers.trigger == record.stage.trigger and record.offer is None:
        yield from _offers(record)
    yield from _of_stage(record)
    if record.stage.trigger == "acceptance" and record.answers.delivered != "everything":
        yield _delivery(record)
    if record.row.accepted_at is not None:
        yield _rest(record)
        yield _next_need(record)


def ending_of(record: JourneyRecord, step: NextStep) -> Act | None:
    """Choose the act that ends this step: its button. None if nothing that is possible now ends it."""
    return next((act for act in _endings_of(record, step) if act.possible), None)


def _endings_of(record: JourneyRecord, step: NextStep) -> Iterator[Act]:
    """The acts that end a step, the fitting one first; in the end, to say that it is done."""
    rule = step.rule
    if step.awaits != "us":
        if step.awaits == "customer" and step.due_at <= record.now:
            yield _asks(record)
        yield _done(record, step, _("It has come"))
        return
    if rule.is_handoff and record.offer is not None:
        yield _acceptance(record)
    elif rule.is_handoff:
        yield from _offers(record)
    if step.kind == "offer_other_terms":
        yield _put_agreement(record)
    elif step.kind == "approve_discount":
        number = step.parameters.get("suffix", "").removeprefix("/Q")
        yield Act(f"quotes/{number}/approval", _("Answer about the discount"), CARE)
    elif rule.is_answer:
        yield from _letter_or_call(record, _("Answer"))
    if rule.group == "call_back":
        yield _call(record, _("Call back"))
    if record.tells_untold(step):
        yield Act(f"notices/{step.whom}/telling", _("They were told"), CARE, journeys.open_to_workers(record))
    elif rule.is_tell:
        yield from _letter_or_call(record, _("Tell them"))
    if rule.is_put_right and record.answers.delivered != "everything":
        yield _delivery(record)
    if step.kind == "show_solutions" or (step.kind == "act" and step.text == record.stage.first_step):
        yield from _of_stage(record)  # the work of the stage ends with the stage's own act
    yield _done(record, step, _("Done"))


def _done(record: JourneyRecord, step: NextStep, words: str) -> Act:
    return Act(f"steps/{step.pk}/end", words, CARE, journeys.cannot_finish_step(record, step.pk))


def _letter_or_call(record: JourneyRecord, words: str) -> Iterator[Act]:
    obstacle = journeys.cannot_write_to_customer(record) or journeys.no_mail_address(record)
    yield Act("letters", words, CARE, obstacle)
    yield _call(record, words)


def _call(record: JourneyRecord, words: str) -> Act:
    return Act("touches", words, CARE, journeys.cannot_log_touch(record, incoming=True))


def _asks_when_due(record: JourneyRecord) -> Iterator[Act]:
    """Ask again when the day for it has come, and nothing is to be done before."""
    first = next(iter(record.steps), None) if record.my_step is None else None
    if (
        first is not None
        and (first.rule.is_ask_again, first.awaits) == (True, "customer")
        and first.due_at <= record.now
    ):
        yield _asks(record)


def _of_stage(record: JourneyRecord) -> Iterator[Act]:
    """The next act towards the trigger that ends the stage."""
    answers = record.answers
    if record.stage.trigger == "decision":
        if answers.read_back in ("", "corrected"):
            yield _read_back(record)
        if answers.read_back == "confirmed":
            yield _decision(record)
    if record.stage.trigger == "agreement":
        if answers.agreement in ("", "declined"):
            yield _put_agreement(record)
        if answers.agreement == "put":
            yield _agreement(record)
    if record.stage.trigger == "acceptance" and answers.delivered == "everything":
        yield _record_acceptance(record)


def _forward(record: JourneyRecord) -> Iterator[Act]:
    if record.offer is not None:
        base = f"handoffs/{record.offer.pk}"
        yield _acceptance(record)
        yield Act(f"{base}/refusal", _("Decline the handoff"), FORWARD, journeys.cannot_answer_offer(record))
        yield Act(
            f"{base}/withdrawal", _("Take the offer back"), FORWARD, journeys.cannot_withdraw_offer(record)
        )
        return
    yield from _offers(record)
    for stage in record.plan.returns(record.row.stage):
        words = _("Back to %(stage)s") if record.alone else _("Offer back to %(stage)s")
        refusal = journeys.cannot_offer(record, stage.stage)
        yield Act(f"handoffs?to={stage.stage}", words % {"stage": stage_name(stage.stage)}, FORWARD, refusal)


def _acceptance(record: JourneyRecord) -> Act:
    assert record.offer is not None
    noun = f"handoffs/{record.offer.pk}/acceptance"
    refusal = journeys.cannot_answer_offer(record)
    return Act(noun, _("Accept the handoff"), FORWARD, refusal, short=_("Accept"))


def _offers(record: JourneyRecord) -> Iterator[Act]:
    """Forward to the next stage. Who works alone sees it only when the customer's trigger is there."""
    if record.onward is None or (record.alone and record.pending is None):
        return
    words = _("Go on to %(stage)s") if record.alone else _("Offer to %(stage)s")
    refusal = journeys.cannot_offer(record)
    yield Act(
        "handoffs", words % {"stage": stage_name(record.onward.stage)}, FORWARD, refusal, short=_("Offer")
    )


def _stage(record: JourneyRecord) -> Iterator[Act]:
    trigger = record.stage.trigger
    if trigger == "decision":
        yield _read_back(record)
        if record.read_back is not None:
            refusal = sales.cannot_answer_read_back(record, record.read_back)
            yield Act("read-backs/answer", _("Write down their answer"), STAGE, refusal)
        yield _decision(record)
    if trigger == "agreement":
        words = _("Make another quote") if record.quotes else _("Make a quote")
        yield Act("quotes", words, STAGE, cannot_quote(record), short=_("Quote"))
        yield _put_agreement(record)
        yield _agreement(record)
        if record.put is not None:
            refusal = orders.cannot_decline_agreement(record, record.put)
            yield Act("agreement/refusal", _("They do not agree"), STAGE, refusal)
    if trigger == "acceptance":
        if record.changes_what_is_agreed:
            yield from _change_of_agreement(record)
        if record.answers.delivered != "everything":
            yield _delivery(record)
        yield _record_acceptance(record)
        if record.answers.delivered != "nothing":
            yield Act("rejection", _("They do not accept it"), STAGE, delivery.cannot_reject(record))
    if trigger == "next_need" or record.row.accepted_at is not None:
        yield _rest(record)
        yield _next_need(record)
    if any(step.rule.is_asked for step in record.steps):
        refusal = journeys.open_to_workers(record)
        yield Act("no-answer-needed", _("Needs no answer"), STAGE, refusal)


def _read_back(record: JourneyRecord) -> Act:
    again = record.answers.read_back in ("put", "confirmed")
    words = _("Read it back again") if again else _("Read it back")
    return Act("read-backs", words, STAGE, sales.cannot_read_back(record), short=_("Read it back"))


def _decision(record: JourneyRecord) -> Act:
    refusal = sales.cannot_decide(record)
    return Act("decision", _("Record their decision"), STAGE, refusal, short=_("They decided"))


def _put_agreement(record: JourneyRecord) -> Act:
    words = _("Put another agreement") if record.put is not None else _("Put the agreement to the customer")
    if record.changes_what_is_agreed:
        words = _("Change what was agreed")
    return Act("agreements", words, STAGE, orders.cannot_put_agreement(record), short=_("Agreement"))


def _change_of_agreement(record: JourneyRecord) -> Iterator[Act]:
    """Change what is agreed while it is delivered, and write down what they say to it."""
    refusal = orders.cannot_put_agreement(record)
    yield Act("agreements", _("Change what was agreed"), STAGE, refusal, short=_("Change"))
    if record.put is not None:
        yield Act("agreement", _("They agree to the change"), STAGE, orders.cannot_agree(record, record.put))
        refusal = orders.cannot_decline_agreement(record, record.put)
        yield Act("agreement/refusal", _("They do not agree"), STAGE, refusal)


def _agreement(record: JourneyRecord) -> Act:
    refusal = orders.cannot_agree(record, record.put)
    return Act("agreement", _("Record their agreement"), STAGE, refusal, short=_("They agreed"))


def _delivery(record: JourneyRecord) -> Act:
    return Act("delivery", _("It is delivered"), STAGE, delivery.cannot_deliver(record))


def _record_acceptance(record: JourneyRecord) -> Act:
    refusal = delivery.cannot_accept(record, delivered=record.answers.delivered)
    return Act("acceptance", _("Record their acceptance"), STAGE, refusal, short=_("They accepted"))


def _rest(record: JourneyRecord) -> Act:
    return Act("rest", _("It works: put it to rest"), STAGE, support.cannot_rest(record, record.owed))


def _next_need(record: JourneyRecord) -> Act:
    return Act("next-need", _("Their next need"), STAGE, support.cannot_begin_next(record, record.owed))


def _asks(record: JourneyRecord) -> Act:
    return Act("asks", _("Ask them again"), CARE, endings.cannot_ask_again(record), short=_("Ask again"))


def _care(record: JourneyRecord) -> Iterator[Act]:
    workers = journeys.open_to_workers(record)
    yield Act("promises", _("Make a promise"), CARE, promises.cannot_promise(record))
    yield Act("steps", _("Plan a step"), CARE, workers)
    yield Act("visits", _("Plan a visit"), CARE, cannot_plan_visit(record))
    yield Act("waits", _("Wait for somebody"), CARE, workers)
    yield _asks(record)
    yield Act("need", _("Correct the need"), CARE, journeys.open_to_customer(record))
    if record.seller is not None:
        yield Act("seller", _("Change who sells"), CARE, journeys.cannot_change_seller(record))
    if record.stage.trigger in ("acceptance", "next_need"):
        yield Act("items", _("Enter what stands there"), CARE, delivery.cannot_enter_items(record))
    yield Act("references", _("Add a reference"), CARE, journeys.alive_to_all(record))
    for stops, words in (("delivery", _("Put delivery on hold")), ("billing", _("Put billing on hold"))):
        if record.hold_on(stops) is None:
            yield Act(f"holds?stops={stops}", words, CARE, journeys.cannot_place_hold(record, stops))


def _hands(record: JourneyRecord) -> Iterator[Act]:
    row, owner = record.row, journeys.alive_to_owner(record)
    if row.state == "at_rest":
        yield Act("waking", _("Wake it"), HANDS, journeys.cannot_wake(record))
    if not record.alone:
        yield Act("owner", _("Name another owner"), HANDS, owner)
        if len(record.team_members) > 1:
            yield Act("holder", _("Give it to a colleague"), HANDS, journeys.open_to_workers(record))
        words = _("Readable for all again") if row.confidential else _("Make it confidential")
        yield Act("confidentiality", words, HANDS, owner)
        if row.confidential:
            yield Act("readers", _("Name a reader"), HANDS, owner)
    yield Act("parts", _("Split off a second problem"), HANDS, endings.cannot_split_off(record))
    refusal = endings.cannot_join(record)
    if refusal is None and not record.others:
        refusal = invalid("into", _("They have no other journey in which it could go on."))
    yield Act("join", _("Join with another journey"), HANDS, refusal)


def _ends(record: JourneyRecord) -> Iterator[Act]:
    yield Act("cancellation?by=them", _("They cancel"), END, endings.cannot_cancel(record, by_them=True))
    yield Act("cancellation?by=us", _("We cancel"), END, endings.cannot_cancel(record, by_them=False))
    yield Act("decline", _("They decided against it"), END, endings.cannot_decline(record))
    yield Act("fit", _("Is it for us?"), STAGE, voice.cannot_judge_fit(record))
    yield Act("not-ours", _("Not ours to solve"), END, endings.cannot_be_not_ours(record))
    unanswered = endings.cannot_end_unanswered(record, record.asks)
    yield Act("no-answer", _("They never answered"), END, unanswered)
    error = endings.cannot_be_opened_in_error(record, record.owed)
    yield Act("error", _("Opened in error"), END, error)
