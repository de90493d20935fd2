"""Searches that found nothing, and how each of them ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wellkept.find import commands as find
from wellkept.find.models import Miss
from wellkept.people.queries import company
from wellkept_demo import working_hours
from wellkept_demo.office.base import begin, find_customer, journeys_of
from wellkept_demo.simulation import Process, Simulation, World


@dataclass(frozen=True)
class Search:
    """A search that found nothing, so many working days ago. `remark` is what the searcher noted."""

    days: int
    hour: float
    who: str
    asked: str
    remark: str = ""
    reference_of: str = ""
    kind: str = ""
    not_ours: str = ""
    fault: str = ""
    next_step: str = ""
    handler: str = ""


SEARCHES = (
    Search(14, 10.3, "oskar", "Kessel Wartung Vertrag 7741",
           remark="An elderly gentleman. He says that he has a service contract for his boiler with us.",
           not_ours="We do not service boilers. It is the heating firm in Gohlis; I gave him their number."),
    Search(10, 9.4, "nadia", "SchA 412/26",
           remark="The school authority. They want the invoice for the dishwasher; this is their file number.",
           reference_of="Grundschule am Park", kind="purchase_order"),
    Search(8, 16.1, "oskar", "0170 5559917",
           remark="Somebody at Dr. Okafor's practice, from her own phone. She was annoyed that I did not know her.",
           fault="The practice's staff call from their own phones, and we only have the doctor's number.",
           next_step="Ask Dr. Okafor who may call for the practice, and add their numbers", handler="felix"),
    Search(3, 14.6, "nadia", "EF 2290 7781",
           remark="Jule Hansen asks about the engraver's parcel. This number is on her slip."),
    Search(1, 11.2, "ruth", "Dunstabzug Wiedereröffnung",
           remark="A café that reopens in December. The young man spoke fast."),
    Search(0, 8.9, "aylin", "Rutenberg Lagerhalle Tor 4",
           remark="A lorry is at Rutenberg's gate 4 with a cabinet for us. Or for them."),
)  # fmt: skip


def add(world: World) -> None:
    """Add all searches in one simulation, because they are recorded with the company."""
    if Miss.objects.exists():
        return
    sim = begin(world, "look-ups", working_hours.subtract_days(world.today, 15, 9), company().pk)
    sim.run(_search(sim))


def _search(sim: Simulation) -> Process:
    today = sim.world.today
    for search in SEARCHES:
        yield sim.wait_until(working_hours.subtract_days(today, search.days, search.hour))
        miss = sim.do(find.note_miss, asked=search.asked, by=sim.actor(search.who))
        yield sim.wait(seconds=70)
        if search.remark:
            sim.do(find.explain_miss, miss=miss.pk, explanation=search.remark, by=sim.actor(search.who))
        if search.not_ours or search.reference_of or search.fault:
            yield sim.wait(hours=1.4)
            _end(sim, search, miss.pk)
        if search.who == "ruth":
            _find_later(sim, "Café Blau", "cafe blau", by="ruth")
    # Aylin wrote the parcel's number down the day after, so Oskar finds it with the same words as Nadia's.
    yield sim.wait_until(today - timedelta(minutes=50))
    _find_later(sim, "Kita Regenbogen", "EF 2290 7781", by="oskar")


def _end(sim: Simulation, search: Search, miss: int) -> None:
    by = sim.actor("katrin")
    customer = find_customer(search.reference_of) if search.reference_of else None
    if search.not_ours:
        sim.do(find.end_as_not_ours, miss=miss, why=search.not_ours, by=by)
    elif customer is not None:
        sim.do(find.end_as_reference, miss=miss, customer=customer.pk, kind=search.kind, by=by)
    else:
        sim.do(
            find.end_as_nonconformity,
            miss=miss,
            what=search.fault,
            handler=sim.staff.ids[search.handler],
            next_step=search.next_step,
            due=sim.now + timedelta(days=16),
            by=by,
        )


def _find_later(sim: Simulation, name: str, asked: str, *, by: str) -> None:
    journeys = journeys_of(name)
    if journeys:
        sim.do(find.note_successful_search, asked=asked, to=journeys[-1], by=sim.actor(by))
