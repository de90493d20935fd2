"""Helpers for the records of this folder."""

from __future__ import annotations

from datetime import datetime, timedelta

from wellkept.customers.models import Contact, Customer
from wellkept.events.queries import latest
from wellkept.journeys.models import Journey
from wellkept_demo.arrival import receive
from wellkept_demo.simulation import Process, Simulation, World
from wellkept_demo.stories import SEED


def begin(world: World, key: str, at: datetime, *subjects: int) -> Simulation:
    """Begin a simulation at this instant, or after the last recorded event of these subjects."""
    recorded = [event.recorded for subject in subjects for event in latest(subject, limit=1)]
    begins = max([at, *(last + timedelta(seconds=1) for last in recorded)])
    sim = Simulation(world, key=f"{SEED} {key}", begins=begins)
    sim.subjects += subjects
    return sim


def find_customer(name: str) -> Customer | None:
    """Find a scripted customer, unless somebody has renamed them."""
    return Customer.objects.filter(name=name).order_by("pk").first()


def main_contact(name: str) -> Contact | None:
    """Find the first active contact of the customer."""
    return Contact.objects.filter(customer__name=name, active=True).order_by("pk").first()


def journeys_of(name: str) -> list[int]:
    """List the ids of the customer's journeys."""
    return list(Journey.objects.filter(customer__name=name).order_by("pk").values_list("pk", flat=True))


def receive_later(sim: Simulation, message: int) -> Process:
    """File a message that was stored a moment ago."""
    yield sim.wait(seconds=2)
    receive(sim, message)
