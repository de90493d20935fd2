"""Scripts: heating, charging and power supply."""

from __future__ import annotations

from decimal import Decimal

from wellkept.delivery import commands as delivery
from wellkept.delivery.new_item import NewItem
from wellkept.endings import commands as endings
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.need import Need
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.touch import Effort
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import LineTerms, PricedLines
from wellkept.orders.models import Agreement
from wellkept.orders.queries import lines_of
from wellkept.promises import commands as promises
from wellkept.sales import commands as sales
from wellkept.support import commands as support
from wellkept_demo.scripted_journey import Script
from wellkept_demo.simulation import Process


def mertens(s: Script) -> Process:
    """Decided this morning and offered to the orders team, who have to accept or decline."""
    yield s.days_ago(6, 11.4)
    s.open(
        "mira",
        "We are getting a second press in January, and it needs a line of its own. The first one already makes the lights go dim.",
        blueprint="product",
        budget=Decimal(9000),
    )
    yield s.days_ago(6, 15.1)
    s.write_to_customer(
        "mira",
        "Which press is it, and may I see the data sheet? And when will it be delivered?",
    )
    yield s.days_ago(5, 8.2)
    s.customer_writes(
        "Data sheet attached, 38 kW. It comes on the second Tuesday in January, the riggers are booked."
    )
    yield s.days_ago(4, 10.2)
    s.staff(
        "mira",
        sales.read_back,
        text="You need a separate line for 38 kW, ready before the second Tuesday in January, and lights that do not dim when both presses start.",
    )
    yield s.days_ago(4, 12.3)
    s.customer(sales.confirm_need)
    yield s.days_ago(3, 9.5)
    s.write_to_customer(
        "mira",
        "There are two options: a line from the main board, or a sub board beside the presses. I would take the sub board; it costs 900 more, and you can connect a third press to it one day.",
    )
    yield s.days_ago(2, 16.3)
    s.customer_calls(
        "mira",
        "He asked whether the sub board could go on the other wall. It can.",
        then=PlannedStep("Ask for the decision"),
    )
    yield s.ago(hours=2.4)
    s.customer(
        sales.decide,
        what="Sub board beside the presses",
        why="A third press is only a question of time",
        evidence=Evidence("click"),
    )
    yield s.ago(hours=1.1)
    s.offer_handoff("mira")
    s.note("mira", "He wants the agreement before the weekend because the bank is asking for it.")


def nguyen(s: Script) -> Process:
    """A private customer agreed online this morning; the delivery team has been asked."""
    yield s.days_ago(7, 18.1)
    s.open(
        "felix",
        "Unser Auto kommt in fünf Wochen, und in der Garage ist nur eine Steckdose. Der Händler sagt, auf Dauer darf man das nicht.",
        blueprint="service",
        channel="page",
        budget=Decimal(2000),
    )
    yield s.days_ago(5, 9.9)
    s.write_to_customer(
        "felix",
        "Wie weit ist es vom Zähler bis zum Stellplatz? Ein Foto vom offenen Zählerschrank spart uns beiden einen Besuch.",
    )
    yield s.days_ago(5, 19.8)
    s.customer_writes("Etwa neunzehn Meter, durch den Keller und eine Wand. Foto anbei.")
    yield s.days_ago(4, 14.1)
    s.staff(
        "felix",
        sales.read_back,
        text="Ein Ladepunkt, der fertig ist, wenn das Auto kommt, über Nacht lädt und den wir beim Netzbetreiber anmelden.",
    )
    yield s.days_ago(4, 20.2)
    s.customer(sales.confirm_need)
    yield s.days_ago(3, 11.2)
    s.write_to_customer(
        "felix",
        "11 kW reichen Ihnen: Das sind sechzig Kilometer je Stunde Stehen. Das Kabel lege ich so stark, dass Sie es sich noch anders überlegen können.",
    )
    yield s.days_ago(3, 20.4)
    s.customer(
        sales.decide,
        what="11 kW mit Zähler",
        why="Genug für die Nacht, und das Kabel reicht auch später",
        evidence=Evidence("click"),
    )
    yield s.days_ago(2, 9.2)
    s.offer_handoff("felix")
    yield s.days_ago(2, 11.3)
    s.accept_handoff("lena", 4)
    yield s.days_ago(1, 10.3)
    s.put_agreement(
        "lena",
        [
            ("Wallbox 11 kW mit Zähler", 890),
            ("Leitung 19 m, Fehlerstromschutz, Wanddurchbruch", 640),
            ("Anmeldung, Inbetriebnahme", 180),
        ],
        by=s.days_ahead(12, 12),
        closing="Zahlbar in 14 Tagen nach Ihrer Abnahme. Alle Preise mit Umsatzsteuer.",
    )
    yield s.ago(hours=3.3)
    s.customer(orders.agree, evidence=Evidence(signed_name="Nguyen Thi Mai"))


def haus_am_see(s: Script) -> Process:
    """A call was not answered; a call back is due today."""
    yield s.days_ago(3, 10.3)
    s.open(
        "ruth",
        "Two rooms have been too cold since we got the new pump. The guests get a second blanket, and then they write about it in their reviews.",
        blueprint="service",
        channel="page",
    )
    yield s.days_ago(3, 14.2)
    s.write_to_customer(
        "ruth",
        "Is it always the same two rooms, and from what time? And has anybody changed the pump settings since the fitter left?",
    )
    yield s.days_ago(2, 17.6)
    s.customer_writes(
        "Always 7 and 8, both at the end of the line, from nine in the evening. My father changes the settings. He says he does not."
    )
    yield s.days_ago(1, 9.4)
    s.staff(
        "ruth",
        sales.read_back,
        text="Rooms 7 and 8 should have 21 degrees at nine in the evening, without the pump running all night, and nobody should have to change any settings.",
    )
    yield s.days_ago(1, 11.8)
    s.customer(sales.confirm_need)
    yield s.ago(hours=6)
    s.staff(
        "ruth",
        promises.make_promise,
        kind="call_back",
        text="Call back with a first estimate",
        due=s.soon(hours=1.5),
    )
    s.customer_calls("oskar", "", unanswered=True)


def holm(s: Script) -> Process:
    """A customer who came back. The first journey is at rest, and this one waits for them."""
    yield s.days_ago(215, 9.2)
    s.open(
        "ruth",
        "The only heating in our greenhouse is one fan heater. The seedlings on the far side freeze.",
        blueprint="service",
    )
    yield s.days_ago(214, 9.3)
    s.staff(
        "ruth",
        sales.read_back,
        text="Both halves of the greenhouse stay at eight degrees when it is minus ten outside, and an alarm wakes you if they do not.",
    )
    yield s.days_ago(214, 20.1)
    s.customer(sales.confirm_need)
    yield s.days_ago(212, 10.2)
    s.customer(
        sales.decide,
        what="Two heaters on two lines with an alarm",
        why="If one fails, the other keeps the seedlings alive",
        evidence=Evidence("click"),
    )
    yield s.days_ago(212, 11.2)
    s.offer_handoff("ruth")
    yield s.days_ago(212, 12.9)
    s.accept_handoff("ana", 5)
    yield s.days_ago(211, 9.4)
    s.staff(
        "ana",
        orders.put_agreement,
        words="Two heaters on two lines with an alarm.\nPayable within 14 days of your acceptance.",
        total=PricedLines(
            "EUR",
            [
                LineTerms(
                    words=words, quantity=Decimal(count), unit_price=Decimal(price), tax_rate=Decimal(19)
                )
                for words, count, price in (
                    ("Heater, 6 kW", 2, "495.80"),
                    ("Line with an alarm by message", 2, "289.92"),
                    ("Fitting and measurement", 1, "352.94"),
                )
            ],
        ),
        delivery_by=s.days_later(9),
    )
    yield s.days_ago(211, 18.2)
    s.customer(orders.agree, evidence=Evidence(signed_name="Inken Holm"))
    yield s.days_ago(210, 8.3)
    s.offer_handoff("ana")
    yield s.days_ago(210, 10.4)
    s.accept_handoff("aylin", 5)
    on_site = s.visit("aylin", "Fit the heaters and test the alarm", s.days_later(6, 12))
    yield s.days_ago(207, 15.4)
    heater, line, _fitting = lines_of(Agreement.objects.get(journey_id=s.journey.key, state="agreed"))
    s.staff(
        "aylin",
        delivery.deliver,
        words="The first heater runs on its line. The second one comes with Thursday's lorry.",
        lines={heater.pk: Decimal(1), line.pk: Decimal(1)},
        items=[
            NewItem(product="Heater, 6 kW", serial="GH6-20417", line=heater.pk, place="Greenhouse, north")
        ],
    )
    yield s.days_ago(204, 12.1)
    s.record("aylin", on_site, "begun")
    yield s.days_ago(204, 14.1)
    s.record("aylin", on_site, "work", words="Both heaters are on their lines; insulation measured, 4 MΩ.")
    s.record("aylin", on_site, "hours", quantity=Decimal(2), words="Fitting and measurement")
    s.record("aylin", on_site, "kilometres", quantity=Decimal(34))
    s.record("aylin", on_site, "ended")
    yield s.days_ago(204, 14.2)
    s.staff(
        "aylin",
        delivery.deliver,
        words="Both heaters run. We tested the alarm with the door open, and Inken's phone rang within a minute.",
        items=[
            NewItem(product="Heater, 6 kW", serial="GH6-20418", line=heater.pk, place="Greenhouse, south")
        ],
    )
    yield s.days_ago(204, 15.1)
    s.customer(
        delivery.accept,
        evidence=Evidence(words="Warm on both sides, and my phone rang at once.", signed_name="Inken Holm"),
    )
    yield s.days_ago(204, 15.9)
    s.offer_handoff("aylin")
    yield s.days_ago(204, 16.4)
    s.accept_handoff("nadia", 5)
    yield s.days_ago(199, 10.2)
    s.write_to_customer("nadia", "How did the first nights go?")
    yield s.days_ago(199, 12.4)
    s.customer(support.confirm_success, words="Minus six on Tuesday, and nobody froze. Thank you.")
    yield s.days_ago(5, 16.2)
    new = s.customer(
        support.next_need,
        need=Need("The same heating for the new greenhouse behind the first one, please. Winter is early."),
        blueprint="repeat",
    )
    s.continue_with(new.pk)
    yield s.days_ago(4, 9.4)
    s.write_to_customer(
        s.journey.present_holder(),
        "The same two heaters and the same alarm? Then I only need the length of the new greenhouse and the position of its door.",
    )
    yield s.days_ago(4, 13.7)
    s.customer_writes(
        "Eighteen metres, and the door faces the old one. The same again, please, we were happy with it."
    )
    yield s.days_ago(3, 10.1)
    s.put_agreement(
        s.journey.present_holder(),
        [
            ("Two heaters, 6 kW, as last time", 1240),
            ("Two lines, alarm on the same phone", 610),
            ("Fitting and measurement", 420),
        ],
        by=s.days_ahead(6, 12),
        closing="As last time: payable within 14 days of your acceptance. Prices include VAT.",
    )


def radkurier(s: Script) -> Process:
    """Lost to a competitor."""
    yield s.days_ago(12, 14.2)
    s.open(
        "felix",
        "We want charging points for our eleven delivery bikes, under the roof in the yard.",
        blueprint="service",
        channel="page",
    )
    yield s.days_ago(9, 10.2)
    s.write_to_customer(
        "felix",
        "Sorry for the wait. How many of them charge at the same time, and is there a meter near the yard?",
    )
    yield s.days_ago(8, 10.1)
    s.customer_writes(
        "All of them, between ten and six. And I had to explain it twice, because your colleague did not know about us.",
        effort=Effort(explained_again=True),
    )
    yield s.days_ago(6, 15.1)
    s.write_to_customer(
        "felix", "Then you need one cabinet with twelve places and a small board. I can visit you next week."
    )
    yield s.days_ago(4, 9.3)
    s.customer(
        endings.decline,
        why="Somebody else came on the second day and had measured before you answered. Your price was better, but I could not wait.",
    )
