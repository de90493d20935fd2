"""Quiet hours and preferred channels of contacts, and a contact who has left."""

from __future__ import annotations

from datetime import time

from wellkept.customers import commands as customers
from wellkept.customers.models import Contact
from wellkept_demo import working_hours
from wellkept_demo.office.base import begin, find_customer, main_contact
from wellkept_demo.simulation import Process, Simulation, World

# Customer, start and end of the quiet hours, preferred channel.
QUIET_HOURS = (
    ("Kita Regenbogen", time(17), time(7), "mail"),
    ("Familie Nguyen", time(20), time(9), "mail"),
    ("Zahnarztpraxis Vu", time(8), time(13), "phone"),
    ("Hofladen Wiese", time(19), time(6), "phone"),
)
# Customer, contact, phone, and why they left.
LEFT = ("Haus am See", "Karl Storm", "034203 55521", "Handed the hotel over to his daughter and has retired")


def add(world: World) -> None:
    """Add quiet hours to contacts who have none, and a contact who has left."""
    for number, (name, start, end, channel) in enumerate(QUIET_HOURS):
        contact = main_contact(name)
        if contact is None or contact.quiet_from is not None:
            continue
        at = working_hours.subtract_days(world.today, 1, 13 + number / 4)
        sim = begin(world, f"quiet {name}", at, contact.customer_id)
        sim.run(_set_quiet_hours(sim, contact.pk, start, end, channel))
    house = find_customer(LEFT[0])
    if house is not None and not Contact.objects.filter(customer=house, name=LEFT[1]).exists():
        sim = begin(world, LEFT[1], working_hours.subtract_days(world.today, 1, 14), house.pk)
        sim.run(_add_and_remove_contact(sim, house.pk))


def _set_quiet_hours(sim: Simulation, contact: int, start: time, end: time, channel: str) -> Process:
    yield sim.wait(seconds=5)
    changes = {"quiet_from": start, "quiet_until": end, "channel": channel}
    sim.do(customers.change_contact, contact=contact, by=sim.actor("nadia"), **changes)  # type: ignore[arg-type]


def _add_and_remove_contact(sim: Simulation, house: int) -> Process:
    _customer, name, phone, why = LEFT
    contact = sim.do(
        customers.add_contact, customer=house, name=name, role="Owner", phone=phone, by=sim.actor("ruth")
    )
    yield sim.wait(minutes=6)
    sim.do(customers.let_contact_go, contact=contact.pk, why=why, by=sim.actor("ruth"))
