"""Lines, lifts and bells: told by hand."""

from __future__ import annotations

from wellkept.journeys.commands import details, handoffs, steps
from wellkept.orders import commands as orders
from wellkept.sales import commands as sales
from wellkept_demo import working_hours
from wellkept_demo.scripted_journey import Script
from wellkept_demo.simulation import Process


def okafor(s: Script) -> Process:
    """A line that was to be live on a day, and nobody said a word: a broken promise on a desk."""
    yield s.days_ago(16, 8.8)
    s.open(
        "felix",
        "We move the practice to the second floor, and without a line the card readers are dead. The provider only says 'in due course'.",
        blueprint="service",
    )
    yield s.days_ago(15, 11.1)
    s.write_to_customer(
        "felix",
        "We can bring fibre up from the cellar ourselves, you only need the provider for the last metre. May I come by on Thursday after your surgery hours and look at the cellar?",
    )
    yield s.days_ago(15, 12.6)
    s.customer_writes(
        "Thursday at one. Please ring at the side door, the front one sticks.", needs_answer=False
    )
    yield s.days_ago(14, 13.2)
    s.staff(
        "felix",
        sales.read_back,
        text="Fibre up to the second floor before the move, eight workplaces and two card readers, with a mobile line as a reserve, so that the practice never stands still.",
    )
    yield s.days_ago(14, 18.5)
    s.customer(sales.confirm_need)
    yield s.days_ago(13, 15.7)
    s.write_to_customer(
        "felix",
        "Here is what I would do: fibre through the old lift shaft, a small cabinet in the archive, a mobile reserve. Two half days, always at noon.",
    )
    yield s.days_ago(12, 7.4)
    s.customer(
        sales.decide,
        what="Fibre through the lift shaft with a mobile reserve",
        why="The practice never stands still, and they work at noon",
        evidence="click",
    )
    yield s.days_ago(12, 9.3)
    s.offer_handoff("felix")
    yield s.days_ago(12, 13.1)
    s.staff(
        "thomas",
        handoffs.decline_handoff,
        reason="Who has the key to the lift shaft? Without that I can promise no date.",
    )
    yield s.days_ago(11, 10.2)
    s.note("felix", "The key is with the house manager Merian, called her, she opens on any morning.")
    s.offer_handoff("felix")
    yield s.days_ago(11, 13.4)
    s.accept_handoff("thomas", 3)
    yield s.days_ago(10, 14.1)
    s.put_agreement(
        "thomas",
        [
            ("Fibre through the lift shaft, 31 m", 720),
            ("Cabinet, router, switch", 980),
            ("Mobile line as reserve", 390),
            ("Set up, card readers, measurement", 310),
        ],
        by=working_hours.subtract_days(s.sim.world.today, 3, 12),
        closing="One invoice after your acceptance, 30 days. VAT is included.",
    )
    yield s.days_ago(9, 7.2)
    s.customer(orders.agree, signed_name="Dr. Chidi Okafor")
    yield s.days_ago(9, 9.6)
    s.offer_handoff("thomas")
    yield s.days_ago(9, 11.4)
    s.accept_handoff("piotr", 4)
    yield s.days_ago(8, 10)
    s.write_to_customer(
        "piotr", "We come on the last Monday before your move, in the morning. Please keep the archive free."
    )
    s.staff(
        "piotr",
        steps.wait_for,
        whom="Leipzig Netz",
        what="Splicing in the cellar",
        ask_again=s.days_ahead(1, 10),
    )
    for step in s.open_steps("act"):
        s.staff("piotr", steps.finish_step, step=step)
    yield s.days_ago(2, 16.5)
    s.customer_calls(
        "oskar",
        "Fibre was to be live on Monday. I have patients in the corridor and two dead card readers. Nobody called me.",
        chase=True,
        needs_answer=True,
        seconds_waited=140,
    )
    s.note("oskar", "He was polite, and that is worse. Piotr, please: today.")
    yield s.days_ago(1, 8.4)
    s.note(
        "aylin",
        "The splicer was drawn off to the outage in Grünau. They named Thursday to me on the phone. Profile has to tell Dr. Okafor, I am on the roof until five.",
    )
    yield s.ago(hours=9)
    s.customer_writes("I now do the billing by hand. When?", chase=True)


def stadtbuecherei(s: Script) -> Process:
    """A third party has it, and nobody tells the customer: it has become silent."""
    yield s.days_ago(17, 10.2)
    s.open(
        "felix",
        "The lift speaks to nobody. The emergency button rings at a number that has been dead since spring, and children ride in it.",
        blueprint="service",
    )
    yield s.days_ago(16, 9.8)
    s.write_to_customer(
        "felix",
        "That must not stay like that for a day. Until we are done, please hang up the note that I attach, with our number on duty.",
    )
    yield s.days_ago(16, 10.5)
    s.customer_writes("It hangs. And a colleague sits beside the lift in the afternoons.", needs_answer=False)
    yield s.days_ago(15, 11.4)
    s.staff(
        "felix",
        sales.read_back,
        text="Whoever presses the button in the lift speaks with a person within seconds, by day and by night, and the city gets the certificate for it.",
    )
    yield s.days_ago(15, 14.2)
    s.customer(sales.confirm_need)
    yield s.days_ago(14, 9.2)
    s.customer(
        sales.decide,
        what="Emergency call over the mobile network",
        why="It works even when the power is off",
        evidence="click",
    )
    yield s.days_ago(14, 10.1)
    s.offer_handoff("felix")
    yield s.days_ago(14, 13.1)
    s.accept_handoff("lena", 4)
    yield s.days_ago(13, 10.2)
    s.put_agreement(
        "lena",
        [
            ("Emergency call unit with battery", 640),
            ("Connection to the lift control, test with the call centre", 380),
            ("Certificate for the city", 90),
        ],
        by=s.days_ahead(2, 16),
        closing="Invoice to the city treasury, 30 days. VAT is included.",
    )
    yield s.days_ago(12, 11.6)
    s.staff(
        "lena",
        orders.agree,
        said="Order of the city, signed and stamped, see attachment.",
        evidence="purchase_order",
        signed_name="Ms Rauch",
        customer_reference="STB-4711/26",
    )
    yield s.days_ago(12, 13.3)
    s.offer_handoff("lena")
    yield s.days_ago(12, 14.8)
    s.accept_handoff("piotr", 4)
    yield s.days_ago(9, 9.2)
    s.write_to_customer(
        "piotr", "The unit is ordered. The lift firm has to open the control for us, I have asked for a date."
    )
    s.staff(
        "piotr",
        steps.wait_for,
        whom="Aufzug Nord",
        what="The lift firm opens the control",
        ask_again=s.days_ahead(3, 10),
    )
    for step in s.open_steps("act"):
        s.staff("piotr", steps.finish_step, step=step)


def regenbogen(s: Script) -> Process:
    """In jeopardy: what is still missing comes after the promised day."""
    yield s.days_ago(19, 11)
    s.open(
        "ruth",
        "The cook sees nobody who rings, and the parents stand in the rain with their children. It has to stop before winter.",
        blueprint="service",
        channel="page",
    )
    yield s.days_ago(18, 9.4)
    s.staff(
        "ruth",
        sales.read_back,
        text="Whoever rings is seen and heard in the kitchen and in both groups, and the door opens every time, also with wet hands.",
    )
    yield s.days_ago(18, 13.2)
    s.customer(sales.confirm_need)
    yield s.days_ago(17, 9.9)
    s.staff(
        "ruth",
        sales.decide,
        what="Video bell on the old wires",
        why="Nothing has to be torn open while the children are there",
        evidence="spoken",
    )
    yield s.days_ago(17, 10.5)
    s.offer_handoff("ruth")
    yield s.days_ago(17, 12.4)
    s.accept_handoff("ana", 4)
    yield s.days_ago(16, 10.1)
    s.put_agreement(
        "ana",
        [("Video door station, two-wire", 540), ("Three indoor stations", 610), ("Fitting and set up", 330)],
        by=s.days_ahead(2, 12),
        closing="Invoice to the association, 30 days. VAT is included.",
    )
    yield s.days_ago(15, 8.4)
    s.customer(orders.agree, signed_name="Jule Hansen")
    yield s.days_ago(15, 9)
    s.offer_handoff("ana")
    yield s.days_ago(15, 10.2)
    s.accept_handoff("aylin", 5)
    yield s.days_ago(12, 9.1)
    s.write_to_customer(
        "aylin",
        "The station comes from the maker with your rainbow engraved on it. It looks lovely, I saw the proof.",
    )
    yield s.days_ago(9, 9.1)
    s.write_to_customer(
        "aylin",
        "The inner stations hang, the children have named them. Now we only wait for the one at the door.",
    )
    for step in s.open_steps("act"):
        s.staff(
            "aylin",
            steps.finish_step,
            step=step,
            next_what="Fit the door station and test it",
            next_due=s.days_ahead(2, 9),
        )
    yield s.days_ago(5, 9.2)
    s.write_to_customer("aylin", "All as planned on our side, the engraver has it now.")
    yield s.days_ago(2, 10.1)
    s.write_to_customer(
        "aylin", "One word before the week ends: the engraver is the last one who has it, and I push him."
    )
    s.staff(
        "aylin",
        steps.wait_for,
        whom="the engraver",
        what="The front with the rainbow",
        ask_again=s.days_ahead(4, 10),
    )
    yield s.ago(hours=4)
    s.note(
        "aylin",
        "The engraver wrote: two days after the day that we promised. I call Jule before she hears it from the parents.",
    )


def vu(s: Script) -> Process:
    """Opened by a mail two hours ago: nobody has answered yet."""
    yield s.ago(hours=2.2)
    s.open(
        "ruth",
        "The new compressor for the chairs is here and the electrician of the dealer has cancelled. Without it we can treat nobody from Thursday on.",
        blueprint="service",
        channel="mail",
        requested_for=s.days_ahead(3, 8),
    )


def reuter(s: Script) -> Process:
    """Confidential: everyone finds it, few may read it."""
    yield s.days_ago(10, 9)
    s.open(
        "mira",
        "Profile has been in our server room at night. Nothing is missing, which is what worries us. We want to know who opens that door, and we want it quietly.",
        blueprint="service",
        confidential=True,
    )
    s.staff("mira", details.name_reader, person=s.sim.staff.ids["aylin"])
    yield s.days_ago(10, 10.4)
    s.call_customer(
        "mira",
        "Met Ms Reuter in a café, as she wished. Two doors, eleven people with keys. Nobody in the office is to know before it is in.",
    )
    yield s.days_ago(9, 11.1)
    s.staff(
        "mira",
        sales.read_back,
        text="Each opening of the two doors is on record with its card, from the day on which it is in, and nobody sees it being installed.",
    )
    yield s.days_ago(9, 13.4)
    s.customer(sales.confirm_need)
    yield s.days_ago(7, 16.2)
    s.write_to_customer(
        "mira",
        "It can be done on a Saturday as 'maintenance of the smoke detectors'. Two readers, one small box in the cabinet. I would not put cameras in: you do not need them, and your staff would not forgive you.",
    )
    yield s.days_ago(3, 9.3)
    s.customer_writes(
        "I agree about the cameras. Let me talk to my partner, he is back on Monday.", needs_answer=False
    )
