"""When people may be written to, by what they prefer, and who speaks for them no longer."""

from __future__ import annotations

from datetime import time

from wellkept.customers import commands as customers
from wellkept.customers.models import Contact
from wellkept_demo.around.ground import begin, customer, speaker
from wellkept_demo.hero import back
from wellkept_demo.life import Life, Process, World

# Who, when no automatic letter that can wait is to come, by what we reach them best.
QUIET = (
    ("Kita Regenbogen", time(17), time(7), "mail"),
    ("Familie Nguyen", time(20), time(9), "mail"),
    ("Zahnarztpraxis Vu", time(8), time(13), "phone"),
    ("Hofladen Wiese", time(19), time(6), "phone"),
)
WENT = ("Haus am See", "Karl Storm", "034203 55521", "Handed the house to his daughter and goes fishing")


def say_when(world: World) -> None:
    """Each once: who has quiet hours already has said so."""
    for number, (name, start, end, channel) in enumerate(QUIET):
        contact = speaker(name)
        if contact is None or contact.quiet_from is not None:
            continue
        life = begin(world, f"quiet {name}", back(world.today, 1, 13 + number / 4), contact.customer_id)
        life.run(_quiet(life, contact.pk, start, end, channel))
    house = customer(WENT[0])
    if house is not None and not Contact.objects.filter(customer=house, name=WENT[1]).exists():
        life = begin(world, WENT[1], back(world.today, 1, 14), house.pk)
        life.run(_went(life, house.pk))


def _quiet(life: Life, contact: int, start: time, end: time, channel: str) -> Process:
    yield life.later(seconds=5)
    said = {"quiet_from": start, "quiet_until": end, "channel": channel}
    life.do(customers.change_contact, contact=contact, by=life.by("nadia"), **said)  # type: ignore[arg-type]


def _went(life: Life, house: int) -> Process:
    _name, who, phone, why = WENT
    contact = life.do(
        customers.add_contact, customer=house, name=who, role="Owner", phone=phone, by=life.by("ruth")
    )
    yield life.later(minutes=6)
    life.do(customers.let_contact_go, contact=contact.pk, why=why, by=life.by("ruth"))
