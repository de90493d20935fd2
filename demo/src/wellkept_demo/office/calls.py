"""Calls, as the telephone system reports them after they have ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wellkept.intake.calls_and_forms import Call
from wellkept.intake.commands.store_other import store_call
from wellkept.intake.models import Message
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Origin, Start
from wellkept.kernel import clock
from wellkept_demo.office.base import begin, journeys_of, main_contact, receive_later
from wellkept_demo.simulation import Process, Simulation, World

SWITCHBOARD = "+49 341 555 0100"
SECOND_NEED = "The lamps above the folding machine hum since the new fuse box, and two of them flicker."


@dataclass(frozen=True)
class PhoneCall:
    """A call so many hours ago. `by` is the extension that took it, empty if nobody did."""

    hours: float
    number: str
    waited: int  # seconds
    by: str = ""
    name: str = ""  # of the customer, if it is one of ours
    outgoing: bool = False
    answered: bool = True


CALLS = (
    PhoneCall(19.5, "", 41, answered=False),
    PhoneCall(3.1, "0151 55500081", 12, by="121", name="Café Blau"),
    PhoneCall(1.9, "03425 55540", 96, name="Stadtbücherei Wurzen", answered=False),
    PhoneCall(1.2, "0341 5550119", 20, by="111", name="Mertens Druck"),
    PhoneCall(0.8, "0341 5550311", 52, answered=False),
    PhoneCall(0.3, "034206 55533", 0, by="141", name="Hofladen Wiese", outgoing=True, answered=False),
)


def add(world: World) -> None:
    """Add each call once. The telephone system gives every call an id."""
    _open_second_journey(world)
    for number, phone_call in enumerate(CALLS, start=1):
        id = f"lindenau-{number}"
        journeys = journeys_of(phone_call.name) if phone_call.name else []
        if Message.objects.filter(message_id=f"call:{id}").exists() or (phone_call.name and not journeys):
            continue
        sim = begin(world, id, world.today - timedelta(hours=phone_call.hours), *journeys)
        call = Call(
            id=id,
            caller=phone_call.number,
            answered=phone_call.answered,
            at=sim.begins - timedelta(seconds=30),
            called="" if phone_call.outgoing else SWITCHBOARD,
            seconds_waited=None if phone_call.outgoing else phone_call.waited,
            by=phone_call.by,
            outgoing=phone_call.outgoing,
        )
        with clock.at(sim.begins):
            stored = store_call(call)
        sim.run(receive_later(sim, stored.message))


def _open_second_journey(world: World) -> None:
    """Open a second journey, so that a call of this customer may belong to either."""
    contact = main_contact("Mertens Druck")
    if contact is None or Journey.objects.filter(need=SECOND_NEED).exists():
        return
    sim = begin(world, SECOND_NEED, world.today - timedelta(hours=5), contact.customer_id)
    sim.run(_open(sim, contact.pk, contact.customer_id))


def _open(sim: Simulation, contact: int, customer: int) -> Process:
    yield sim.wait(seconds=1)
    sim.do(
        open_journey,
        customer=customer,
        contact=contact,
        need=Need(SECOND_NEED),
        start=Start(blueprint="service"),
        origin=Origin(channel="call"),
        by=sim.actor("ruth"),
    )
