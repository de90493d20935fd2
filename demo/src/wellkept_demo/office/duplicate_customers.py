"""Customers who were added twice: two pairs wait for a decision, one was merged, one told apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wellkept.customers import commands as customers
from wellkept.duplicates.commands.merge import merge
from wellkept.duplicates.commands.not_the_same import tell_apart
from wellkept.duplicates.commands.sweep import sweep
from wellkept.kernel import clock
from wellkept.references.models import Reference
from wellkept_demo import working_hours
from wellkept_demo.office.base import begin, find_customer
from wellkept_demo.simulation import Process, Simulation, World


@dataclass(frozen=True)
class Duplicate:
    """A second entry that may be the customer `of`, added so many working days ago."""

    of: str
    days: int
    by: str
    name: str
    contact: str
    phone: str
    email: str
    street: str
    postcode: str
    city: str
    kind: str = "organisation"
    language: str = "en"
    verdict: str = ""  # "same" or "different", a working day later


DUPLICATES = (
    Duplicate("Kita Regenbogen", 17, "oskar", "Kita Regenbogen e. V.", "Jule Hansen", "+49 341 5550166",
         "jule@kita-regenbogen.example", "Aurelienstr. 30", "04177", "Leipzig", verdict="same"),
    Duplicate("Brauhaus Alte Brücke", 13, "lena", "Gasthaus Alte Brücke", "Sören Vollrath", "03437 55588",
         "soeren@gasthaus-alte-bruecke.example", "Brückenstraße 1", "04668", "Grimma", verdict="different"),
    Duplicate("Familie Nguyen", 4, "felix", "Nguyen, Thi Mai", "Thi Mai Nguyen", "+49 176 55500119",
         "", "Gartenweg 12", "04425", "Taucha", kind="person", language="de"),
    Duplicate("Bäckerei Lindner", 3, "ruth", "Baeckerei Lindner GmbH", "P. Lindner", "0341 5550142",
         "info@baeckerei-lindner.example", "Elmenstr. 14", "04177", "Leipzig"),
)  # fmt: skip


def add(world: World) -> None:
    """Add each duplicate once, and look for likely pairs."""
    for duplicate in DUPLICATES:
        first = find_customer(duplicate.of)
        if first is None or find_customer(duplicate.name) is not None or _has_been_added(duplicate.name):
            continue
        at = working_hours.subtract_days(world.today, duplicate.days, 11)
        sim = begin(world, duplicate.name, at, first.pk)
        sim.run(_add(sim, duplicate, first.pk))
    with clock.at(world.today):
        sweep()


def _add(sim: Simulation, duplicate: Duplicate, first: int) -> Process:
    by = sim.actor(duplicate.by)
    second = sim.do(
        customers.add_customer, name=duplicate.name, kind=duplicate.kind, language=duplicate.language, by=by
    )
    sim.do(
        customers.add_contact,
        customer=second.pk,
        name=duplicate.contact,
        phone=duplicate.phone,
        email=duplicate.email,
        by=by,
    )
    sim.do(
        customers.add_site,
        customer=second.pk,
        street=duplicate.street,
        postcode=duplicate.postcode,
        city=duplicate.city,
        by=by,
    )
    yield sim.wait_until(working_hours.subtract_days(sim.world.today, duplicate.days - 1, 10))
    lead: dict[str, Any] = {"by": sim.actor("mira")}
    verdicts: dict[str, tuple[Callable[..., Any], dict[str, int]]] = {
        "same": (merge, {"keep": first, "away": second.pk}),
        "different": (tell_apart, {"first": first, "second": second.pk}),
    }
    if duplicate.verdict:
        command, customers_of_pair = verdicts[duplicate.verdict]
        sim.do(command, **customers_of_pair, **lead)


def _has_been_added(name: str) -> bool:
    """Tell whether a customer had this name before it was changed."""
    return Reference.objects.filter(kind="name", said=name).exists()
