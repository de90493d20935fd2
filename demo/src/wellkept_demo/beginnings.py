"""How a customer comes to us: on the page, by a call that somebody takes, or by a mail that finds its own way."""

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
from wellkept.endings import commands as endings
from wellkept.intake.commands import items
from wellkept.intake.commands.routing import handle
from wellkept.intake.commands.store_mail import store
from wellkept.intake.models import Item, Message
from wellkept.journeys.commands import details
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept_demo import cast, worktime
from wellkept_demo.cast import Somebody, Story
from wellkept_demo.course import Course, Whose
from wellkept_demo.life import Life, Process, World
from wellkept_demo.plot import Plot

Meeting = Generator[simpy.events.Event, Any, "tuple[Whose, Journey]"]
HEARD = {
    "Recommended by a neighbour": "recommended",
    "Recommended by another baker": "recommended",
    "Web search": "searched",
    "Saw the van": "seen",
    "Trade fair": "event",
}


def live(world: World, story: Story) -> None:
    """One customer from their first word until today."""
    life = Life(world, key=f"{cast.SEED} {story.who.name}", begins=story.begins)
    need = life.say(story.topic.needs)
    message = None
    if story.channel in ("info", "office"):
        # As everywhere, what arrives is stored for good before anything is done with it.
        with clock.at(story.begins):
            raw = mail_from(story.who, need, to=f"{story.channel}@lindenau.example", at=story.begins)
            message = store(raw).message
    life.run(_from_the_first_word(life, story, need, message))


def _from_the_first_word(life: Life, story: Story, need: str, message: int | None) -> Process:
    plot = Plot.draw(life.rng, kind=story.who.kind, repeat=story.topic.blueprint == "repeat")
    if plot.ends == "opened_in_error" and story.channel != "call":
        plot = dataclasses.replace(plot, ends="")
    if plot.ends == "no_answer" and not story.who.email:
        plot = dataclasses.replace(plot, ends="")  # who has no mail is called until they answer
    if message is not None:
        whose, journey = yield from by_mail(life, story, need, message)
    else:
        whose, journey = yield from by_word(life, story, need)
    course = Course(life, whose, story.topic, plot, journey.pk)
    if life.chance(0.045) and not plot.ends and story.channel != "call":
        life.env.process(_twice(life, story, whose, journey))
    yield from course.go()


def by_word(life: Life, story: Story, need: str) -> Meeting:
    """Somebody takes the call, or sees the form that came in, and writes it down."""
    yield life.until(life.begins)
    who = life.rng.choice(life.staff.members("sales", life.now))
    if story.topic.blueprint == "repeat":
        who = life.rng.choice(life.staff.members("orders", life.now))
    contact = _meet(life, story.who, by=who)
    site = life.do(
        customers.add_site,
        customer=contact.customer_id,
        street=story.who.street,
        postcode=story.who.postcode,
        city=story.who.city,
        by=life.by(who),
    )
    budget = None
    if story.topic.budget and life.chance(0.45):
        low, high = story.topic.budget
        budget = Decimal(round(life.rng.uniform(low, high) / 500) * 500)
    wanted: datetime | None = None
    if life.chance(0.3):
        wanted = worktime.days_after(life.now, life.rng.randrange(20, 60), 12)
    journey = life.do(
        open_journey,
        customer=contact.customer_id,
        contact=contact.pk,
        site=site.pk,
        need=need,
        by=life.by(who),
        blueprint=story.topic.blueprint,
        channel=story.channel,
        budget=budget,
        requested_for=wanted,
    )
    customer = Customer.objects.get(pk=contact.customer_id)
    return Whose(customer, contact, site), journey


def by_mail(life: Life, story: Story, need: str, message: int) -> Meeting:
    """Their mail is brought where it belongs; what waits in Intake becomes a journey by one key."""
    yield life.until(life.begins)
    who = story.who
    item = receive(life, message)
    if item is not None:
        standing = life.staff.keys[item.handler_id]
        yield life.until(life.gets_to_it(life.staff.there(standing, life.now), hours=1.5))
        standing = life.staff.there(standing, life.now)
        journey = life.do(
            items.open_journey_from,
            item=item.pk,
            by=life.by(standing),
            customer_name=who.name if who.is_organisation else "",
            need=need,
            blueprint=story.topic.blueprint,
        )
    else:
        journey = Journey.objects.get(pk=Message.objects.get(pk=message).subject_id)
    journey = Journey.objects.select_related("contact", "customer").get(pk=journey.pk)
    contact = journey.contact
    assert contact is not None
    life.subjects += [key for key in (journey.pk, journey.customer_id) if key not in life.subjects]
    life.follow()
    by = life.by(life.staff.keys[journey.owner_id])
    yield life.later(minutes=life.rng.randrange(2, 30))
    if journey.customer.name != who.name:
        life.do(customers.change, customer=journey.customer_id, by=by, name=who.name)
    contact = life.do(
        customers.change_contact,
        contact=contact.pk,
        by=by,
        name=who.contact,
        phone=who.phone,
        role=who.role,
        language=who.language,
    )
    site = life.do(
        customers.add_site,
        customer=journey.customer_id,
        street=who.street,
        postcode=who.postcode,
        city=who.city,
        by=by,
    )
    life.do(details.correct_need, journey=journey.pk, need=need, site=site.pk, by=by)
    customer = Customer.objects.get(pk=journey.customer_id)
    return Whose(customer, contact, site), journey


def receive(life: Life, message: int) -> Item | None:
    """Bring a stored mail where it belongs. The item of Intake that it became, if it waits there."""
    life.do(handle, message)
    subject = Message.objects.get(pk=message).subject_id
    assert subject is not None
    life.subjects.append(subject)
    if (journey := Journey.objects.filter(pk=subject).first()) is not None:
        life.subjects.append(journey.customer_id)
    life.follow()
    return Item.objects.filter(pk=subject, state="waiting").first()


def mail_from(
    who: Somebody, need: str, *, to: str, at: datetime, title: str = "", greeting: bool = True
) -> bytes:
    """Their mail as it arrives."""
    mail = EmailMessage()
    mail["From"] = f"{who.contact} <{who.email}>"
    mail["To"] = to
    mail["Subject"] = title or _title_of(need)
    mail["Date"] = format_datetime(at - timedelta(seconds=8))
    mail["Message-ID"] = f"<{int(at.timestamp())}.{who.email}>"
    signature = "\n".join(line for line in (who.contact, who.role and who.name, who.phone) if line)
    hello = ("Guten Tag,\n\n" if who.language == "de" else "Good morning,\n\n") if greeting else ""
    bye = "Viele Grüße" if who.language == "de" else "Kind regards"
    mail.set_content(f"{hello}{need}\n\n{bye}\n{signature}\n")
    return mail.as_bytes()


def _title_of(need: str) -> str:
    first = need.split(".")[0].split(",")[0]
    return first if len(first) < 60 else " ".join(first.split()[:7]) + " …"


def _meet(life: Life, who: Somebody, *, by: str) -> Contact:
    heard = life.rng.choice(list(HEARD)) if life.chance(0.6) else ""
    customer = life.do(
        customers.meet,
        name=who.name,
        kind="organisation" if who.is_organisation else "person",
        language=who.language,
        heard_of_us=heard,
        heard_through=HEARD.get(heard, ""),
        by=life.by(by),
    )
    return life.do(
        customers.add_contact,
        customer=customer.pk,
        name=who.contact,
        email=who.email,
        phone=who.phone,
        role=who.role,
        language=who.language,
        by=life.by(by),
    )


def _twice(life: Life, story: Story, whose: Whose, first: Journey) -> Process:
    """They also called, and a colleague who did not look opened a second one; a day later somebody sees it."""
    yield life.until(worktime.after(life.now, life.rng.uniform(2, 9)))
    who = life.rng.choice(life.staff.members("sales", life.now))
    others = [need for need in story.topic.needs if need not in life.said]
    if not others:
        return
    second = life.do(
        open_journey,
        customer=whose.customer.pk,
        contact=whose.contact.pk,
        need=life.say(others),
        by=life.by(who),
        blueprint=story.topic.blueprint,
        channel="call",
    )
    yield life.until(worktime.after(life.now, life.rng.uniform(3, 12)))
    if life.row(first.pk).state != "open" or life.row(first.pk).stage != "sales":
        return
    why = life.say(_MERGED)
    life.do(
        endings.join,
        journey=second.pk,
        into=first.pk,
        why=why,
        by=life.by(life.staff.there("mira", life.now)),
    )


_MERGED = [
    "The same problem, written once by mail and once by phone",
    "A colleague of theirs had written already",
]
