"""Scripts: cold rooms and beer cooling."""

from __future__ import annotations

from wellkept.delivery import commands as delivery
from wellkept.journeys.commands import details, holds
from wellkept.journeys.evidence import Evidence
from wellkept.orders import commands as orders
from wellkept.sales import commands as sales
from wellkept.support import commands as support
from wellkept_demo.scripted_journey import Script
from wellkept_demo.simulation import Process


def brauhaus(s: Script) -> Process:
    """Delivered, rejected and repaired; the customer is asked to accept again. A hold was placed and lifted."""
    yield s.days_ago(21, 9.4)
    s.open(
        "mira",
        "Our bar cooler is so loud that the accordion player asked who the second musician was.",
        blueprint="product",
    )
    yield s.days_ago(20, 9.3)
    s.staff(
        "mira",
        sales.read_back,
        text="The beer stays at seven degrees even on a Saturday night, and nobody hears the cooler.",
    )
    yield s.days_ago(20, 10.1)
    s.customer(sales.confirm_need)
    yield s.days_ago(19, 10.4)
    s.customer(
        sales.decide,
        what="Cooling unit in the cellar",
        why="Nobody can hear it down there",
        evidence=Evidence("click"),
    )
    yield s.days_ago(19, 11.1)
    s.offer_handoff("mira")
    yield s.days_ago(19, 13.5)
    s.accept_handoff("ana", 5)
    yield s.days_ago(18, 9.5)
    s.put_agreement(
        "ana",
        [
            ("Cooling unit 2.2 kW for the cellar", 4300),
            ("Insulated line to the bar, 14 m", 760),
            ("Electrical work, commissioning", 690),
        ],
        by=s.days_ahead(1, 12),
        closing="Half on agreement, half after your acceptance. Prices include VAT.",
    )
    yield s.days_ago(17, 23 - 9)
    s.customer(orders.agree, evidence=Evidence(signed_name="Hagen Vollrath"), customer_reference="BR-0926")
    yield s.days_ago(17, 15)
    s.offer_handoff("ana")
    yield s.days_ago(17, 16.1)
    s.accept_handoff("jonas", 5)
    yield s.days_ago(16, 9.2)
    held = s.staff(
        "jonas", holds.place_hold, stops="delivery", why="The first half has not arrived on our account yet"
    )
    s.write_to_customer(
        "jonas",
        "One thing before we order: the first half of the payment has not arrived yet. It may just be the weekend.",
    )
    yield s.days_ago(14, 10.2)
    s.customer_writes(
        "I sent it to the old account, my mistake. I paid again this morning.", needs_answer=False
    )
    yield s.days_ago(13, 9.4)
    s.staff("jonas", holds.lift_hold, hold=held.pk)
    s.write_to_customer("jonas", "It has arrived, thank you. We will come on two mornings, before you open.")
    yield s.days_ago(9, 9.4)
    s.write_to_customer("jonas", "The unit is here, and it really is quiet.")
    yield s.days_ago(5, 9.4)
    s.write_to_customer("jonas", "Tomorrow at seven we install the line, and the unit the day after.")
    yield s.days_ago(3, 12.2)
    s.staff(
        "jonas",
        delivery.deliver,
        words="The unit is in the cellar and the line goes to the bar. Seven degrees after twenty minutes.",
    )
    yield s.days_ago(2, 22.4 - 5)
    s.customer(
        delivery.reject,
        words="It reaches seven degrees. But the line drips onto the third cellar step, and my waiter slipped.",
    )
    yield s.days_ago(1, 8.1)
    s.write_to_customer(
        "jonas",
        "Hagen, I will be there at nine with a drip tray and new insulation. Is your waiter all right?",
    )
    s.journey.finish_steps("complaint", how="Insulation renewed, step dry", go_on="Ask for acceptance again")
    yield s.days_ago(1, 11.2)
    s.staff(
        "jonas",
        delivery.deliver,
        words="We renewed the insulation of the line along the stairs. It stayed dry for two hours with the beer running.",
    )


def wiese(s: Script) -> Process:
    """At rest, and open again today because of a question to support."""
    yield s.days_ago(60, 9.2)
    s.open(
        "ruth",
        "The cold room of the farm shop reads four degrees, but the butter is soft.",
        blueprint="product",
    )
    yield s.days_ago(59, 9.2)
    s.staff(
        "ruth",
        sales.read_back,
        text="You need four degrees where the butter is, not where the sensor is, and a message before anything spoils.",
    )
    yield s.days_ago(59, 19.1)
    s.customer(sales.confirm_need)
    yield s.days_ago(57, 12.2)
    s.customer(
        sales.decide,
        what="New unit, two sensors, a log",
        why="The authority wants the log anyway",
        evidence=Evidence("click"),
    )
    yield s.days_ago(57, 13.1)
    s.offer_handoff("ruth")
    yield s.days_ago(57, 14.9)
    s.accept_handoff("ana", 5)
    yield s.days_ago(56, 9.2)
    s.put_agreement(
        "ana",
        [
            ("Cooling unit, speed-controlled", 4900),
            ("Two sensors with log and alarm", 760),
            ("Seals, electrical work, commissioning", 980),
        ],
        by=s.days_later(14),
        closing="One invoice after your acceptance, payable within 30 days. Prices include VAT.",
    )
    yield s.days_ago(55, 20.3 - 4)
    s.customer(orders.agree, evidence=Evidence(signed_name="Imke Wiese"))
    yield s.days_ago(54, 8.4)
    s.offer_handoff("ana")
    yield s.days_ago(54, 10.1)
    s.accept_handoff("jonas", 4)
    yield s.days_ago(51, 9.2)
    s.write_to_customer("jonas", "The unit is in our workshop, ready for the date.")
    yield s.days_ago(47, 11.2)
    s.staff(
        "jonas",
        delivery.deliver,
        words="It reached two degrees after forty minutes, and the butter is firm. The log is on your phone.",
    )
    s.staff("jonas", details.note_reference, kind="serial", reference="CR-127714")
    yield s.days_ago(46, 12.2)
    s.customer(
        delivery.accept,
        evidence=Evidence(
            words="The butter is firm. My mother-in-law inspected it.", signed_name="Imke Wiese"
        ),
    )
    yield s.days_ago(46, 13.2)
    s.offer_handoff("jonas")
    yield s.days_ago(46, 14.2)
    s.accept_handoff("nadia", 5)
    yield s.days_ago(40, 10.3)
    s.write_to_customer("nadia", "A week has passed. Does it stay cold, even on market days?")
    yield s.days_ago(40, 13.1)
    s.customer(support.confirm_success, words="It does. And it is so quiet that we check whether it is on.")
    yield s.ago(hours=1.4)
    s.customer_writes("The log has a two-hour gap last night. Is that a problem?")
