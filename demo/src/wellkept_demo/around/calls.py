"""Calls as the telephone system tells of them when they are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wellkept.intake.calls_and_forms import Call
from wellkept.intake.commands.store_other import store_call
from wellkept.intake.models import Message
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept_demo.around.ground import begin, comes_in, journeys, speaker
from wellkept_demo.life import Life, Process, World

SWITCHBOARD = "+49 341 555 0100"
SECOND_NEED = "The lamps above the folding machine hum since the new fuse box, and two of them flicker."


@dataclass(frozen=True)
class Rang:
    """One call: so many hours ago, whose number, how long they waited, who of ours had it (nobody: unanswered)."""

    hours: float
    number: str
    waited: int
    by: str = ""
    name: str = ""  # of the customer, if it is one of ours
    outgoing: bool = False
    answered: bool = True


RANG = (
    Rang(19.5, "", 41, answered=False),
    Rang(3.1, "0151 55500081", 12, by="121", name="Café Blau"),
    Rang(1.9, "03425 55540", 96, name="Stadtbücherei Wurzen", answered=False),
    Rang(1.2, "0341 5550119", 20, by="111", name="Mertens Druck"),
    Rang(0.8, "0341 5550311", 52, answered=False),
    Rang(0.3, "034206 55533", 0, by="141", name="Hofladen Wiese", outgoing=True, answered=False),
)


def ring(world: World) -> None:
    """Each once: the telephone system gives every call an id of its own."""
    _another_need(world)
    for place, one in enumerate(RANG):
        id = f"lindenau-{place + 1}"
        if Message.objects.filter(message_id=f"call:{id}").exists() or (one.name and not journeys(one.name)):
            continue
        at = world.today - timedelta(hours=one.hours)
        life = begin(world, id, at, *(journeys(one.name) if one.name else ()))
        call = Call(
            id=id,
            caller=one.number,
            answered=one.answered,
            at=life.begins - timedelta(seconds=30),
            called="" if one.outgoing else SWITCHBOARD,
            seconds_waited=None if one.outgoing else one.waited,
            by=one.by,
            outgoing=one.outgoing,
        )
        with clock.at(life.begins):
            taken = store_call(call)
        life.run(comes_in(life, taken.message))


def _another_need(world: World) -> None:
    """With two matters open at once, a call of theirs may be about either."""
    contact = speaker("Mertens Druck")
    if contact is None or Journey.objects.filter(need=SECOND_NEED).exists():
        return
    life = begin(world, SECOND_NEED, world.today - timedelta(hours=5), contact.customer_id)
    life.run(_opened(life, contact.pk, contact.customer_id))


def _opened(life: Life, contact: int, customer: int) -> Process:
    yield life.later(seconds=1)
    life.do(
        open_journey,
        customer=customer,
        contact=contact,
        need=SECOND_NEED,
        blueprint="service",
        channel="call",
        by=life.by("ruth"),
    )
