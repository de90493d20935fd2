from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.endings import rules
from wellkept.endings.queries import asks_of
from wellkept.journeys import facts
from wellkept.journeys.commands.end import end
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.commands.turn import Turn, turn, turns
from wellkept.journeys.models import Ending, Journey
from wellkept.journeys.need import Need, Origin, Start
from wellkept.journeys.state import JourneyState
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.notices.models import Notice
from wellkept.people.actor import Actor
from wellkept.promises.commands.ledger import carry_over, open_promises, release
from wellkept.promises.queries import open_promises as open_promises_of
from wellkept.references.commands import note
from wellkept.voice.commands.fit import judge


def cancel(*, journey: int, why: str, by: Actor, by_them: bool) -> Ending:
    """Cancel the journey, at the customer's wish or ours. The same act writes the notice with the reason."""
    if not why.strip():
        raise invalid("why", _("The customer is told the reason. What is it?"))
    with turn(journey=journey, by=by, check=lambda state: rules.cannot_cancel(state, by_them=by_them)) as t:
        notice = _tell(t, "cancelled", why, by_them=by_them)
        _release_all(t, words=why.strip())
        end(t, "cancelled_by_them" if by_them else "cancelled_by_us", why=why.strip(), notice=notice)
    return Ending.objects.get(journey_id=journey)


def decline(*, journey: int, why: str, by: Actor) -> None:
    """End the journey because the customer decided against it. The reason is in their words."""
    _says_why(why)
    with turn(journey=journey, by=by, check=rules.cannot_decline) as t:
        _release_all(t, words=why.strip())
        end(t, "customer_declined", why=why.strip())


def not_ours(
    *,
    journey: int,
    why: str,
    by: Actor,
    who_can_help: str = "",
    how_to_reach: str = "",
    asks: str = "",
    strengths: Sequence[int] = (),
) -> Ending:
    """End the journey because the need is not for us. The customer is told who can help.

    The need's requirements and the helper are kept with the journey as its fit. With a helper it is a good
    ending.
    """
    _says_why(why)
    helper = ", ".join(filter(None, [who_can_help.strip(), how_to_reach.strip()]))
    with turn(journey=journey, by=by, check=rules.cannot_be_not_ours) as t:
        notice = _tell(t, "not_ours", why, who_can_help=helper)
        judge(
            t,
            asks=asks.strip() or t.row.need,
            verdict="not_ours",
            why=why,
            strengths=strengths,
            who_can_help=who_can_help,
            how_to_reach=how_to_reach,
            notice=notice,
        )
        _release_all(t, words=why.strip())
        end(t, "not_ours", why=why.strip(), notice=notice)
    return Ending.objects.get(journey_id=journey)


def ask_again(*, journey: int, by: Actor, words: str = "") -> Notice:
    """Ask the customer who has not answered. The last ask that the blueprint allows says that it is the last."""
    with turn(journey=journey, by=by, check=rules.cannot_ask_again) as t:
        asked = asks_of(t.row).count
        last = asked + 1 >= t.plan.version.asks_before_no_answer
        t.finish([s for s in t.steps() if s.rule.is_ask_again and s.awaits == "customer"], how="asked")
        notice = t.tell(
            "last_ask" if last else "ask",
            words=words.strip(),
            new=False,
            ask=asked + 1,
            need=t.row.need,
        )
        t.plan_step(
            "close_unanswered" if last else "ask_again",
            hours=t.stage.silence_hours,
            awaits="customer",
        )
        return notice


def no_answer(*, journey: int, by: Actor) -> None:
    """End the journey because the customer never answered.

    Needs the blueprint's number of asks; the last one said so and was told.
    """
    with turn(journey=journey, by=by, check=_cannot_end_unanswered) as t:
        asks = asks_of(t.row)
        for promise in open_promises(t):
            release(t, promise, because="no_answer")
        end(t, "no_answer", notice=asks.last, asks=asks.count)


def opened_in_error(*, journey: int, why: str, by: Actor) -> None:
    """End a journey that was opened in error. Its number stays taken and still says so."""
    _says_why(why)
    with turn(journey=journey, by=by, check=_cannot_be_opened_in_error) as t:
        end(t, "opened_in_error", why=why.strip())


def taken_back(*, journey: int, taken_back_with: int, by: Actor) -> None:
    """End a journey because the import that brought it is taken back."""
    with turn(journey=journey, by=by, check=_cannot_be_opened_in_error) as t:
        end(t, "opened_in_error", taken_back_with=taken_back_with)


def join(*, journey: int, into: int, why: str, by: Actor) -> None:
    """Join a journey into another one about the same problem.

    Its references find the other one, and its open promises move there.
    """
    _says_why(why)
    if journey == into:
        raise invalid("into", _("A journey cannot be joined with itself."))

    def check(state: JourneyState) -> Refusal | None:
        return rules.cannot_join(state) if state.row.pk == journey else rules.cannot_take_in(state)

    with turns(journeys=[journey, into], by=by, check=check) as (gone, stays):
        if gone.row.customer_id != stays.row.customer_id:
            raise invalid("into", _("These are two customers' journeys. Merge the customers first."))
        if gone.row.confidential and not stays.row.confidential:
            raise Refusal(
                "not_confidential",
                _(
                    "This journey is confidential, the other one is not: everybody would read what goes on there."
                ),
                instead=_("Make the other one confidential first."),
            )
        carry_over(gone, stays, words=why.strip())
        stays.say(facts.JourneyJoined(other=gone.row.pk, number=gone.row.number))
        note(
            subject=stays.row.pk,
            texts=[("number", gone.row.number)],
            country=stays.row.customer.country,
            customer=stays.row.customer_id,
        )
        notice = _tell(gone, "joined", why, into=stays.row.number)
        end(gone, "merged", why=why.strip(), into=stays.row, notice=notice)


@transaction.atomic
def split_off(*, journey: int, need: str, by: Actor, blueprint: str | None = None) -> Journey:
    """Split off a second problem as a journey of its own, for the same customer, with everything known."""
    if not need.strip():
        raise invalid("need", _("What is the second problem?"))
    with turn(journey=journey, by=by, check=rules.cannot_split_off) as t:
        row = t.row
        new = open_journey(
            customer=row.customer_id,
            need=Need(need),
            by=by,
            contact=row.contact_id,
            site=row.site_id,
            start=Start(
                owner=row.owner_id,
                blueprint=blueprint or row.blueprint.key,
                confidential=row.confidential,
            ),
            origin=Origin(came_from=row.pk, came_by="split"),
        )
        t.say(facts.ProblemSplitOff(other=new.pk, number=new.number))
        return new


def could_not_be_told(*, notice: Notice, tries: str, by: Actor) -> None:
    """Record that a customer cannot be told: by the owner and again by the process owner, with the tries."""
    if not tries.strip():
        raise invalid("tries", _("What was tried?"))
    with turn(journey=notice.subject_id, by=by, check=rules.cannot_record_untold) as t:
        t.say(facts.CouldNotBeTold(notice=str(notice.pk), tries=tries.strip()))


def _tell(
    t: Turn,
    kind: str,
    why: str,
    by_them: bool | None = None,
    who_can_help: str | None = None,
    into: str | None = None,
) -> Notice:
    """The notice of an ending, in the same transaction: by mail, or as a call or a letter that somebody has to make."""
    return t.tell(
        kind,
        words=why.strip(),
        need=t.row.need,
        by_them=by_them,
        who_can_help=who_can_help,
        into=into,
    )


def _release_all(t: Turn, *, words: str) -> None:
    for promise in open_promises(t):
        release(t, promise, words=words)


def _says_why(why: str) -> None:
    if not why.strip():
        raise invalid("why", _("Say why it ends."))


def _cannot_end_unanswered(state: JourneyState) -> Refusal | None:
    return rules.cannot_end_unanswered(state, asks_of(state.row))


def _cannot_be_opened_in_error(state: JourneyState) -> Refusal | None:
    return rules.cannot_be_opened_in_error(state, list(open_promises_of(state.row.pk)))
