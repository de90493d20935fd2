"""Scripts: ovens, hoods and dishwashers."""

from __future__ import annotations

from decimal import Decimal

from wellkept.delivery import commands as delivery
from wellkept.delivery.defect import Defect
from wellkept.journeys.commands import details, process, steps
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.touch import Effort
from wellkept.orders import commands as orders
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise, PromiseMove
from wellkept.sales import commands as sales
from wellkept_demo import working_hours
from wellkept_demo.scripted_journey import Script
from wellkept_demo.simulation import Process


def lindner(s: Script) -> Process:
    """A third party is late. The customer had to ask once, and hears of the new date in time."""
    yield s.days_ago(14, 9.1)
    s.open(
        "ana",
        "Our oven trips the breaker every morning. We can't bake before six, and Advent is coming.",
        blueprint="product",
        budget=Decimal(20000),
        requested_for=s.days_ahead(2, 12),
    )
    s.staff("ana", details.note_reference, kind="old_number", reference="A-3391")
    yield s.days_ago(14, 10.4)
    s.write_to_customer(
        "ana",
        "Which oven is it, what is the fuse rating, and when did it start? A photo of the rating plate would help me most.",
    )
    yield s.days_ago(13, 5.2)
    s.customer_writes(
        "It is the old three-deck from the nineties, 63 A. It started when we changed to the darker rolls about four weeks ago. The photo is attached, please excuse the flour."
    )
    yield s.days_ago(13, 9.3)
    s.staff("ana", process.do_step, step="understand-need", evidence="Mail and photo of the rating plate")
    s.staff(
        "ana",
        sales.read_back,
        text="At full heat your oven draws more than its line can carry. You need bread by six on every day of Advent without the breaker tripping, and you do not want to lose a baking day for it.",
    )
    yield s.days_ago(13, 13.2)
    s.customer(sales.confirm_need)
    promise = s.staff(
        "ana",
        promises.make_promise,
        text="Our offer",
        due=s.days_later(1, 16),
    )
    yield s.days_ago(12, 13.4)
    s.write_to_customer(
        "ana",
        "I looked at three options with Jonas. A repair costs a third and lasts two years. A second small oven does not fit beside the door. I would take the new deck oven on its own line: it is hot in 14 minutes, and that leaves 20 A for the mixer.",
    )
    s.staff("ana", promises.keep_promise, promise=promise.pk)
    s.staff("ana", process.do_step, step="propose", evidence="Mail with the three options")
    yield s.days_ago(11, 20.1)
    s.customer_writes("I read it with my husband. How loud is it? Our bedroom is above.", needs_answer=True)
    yield s.days_ago(10, 8.5)
    s.call_customer(
        "ana",
        "Told Petra that it has 41 dB, quieter than the fridge beside it. She laughed and will decide today.",
    )
    yield s.days_ago(10, 19.2)
    s.customer(
        sales.decide,
        what="The deck oven with its own line",
        why="It heats up in time for the rolls, and it lasts longer than two years",
        evidence=Evidence("click"),
    )
    yield s.days_ago(9, 11.2)
    s.staff("ana", process.do_step, step="check-dates", evidence="Jonas set the day and is sure of it")
    s.put_agreement(
        "ana",
        [("Deck oven, three decks with stone soles, 18 kW", 13400), ("Steam unit, one per deck", 2100),
         ("Own 63 A line with residual current device", 1650), ("Removal of the old oven, delivery, commissioning, half a day of training", 1250)],
        by=working_hours.subtract_days(s.sim.world.today, 1, 16), closing="Half on agreement, half after your acceptance. Prices include VAT.",
    )  # fmt: skip
    yield s.days_ago(8, 6.1)
    s.agree_with_code(customer_reference=f"PO {s.sim.now.year}-118")
    yield s.days_ago(8, 8.9)
    s.offer_handoff("ana")
    yield s.days_ago(8, 13.6)
    s.accept_handoff("jonas", 5)
    s.staff("jonas", details.note_reference, kind="serial", reference="77-20419")
    yield s.days_ago(7, 9.2)
    s.write_to_customer(
        "jonas",
        "Jonas here, I will install it. The oven is in our workshop and bakes its test loads tomorrow. Please just keep the way to the yard clear.",
    )
    yield s.days_ago(7, 14.1)
    s.staff(
        "jonas", process.do_step, step="build", evidence="Test bake: 248 °C on all decks after 14 minutes"
    )
    wait = s.staff(
        "jonas",
        steps.wait_for,
        third_party="Netz Lindenau",
        what="Release of the three-phase line",
        ask_again=s.days_later(3),
    )
    for step in s.open_steps("act"):
        s.staff("jonas", steps.finish_step, step=step, how="Planned for both days")
    yield s.days_ago(3, 18.2)
    s.customer_writes("Is anyone still working on this?", effort=Effort(chase=True))
    yield s.days_ago(2, 8.5)
    s.call_customer(
        "ana",
        "Told Petra what we are waiting for: the release of the line, which the grid operator has scheduled for tomorrow. She would have liked to hear that on Monday. She is right.",
    )
    s.staff(
        "ana",
        steps.finish_step,
        step=wait.pk,
        how="Released, three days late",
        then=PlannedStep("Install and commission", s.days_ahead(3, 7.5)),
    )
    yield s.days_ago(2, 12)
    due = Promise.objects.get(journey_id=s.journey.key, purpose="delivery")
    s.staff(
        "jonas",
        promises.move_promise,
        promise=due.pk,
        due=s.days_ahead(3, 7.5),
        reason="The grid operator released the line three days late.",
    )
    yield s.days_ago(1, 9.1)
    move = PromiseMove.objects.get(promise=due)
    s.customer(
        promises.answer_new_date,
        move=move.pk,
        accept=True,
        words="That day is fine, but please not before half past seven, when the first bread is out.",
    )
    yield s.ago(hours=5)
    s.staff("jonas", steps.plan_step, what="Confirm half past seven with Petra", due=s.soon(hours=2))
    s.note("jonas", "Sven from the second van is coming too, because the step at the back door is high.")


def cafe_blau(s: Script) -> Process:
    """We are waiting for the customer, who has had the agreement since yesterday."""
    yield s.days_ago(9, 9.9)
    s.open(
        "mira",
        "We reopen on the fourth of December and the kitchen has to run by then. At the moment there is a hole where the hood used to be.",
        blueprint="product",
        requested_for=s.days_ahead(9, 10),
    )
    yield s.days_ago(9, 13)
    s.call_customer(
        "mira",
        "Visited them at once and measured the hole: 3.10 m. The landlord allows the duct over the roof. They are nervous, with good reason.",
    )
    yield s.days_ago(8, 9.2)
    s.staff(
        "mira",
        sales.read_back,
        text="You need a hood with its fan on the roof, measured and approved before you reopen, with two days left for trial cooking.",
    )
    yield s.days_ago(8, 9.8)
    s.customer(
        sales.correct_read_back, correction="Nearly: we need three days of trial cooking, the cook is new."
    )
    yield s.days_ago(8, 11.1)
    s.staff(
        "mira",
        sales.read_back,
        text="You need a hood with its fan on the roof, measured and approved before you reopen, with three days left for trial cooking, because the cook is new.",
    )
    yield s.days_ago(8, 11.5)
    s.customer(sales.confirm_need)
    yield s.days_ago(6, 14.3)
    s.write_to_customer(
        "mira",
        "The manufacturer in Halle has a hood that fits, and I have reserved it until Friday. With the roof fan and the silencer the neighbours will not be disturbed.",
    )
    yield s.days_ago(5, 10.2)
    s.customer(
        sales.decide,
        what="The hood from Halle with a roof fan",
        why="It is the only one that comes in time",
        evidence=Evidence("click"),
    )
    yield s.days_ago(5, 11.3)
    s.offer_handoff("mira")
    yield s.days_ago(5, 13.4)
    s.accept_handoff("ana", 5)
    yield s.days_ago(3, 9.6)
    s.write_to_customer(
        "ana",
        "Two details before I write the agreement: who gives us access to the roof, and may we switch the power off on a Sunday?",
    )
    yield s.days_ago(3, 19.3)
    s.customer_writes("The caretaker will, he knows about it. Sunday is perfect, I will bring croissants.")
    yield s.days_ago(1, 15.8)
    s.put_agreement(
        "ana",
        [
            ("Extraction hood 3.1 m with supply air", 4150),
            ("Roof fan with silencer", 2980),
            ("Duct, electrical work, measurement", 1740),
        ],
        by=s.days_ahead(7, 16),
        closing="Half on agreement, half after your acceptance. Prices include VAT.",
    )


def schule(s: Script) -> Process:
    """Delivered and accepted with a defect. Support has not answered the handoff, so it was escalated."""
    yield s.days_ago(24, 9.5)
    s.open(
        "mira",
        "Zweihundertzehn Essen, und die Spülmaschine braucht vier Minuten für einen Korb. Die Kinder essen freitags von Papptellern.",
        blueprint="product",
    )
    yield s.days_ago(23, 10.2)
    s.staff(
        "mira",
        sales.read_back,
        text="Sechzig Körbe in einer Stunde, 84 Grad im letzten Spülgang, und der Boden bleibt trocken.",
    )
    yield s.days_ago(23, 13.3)
    s.customer(sales.confirm_need)
    yield s.days_ago(21, 11.2)
    s.write_to_customer(
        "mira",
        "Mit der Haubenmaschine sind Sie um zwanzig nach eins fertig. Die größere wäre schneller, als Ihre Leute einräumen können; die würde ich nicht kaufen.",
    )
    yield s.days_ago(20, 8.1)
    s.customer(
        sales.decide,
        what="Haubenmaschine mit Wärmerückgewinnung",
        why="Sie schafft den Mittag und kommt mit kaltem Wasser aus",
        evidence=Evidence("click"),
    )
    yield s.days_ago(20, 9.2)
    s.offer_handoff("mira")
    yield s.days_ago(20, 11.6)
    s.accept_handoff("thomas", 4)
    yield s.days_ago(19, 9.1)
    s.put_agreement(
        "thomas",
        [
            ("Haubenspülmaschine mit Wärmerückgewinnung", 6150),
            ("Enthärter", 690),
            ("Anschluss, Ablauf, Bodenabdichtung", 1180),
        ],
        by=s.days_later(15),
        closing="Rechnung an das Schulamt, 30 Tage. Alle Preise mit Umsatzsteuer.",
    )
    yield s.days_ago(17, 12.2)
    s.customer(
        orders.agree, evidence=Evidence(signed_name="Gesine Petzold"), customer_reference="SchA 2026/0412"
    )
    yield s.days_ago(17, 13)
    s.offer_handoff("thomas")
    yield s.days_ago(17, 14.4)
    s.accept_handoff("jonas", 4, open_points=[("Name des Hausmeisters", s.days_later(1))])
    yield s.days_ago(16, 9)
    for step in s.open_steps("open_point"):
        s.staff("thomas", steps.finish_step, step=step, how="Herr Wusterhausen, immer ab sechs da")
    s.write_to_customer(
        "jonas",
        "Wir kommen in der Ferienwoche, zwei Tage. Herr Wusterhausen weiß Bescheid.",
    )
    yield s.days_ago(11, 9)
    s.write_to_customer("jonas", "Die Maschine ist da und geprüft. Es bleibt bei der Ferienwoche.")
    yield s.days_ago(7, 9)
    s.write_to_customer("jonas", "Morgen um sieben sind wir bei Ihnen.")
    yield s.days_ago(5, 15.2)
    s.staff("jonas", process.do_step, step="install", evidence="84 °C über zehn Körbe, gedruckt")
    s.staff(
        "jonas",
        delivery.deliver,
        words="Sie spült: 58 Sekunden für einen Korb, 84 Grad im letzten Gang. Die Küche hat die ersten zehn Körbe selbst gespült.",
    )
    yield s.days_ago(2, 14.1)
    s.customer(
        delivery.accept,
        evidence=Evidence(
            words="Richtige Teller am Freitag. Die Kinder haben es gemerkt.", signed_name="Gesine Petzold"
        ),
        defects=[Defect("Der Tisch rechts ist zwei Zentimeter zu niedrig", s.days_ahead(2, 15))],
    )
    s.visit("jonas", "Den rechten Tisch um zwei Zentimeter anheben", s.days_ahead(2, 12))
    yield s.ago(hours=27)
    s.offer_handoff("jonas")
