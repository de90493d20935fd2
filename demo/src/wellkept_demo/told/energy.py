"""Heat, cars and presses: told by hand."""

from __future__ import annotations

from decimal import Decimal

from wellkept.delivery import commands as delivery
from wellkept.orders import commands as orders
from wellkept.promises import commands as promises
from wellkept.sales import commands as sales
from wellkept.support import commands as support
from wellkept_demo.hero import Telling
from wellkept_demo.life import Process


def mertens(t: Telling) -> Process:
    """Decided this morning, and offered to orders: somebody has to accept or decline."""
    yield t.at(6, 11.4)
    t.meet(
        "mira",
        "We get a second press in January, and it needs a line of its own. The first one makes the lights go dim already.",
        blueprint="product",
        budget=Decimal(9000),
    )
    yield t.at(6, 15.1)
    t.write(
        "mira",
        "Which press is it, and may I see the data sheet? And: is there a date on which it stands on your floor?",
    )
    yield t.at(5, 8.2)
    t.mail("Data sheet attached, 38 kW. It comes on the second Tuesday in January, the riggers are booked.")
    yield t.at(4, 10.2)
    t.us(
        "mira",
        sales.read_back,
        text="A line of its own for 38 kW, ready before the second Tuesday in January, and lights that stay as they are when both presses start.",
    )
    yield t.at(4, 12.3)
    t.them(sales.confirm_need)
    yield t.at(3, 9.5)
    t.write(
        "mira",
        "Here are two ways: a line from the main board, or a sub board beside the presses. I would take the sub board; it costs 900 more and you can hang a third press on it one day.",
    )
    yield t.at(2, 16.3)
    t.call(
        "mira",
        "Asked whether the sub board could hang on the other wall. It can.",
        next_what="Ask for the decision",
    )
    yield t.ago(hours=2.4)
    t.them(
        sales.decide,
        what="Sub board beside the presses",
        why="A third press is only a question of time",
        evidence="click",
    )
    yield t.ago(hours=1.1)
    t.offer("mira")
    t.note("mira", "He wants the agreement before the weekend, the bank asks for it.")


def nguyen(t: Telling) -> Process:
    """Private people, agreed by a click this morning; delivery has been asked."""
    yield t.at(7, 18.1)
    t.meet(
        "felix",
        "Unser Auto kommt in fünf Wochen, und in der Garage ist nur eine Steckdose. Der Händler sagt, auf Dauer darf man das nicht.",
        blueprint="service",
        channel="page",
        budget=Decimal(2000),
    )
    yield t.at(5, 9.9)
    t.write(
        "felix",
        "Wie weit ist es vom Zähler bis zum Stellplatz? Ein Foto vom offenen Zählerschrank spart uns beiden einen Besuch.",
    )
    yield t.at(5, 19.8)
    t.mail("Etwa neunzehn Meter, durch den Keller und eine Wand. Foto anbei.")
    yield t.at(4, 14.1)
    t.us(
        "felix",
        sales.read_back,
        text="Ein Ladepunkt, der fertig ist, wenn das Auto kommt, über Nacht lädt und den wir beim Netzbetreiber anmelden.",
    )
    yield t.at(4, 20.2)
    t.them(sales.confirm_need)
    yield t.at(3, 11.2)
    t.write(
        "felix",
        "11 kW reichen Ihnen: Das sind sechzig Kilometer je Stunde Stehen. Das Kabel lege ich so stark, dass Sie es sich noch anders überlegen können.",
    )
    yield t.at(3, 20.4)
    t.them(
        sales.decide,
        what="11 kW mit Zähler",
        why="Genug für die Nacht, und das Kabel reicht auch später",
        evidence="click",
    )
    yield t.at(2, 9.2)
    t.offer("felix")
    yield t.at(2, 11.3)
    t.accept("lena", 4)
    yield t.at(1, 10.3)
    t.put(
        "lena",
        [
            ("Wallbox 11 kW mit Zähler", 890),
            ("Leitung 19 m, Fehlerstromschutz, Wanddurchbruch", 640),
            ("Anmeldung, Inbetriebnahme", 180),
        ],
        by=t.ahead(12, 12),
        closing="Zahlbar in 14 Tagen nach Ihrer Abnahme. Alle Preise mit Umsatzsteuer.",
    )
    yield t.ago(hours=3.3)
    t.them(orders.agree, signed_name="Nguyen Thi Mai")


def haus_am_see(t: Telling) -> Process:
    """A call that nobody answered: to be called back today."""
    yield t.at(3, 10.3)
    t.meet(
        "ruth",
        "Two rooms have been too cold since the new pump. The guests get a second blanket, and then they write about it.",
        blueprint="service",
        channel="page",
    )
    yield t.at(3, 14.2)
    t.write(
        "ruth",
        "Is it always the same two rooms, and from which hour? And has anybody turned the pump since the fitter left?",
    )
    yield t.at(2, 17.6)
    t.mail(
        "Always 7 and 8, both at the end of the line, from nine in the evening. My father turns it. He says he does not."
    )
    yield t.at(1, 9.4)
    t.us(
        "ruth",
        sales.read_back,
        text="Rooms 7 and 8 are to have 21 degrees at nine in the evening, without the pump running all night, and nobody has to turn anything.",
    )
    yield t.at(1, 11.8)
    t.them(sales.confirm_need)
    yield t.ago(hours=6)
    t.us(
        "ruth",
        promises.make_promise,
        kind="call_back",
        text="Call back with a first estimate",
        due=t.soon(hours=1.5),
    )
    t.call("oskar", "", unanswered=True)


def holm(t: Telling) -> Process:
    """A customer who came back: the first journey ended happy, this one is on them."""
    yield t.at(215, 9.2)
    t.meet(
        "ruth",
        "The heating in the greenhouse runs on one fan heater and a prayer. The seedlings freeze from the left to the right.",
        blueprint="service",
    )
    yield t.at(214, 9.3)
    t.us(
        "ruth",
        sales.read_back,
        text="Both halves of the greenhouse hold eight degrees at minus ten outside, and you are woken when they do not.",
    )
    yield t.at(214, 20.1)
    t.them(sales.confirm_need)
    yield t.at(212, 10.2)
    t.them(
        sales.decide,
        what="Two heaters on two lines with an alarm",
        why="If one fails, the other keeps the seedlings alive",
        evidence="click",
    )
    yield t.at(212, 11.2)
    t.offer("ruth")
    yield t.at(212, 12.9)
    t.accept("ana", 5)
    yield t.at(211, 9.4)
    t.put(
        "ana",
        [("Two heaters, 6 kW", 1180), ("Two lines, alarm by message", 690), ("Fitting and measurement", 420)],
        by=t.then(9),
        closing="Payable within 14 days after your acceptance. VAT is included.",
    )
    yield t.at(211, 18.2)
    t.them(orders.agree, signed_name="Inken Holm")
    yield t.at(210, 8.3)
    t.offer("ana")
    yield t.at(210, 10.4)
    t.accept("aylin", 5)
    yield t.at(204, 14.2)
    t.us(
        "aylin",
        delivery.deliver,
        said="Both heaters run, the alarm was tested at the open door. It woke Inken within a minute.",
    )
    yield t.at(204, 15.1)
    t.them(delivery.accept, signed_name="Inken Holm", said="Warm on both sides, and my phone screamed.")
    yield t.at(204, 15.9)
    t.offer("aylin")
    yield t.at(204, 16.4)
    t.accept("nadia", 5)
    yield t.at(199, 10.2)
    t.write("nadia", "How did the first nights go?")
    yield t.at(199, 12.4)
    t.them(support.it_works, said="Minus six on Tuesday, and nobody froze. Thank you.")
    yield t.at(5, 16.2)
    new = t.them(
        support.next_need,
        need="Greenhouse heating, like last year's, for the new house behind it. Winter is early.",
        blueprint="repeat",
    )
    t.follow(new.pk)
    yield t.at(4, 9.4)
    t.write(
        t.course.acting(),
        "The same two heaters and the same alarm? Then I only need the length of the new house and where its door is.",
    )
    yield t.at(4, 13.7)
    t.mail("Eighteen metres, the door faces the old one. The same, please, we were happy with it.")
    yield t.at(3, 10.1)
    t.put(
        t.course.acting(),
        [
            ("Two heaters, 6 kW, as last time", 1240),
            ("Two lines, alarm on the same phone", 610),
            ("Fitting and measurement", 420),
        ],
        by=t.ahead(6, 12),
        closing="As last time: payable within 14 days after your acceptance. VAT is included.",
    )
