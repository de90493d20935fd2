"""Lines, lifts and bells: told by hand."""

from __future__ import annotations

from wellkept.journeys.commands import handoffs, steps
from wellkept.orders import commands as orders
from wellkept.sales import commands as sales
from wellkept_demo.hero import Telling, back
from wellkept_demo.life import Process


def okafor(t: Telling) -> Process:
    """A line that was to be live on a day, and nobody said a word: a broken promise on a desk."""
    yield t.at(16, 8.8)
    t.meet(
        "felix",
        "We move the practice to the second floor, and without a line the card readers are dead. The provider only says 'in due course'.",
        blueprint="service",
    )
    yield t.at(15, 11.1)
    t.write(
        "felix",
        "We can bring fibre up from the cellar ourselves, you only need the provider for the last metre. May I come by on Thursday after your surgery hours and look at the cellar?",
    )
    yield t.at(15, 12.6)
    t.mail("Thursday at one. Please ring at the side door, the front one sticks.", needs_answer=False)
    yield t.at(14, 13.2)
    t.us(
        "felix",
        sales.read_back,
        text="Fibre up to the second floor before the move, eight workplaces and two card readers, with a mobile line as a reserve, so that the practice never stands still.",
    )
    yield t.at(14, 18.5)
    t.them(sales.confirm_need)
    yield t.at(13, 15.7)
    t.write(
        "felix",
        "Here is what I would do: fibre through the old lift shaft, a small cabinet in the archive, a mobile reserve. Two half days, always at noon.",
    )
    yield t.at(12, 7.4)
    t.them(
        sales.decide,
        what="Fibre through the lift shaft with a mobile reserve",
        why="The practice never stands still, and they work at noon",
        evidence="click",
    )
    yield t.at(12, 9.3)
    t.offer("felix")
    yield t.at(12, 13.1)
    t.us(
        "thomas",
        handoffs.decline_handoff,
        reason="Who has the key to the lift shaft? Without that I can promise no date.",
    )
    yield t.at(11, 10.2)
    t.note("felix", "The key is with the house manager Merian, called her, she opens on any morning.")
    t.offer("felix")
    yield t.at(11, 13.4)
    t.accept("thomas", 3)
    yield t.at(10, 14.1)
    t.put(
        "thomas",
        [
            ("Fibre through the lift shaft, 31 m", 720),
            ("Cabinet, router, switch", 980),
            ("Mobile line as reserve", 390),
            ("Set up, card readers, measurement", 310),
        ],
        by=back(t.life.world.today, 3, 12),
        closing="One invoice after your acceptance, 30 days. VAT is included.",
    )
    yield t.at(9, 7.2)
    t.them(orders.agree, signed_name="Dr. Chidi Okafor")
    yield t.at(9, 9.6)
    t.offer("thomas")
    yield t.at(9, 11.4)
    t.accept("piotr", 4)
    yield t.at(8, 10)
    t.write(
        "piotr", "We come on the last Monday before your move, in the morning. Please keep the archive free."
    )
    t.us(
        "piotr", steps.wait_for, whom="Leipzig Netz", what="Splicing in the cellar", ask_again=t.ahead(1, 10)
    )
    for step in t.steps("act"):
        t.us("piotr", steps.finish_step, step=step)
    yield t.at(2, 16.5)
    t.call(
        "oskar",
        "Fibre was to be live on Monday. I have patients in the corridor and two dead card readers. Nobody called me.",
        chase=True,
        needs_answer=True,
        seconds_waited=140,
    )
    t.note("oskar", "He was polite, and that is worse. Piotr, please: today.")
    yield t.at(1, 8.4)
    t.note(
        "aylin",
        "The splicer was drawn off to the outage in Grünau. They named Thursday to me on the phone. Somebody has to tell Dr. Okafor, I am on the roof until five.",
    )
    yield t.ago(hours=9)
    t.mail("I now do the billing by hand. When?", chase=True)


def stadtbuecherei(t: Telling) -> Process:
    """A third party has it, and nobody tells the customer: it has become silent."""
    yield t.at(17, 10.2)
    t.meet(
        "felix",
        "The lift speaks to nobody. The emergency button rings at a number that has been dead since spring, and children ride in it.",
        blueprint="service",
    )
    yield t.at(16, 9.8)
    t.write(
        "felix",
        "That must not stay like that for a day. Until we are done, please hang up the note that I attach, with our number on duty.",
    )
    yield t.at(16, 10.5)
    t.mail("It hangs. And a colleague sits beside the lift in the afternoons.", needs_answer=False)
    yield t.at(15, 11.4)
    t.us(
        "felix",
        sales.read_back,
        text="Whoever presses the button in the lift speaks with a person within seconds, by day and by night, and the city gets the certificate for it.",
    )
    yield t.at(15, 14.2)
    t.them(sales.confirm_need)
    yield t.at(14, 9.2)
    t.them(
        sales.decide,
        what="Emergency call over the mobile network",
        why="It works even when the power is off",
        evidence="click",
    )
    yield t.at(14, 10.1)
    t.offer("felix")
    yield t.at(14, 13.1)
    t.accept("lena", 4)
    yield t.at(13, 10.2)
    t.put(
        "lena",
        [
            ("Emergency call unit with battery", 640),
            ("Connection to the lift control, test with the call centre", 380),
            ("Certificate for the city", 90),
        ],
        by=t.ahead(2, 16),
        closing="Invoice to the city treasury, 30 days. VAT is included.",
    )
    yield t.at(12, 11.6)
    t.us(
        "lena",
        orders.agree,
        said="Order of the city, signed and stamped, see attachment.",
        evidence="purchase_order",
        signed_name="Ms Rauch",
        customer_reference="STB-4711/26",
    )
    yield t.at(12, 13.3)
    t.offer("lena")
    yield t.at(12, 14.8)
    t.accept("piotr", 4)
    yield t.at(9, 9.2)
    t.write(
        "piotr", "The unit is ordered. The lift firm has to open the control for us, I have asked for a date."
    )
    t.us(
        "piotr",
        steps.wait_for,
        whom="Aufzug Nord",
        what="The lift firm opens the control",
        ask_again=t.ahead(3, 10),
    )
    for step in t.steps("act"):
        t.us("piotr", steps.finish_step, step=step)


def regenbogen(t: Telling) -> Process:
    """In jeopardy: what is still missing comes after the promised day."""
    yield t.at(19, 11)
    t.meet(
        "ruth",
        "The cook sees nobody who rings, and the parents stand in the rain with their children. It has to stop before winter.",
        blueprint="service",
        channel="page",
    )
    yield t.at(18, 9.4)
    t.us(
        "ruth",
        sales.read_back,
        text="Whoever rings is seen and heard in the kitchen and in both groups, and the door opens every time, also with wet hands.",
    )
    yield t.at(18, 13.2)
    t.them(sales.confirm_need)
    yield t.at(17, 9.9)
    t.us(
        "ruth",
        sales.decide,
        what="Video bell on the old wires",
        why="Nothing has to be torn open while the children are there",
        evidence="spoken",
    )
    yield t.at(17, 10.5)
    t.offer("ruth")
    yield t.at(17, 12.4)
    t.accept("ana", 4)
    yield t.at(16, 10.1)
    t.put(
        "ana",
        [("Video door station, two-wire", 540), ("Three indoor stations", 610), ("Fitting and set up", 330)],
        by=t.ahead(2, 12),
        closing="Invoice to the association, 30 days. VAT is included.",
    )
    yield t.at(15, 8.4)
    t.them(orders.agree, signed_name="Jule Hansen")
    yield t.at(15, 9)
    t.offer("ana")
    yield t.at(15, 10.2)
    t.accept("aylin", 5)
    yield t.at(12, 9.1)
    t.write(
        "aylin",
        "The station comes from the maker with your rainbow engraved on it. It looks lovely, I saw the proof.",
    )
    yield t.at(9, 9.1)
    t.write(
        "aylin",
        "The inner stations hang, the children have named them. Now we only wait for the one at the door.",
    )
    for step in t.steps("act"):
        t.us(
            "aylin",
            steps.finish_step,
            step=step,
            next_what="Fit the door station and test it",
            next_due=t.ahead(2, 9),
        )
    yield t.at(5, 9.2)
    t.write("aylin", "All as planned on our side, the engraver has it now.")
    yield t.at(2, 10.1)
    t.write(
        "aylin", "One word before the week ends: the engraver is the last one who has it, and I push him."
    )
    t.us(
        "aylin",
        steps.wait_for,
        whom="the engraver",
        what="The front with the rainbow",
        ask_again=t.ahead(4, 10),
    )
    yield t.ago(hours=4)
    t.note(
        "aylin",
        "The engraver wrote: two days after the day that we promised. I call Jule before she hears it from the parents.",
    )


def vu(t: Telling) -> Process:
    """Opened by a mail two hours ago: nobody has answered yet."""
    yield t.ago(hours=2.2)
    t.meet(
        "ruth",
        "The new compressor for the chairs is here and the electrician of the dealer has cancelled. Without it we can treat nobody from Thursday on.",
        blueprint="service",
        channel="mail",
        requested_for=t.ahead(3, 8),
    )
