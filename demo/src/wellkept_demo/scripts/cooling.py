"""Cold rooms and cooled beer: told by hand."""

from __future__ import annotations

from wellkept.delivery import commands as delivery
from wellkept.journeys.commands import details, holds
from wellkept.orders import commands as orders
from wellkept.sales import commands as sales
from wellkept.support import commands as support
from wellkept_demo.scripted_journey import Script
from wellkept_demo.simulation import Process


def brauhaus(s: Script) -> Process:
    """Delivered, refused once, put right; now they are asked again. With a hold that was lifted."""
    yield s.days_ago(21, 9.4)
    s.open(
        "mira",
        "The bar cooler hums so loud that the accordion player asked who the second musician is.",
        blueprint="product",
    )
    yield s.days_ago(20, 9.3)
    s.staff(
        "mira",
        sales.read_back,
        text="The beer is at seven degrees, also on a Saturday at ten, and nobody hears how.",
    )
    yield s.days_ago(20, 10.1)
    s.customer(sales.confirm_need)
    yield s.days_ago(19, 10.4)
    s.customer(
        sales.decide, what="Cooling unit in the cellar", why="Then only the beer hears it", evidence="click"
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
        closing="Half at the agreement, half after your acceptance. VAT is included.",
    )
    yield s.days_ago(17, 23 - 9)
    s.customer(orders.agree, signed_name="Hagen Vollrath", customer_reference="BR-0926")
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
        "One thing before we order: the first half is not here yet. It is probably only the weekend.",
    )
    yield s.days_ago(14, 10.2)
    s.customer_writes(
        "Sent it to the old account, my mistake. It went out again this morning.", needs_answer=False
    )
    yield s.days_ago(13, 9.4)
    s.staff("jonas", holds.lift_hold, hold=held.pk)
    s.write_to_customer("jonas", "Arrived, thank you. We come on two mornings, before you open.")
    yield s.days_ago(9, 9.4)
    s.write_to_customer("jonas", "The unit is here. It really is quiet; I put my ear on it.")
    yield s.days_ago(5, 9.4)
    s.write_to_customer("jonas", "Tomorrow at seven the line, the day after the unit.")
    yield s.days_ago(3, 12.2)
    s.staff(
        "jonas",
        delivery.deliver,
        said="Unit in the cellar, line to the bar, seven degrees after twenty minutes.",
    )
    yield s.days_ago(2, 22.4 - 5)
    s.customer(
        delivery.reject,
        said="Seven degrees, yes. But the line drips onto the third step of the cellar, and my waiter slipped.",
    )
    yield s.days_ago(1, 8.1)
    s.write_to_customer(
        "jonas", "Hagen, I am with you at nine with a drip tray and new insulation. Is your waiter well?"
    )
    s.journey.finish_steps("complaint", how="Insulation renewed, step dry", go_on="Ask for acceptance again")
    yield s.days_ago(1, 11.2)
    s.staff(
        "jonas",
        delivery.deliver,
        said="Insulation of the line renewed along the stairs; dry after two hours with the beer running.",
    )


def wiese(s: Script) -> Process:
    """At rest, and woken today by a question: support has it."""
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
        text="Four degrees where the butter lies, not where the sensor hangs, and a message before anything spoils.",
    )
    yield s.days_ago(59, 19.1)
    s.customer(sales.confirm_need)
    yield s.days_ago(57, 12.2)
    s.customer(
        sales.decide,
        what="New unit, two sensors, a log",
        why="The office wants the log anyway",
        evidence="click",
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
        closing="One invoice after your acceptance, 30 days. VAT is included.",
    )
    yield s.days_ago(55, 20.3 - 4)
    s.customer(orders.agree, signed_name="Imke Wiese")
    yield s.days_ago(54, 8.4)
    s.offer_handoff("ana")
    yield s.days_ago(54, 10.1)
    s.accept_handoff("jonas", 4)
    yield s.days_ago(51, 9.2)
    s.write_to_customer("jonas", "The unit stands here and waits for its day with you.")
    yield s.days_ago(47, 11.2)
    s.staff(
        "jonas",
        delivery.deliver,
        said="Two degrees after forty minutes, and the butter is firm. The log is on your phone.",
    )
    s.staff("jonas", details.note_reference, kind="serial", said="CR-127714")
    yield s.days_ago(46, 12.2)
    s.customer(delivery.accept, signed_name="Imke Wiese", said="Firm butter. My mother-in-law inspected it.")
    yield s.days_ago(46, 13.2)
    s.offer_handoff("jonas")
    yield s.days_ago(46, 14.2)
    s.accept_handoff("nadia", 5)
    yield s.days_ago(40, 10.3)
    s.write_to_customer("nadia", "A week has passed. Does it hold, also on market days?")
    yield s.days_ago(40, 13.1)
    s.customer(support.it_works, said="It holds. And it is so quiet that we check whether it is on.")
    yield s.ago(hours=1.4)
    s.customer_writes("The log has a gap of two hours since last night. Is that bad?")
