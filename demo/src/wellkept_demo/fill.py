"""Fill the demo company: scripted journeys first, then the rest of the year, newest customers first."""

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
from wellkept_demo import arrival, office, scripts, stories
from wellkept_demo.company import COMPANY, set_up_company
from wellkept_demo.office import known_customers, unassigned_mail
from wellkept_demo.simulation import SimulationError, World
from wellkept_demo.staff import Staff
from wellkept_demo.stories import Story

SIZE = 212  # generated customers beside the scripted ones; about half of them come back within the year

log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Welcome:
    """A customer whose page is worth a look, and its path."""

    customer: str
    page: str


def fill(
    progress: Progress = lambda done, total, what: None,
    *,
    ready: Callable[[Welcome], None] = lambda welcome: None,
    size: int | None = None,
    today: datetime | None = None,
) -> None:
    """Fill the company up to now. `ready` is called once the scripted journeys are there."""
    size = int(os.environ.get("WELLKEPT_DEMO_SIZE") or SIZE) if size is None else size
    progress(0, size + len(scripts.JOURNEYS), "Setting up Lindenau Elektro")
    if people.is_set_up() and people.company().name != COMPANY:
        raise InstallationError(
            "This installation belongs to another company, so it is not filled.",
            hint="Choose another folder for the demo: WELLKEPT_DATA=...",
        )
    today = today or clock.now()
    set_up_company(today)
    world = World(staff=Staff(today), today=today)
    generated = stories.generate_stories(size, today=today)
    present = _names_of_customers()
    total = len(scripts.JOURNEYS) + len(generated) + 2
    done = 0
    for scripted in scripts.JOURNEYS:
        if stories.key_of(scripted.profile.name) not in present:
            scripts.run_script(world, scripted)
        done += 1
        progress(done, total, "The first journeys")
    known_customers.add(world)
    unassigned_mail.add(world)
    done += 1
    ready(_welcome())
    office.add_all(world)
    done += 1
    progress(done, total, "Calls, forms, searches and imports")
    for story in generated:
        if stories.key_of(story.profile.name) not in present:
            _simulate(world, story)
        done += 1
        progress(done, total, f"A year of {COMPANY}")


def _simulate(world: World, story: Story) -> None:
    """Simulate one customer. After an error this customer is left out and the fill continues."""
    try:
        arrival.simulate(world, story)
    except SimulationError:
        log.exception("%s was left out", story.profile.name)


def _names_of_customers() -> set[str]:
    """List every name that a customer has ever had, normalised."""
    return set(Reference.objects.filter(kind="name", subject__kind="customer").values_list("key", flat=True))


def _welcome() -> Welcome:
    petra = Contact.objects.select_related("customer").get(email=scripts.JOURNEYS[0].profile.email)
    journey = Journey.objects.filter(customer=petra.customer).order_by("pk").first()
    assert journey is not None
    link = link_for(contact=petra.pk, subject=journey.pk, days=90)
    return Welcome(
        customer=f"{petra.name}, {petra.customer.name}",
        page=f"/my/{key_of(link)}",
    )
