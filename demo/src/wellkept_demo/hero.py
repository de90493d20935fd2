"""One journey told by hand: who, and a telling that says what happened when, counted back from today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import simpy

from wellkept.blueprints.queries import plan
from wellkept.customers import commands as customers
from wellkept.customers.models import Customer
from wellkept.journeys.commands import handoffs, touches
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.models import Handoff
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept_demo import cast, library, worktime
from wellkept_demo.cast import Somebody
from wellkept_demo.course import Course, Whose
from wellkept_demo.life import Life, Process, World
from wellkept_demo.plot import Plot


@dataclass(frozen=True)
class Hero:
    """A journey worth telling. `begins` is working days before today."""

    who: Somebody
    begins: int
    tell: Callable[[Telling], Process]


class Telling:
    """The acts of a telling, in as few words as can be."""

    def __init__(self, life: Life, hero: Hero) -> None:
        self.life = life
        self.hero = hero
        self.course: Course
        self.whose: Whose

    # When

    def at(self, days: int, hour: float) -> simpy.events.Event:
        """So many working days ago, at that hour."""
        return self.life.until(back(self.life.world.today, days, hour))

    def ago(self, **span: float) -> simpy.events.Event:
        return self.life.until(self.life.world.today - timedelta(**span))

    def ahead(self, days: int, hour: float) -> datetime:
        """So many working days from today."""
        return worktime.days_after(self.life.world.today, days, hour)

    def then(self, days: int, hour: float = 12) -> datetime:
        """So many working days after the moment that is told."""
        return worktime.days_after(self.life.now, days, hour)

    def soon(self, **span: float) -> datetime:
        """Within today's work, or the first thing tomorrow's."""
        return worktime.next_working(self.life.world.today + timedelta(**span))

    # Beginning

    def meet(self, by: str, need: str, *, blueprint: str, channel: str = "call", **known: Any) -> None:
        """The first word: who they are, and what they need."""
        who, life = self.hero.who, self.life
        customer = life.do(
            customers.meet,
            name=who.name,
            kind="organisation" if who.is_organisation else "person",
            language=who.language,
            heard_of_us="Recommended by a neighbour",
            heard_through="recommended",
            by=life.by(by),
        )
        contact = life.do(
            customers.add_contact,
            customer=customer.pk,
            name=who.contact,
            email=who.email,
            phone=who.phone,
            role=who.role,
            language=who.language,
            by=life.by(by),
        )
        site = life.do(
            customers.add_site,
            customer=customer.pk,
            street=who.street,
            postcode=who.postcode,
            city=who.city,
            by=life.by(by),
        )
        self.whose = Whose(Customer.objects.get(pk=customer.pk), contact, site)
        journey = life.do(
            open_journey,
            customer=customer.pk,
            contact=contact.pk,
            site=site.pk,
            need=need,
            blueprint=blueprint,
            channel=channel,
            by=life.by(by),
            **known,
        )
        self.follow(journey.pk)

    def follow(self, journey: int) -> None:
        """From here on it is about this journey."""
        topic = next(t for t in library.topics().values() if t.language == self.hero.who.language)
        self.course = Course(self.life, self.whose, topic, Plot(), journey)

    # Acting

    def us(self, who: str, command: Callable[..., Any], **kwargs: Any) -> Any:
        return self.life.do(command, journey=self.course.key, by=self.life.by(who), **kwargs)

    def them(self, command: Callable[..., Any], **kwargs: Any) -> Any:
        by = self.life.as_customer(self.whose.contact)
        return self.life.do(command, journey=self.course.key, by=by, **kwargs)

    def mail(self, said: str, **how: Any) -> None:
        self.them(touches.log_touch, incoming=True, channel="mail", said=said, **how)

    def call(self, who: str, said: str, **how: Any) -> None:
        """They called, and this colleague took it."""
        self.us(who, touches.log_touch, incoming=True, channel="call", said=said, **how)

    def ring(self, who: str, said: str, **how: Any) -> None:
        """We called them."""
        self.us(who, touches.log_touch, incoming=False, channel="call", said=said, **how)

    def write(self, who: str, said: str, **how: Any) -> None:
        self.us(who, touches.write_to_customer, said=said, **how)
        if self.course.row.stage in ("sales", "support"):
            self.course.wait_for_them(who)

    def note(self, who: str, said: str) -> None:
        self.us(who, touches.write_note, said=said)

    def agree_with_code(self, **how: Any) -> None:
        self.them(orders.send_code)
        code = Notice.objects.filter(subject_id=self.course.key, kind="code").latest("made_at").facts["code"]
        self.them(orders.agree, signed_name=self.whose.contact.name, code=code, **how)

    def put(self, who: str, lines: list[tuple[str, int]], *, by: datetime, closing: str) -> None:
        """One page with its lines, and what they add up to."""
        words = [f"{text}: € {price:,}" for text, price in lines]
        total = Decimal(sum(price for _, price in lines))
        text = "\n".join([*words, "", closing])
        self.us(who, orders.put_agreement, words=text, total=total, delivery_by=by)

    def offer(self, who: str, **how: Any) -> Any:
        """Offer it onward with everything ticked that the next team asks for; unless it is offered already."""
        if Handoff.objects.filter(journey_id=self.course.key, state="offered").exists():
            return None
        row = self.course.row
        onward = plan(row.version_id).after(row.stage)
        items = plan(row.version_id).checklist_of(onward.stage) if onward else []
        return self.us(who, handoffs.offer_handoff, ticks=[item.key for item in items], **how)

    def accept(self, who: str, rating: int, **how: Any) -> Any:
        return self.us(who, handoffs.accept_handoff, rating=rating, **how)

    def steps(self, kind: str | None = None) -> list[int]:
        return [step.pk for step in self.course.open_steps(kind)]


def live(world: World, hero: Hero) -> None:
    """Tell it, from its first word until today."""
    begins = back(world.today, hero.begins, 7)
    life = Life(world, key=f"{cast.SEED} {hero.who.name}", begins=begins)
    life.run(hero.tell(Telling(life, hero)))


def back(today: datetime, days: int, hour: float) -> datetime:
    """So many working days before today, at that hour, and never later than a moment ago."""
    day = worktime.local(today).date()
    while not worktime.works_on(day):
        day -= timedelta(days=1)
    for _ in range(days):
        day -= timedelta(days=1)
        while not worktime.works_on(day):
            day -= timedelta(days=1)
    return min(worktime.on(day, hour), today - timedelta(minutes=3))
