"""Scripts: networks, lifts and door bells."""

from __future__ import annotations

from wellkept.journeys.commands import details, handoffs, steps
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.touch import Effort
from wellkept.orders import commands as orders
from wellkept.sales import commands as sales
from wellkept_demo import working_hours
from wellkept_demo.scripted_journey import Script
from wellkept_demo.simulation import Process


def okafor(s: Script) -> Process:
    """The promised date has passed and nobody told the customer: a broken promise."""
    yield s.days_ago(16, 8.8)
    s.open(
        "felix",
        "We are moving the practice to the second floor, and without a line the card readers do not work. The provider only says 'in due course'.",
        blueprint="service",
    )
    yield s.days_ago(15, 11.1)
    s.write_to_customer(
        "felix",
        "We can bring fibre up from the cellar ourselves; you only need the provider for the last metre. May I come by on Thursday after surgery hours and have a look at the cellar?",
    )
    yield s.days_ago(15, 12.6)
    s.customer_writes(
        "Thursday at one. Please ring at the side door, the front one sticks.", needs_answer=False
    )
    yield s.days_ago(14, 13.2)
    s.staff(
        "felix",
        sales.read_back,
        text="You need fibre on the second floor before the move, for eight workplaces and two card readers, with a mobile backup line so that the practice never stops.",
    )
    yield s.days_ago(14, 18.5)
    s.customer(sales.confirm_need)
    yield s.days_ago(13, 15.7)
    s.write_to_customer(
        "felix",
        "Here is what I suggest: fibre through the old lift shaft, a small cabinet in the archive, and a mobile backup line. It takes two half days.",
    )
    yield s.days_ago(12, 7.4)
    s.customer(
        sales.decide,
        what="Fibre through the lift shaft with a mobile backup",
        why="The practice never stops, and it takes only two half days",
        evidence=Evidence("click"),
    )
    yield s.days_ago(12, 9.3)
    s.offer_handoff("felix")
    yield s.days_ago(12, 13.1)
    s.staff(
        "thomas",
        handoffs.decline_handoff,
        reason="Who has the key to the lift shaft? Without it I cannot promise a date.",
    )
    yield s.days_ago(11, 10.2)
    s.note(
        "felix", "The property manager, Merian, has the key. I called her; she can let us in on any morning."
    )
    s.offer_handoff("felix")
    yield s.days_ago(11, 13.4)
    s.accept_handoff("thomas", 3)
    yield s.days_ago(10, 14.1)
    s.put_agreement(
        "thomas",
        [
            ("Fibre through the lift shaft, 31 m", 720),
            ("Cabinet, router, switch", 980),
            ("Mobile backup line", 390),
            ("Set-up, card readers, measurement", 310),
        ],
        by=working_hours.subtract_days(s.sim.world.today, 3, 12),
        closing="One invoice after your acceptance, payable within 30 days. Prices include VAT.",
    )
    yield s.days_ago(9, 7.2)
    s.customer(orders.agree, evidence=Evidence(signed_name="Dr. Chidi Okafor"))
    yield s.days_ago(9, 9.6)
    s.offer_handoff("thomas")
    yield s.days_ago(9, 11.4)
    s.accept_handoff("piotr", 4)
    yield s.days_ago(8, 10)
    s.write_to_customer(
        "piotr",
        "We will come on the last Monday before your move, in the morning. Please keep the archive clear.",
    )
    s.staff(
        "piotr",
        steps.wait_for,
        third_party="Leipzig Netz",
        what="Splicing in the cellar",
        ask_again=s.days_ahead(1, 10),
    )
    for step in s.open_steps("act"):
        s.staff("piotr", steps.finish_step, step=step)
    yield s.days_ago(2, 16.5)
    s.customer_calls(
        "oskar",
        "The fibre was supposed to be live on Monday. I have patients in the corridor and two dead card readers. Nobody called me.",
        effort=Effort(chase=True, seconds_waited=140),
        needs_answer=True,
    )
    s.note("oskar", "He was polite, which is worse. Piotr, please call him today.")
    yield s.days_ago(1, 8.4)
    s.note(
        "aylin",
        "The splicer was called away to the outage in Grünau. On the phone they told me Thursday. Somebody has to tell Dr. Okafor, I am on a roof until five.",
    )
    yield s.ago(hours=9)
    s.customer_writes("I am doing the billing by hand now. When will it work?", effort=Effort(chase=True))


def stadtbuecherei(s: Script) -> Process:
    """A third party is working on it, and nobody tells the customer: the journey is silent."""
    yield s.days_ago(17, 10.2)
    s.open(
        "felix",
        "The emergency button in our lift calls a number that has been out of service since spring, and children use that lift.",
        blueprint="service",
    )
    yield s.days_ago(16, 9.8)
    s.write_to_customer(
        "felix",
        "That cannot wait. Until we are done, please put up the attached notice with our emergency number.",
    )
    yield s.days_ago(16, 10.5)
    s.customer_writes(
        "The notice is up, and a colleague sits beside the lift in the afternoons.", needs_answer=False
    )
    yield s.days_ago(15, 11.4)
    s.staff(
        "felix",
        sales.read_back,
        text="Anyone who presses the button in the lift reaches a person within seconds, day and night, and the city gets a certificate for it.",
    )
    yield s.days_ago(15, 14.2)
    s.customer(sales.confirm_need)
    yield s.days_ago(14, 9.2)
    s.customer(
        sales.decide,
        what="Emergency call over the mobile network",
        why="It works even when the power is off",
        evidence=Evidence("click"),
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
        closing="Invoice to the city treasury, payable within 30 days. Prices include VAT.",
    )
    yield s.days_ago(12, 11.6)
    s.staff(
        "lena",
        orders.agree,
        evidence=Evidence(
            "purchase_order", "The city's order, signed and stamped, see attachment.", signed_name="Ms Rauch"
        ),
        customer_reference="STB-4711/26",
    )
    yield s.days_ago(12, 13.3)
    s.offer_handoff("lena")
    yield s.days_ago(12, 14.8)
    s.accept_handoff("piotr", 4)
    yield s.days_ago(9, 9.2)
    s.write_to_customer(
        "piotr",
        "The unit is ordered. The lift company has to open the control cabinet for us; I have asked for a date.",
    )
    s.staff(
        "piotr",
        steps.wait_for,
        third_party="Aufzug Nord",
        what="Access to the lift control cabinet",
        ask_again=s.days_ahead(3, 10),
    )
    for step in s.open_steps("act"):
        s.staff("piotr", steps.finish_step, step=step)


def regenbogen(s: Script) -> Process:
    """A promise in jeopardy: the missing part will arrive after the promised day."""
    yield s.days_ago(19, 11)
    s.open(
        "ruth",
        "The cook cannot see who is ringing, and parents stand in the rain with their children. That has to stop before winter.",
        blueprint="service",
        channel="page",
    )
    yield s.days_ago(18, 9.4)
    s.staff(
        "ruth",
        sales.read_back,
        text="Anyone who rings can be seen and heard in the kitchen and in both group rooms, and the door opens every time, even with wet hands.",
    )
    yield s.days_ago(18, 13.2)
    s.customer(sales.confirm_need)
    yield s.days_ago(17, 9.9)
    s.staff(
        "ruth",
        sales.decide,
        what="Video bell on the old wires",
        why="No walls have to be opened while the children are there",
        evidence=Evidence("spoken"),
    )
    yield s.days_ago(17, 10.5)
    s.offer_handoff("ruth")
    yield s.days_ago(17, 12.4)
    s.accept_handoff("ana", 4)
    yield s.days_ago(16, 10.1)
    s.put_agreement(
        "ana",
        [("Video door station, two-wire", 540), ("Three indoor stations", 610), ("Fitting and set-up", 330)],
        by=s.days_ahead(2, 12),
        closing="Invoice to the association, payable within 30 days. Prices include VAT.",
    )
    yield s.days_ago(15, 8.4)
    s.customer(orders.agree, evidence=Evidence(signed_name="Jule Hansen"))
    yield s.days_ago(15, 9)
    s.offer_handoff("ana")
    yield s.days_ago(15, 10.2)
    s.accept_handoff("aylin", 5)
    yield s.days_ago(12, 9.1)
    s.write_to_customer(
        "aylin",
        "The manufacturer is engraving your rainbow on the door station. I saw the proof, and it looks lovely.",
    )
    yield s.days_ago(9, 9.1)
    s.write_to_customer(
        "aylin",
        "The indoor stations are up, and the children have given them names. Now we are only waiting for the one at the door.",
    )
    for step in s.open_steps("act"):
        s.staff(
            "aylin",
            steps.finish_step,
            step=step,
            then=PlannedStep("Fit the door station and test it", s.days_ahead(2, 9)),
        )
    yield s.days_ago(5, 9.2)
    s.write_to_customer("aylin", "Everything is as planned on our side; the engraver has it now.")
    yield s.days_ago(2, 10.1)
    s.write_to_customer(
        "aylin", "A quick update before the weekend: the engraver still has it, and I am pressing him."
    )
    s.staff(
        "aylin",
        steps.wait_for,
        third_party="the engraver",
        what="The front panel with the rainbow",
        ask_again=s.days_ahead(4, 10),
    )
    yield s.ago(hours=4)
    s.note(
        "aylin",
        "The engraver says that it will come two days after our promised date. I will call Jule before she hears it from somebody else.",
    )


def vu(s: Script) -> Process:
    """Opened by mail two hours ago; nobody has answered yet."""
    yield s.ago(hours=2.2)
    s.open(
        "ruth",
        "The new compressor for our chairs is here, and the dealer's electrician has cancelled. Without it we cannot treat anybody from Thursday on.",
        blueprint="service",
        channel="mail",
        requested_for=s.days_ahead(3, 8),
    )


def reuter(s: Script) -> Process:
    """A confidential journey: everyone can find it, few may read it."""
    yield s.days_ago(10, 9)
    s.open(
        "mira",
        "Somebody has been in our server room at night. Nothing is missing, which is what worries us. We want to know who opens that door, and we want it done discreetly.",
        blueprint="service",
        confidential=True,
    )
    s.staff("mira", details.name_reader, person=s.sim.staff.ids["aylin"])
    yield s.days_ago(10, 10.4)
    s.call_customer(
        "mira",
        "Met Ms Reuter in a café, as she wished. Two doors, eleven people with keys. Nobody in the office should know before it is installed.",
    )
    yield s.days_ago(9, 11.1)
    s.staff(
        "mira",
        sales.read_back,
        text="Every opening of the two doors is recorded with its card from the day of installation, and nobody sees it being installed.",
    )
    yield s.days_ago(9, 13.4)
    s.customer(sales.confirm_need)
    yield s.days_ago(7, 16.2)
    s.write_to_customer(
        "mira",
        "We can do it on a Saturday as 'smoke detector maintenance': two readers and one small box in the cabinet. I would not install cameras; you do not need them, and your staff would resent them.",
    )
    yield s.days_ago(3, 9.3)
    s.customer_writes(
        "I agree about the cameras. Let me talk to my partner, who is back on Monday.", needs_answer=False
    )
