"""Ovens, hoods and coolers: told by hand."""

from __future__ import annotations

from decimal import Decimal

from wellkept.journeys.commands import details, process, steps
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise, PromiseMove
from wellkept.sales import commands as sales
from wellkept_demo.hero import Telling, back
from wellkept_demo.life import Process


def lindner(t: Telling) -> Process:
    """An oven before Advent: a third party is late, they had to ask, the new date was told in time."""
    yield t.at(14, 9.1)
    t.meet(
        "ana",
        "Our oven trips the breaker every morning. We can't bake before six, and Advent is coming.",
        blueprint="product",
        budget=Decimal(20000),
        requested_for=t.ahead(2, 12),
    )
    t.us("ana", details.note_reference, kind="old_number", said="A-3391")
    yield t.at(14, 10.4)
    t.write(
        "ana",
        "We know the sound of that breaker. Which oven is it, what does the fuse say, and since when does it happen? A photo of the rating plate would help me most.",
    )
    yield t.at(13, 5.2)
    t.mail(
        "It is the old three-deck from the nineties, 63 A. Since we changed to the darker rolls, so about four weeks. Photo is attached, please excuse the flour on it."
    )
    yield t.at(13, 9.3)
    t.us("ana", process.do_step, step="understand-need", evidence="Mail and photo of the rating plate")
    t.us(
        "ana",
        sales.read_back,
        text="At full heat your oven draws more than its line carries. You need bread by six, on every day of Advent, without the breaker, and you do not want to lose a baking day for it.",
    )
    yield t.at(13, 13.2)
    t.them(sales.confirm_need)
    promise = t.us(
        "ana",
        promises.make_promise,
        text="Our offer",
        due=t.then(1, 16),
    )
    yield t.at(12, 13.4)
    t.write(
        "ana",
        "I looked at three ways with Jonas. Repairing costs a third and holds two years. A second small oven does not fit beside the door. I would take the new deck oven on its own line: hot in 14 minutes, and 20 A are left for the mixer.",
    )
    t.us("ana", promises.keep_promise, promise=promise.pk)
    t.us("ana", process.do_step, step="propose", evidence="Mail with the three ways")
    yield t.at(11, 20.1)
    t.mail("Read it with my husband. How loud is it? The bedroom is above.", needs_answer=True)
    yield t.at(10, 8.5)
    t.ring("ana", "Told Petra: 41 dB, quieter than the fridge beside it. She laughed and will decide today.")
    yield t.at(10, 19.2)
    t.them(
        sales.decide,
        what="The deck oven with its own line",
        why="It is hot before the rolls are late, and it lasts longer than two years",
        evidence="click",
    )
    yield t.at(9, 11.2)
    t.us("ana", process.do_step, step="check-dates", evidence="Jonas named the day and would bet on it")
    t.put(
        "ana",
        [("Deck oven, three decks with stone soles, 18 kW", 13400), ("Steam unit, one per deck", 2100),
         ("Own 63 A line with residual current device", 1650), ("Old oven out, delivery, commissioning, half a day with your people", 1250)],
        by=back(t.life.world.today, 1, 16), closing="Half at the agreement, half after your acceptance. VAT is included.",
    )  # fmt: skip
    yield t.at(8, 6.1)
    t.agree_with_code(customer_reference=f"PO {t.life.now.year}-118")
    yield t.at(8, 8.9)
    t.offer("ana")
    yield t.at(8, 13.6)
    t.accept("jonas", 5)
    t.us("jonas", details.note_reference, kind="serial", said="77-20419")
    yield t.at(7, 9.2)
    t.write(
        "jonas",
        "Jonas here, I build it in. The oven stands in our workshop and bakes its test loads tomorrow. You need not prepare anything but the way to the yard.",
    )
    yield t.at(7, 14.1)
    t.us("jonas", process.do_step, step="build", evidence="Test bake: 248 °C on all decks after 14 minutes")
    wait = t.us(
        "jonas",
        steps.wait_for,
        whom="Netz Lindenau",
        what="Release of the three-phase line",
        ask_again=t.then(3),
    )
    for step in t.steps("act"):
        t.us("jonas", steps.finish_step, step=step, how="Planned for both days")
    yield t.at(3, 18.2)
    t.mail("Is anyone still working on this?", chase=True)
    yield t.at(2, 8.5)
    t.ring(
        "ana",
        "Told Petra what we wait for and until when: the release of the line, the grid operator has it on the list for tomorrow. She would have liked to hear it on Monday. She is right.",
    )
    t.us(
        "ana",
        steps.finish_step,
        step=wait.pk,
        how="Released, three days late",
        next_what="Install and commission",
        next_due=t.ahead(3, 7.5),
    )
    yield t.at(2, 12)
    due = Promise.objects.get(journey_id=t.course.key, text="Delivered")
    t.us(
        "jonas",
        promises.move_promise,
        promise=due.pk,
        due=t.ahead(3, 7.5),
        reason="The grid operator released the line three days late.",
    )
    yield t.at(1, 9.1)
    move = PromiseMove.objects.get(promise=due)
    t.them(
        promises.answer_new_date,
        move=move.pk,
        accept=True,
        said="That day is fine, but please not before half past seven, the first bread is out by then.",
    )
    yield t.ago(hours=5)
    t.us("jonas", steps.plan_step, what="Confirm half past seven to Petra", due=t.soon(hours=2))
    t.note("jonas", "Sven from the second van comes along, the step at the back door is two hands high.")


def cafe_blau(t: Telling) -> Process:
    """We wait for them: the agreement lies with the customer since yesterday."""
    yield t.at(9, 9.9)
    t.meet(
        "mira",
        "We reopen on the fourth of December and the kitchen has to run by then. At the moment there is a hole where the hood was.",
        blueprint="product",
        requested_for=t.ahead(9, 10),
    )
    yield t.at(9, 13)
    t.ring(
        "mira",
        "Visited them at once, measured the hole: 3.10 m. The landlord allows the way over the roof. They are nervous, and they have reason to be.",
    )
    yield t.at(8, 9.2)
    t.us(
        "mira",
        sales.read_back,
        text="A hood with its fan on the roof, measured and approved before you reopen, with two days in between for your first trial cooking.",
    )
    yield t.at(8, 9.8)
    t.them(
        sales.correct_read_back, correction="Nearly: we need three days of trial cooking, the cook is new."
    )
    yield t.at(8, 11.1)
    t.us(
        "mira",
        sales.read_back,
        text="A hood with its fan on the roof, measured and approved before you reopen, with three days in between for your trial cooking, because the cook is new.",
    )
    yield t.at(8, 11.5)
    t.them(sales.confirm_need)
    yield t.at(6, 14.3)
    t.write(
        "mira",
        "The hood that fits stands at the maker's in Halle, I have reserved it until Friday. With the roof fan and the silencer you are on the safe side with the neighbours.",
    )
    yield t.at(5, 10.2)
    t.them(
        sales.decide,
        what="The hood from Halle with a roof fan",
        why="It is the only one that comes in time",
        evidence="click",
    )
    yield t.at(5, 11.3)
    t.offer("mira")
    yield t.at(5, 13.4)
    t.accept("ana", 5)
    yield t.at(3, 9.6)
    t.write(
        "ana",
        "Two details before I write it down: who opens the roof, and may we cut power on a Sunday?",
    )
    yield t.at(3, 19.3)
    t.mail("The caretaker opens, he knows. Sunday is perfect, I bring croissants.")
    yield t.at(1, 15.8)
    t.put(
        "ana",
        [
            ("Extraction hood 3.1 m with supply air", 4150),
            ("Roof fan with silencer", 2980),
            ("Duct, electrical work, measurement", 1740),
        ],
        by=t.ahead(7, 16),
        closing="Half at the agreement, half after your acceptance. VAT is included.",
    )
