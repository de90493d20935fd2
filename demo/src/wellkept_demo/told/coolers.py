"""Cold rooms and cooled beer: told by hand."""

from __future__ import annotations

from wellkept.delivery import commands as delivery
from wellkept.journeys.commands import details, holds
from wellkept.orders import commands as orders
from wellkept.sales import commands as sales
from wellkept.support import commands as support
from wellkept_demo.hero import Telling
from wellkept_demo.life import Process


def brauhaus(t: Telling) -> Process:
    """Delivered, refused once, put right; now they are asked again. With a hold that was lifted."""
    yield t.at(21, 9.4)
    t.meet(
        "mira",
        "The bar cooler hums so loud that the accordion player asked who the second musician is.",
        blueprint="product",
    )
    yield t.at(20, 9.3)
    t.us(
        "mira",
        sales.read_back,
        text="The beer is at seven degrees, also on a Saturday at ten, and nobody hears how.",
    )
    yield t.at(20, 10.1)
    t.them(sales.confirm_need)
    yield t.at(19, 10.4)
    t.them(
        sales.decide, what="Cooling unit in the cellar", why="Then only the beer hears it", evidence="click"
    )
    yield t.at(19, 11.1)
    t.offer("mira")
    yield t.at(19, 13.5)
    t.accept("ana", 5)
    yield t.at(18, 9.5)
    t.put(
        "ana",
        [
            ("Cooling unit 2.2 kW for the cellar", 4300),
            ("Insulated line to the bar, 14 m", 760),
            ("Electrical work, commissioning", 690),
        ],
        by=t.ahead(1, 12),
        closing="Half at the agreement, half after your acceptance. VAT is included.",
    )
    yield t.at(17, 23 - 9)
    t.them(orders.agree, signed_name="Hagen Vollrath", customer_reference="BR-0926")
    yield t.at(17, 15)
    t.offer("ana")
    yield t.at(17, 16.1)
    t.accept("jonas", 5)
    yield t.at(16, 9.2)
    held = t.us(
        "jonas", holds.place_hold, stops="delivery", why="The first half has not arrived on our account yet"
    )
    t.write(
        "jonas",
        "One thing before we order: the first half is not here yet. It is probably only the weekend.",
    )
    yield t.at(14, 10.2)
    t.mail("Sent it to the old account, my mistake. It went out again this morning.", needs_answer=False)
    yield t.at(13, 9.4)
    t.us("jonas", holds.lift_hold, hold=held.pk)
    t.write("jonas", "Arrived, thank you. We come on two mornings, before you open.")
    yield t.at(9, 9.4)
    t.write("jonas", "The unit is here. It really is quiet; I put my ear on it.")
    yield t.at(5, 9.4)
    t.write("jonas", "Tomorrow at seven the line, the day after the unit.")
    yield t.at(3, 12.2)
    t.us(
        "jonas",
        delivery.deliver,
        said="Unit in the cellar, line to the bar, seven degrees after twenty minutes.",
    )
    yield t.at(2, 22.4 - 5)
    t.them(
        delivery.reject,
        said="Seven degrees, yes. But the line drips onto the third step of the cellar, and my waiter slipped.",
    )
    yield t.at(1, 8.1)
    t.write("jonas", "Hagen, I am with you at nine with a drip tray and new insulation. Is your waiter well?")
    t.course.finish_kind("complaint", how="Insulation renewed, step dry", go_on="Ask for acceptance again")
    yield t.at(1, 11.2)
    t.us(
        "jonas",
        delivery.deliver,
        said="Insulation of the line renewed along the stairs; dry after two hours with the beer running.",
    )


def wiese(t: Telling) -> Process:
    """At rest, and woken today by a question: support has it."""
    yield t.at(60, 9.2)
    t.meet(
        "ruth",
        "The cold room of the farm shop reads four degrees, but the butter is soft.",
        blueprint="product",
    )
    yield t.at(59, 9.2)
    t.us(
        "ruth",
        sales.read_back,
        text="Four degrees where the butter lies, not where the sensor hangs, and a message before anything spoils.",
    )
    yield t.at(59, 19.1)
    t.them(sales.confirm_need)
    yield t.at(57, 12.2)
    t.them(
        sales.decide,
        what="New unit, two sensors, a log",
        why="The office wants the log anyway",
        evidence="click",
    )
    yield t.at(57, 13.1)
    t.offer("ruth")
    yield t.at(57, 14.9)
    t.accept("ana", 5)
    yield t.at(56, 9.2)
    t.put(
        "ana",
        [
            ("Cooling unit, speed-controlled", 4900),
            ("Two sensors with log and alarm", 760),
            ("Seals, electrical work, commissioning", 980),
        ],
        by=t.then(14),
        closing="One invoice after your acceptance, 30 days. VAT is included.",
    )
    yield t.at(55, 20.3 - 4)
    t.them(orders.agree, signed_name="Imke Wiese")
    yield t.at(54, 8.4)
    t.offer("ana")
    yield t.at(54, 10.1)
    t.accept("jonas", 4)
    yield t.at(51, 9.2)
    t.write("jonas", "The unit stands here and waits for its day with you.")
    yield t.at(47, 11.2)
    t.us(
        "jonas",
        delivery.deliver,
        said="Two degrees after forty minutes, and the butter is firm. The log is on your phone.",
    )
    t.us("jonas", details.note_reference, kind="serial", said="CR-127714")
    yield t.at(46, 12.2)
    t.them(delivery.accept, signed_name="Imke Wiese", said="Firm butter. My mother-in-law inspected it.")
    yield t.at(46, 13.2)
    t.offer("jonas")
    yield t.at(46, 14.2)
    t.accept("nadia", 5)
    yield t.at(40, 10.3)
    t.write("nadia", "A week has passed. Does it hold, also on market days?")
    yield t.at(40, 13.1)
    t.them(support.it_works, said="It holds. And it is so quiet that we check whether it is on.")
    yield t.ago(hours=1.4)
    t.mail("The log has a gap of two hours since last night. Is that bad?")
