"""Filling the demo company: the most telling journeys first, then the year behind them, the newest first."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wellkept.customers.commands import link_for
from wellkept.customers.models import Contact
from wellkept.customers.queries import key_of
from wellkept.installation.errors import InstallationError
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.people import queries as people
from wellkept.references.models import Reference
from wellkept_demo import around, beginnings, cast, told, unclaimed
from wellkept_demo.cast import Story
from wellkept_demo.life import Stuck, World
from wellkept_demo.staff import COMPANY, Staff, open_the_company

SIZE = 212  # customers beside the told ones; about one in two comes back within the year

log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Welcome:
    """How to look around as a customer: whose page it is, and the way to it."""

    customer: str
    page: str


def fill(
    progress: Progress = lambda done, total, what: None,
    *,
    ready: Callable[[Welcome], None] = lambda welcome: None,
    size: int | None = None,
    today: datetime | None = None,
) -> None:
    """Fill the company up to now. `ready` is called as soon as there is something to look at."""
    size = int(os.environ.get("WELLKEPT_DEMO_SIZE") or SIZE) if size is None else size
    progress(0, size + len(told.HEROES), "Lindenau Elektro opens")
    if people.is_set_up() and people.company().name != COMPANY:
        raise InstallationError(
            "This installation belongs to another company, so it is not filled.",
            hint="Choose another folder for the demo: WELLKEPT_DATA=...",
        )
    today = today or clock.now()
    open_the_company(today)
    world = World(staff=Staff(today), today=today)
    stories = cast.stories(size, today=today)
    known = _known()
    total = len(told.HEROES) + len(stories) + 2
    done = 0
    for hero in told.HEROES:
        if cast.key_of(hero.who.name) not in known:
            told.live(world, hero)
        done += 1
        progress(done, total, "The first journeys")
    told.know(world)
    unclaimed.arrive(world)
    done += 1
    ready(_welcome())
    around.tell(world)
    done += 1
    progress(done, total, "Who calls and writes besides")
    for story in stories:
        if cast.key_of(story.who.name) not in known:
            _live(world, story)
        done += 1
        progress(done, total, f"A year of {COMPANY}")


def _live(world: World, story: Story) -> None:
    """One life; one that the simulation gets wrong is left out as a whole, and the others go on."""
    try:
        beginnings.live(world, story)
    except Stuck:
        log.exception("The life of %s was left out", story.who.name)


def _known() -> set[str]:
    """Everyone whom we have met: by the names that keep finding them, whatever they are called now."""
    return set(Reference.objects.filter(kind="name", subject__kind="customer").values_list("key", flat=True))


def _welcome() -> Welcome:
    petra = Contact.objects.select_related("customer").get(email=told.HEROES[0].who.email)
    journey = Journey.objects.filter(customer=petra.customer).order_by("pk").first()
    assert journey is not None
    link = link_for(contact=petra.pk, subject=journey.pk, days=90)
    return Welcome(
        customer=f"{petra.name}, {petra.customer.name}",
        page=f"/my/{key_of(link)}",
    )
