"""What the tellings around the journeys share."""

from __future__ import annotations

from datetime import datetime, timedelta

from wellkept.customers.models import Contact, Customer
from wellkept.events.queries import latest
from wellkept.journeys.models import Journey
from wellkept_demo import cast
from wellkept_demo.beginnings import receive
from wellkept_demo.life import Life, Process, World


def begin(world: World, key: str, at: datetime, *subjects: int) -> Life:
    """A life that begins then, or as soon as what these subjects had recorded lies behind them."""
    recorded = [one.recorded for subject in subjects for one in latest(subject, limit=1)]
    begins = max([at, *(last + timedelta(seconds=1) for last in recorded)])
    life = Life(world, key=f"{cast.SEED} {key}", begins=begins)
    life.subjects += subjects
    return life


def customer(name: str) -> Customer | None:
    """One of the told ones, unless somebody has given them another name by now."""
    return Customer.objects.filter(name=name).order_by("pk").first()


def speaker(name: str) -> Contact | None:
    """Who speaks for them."""
    return Contact.objects.filter(customer__name=name, active=True).order_by("pk").first()


def journeys(name: str) -> list[int]:
    """All that they have with us."""
    return list(Journey.objects.filter(customer__name=name).order_by("pk").values_list("pk", flat=True))


def comes_in(life: Life, message: int) -> Process:
    """What was stored a moment ago is brought where it belongs, and what follows from it follows."""
    yield life.later(seconds=2)
    receive(life, message)
