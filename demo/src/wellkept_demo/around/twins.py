"""Customers who were met twice: two wait for a look, two were one, two are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wellkept.customers import commands as customers
from wellkept.duplicates.commands.merge import merge
from wellkept.duplicates.commands.not_the_same import tell_apart
from wellkept.duplicates.commands.sweep import sweep
from wellkept.kernel import clock
from wellkept.references.models import Reference
from wellkept_demo.around.ground import begin, customer
from wellkept_demo.hero import back
from wellkept_demo.life import Life, Process, World


@dataclass(frozen=True)
class Twin:
    """Somebody who may be `of`: as a colleague wrote them down, working days ago, and what came of it."""

    of: str
    days: int
    by: str
    name: str
    contact: str
    phone: str
    email: str
    street: str
    postcode: str
    city: str
    kind: str = "organisation"
    language: str = "en"
    became: str = ""  # "one" or "two", a working day later


TWINS = (
    Twin("Kita Regenbogen", 17, "oskar", "Kita Regenbogen e. V.", "Jule Hansen", "+49 341 5550166",
         "jule@kita-regenbogen.example", "Aurelienstr. 30", "04177", "Leipzig", became="one"),
    Twin("Brauhaus Alte Brücke", 13, "lena", "Gasthaus Alte Brücke", "Sören Vollrath", "03437 55588",
         "soeren@gasthaus-alte-bruecke.example", "Brückenstraße 1", "04668", "Grimma", became="two"),
    Twin("Familie Nguyen", 4, "felix", "Nguyen, Thi Mai", "Thi Mai Nguyen", "+49 176 55500119",
         "", "Gartenweg 12", "04425", "Taucha", kind="person", language="de"),
    Twin("Bäckerei Lindner", 3, "ruth", "Baeckerei Lindner GmbH", "P. Lindner", "0341 5550142",
         "info@baeckerei-lindner.example", "Elmenstr. 14", "04177", "Leipzig"),
)  # fmt: skip


def are_met(world: World) -> None:
    for twin in TWINS:
        first = customer(twin.of)
        if first is None or customer(twin.name) is not None or _known_by(twin.name):
            continue
        life = begin(world, twin.name, back(world.today, twin.days, 11), first.pk)
        life.run(_is_met(life, twin, first.pk))
    with clock.at(world.today):
        sweep()


def _is_met(life: Life, twin: Twin, first: int) -> Process:
    by = life.by(twin.by)
    second = life.do(customers.meet, name=twin.name, kind=twin.kind, language=twin.language, by=by)
    life.do(
        customers.add_contact,
        customer=second.pk,
        name=twin.contact,
        phone=twin.phone,
        email=twin.email,
        by=by,
    )
    life.do(
        customers.add_site,
        customer=second.pk,
        street=twin.street,
        postcode=twin.postcode,
        city=twin.city,
        by=by,
    )
    yield life.until(back(life.world.today, twin.days - 1, 10))
    lead: dict[str, Any] = {"by": life.by("mira")}
    verdicts: dict[str, tuple[Callable[..., Any], dict[str, int]]] = {
        "one": (merge, {"keep": first, "away": second.pk}),
        "two": (tell_apart, {"first": first, "second": second.pk}),
    }
    if twin.became:
        command, who = verdicts[twin.became]
        life.do(command, **who, **lead)


def _known_by(name: str) -> bool:
    """Whether somebody goes by that name whose name is another by now."""
    return Reference.objects.filter(kind="name", said=name).exists()
