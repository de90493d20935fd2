"""Everything that people do with the spine, for random sequences: an act takes the company and a die, and is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.cast import Cast, Party

from wellkept.blueprints import commands as blueprints
from wellkept.blueprints.queries import current
from wellkept.delivery import commands as delivery
from wellkept.delivery.defect import Defect
from wellkept.endings import commands as endings
from wellkept.journeys.commands import (
    details,
    handoffs,
    hands,
    holds,
    open,
    process,
    rest,
    silence,
    steps,
    touches,
    triggers,
)
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Handoff, Hold, Journey, NextStep, Trigger
from wellkept.journeys.need import Need, Start
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.touch import Effort, IncomingTouch, OutgoingTouch
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import missing
from wellkept.messages import commands as messages
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.people import commands as staff
from wellkept.people.actor import Actor, customer
from wellkept.people.queries import actor
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise, PromiseMove
from wellkept.sales import commands as sales
from wellkept.support import commands as support

PEOPLE = ("ana", "tom", "olga", "jonas", "lea", "mira", "iris")
EVIDENCE = ("click", "mail", "spoken", "paper", "deemed")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Act = Callable[[], Any]


class Company:
    """The cast with a die: whom it takes, and what there is to do."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.die = cast, Random(seed)

    def soon(self) -> datetime:
        return clock.now() + self.die.choice((HOUR, 5 * HOUR, DAY, 4 * DAY, 12 * DAY))

    def somebody(self) -> Actor:
        """Mostly a colleague, sometimes the customer, now and then somebody else's customer."""
        if self.die.random() < 0.25:
            party: Party = self.die.choice((self.cast.bakery, self.cast.bakery, self.cast.school))
            return party.actor
        return self.cast.by(self.die.choice(PEOPLE))

    def one_of(self, rows: Any, what: str) -> Any:
        results = list(rows.order_by("pk"))
        if not results:
            raise missing(what, "There is none.")
        return self.die.choice(results)

    def journey(self) -> Journey:
        living = Journey.objects.exclude(state="ended")
        return self.one_of(living if self.die.random() < 0.95 else Journey.objects.all(), "journey")

    def right_one(self, row: Journey) -> Actor:
        """The holder, else the owner."""
        return actor(row.holder_id or row.owner_id)

    def likely_actor(self, row: Journey) -> Actor:
        return self.right_one(row) if self.die.random() < 0.75 else self.somebody()

    def contact(self, row: Journey) -> Actor:
        return customer(row.contact_id or self.cast.bakery.contact.pk)

    def either(self, row: Journey) -> tuple[Actor, str]:
        """The customer's click, or what a colleague writes down; sometimes neither fits."""
        if self.die.random() < 0.5:
            return self.contact(row), "click"
        return self.likely_actor(row), self.die.choice(EVIDENCE)


def _open(c: Company) -> Any:
    party = c.die.choice((c.cast.bakery, c.cast.school))
    return open.open_journey(
        customer=party.customer.pk,
        contact=party.contact.pk,
        need=Need("Something is wrong"),
        by=c.somebody(),
        start=Start(
            owner=c.cast.person(c.die.choice(PEOPLE)).pk if c.die.random() < 0.3 else None,
            blueprint=c.die.choice(("service", "product", "repeat")),
        ),
    )


def _along(c: Company) -> Any:
    """Do the next act of a journey that goes well, as the right person."""
    row = c.journey()
    if row.state == "at_rest":
        return support.next_need(journey=row.pk, need=Need("The next"), by=c.contact(row))
    offer = Handoff.objects.filter(journey=row, state="offered").first()
    if offer is not None:
        return handoffs.accept_handoff(
            journey=row.pk, by=actor(offer.receiver_id), rating=c.die.randint(1, 5)
        )
    stage, by, customer_contact = row.stage, c.right_one(row), c.contact(row)
    if stage == "support":
        for promise in row.promises.filter(
            kept_at__isnull=True, released_at__isnull=True, struck_at__isnull=True
        ):
            return promises.keep_promise(journey=row.pk, promise=promise.pk, by=by)
        for step in row.steps.filter(
            done_at__isnull=True, kind__in=("answer", "call_back", "complaint", "open_point")
        ):
            return steps.finish_step(
                journey=row.pk, step=step.pk, by=by, how="done", then=PlannedStep("See how it goes")
            )
        return support.confirm_success(journey=row.pk, by=customer_contact)
    used = row.moves.exclude(trigger=None).values("trigger_id")
    kind = {"sales": "decision", "orders": "agreement", "delivery": "acceptance"}[stage]
    if row.triggers.filter(kind=kind).exclude(pk__in=used).exists():
        return handoffs.offer_handoff(journey=row.pk, by=by)
    if stage == "sales":
        return sales.decide(
            journey=row.pk, what="This", why="It is best", evidence=Evidence("click"), by=customer_contact
        )
    if stage == "orders":
        if row.agreements.filter(state="put").exists():
            return orders.agree(
                journey=row.pk, by=customer_contact, evidence=Evidence(signed_name="Petra Lindner")
            )
        return orders.put_agreement(
            journey=row.pk,
            words="One",
            total=Money(Decimal(c.die.randint(1, 2000)), "EUR"),
            delivery_by=c.soon(),
            by=by,
        )
    if c.die.random() < 0.5:
        return delivery.deliver(journey=row.pk, words="It is there", by=by)
    defects = [Defect("A scratch")] if c.die.random() < 0.3 else []
    return delivery.accept(
        journey=row.pk, by=customer_contact, evidence=Evidence(signed_name="Petra Lindner"), defects=defects
    )


def _touch(c: Company) -> Any:
    row, incoming = c.journey(), c.die.random() < 0.6
    ago = timedelta(minutes=c.die.choice((0, 0, 0, 30, 3000)))
    direction = IncomingTouch if incoming else OutgoingTouch
    return touches.log_touch(
        journey=row.pk,
        touch=direction(
            c.die.choice(("mail", "call", "visit")),
            "Well",
            happened=max(clock.now() - ago, row.opened_at) if ago else None,
            unanswered=c.die.random() < 0.2,
            effort=Effort(chase=incoming and c.die.random() < 0.2),
        ),
        by=c.contact(row) if incoming and c.die.random() < 0.5 else c.somebody(),
    )


def _step(c: Company, row: Journey) -> NextStep:
    next_step: NextStep = c.one_of(row.steps.filter(done_at__isnull=True), "step")
    return next_step


def _promise(c: Company, row: Journey) -> Promise:
    promise: Promise = c.one_of(row.promises.all(), "promise")
    return promise


def _finish(c: Company) -> Any:
    row = c.journey()
    follow = c.die.choice(("", "Continue", "Wait"))
    return steps.finish_step(
        journey=row.pk,
        step=_step(c, row).pk,
        by=c.likely_actor(row),
        then=PlannedStep(follow, waits_for={"Wait": c.die.choice(("", "the grid"))}.get(follow)),
    )


def _offer(c: Company) -> Any:
    row = c.journey()
    back = c.die.random() < 0.5
    stages = ("sales", "orders", "delivery", "support")
    return handoffs.offer_handoff(
        journey=row.pk,
        by=c.likely_actor(row),
        to_stage=c.die.choice(stages) if back else None,
        reason="It was not right" if back else "",
        receiver=c.cast.person(c.die.choice(PEOPLE)).pk if c.die.random() < 0.2 else None,
    )


def _answer_offer(c: Company) -> Any:
    offer = c.one_of(Handoff.objects.filter(state="offered"), "offer")
    by = actor(offer.receiver_id) if c.die.random() < 0.6 else c.somebody()
    what = c.die.choice(("accept", "accept", "decline", "withdraw"))
    if what == "accept":
        points = [("Still to come", c.soon())] if c.die.random() < 0.3 else []
        return handoffs.accept_handoff(journey=offer.journey_id, by=by, open_points=points)
    if what == "decline":
        return handoffs.decline_handoff(journey=offer.journey_id, by=by, reason="Not complete")
    return handoffs.withdraw_handoff(journey=offer.journey_id, by=actor(offer.giver_id), reason="Too early")


def _tell(c: Company) -> Any:
    notice = c.one_of(Notice.objects.exclude(told_at__isnull=False), "notice")
    return messages.told_by_hand(notice=notice.pk, words="Told", by=c.cast.by("ana"))


def _bounce(c: Company) -> Any:
    notice = c.one_of(Notice.objects.filter(told_at__isnull=False), "notice")
    return messages.came_back(notice=notice.pk, why="No such mailbox")


def _move_promise(c: Company) -> Any:
    row = c.one_of(Journey.objects.filter(promises__kind="date").distinct(), "journey")
    return promises.move_promise(
        journey=row.pk,
        promise=_promise(c, row).pk,
        due=c.soon() + 8 * DAY,
        reason="It is late",
        by=c.likely_actor(row),
    )


def _answer_date(c: Company) -> Any:
    move = c.one_of(PromiseMove.objects.all(), "move")
    return promises.answer_new_date(
        journey=move.journey_id,
        move=move.pk,
        accept=c.die.random() < 0.6,
        by=c.contact(Journey.objects.get(pk=move.journey_id)),
    )


def _make_promise(c: Company) -> Any:
    row, kind = c.journey(), c.die.choice(("date", "call_back", "price"))
    money = {"price": Money(Decimal(5), "EUR")} if kind == "price" else {"due": c.soon()}
    return promises.make_promise(
        journey=row.pk,
        text="We shall",
        by=c.likely_actor(row),
        kind=kind,
        is_told=c.die.random() < 0.8,
        **money,
    )


def _lift(c: Company) -> Any:
    hold = c.one_of(Hold.objects.all(), "hold")
    return holds.lift_hold(journey=hold.journey_id, hold=hold.pk, by=c.cast.by("ana"))


def _join(c: Company) -> Any:
    first, other = c.journey(), c.journey()
    return endings.join(journey=first.pk, into=other.pk, why="The same", by=c.likely_actor(first))


def _member(c: Company) -> tuple[int, int]:
    return c.cast.person(c.die.choice(PEOPLE)).pk, c.cast.teams[c.die.choice(sorted(c.cast.teams))].pk


def _leave_team(c: Company) -> Any:
    person, team = _member(c)
    return staff.leave_team(person=person, team=team, by=c.cast.by("ana"))


def _join_team(c: Company) -> Any:
    person, team = _member(c)
    return staff.join_team(person=person, team=team, by=c.cast.by("ana"))


def _away(c: Company) -> Any:
    person, _ = _member(c)
    if c.die.random() < 0.5:
        return staff.come_back(person=person, by=c.cast.by("ana"))
    return staff.go_away(person=person, since=clock.now(), until=c.soon(), by=c.cast.by("ana"))


def _access(c: Company) -> Any:
    person, _ = _member(c)
    if c.die.random() < 0.7:
        return staff.give_access(person=person, by=c.cast.by("ana"))
    return staff.withdraw_access(person=person, reason="Lost a key", by=c.cast.by("ana"))


def _rule(c: Company) -> Any:
    _, team = _member(c)
    _, giving = _member(c)
    return staff.accept_by_rule(team=team, giving_team=giving, by=c.cast.by("ana"))


def _approve(c: Company) -> Any:
    key = c.die.choice(("service", "product"))
    source = current(key).version.source + f"\n# {c.die.random()}\n"
    return blueprints.approve(key=key, source=source, by=c.cast.by("ana"))


def _decide(c: Company) -> Any:
    row = c.journey()
    by, evidence = c.either(row)
    return sales.decide(journey=row.pk, what="This", why="It is best", evidence=Evidence(evidence), by=by)


def _agree(c: Company) -> Any:
    row = c.journey()
    by, evidence = c.either(row)
    return orders.agree(journey=row.pk, by=by, evidence=Evidence(evidence, signed_name="Petra Lindner"))


def _accept(c: Company) -> Any:
    row = c.journey()
    by, evidence = c.either(row)
    return delivery.accept(journey=row.pk, by=by, evidence=Evidence(evidence, signed_name="Petra Lindner"))


def _on(act: Callable[[Company, Journey], Any]) -> Callable[[Company], Any]:
    return lambda c: act(c, c.journey())


def _next_need(c: Company, row: Journey) -> Any:
    by, evidence = c.either(row)
    return support.next_need(journey=row.pk, need=Need("The next"), by=by, evidence=Evidence(evidence))


ACTS: dict[str, Callable[[Company], Any]] = {
    "open": _open,
    "along": _along,
    "touch": _touch,
    "write": _on(lambda c, j: touches.write_to_customer(journey=j.pk, words="Hello", by=c.likely_actor(j))),
    "note": _on(lambda c, j: touches.write_note(journey=j.pk, words="Mind the dog", by=c.somebody())),
    "no answer needed": _on(lambda c, j: touches.no_answer_needed(journey=j.pk, by=c.likely_actor(j))),
    "plan": _on(lambda c, j: steps.plan_step(journey=j.pk, what="Do", due=c.soon(), by=c.likely_actor(j))),
    "plan for a colleague": _on(
        lambda c, j: steps.plan_step(
            journey=j.pk,
            what="Do",
            due=c.soon(),
            by=c.likely_actor(j),
            handler=c.cast.person(c.die.choice(PEOPLE)).pk,
        )
    ),
    "wait": _on(
        lambda c, j: steps.wait_for(
            journey=j.pk,
            third_party=c.die.choice(("", "the grid")),
            what="Ask",
            ask_again=c.soon(),
            by=c.likely_actor(j),
        )
    ),
    "finish": _finish,
    "move a step": _on(
        lambda c, j: steps.move_step(journey=j.pk, step=_step(c, j).pk, due=c.soon(), by=c.likely_actor(j))
    ),
    "read back": _on(lambda c, j: sales.read_back(journey=j.pk, text="You need", by=c.likely_actor(j))),
    "confirm": _on(lambda c, j: sales.confirm_need(journey=j.pk, by=c.contact(j))),
    "correct": _on(lambda c, j: sales.correct_read_back(journey=j.pk, correction="No", by=c.contact(j))),
    "decide": _decide,
    "put": _on(
        lambda c, j: orders.put_agreement(
            journey=j.pk,
            words="Two",
            total=Money(Decimal(c.die.randint(1, 9000)), "EUR"),
            delivery_by=c.soon(),
            by=c.likely_actor(j),
        )
    ),
    "agree": _agree,
    "do not agree": _on(
        lambda c, j: orders.decline_agreement(journey=j.pk, words="Too dear", by=c.contact(j))
    ),
    "offer": _offer,
    "answer an offer": _answer_offer,
    "deliver": _on(lambda c, j: delivery.deliver(journey=j.pk, words="There", by=c.likely_actor(j))),
    "accept": _accept,
    "reject": _on(lambda c, j: delivery.reject(journey=j.pk, words="It leaks", by=c.contact(j))),
    "it works": _on(lambda c, j: support.confirm_success(journey=j.pk, by=c.either(j)[0])),
    "next need": _on(_next_need),
    "promise": _make_promise,
    "keep": _on(
        lambda c, j: promises.keep_promise(
            journey=j.pk, promise=_promise(c, j).pk, by=c.likely_actor(j), then=PlannedStep("On")
        )
    ),
    "move a promise": _move_promise,
    "answer a new date": _answer_date,
    "release": _on(
        lambda c, j: promises.release_promise(
            journey=j.pk,
            promise=_promise(c, j).pk,
            words="Later will do",
            by=c.likely_actor(j),
            new_due=c.soon() if c.die.random() < 0.5 else None,
        )
    ),
    "strike": _on(
        lambda c, j: promises.strike_promise(
            journey=j.pk, promise=_promise(c, j).pk, reason="Slip", by=c.likely_actor(j)
        )
    ),
    "tell": _tell,
    "bounce": _bounce,
    "hold": _on(
        lambda c, j: holds.place_hold(journey=j.pk, stops="delivery", why="Rain", by=c.likely_actor(j))
    ),
    "lift": _lift,
    "name an owner": _on(
        lambda c, j: hands.name_owner(
            journey=j.pk, owner=c.cast.person(c.die.choice(PEOPLE)).pk, by=c.somebody(), reason="Nearer"
        )
    ),
    "name a holder": _on(
        lambda c, j: hands.name_holder(
            journey=j.pk, holder=c.cast.person(c.die.choice(PEOPLE)).pk, by=c.likely_actor(j)
        )
    ),
    "object": _on(
        lambda c, j: triggers.object_to(
            journey=j.pk,
            trigger_id=c.one_of(Trigger.objects.filter(journey=j), "trigger").pk,
            words="I never said so",
            by=c.contact(j),
        )
    ),
    "wake": _on(
        lambda c, j: rest.wake_journey(journey=j.pk, why="A call", by=c.cast.by("ana"), next_what="Go")
    ),
    "cancel": _on(
        lambda c, j: endings.cancel(
            journey=j.pk, why="It is over", by=c.likely_actor(j), by_them=c.die.random() < 0.5
        )
    ),
    "decline": _on(lambda c, j: endings.decline(journey=j.pk, why="Too dear", by=c.contact(j))),
    "not ours": _on(lambda c, j: endings.not_ours(journey=j.pk, why="We do no roofs", by=c.likely_actor(j))),
    "ask again": _on(lambda c, j: endings.ask_again(journey=j.pk, by=c.likely_actor(j))),
    "no answer": _on(lambda c, j: endings.no_answer(journey=j.pk, by=c.likely_actor(j))),
    "opened in error": _on(lambda c, j: endings.opened_in_error(journey=j.pk, why="Slip", by=c.somebody())),
    "join": _join,
    "split": _on(lambda c, j: endings.split_off(journey=j.pk, need="The other thing", by=c.likely_actor(j))),
    "do a step": _on(
        lambda c, j: process.do_step(journey=j.pk, step="plan", by=c.likely_actor(j), evidence="Done")
    ),
    "confidential": _on(
        lambda c, j: details.make_confidential(
            journey=j.pk, confidential=c.die.random() < 0.4, by=c.cast.by("ana")
        )
    ),
    "leave a team": _leave_team,
    "join a team": _join_team,
    "away": _away,
    "access": _access,
    "accept by rule": _rule,
    "approve": _approve,
    "sweep offers": lambda c: handoffs.escalate_overdue_offers(),
    "sweep silence": lambda c: silence.warn_of_silence(),
    "sweep promises": lambda c: promises.mark_broken(),
    "sweep rest": lambda c: (support.rest_after_care(), support.check_in(), delivery.deem_accepted()),
}
