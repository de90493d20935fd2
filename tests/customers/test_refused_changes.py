"""Impossible changes of customers, contacts and sites: each is refused at its field, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from tests.cast import Cast
from tests.refused import refused

from wellkept.customers import commands
from wellkept.customers.models import Contact, Customer, Site
from wellkept.events.queries import history

pytestmark = pytest.mark.django_db
Act = Callable[[Cast, dict[str, Any]], object]


def everything() -> list[list[dict[str, Any]]]:
    return [list(model.objects.order_by("pk").values()) for model in (Customer, Contact, Site)]


def customer(cast: Cast, **changes: Any) -> object:
    return commands.change(customer=cast.bakery.customer.pk, **changes)


def contact(cast: Cast, **changes: Any) -> object:
    return commands.change_contact(contact=cast.bakery.contact.pk, **changes)


def site(cast: Cast, **changes: Any) -> object:
    return commands.change_site(site=cast.bakery.site.pk, **changes)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda c, by: commands.add_customer(name=" ", **by), "invalid_name"),
        (lambda c, by: commands.add_customer(name="X", kind="robot", **by), "invalid_kind"),
        (lambda c, by: commands.add_customer(name="X", heard_through="a dream", **by), "invalid_heard_through"),
        (lambda c, by: commands.add_customer(name="X", time_zone="Moon/Sea", **by), "invalid_time_zone"),
        (lambda c, by: customer(c, colour="red", **by), "invalid_colour"),
        (lambda c, by: customer(c, name=" ", **by), "invalid_name"),
        (lambda c, by: customer(c, kind="robot", **by), "invalid_kind"),
        (lambda c, by: commands.change(customer=0, name="X", **by), "no_such_customer"),
        (lambda c, by: commands.add_contact(customer=c.bakery.customer.pk, name=" ", **by), "invalid_name"),
        (lambda c, by: commands.add_contact(customer=c.bakery.customer.pk, name="X", email="x", **by), "invalid_email"),
        (lambda c, by: contact(c, colour="red", **by), "invalid_colour"),
        (lambda c, by: contact(c, name=" ", **by), "invalid_name"),
        (lambda c, by: contact(c, time_zone="Moon", **by), "invalid_time_zone"),
        (lambda c, by: contact(c, quiet_from=time(20), **by), "invalid_quiet_until"),
        (lambda c, by: commands.let_contact_go(contact=c.bakery.contact.pk, why=" ", **by), "invalid_why"),
        (lambda c, by: commands.take_contact_back(contact=c.bakery.contact.pk, **by), "here_already"),
        (lambda c, by: commands.add_site(customer=c.bakery.customer.pk, street=" ", **by), "invalid_street"),
        (lambda c, by: site(c, colour="red", **by), "invalid_colour"),
        (lambda c, by: site(c, street=" ", **by), "invalid_street"),
        (lambda c, by: commands.change_site(site=0, street="X", **by), "no_such_site"),
        (lambda c, by: commands.close_site(site=c.bakery.site.pk, why=" ", **by), "invalid_why"),
        (lambda c, by: commands.open_site_again(site=c.bakery.site.pk, **by), "open_already"),
    ],
)  # fmt: skip
def test_an_impossible_change_is_refused_and_changes_nothing(cast: Cast, act: Act, code: str) -> None:
    before = everything()
    with refused(code):
        act(cast, {"by": cast.by("tom")})
    assert everything() == before


def test_an_end_does_not_come_twice(cast: Cast) -> None:
    by, petra, oven = cast.by("tom"), cast.bakery.contact.pk, cast.bakery.site.pk
    commands.let_contact_go(contact=petra, why="She retired", by=by)
    commands.close_site(site=oven, why="Sold", by=by)
    with refused("gone_already"):
        commands.let_contact_go(contact=petra, why="Again", by=by)
    with refused("closed_already"):
        commands.close_site(site=oven, why="Again", by=by)


def test_no_change_is_no_event(cast: Cast) -> None:
    by, bakery = cast.by("tom"), cast.bakery
    before = len(history(bakery.customer.pk))
    assert commands.change(customer=bakery.customer.pk, by=by).name == "Bäckerei Lindner"
    assert commands.change_contact(contact=bakery.contact.pk, by=by).name == "Petra Lindner"
    assert commands.change_site(site=bakery.site.pk, by=by).street == "Königstraße 4"
    assert len(history(bakery.customer.pk)) == before
