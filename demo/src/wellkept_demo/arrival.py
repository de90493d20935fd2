"""The first contact of a generated customer: by the web form, by a call that somebody takes, or by mail."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator
from datetime import datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

import simpy

from wellkept.customers import commands as customers
from wellkept.customers.models import Contact, Customer
from wellkept.customers.preferences import Preferences
from wellkept.endings import commands as endings
from wellkept.intake.commands import items
from wellkept.intake.commands.first_contact import Speaker
from wellkept.intake.commands.routing import handle
from wellkept.intake.commands.store_mail import store
from wellkept.intake.models import Item, Message
from wellkept.journeys.commands import details
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Origin, Start
from wellkept.kernel import clock
from wellkept_demo import working_hours
from wellkept_demo.scenario import Scenario
from wellkept_demo.simulation import Process, Simulation, World
from wellkept_demo.stages import Parties, SimulatedJourney
from wellkept_demo.stories import SEED, Profile, Story

Opening = Generator[simpy.events.Event, Any, "tuple[Parties, Journey]"]
HEARD = {
    "Recommended by a neighbour": "recommended",
    "Recommended by another baker": "recommended",
    "Web search": "searched",
    "Saw the van": "seen",
    "Trade fair": "event",
}
_MERGED = [
    "The same problem, once by mail and once by phone",
    "A colleague of theirs had already written",
]


def simulate(world: World, story: Story) -> None:
    """Simulate a customer from their first contact until today."""
    sim = Simulation(world, key=f"{SEED} {story.profile.name}", begins=story.begins)
    need = sim.pick(story.topic.needs)
    message = None
    if story.channel in ("info", "office"):
        # As in an installation, a mail is committed before anything is done with it.
        with clock.at(story.begins):
            raw = compose_mail(story.profile, need, to=f"{story.channel}@lindenau.example", at=story.begins)
            message = store(raw).message
    sim.run(_run(sim, story, need, message))


def _run(sim: Simulation, story: Story, need: str, message: int | None) -> Process:
    profile = story.profile
    scenario = Scenario.draw(sim.rng, kind=profile.kind, repeat=story.topic.blueprint == "repeat")
    if scenario.ends == "opened_in_error" and story.channel != "call":
        scenario = dataclasses.replace(scenario, ends="")
    if scenario.ends == "no_answer" and not profile.email:
        scenario = dataclasses.replace(
            scenario, ends=""
        )  # customers without mail are called until they answer
    if message is not None:
        parties, row = yield from _open_by_mail(sim, story, need, message)
    else:
        parties, row = yield from _open_by_hand(sim, story, need)
    journey = SimulatedJourney(sim, parties, story.topic, scenario, row.pk)
    if sim.chance(0.045) and not scenario.ends and story.channel != "call":
        sim.env.process(_open_twice(sim, story, parties, row))
    yield from journey.run()


def _open_by_hand(sim: Simulation, story: Story, need: str) -> Opening:
    """A colleague takes the call, or reads the form, and opens the journey."""
    yield sim.wait_until(sim.begins)
    who = sim.rng.choice(sim.staff.members("sales", sim.now))
    if story.topic.blueprint == "repeat":
        who = sim.rng.choice(sim.staff.members("orders", sim.now))
    heard = sim.rng.choice(list(HEARD)) if sim.chance(0.6) else ""
    contact = add_customer(sim, story.profile, heard=heard, by=who)
    site = sim.do(
        customers.add_site,
        customer=contact.customer_id,
        street=story.profile.street,
        postcode=story.profile.postcode,
        city=story.profile.city,
        by=sim.actor(who),
    )
    budget = None
    if story.topic.budget and sim.chance(0.45):
        low, high = story.topic.budget
        budget = Decimal(round(sim.rng.uniform(low, high) / 500) * 500)
    requested_for: datetime | None = None
    if sim.chance(0.3):
        requested_for = working_hours.add_days(sim.now, sim.rng.randrange(20, 60), 12)
    journey = sim.do(
        open_journey,
        customer=contact.customer_id,
        contact=contact.pk,
        site=site.pk,
        need=Need(need, budget=budget, requested_for=requested_for),
        by=sim.actor(who),
        start=Start(blueprint=story.topic.blueprint),
        origin=Origin(channel=story.channel),
    )
    customer = Customer.objects.get(pk=contact.customer_id)
    return Parties(customer, contact, site), journey


def _open_by_mail(sim: Simulation, story: Story, need: str, message: int) -> Opening:
    """The mail is filed. One that waits in Intake becomes a journey by one key; then the details are completed."""
    yield sim.wait_until(sim.begins)
    profile = story.profile
    item = receive(sim, message)
    if item is not None:
        handler = sim.staff.keys[item.handler_id]
        yield sim.wait_until(sim.when_free(sim.staff.present(handler, sim.now), hours=1.5))
        handler = sim.staff.present(handler, sim.now)
        journey = sim.do(
            items.open_journey_from,
            item=item.pk,
            by=sim.actor(handler),
            speaker=Speaker(name=profile.name if profile.is_organisation else ""),
            need=need,
            start=Start(blueprint=story.topic.blueprint),
        )
    else:
        journey = Journey.objects.get(pk=Message.objects.get(pk=message).subject_id)
    journey = Journey.objects.select_related("contact", "customer").get(pk=journey.pk)
    contact = journey.contact
    assert contact is not None
    sim.subjects += [key for key in (journey.pk, journey.customer_id) if key not in sim.subjects]
    sim.run_reactions()
    by = sim.actor(sim.staff.keys[journey.owner_id])
    yield sim.wait(minutes=sim.rng.randrange(2, 30))
    if journey.customer.name != profile.name:
        sim.do(customers.change, customer=journey.customer_id, by=by, name=profile.name)
    contact = sim.do(
        customers.change_contact,
        contact=contact.pk,
        by=by,
        name=profile.contact,
        phone=profile.phone,
        role=profile.role,
        language=profile.language,
    )
    site = sim.do(
        customers.add_site,
        customer=journey.customer_id,
        street=profile.street,
        postcode=profile.postcode,
        city=profile.city,
        by=by,
    )
    sim.do(details.correct_need, journey=journey.pk, need=Need(need), site=site.pk, by=by)
    customer = Customer.objects.get(pk=journey.customer_id)
    return Parties(customer, contact, site), journey


def receive(sim: Simulation, message: int) -> Item | None:
    """File a stored message. Returns its item if it waits in Intake."""
    sim.do(handle, message)
    subject = Message.objects.get(pk=message).subject_id
    assert subject is not None
    sim.subjects.append(subject)
    if (journey := Journey.objects.filter(pk=subject).first()) is not None:
        sim.subjects.append(journey.customer_id)
    sim.run_reactions()
    return Item.objects.filter(pk=subject, state="waiting").first()


def compose_mail(
    profile: Profile, need: str, *, to: str, at: datetime, title: str = "", greeting: bool = True
) -> bytes:
    """Compose the customer's mail as it arrives."""
    mail = EmailMessage()
    mail["From"] = f"{profile.contact} <{profile.email}>"
    mail["To"] = to
    mail["Subject"] = title or _title_of(need)
    mail["Date"] = format_datetime(at - timedelta(seconds=8))
    mail["Message-ID"] = f"<{int(at.timestamp())}.{profile.email}>"
    signature = "\n".join(
        line for line in (profile.contact, profile.role and profile.name, profile.phone) if line
    )
    hello = ("Guten Tag,\n\n" if profile.language == "de" else "Good morning,\n\n") if greeting else ""
    bye = "Viele Grüße" if profile.language == "de" else "Kind regards"
    mail.set_content(f"{hello}{need}\n\n{bye}\n{signature}\n")
    return mail.as_bytes()


def _title_of(need: str) -> str:
    first = need.split(".")[0].split(",")[0]
    return first if len(first) < 60 else " ".join(first.split()[:7]) + " …"


def add_customer(sim: Simulation, profile: Profile, *, heard: str, by: str) -> Contact:
    """Add the customer and their contact. `heard` is how they heard of us: a key of HEARD, or nothing."""
    customer = sim.do(
        customers.add_customer,
        name=profile.name,
        kind="organisation" if profile.is_organisation else "person",
        language=profile.language,
        heard_of_us=heard,
        heard_through=HEARD.get(heard, ""),
        by=sim.actor(by),
    )
    return sim.do(
        customers.add_contact,
        customer=customer.pk,
        name=profile.contact,
        email=profile.email,
        phone=profile.phone,
        role=profile.role,
        preferences=Preferences(language=profile.language),
        by=sim.actor(by),
    )


def _open_twice(sim: Simulation, story: Story, parties: Parties, first: Journey) -> Process:
    """The customer also calls, and a colleague opens a second journey. A day later it is merged into the first."""
    yield sim.wait_until(working_hours.add_hours(sim.now, sim.rng.uniform(2, 9)))
    who = sim.rng.choice(sim.staff.members("sales", sim.now))
    needs = [need for need in story.topic.needs if need not in sim.used_phrases]
    if not needs:
        return
    second = sim.do(
        open_journey,
        customer=parties.customer.pk,
        contact=parties.contact.pk,
        need=Need(sim.pick(needs)),
        by=sim.actor(who),
        start=Start(blueprint=story.topic.blueprint),
        origin=Origin(channel="call"),
    )
    yield sim.wait_until(working_hours.add_hours(sim.now, sim.rng.uniform(3, 12)))
    if sim.journey(first.pk).state != "open" or sim.journey(first.pk).stage != "sales":
        return
    why = sim.pick(_MERGED)
    sim.do(
        endings.join,
        journey=second.pk,
        into=first.pk,
        why=why,
        by=sim.actor(sim.staff.present("mira", sim.now)),
    )
