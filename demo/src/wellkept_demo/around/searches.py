"""What was asked for and not found, by whom, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wellkept.find import commands as find
from wellkept.find.models import Miss
from wellkept.people.queries import company
from wellkept_demo.around.ground import begin, customer, journeys
from wellkept_demo.hero import back
from wellkept_demo.life import Life, Process, World


@dataclass(frozen=True)
class Missed:
    """One look-up: who asked for what, so many working days ago, what the customer said besides, how it ended."""

    days: int
    hour: float
    who: str
    asked: str
    said: str = ""
    reference_of: str = ""
    kind: str = ""
    not_ours: str = ""
    fault: str = ""
    next_step: str = ""
    handler: str = ""


MISSED = (
    Missed(14, 10.3, "oskar", "Kessel Wartung Vertrag 7741",
           said="An elderly gentleman. He has a service contract for his boiler, with us, he says.",
           not_ours="Boilers are not ours. It is the heating firm in Gohlis; I gave him their number."),
    Missed(10, 9.4, "nadia", "SchA 412/26",
           said="The school authority. They want the invoice for the dishwasher, this is their file number.",
           reference_of="Grundschule am Park", kind="purchase_order"),
    Missed(8, 16.1, "oskar", "0170 5559917",
           said="Dr. Okafor's practice, she called from her own telephone and was cross that I did not know her.",
           fault="Who calls from the practice with her own telephone is not known: we only wrote down the doctor's.",
           next_step="Ask Dr. Okafor who may call for the practice, and write down their numbers", handler="felix"),
    Missed(3, 14.6, "nadia", "EF 2290 7781",
           said="Jule Hansen asks for the parcel of the engraver, this is on her slip."),
    Missed(1, 11.2, "ruth", "Dunstabzug Wiedereröffnung",
           said="A café that opens again in December, the young man spoke fast."),
    Missed(0, 8.9, "aylin", "Rutenberg Lagerhalle Tor 4",
           said="A lorry stands at gate 4 of Rutenberg with a cabinet for us. Or for them."),
)  # fmt: skip


def find_nothing(world: World) -> None:
    """In one life, because all of it is on record with the company."""
    if Miss.objects.exists():
        return
    life = begin(world, "look-ups", back(world.today, 15, 9), company().pk)
    life.run(_asked(life))


def _asked(life: Life) -> Process:
    today = life.world.today
    kept: dict[str, int] = {}
    for one in MISSED:
        yield life.until(back(today, one.days, one.hour))
        row = life.do(find.note_miss, asked=one.asked, by=life.by(one.who))
        kept[one.asked] = row.pk
        yield life.later(seconds=70)
        if one.said:
            life.do(find.explain_miss, miss=row.pk, said=one.said, by=life.by(one.who))
        if one.not_ours or one.reference_of or one.fault:
            yield life.later(hours=1.4)
            _ended(life, one, row.pk)
        if one.who == "ruth":
            _found_later(life, "Café Blau", "cafe blau", by="ruth")
    # Aylin wrote the parcel's number down the day after; so Oskar finds it with the words with which Nadia did not.
    yield life.until(today - timedelta(minutes=50))
    _found_later(life, "Kita Regenbogen", "EF 2290 7781", by="oskar")


def _ended(life: Life, one: Missed, miss: int) -> None:
    by = life.by("katrin")
    whose = customer(one.reference_of) if one.reference_of else None
    if one.not_ours:
        life.do(find.end_as_not_ours, miss=miss, why=one.not_ours, by=by)
    elif whose is not None:
        life.do(find.end_as_reference, miss=miss, customer=whose.pk, kind=one.kind, by=by)
    else:
        life.do(
            find.end_as_nonconformity,
            miss=miss,
            what=one.fault,
            handler=life.staff.ids[one.handler],
            next_step=one.next_step,
            due=life.now + timedelta(days=16),
            by=by,
        )


def _found_later(life: Life, name: str, asked: str, *, by: str) -> None:
    theirs = journeys(name)
    if theirs:
        life.do(find.note_led, asked=asked, to=theirs[-1], by=life.by(by))
