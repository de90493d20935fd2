"""A school in German, a quiet matter, and a customer whom we lost: told by hand."""

from __future__ import annotations

from wellkept.delivery import commands as delivery
from wellkept.endings import commands as endings
from wellkept.journeys.commands import details, process, steps
from wellkept.orders import commands as orders
from wellkept.sales import commands as sales
from wellkept_demo.hero import Telling
from wellkept_demo.life import Process


def schule(t: Telling) -> Process:
    """Delivered and accepted with a defect; support was asked to take it and has not answered, so it climbed."""
    yield t.at(24, 9.5)
    t.meet(
        "mira",
        "Zweihundertzehn Essen, und die Spülmaschine braucht vier Minuten für einen Korb. Die Kinder essen freitags von Papptellern.",
        blueprint="product",
    )
    yield t.at(23, 10.2)
    t.us(
        "mira",
        sales.read_back,
        text="Sechzig Körbe in einer Stunde, 84 Grad im letzten Spülgang, und der Boden bleibt trocken.",
    )
    yield t.at(23, 13.3)
    t.them(sales.confirm_need)
    yield t.at(21, 11.2)
    t.write(
        "mira",
        "Mit der Haubenmaschine sind Sie um zwanzig nach eins fertig. Die größere wäre schneller, als Ihre Leute einräumen können; die würde ich nicht kaufen.",
    )
    yield t.at(20, 8.1)
    t.them(
        sales.decide,
        what="Haubenmaschine mit Wärmerückgewinnung",
        why="Sie schafft den Mittag und kommt mit kaltem Wasser aus",
        evidence="click",
    )
    yield t.at(20, 9.2)
    t.offer("mira")
    yield t.at(20, 11.6)
    t.accept("thomas", 4)
    yield t.at(19, 9.1)
    t.put(
        "thomas",
        [
            ("Haubenspülmaschine mit Wärmerückgewinnung", 6150),
            ("Enthärter", 690),
            ("Anschluss, Ablauf, Bodenabdichtung", 1180),
        ],
        by=t.then(15),
        closing="Rechnung an das Schulamt, 30 Tage. Alle Preise mit Umsatzsteuer.",
    )
    yield t.at(17, 12.2)
    t.them(orders.agree, signed_name="Gesine Petzold", customer_reference="SchA 2026/0412")
    yield t.at(17, 13)
    t.offer("thomas")
    yield t.at(17, 14.4)
    t.accept("jonas", 4, open_points=[("Name des Hausmeisters", t.then(1))])
    yield t.at(16, 9)
    for step in t.steps("open_point"):
        t.us("thomas", steps.finish_step, step=step, how="Herr Wusterhausen, immer ab sechs da")
    t.write(
        "jonas",
        "Wir kommen in der Ferienwoche, zwei Tage. Herr Wusterhausen weiß Bescheid.",
    )
    yield t.at(11, 9)
    t.write("jonas", "Die Maschine ist da und geprüft. Es bleibt bei der Ferienwoche.")
    yield t.at(7, 9)
    t.write("jonas", "Morgen um sieben sind wir bei Ihnen.")
    yield t.at(5, 15.2)
    t.us("jonas", process.do_step, step="install", evidence="84 °C über zehn Körbe, gedruckt")
    t.us(
        "jonas",
        delivery.deliver,
        said="Sie spült: 58 Sekunden für einen Korb, 84 Grad im letzten Gang. Die Küche hat die ersten zehn Körbe selbst gespült.",
    )
    yield t.at(2, 14.1)
    t.them(
        delivery.accept,
        signed_name="Gesine Petzold",
        said="Richtige Teller am Freitag. Die Kinder haben es gemerkt.",
        defects=[("Der Tisch rechts ist zwei Zentimeter zu niedrig", t.ahead(2, 15))],
    )
    yield t.ago(hours=27)
    t.offer("jonas")


def reuter(t: Telling) -> Process:
    """Confidential: everyone finds it, few may read it."""
    yield t.at(10, 9)
    t.meet(
        "mira",
        "Somebody has been in our server room at night. Nothing is missing, which is what worries us. We want to know who opens that door, and we want it quietly.",
        blueprint="service",
        confidential=True,
    )
    t.us("mira", details.name_reader, person=t.life.staff.ids["aylin"])
    yield t.at(10, 10.4)
    t.ring(
        "mira",
        "Met Ms Reuter in a café, as she wished. Two doors, eleven people with keys. Nobody in the office is to know before it is in.",
    )
    yield t.at(9, 11.1)
    t.us(
        "mira",
        sales.read_back,
        text="Each opening of the two doors is on record with its card, from the day on which it is in, and nobody sees it being installed.",
    )
    yield t.at(9, 13.4)
    t.them(sales.confirm_need)
    yield t.at(7, 16.2)
    t.write(
        "mira",
        "It can be done on a Saturday as 'maintenance of the smoke detectors'. Two readers, one small box in the cabinet. I would not put cameras in: you do not need them, and your staff would not forgive you.",
    )
    yield t.at(3, 9.3)
    t.mail("I agree about the cameras. Let me talk to my partner, he is back on Monday.", needs_answer=False)


def radkurier(t: Telling) -> Process:
    """Lost to somebody else, honestly; kept as it was."""
    yield t.at(12, 14.2)
    t.meet(
        "felix",
        "We want charging for our eleven delivery bicycles, under the roof in the yard.",
        blueprint="service",
        channel="page",
    )
    yield t.at(9, 10.2)
    t.write(
        "felix", "Sorry for the wait. How many charge at the same time, and is there a meter near the yard?"
    )
    yield t.at(8, 10.1)
    t.mail(
        "All of them, between ten and six. And I had to ask twice, your colleague did not know about us.",
        explained_again=True,
    )
    yield t.at(6, 15.1)
    t.write(
        "felix", "Then it is one cabinet with twelve places and a small board. I can be with you next week."
    )
    yield t.at(4, 9.3)
    t.them(
        endings.decline,
        why="Somebody else was here on the second day and had measured before you answered. Your price was the better one, I only could not wait.",
    )
