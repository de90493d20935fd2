"""Rights on a journey, for each act and each kind of person. A denied act changes and records nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests import cast as people
from tests.cast import DAY, HOUR, MONDAY, Cast
from tests.laws.conftest import snapshot

from wellkept.customers import commands as customers
from wellkept.endings import commands as endings
from wellkept.journeys import queries
from wellkept.journeys.commands import details, handoffs, hands, holds, open, steps, touches
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people import commands as staff
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.queries import actor_by_token

pytestmark = pytest.mark.django_db

Act = Callable[[Journey, Actor], Any]
ACTS: dict[str, Act] = {
    "note": lambda j, by: touches.write_note(journey=j.pk, words="Mind the dog", by=by),
    "touch": lambda j, by: touches.log_touch(journey=j.pk, touch=IncomingTouch("call", "Well?"), by=by),
    "plan": lambda j, by: steps.plan_step(journey=j.pk, what="Look", due=clock.now() + DAY, by=by),
    "hold": lambda j, by: holds.place_hold(journey=j.pk, stops="billing", why="Rain", by=by),
    "correct": lambda j, by: details.correct_need(journey=j.pk, need=Need("Another"), by=by),
    "owner": lambda j, by: hands.name_owner(journey=j.pk, owner=by.person or 0, reason="Nearer", by=by),
    "confidential": lambda j, by: details.make_confidential(journey=j.pk, confidential=True, by=by),
    "cancel": lambda j, by: endings.cancel(journey=j.pk, why="Over", by=by, by_them=False),
}
ANYONE = {"note", "touch"}
WORKERS = ANYONE | {"plan", "hold", "correct"}
ANSWERERS = set(ACTS)
MAY = {
    "owner": ANSWERERS,
    "holder": WORKERS,
    "member of the team": WORKERS,
    "lead of the team": ANSWERERS,
    "process owner": ANSWERERS,
    "deputy of the absent owner": ANSWERERS,
    "deputy of the owner who is here": ANYONE,
    "another team": ANYONE,
    "no team": ANYONE,
    "key that writes": ANSWERERS,
    "key that reads": set(),
    "customer": {"touch", "correct"},
    "another contact of the customer": {"touch", "correct"},
    "another customer": set(),
    "nobody": set(),
}


def actor_named(cast: Cast, row: Journey, name: str) -> Actor:
    """Return the actor of this name. Tom owns the journey, Lea holds it, Jonas leads the team."""
    by = cast.by("ana")
    if name.startswith("deputy"):
        staff.name_deputy(person=cast.tom.pk, deputy=cast.iris.pk, by=by)
        if "absent" in name:
            staff.go_away(person=cast.tom.pk, since=clock.now() - HOUR, until=None, by=by)
        return cast.by("iris")
    if name.startswith("key"):
        scope = "write" if "writes" in name else "read"
        _, secret = staff.make_token(name="A program", person=cast.tom.pk, scopes=[scope], by=cast.by("tom"))
        program = actor_by_token(secret)
        assert program is not None
        return program
    if name == "another contact of the customer":
        row_ = customers.add_contact(customer=row.customer_id, name="Rita", by=by)
        return people.customer_actor(row_.pk)
    return {
        "owner": lambda: cast.by("tom"),
        "holder": lambda: cast.by("lea"),
        "member of the team": lambda: staff_member(cast),
        "lead of the team": lambda: cast.by("jonas"),
        "process owner": lambda: cast.by("ana"),
        "another team": lambda: cast.by("mira"),
        "no team": lambda: cast.by("iris"),
        "customer": lambda: people.speaker_of(row),
        "another customer": lambda: cast.school.actor,
        "nobody": lambda: Actor(kind="customer"),
    }[name]()


def staff_member(cast: Cast) -> Actor:
    cast.hire("Nils", "delivery")
    return cast.by("nils")


@pytest.mark.parametrize("name", MAY)
def test_each_may_do_what_is_theirs_and_nothing_else(cast: Cast, name: str) -> None:
    row = people.in_delivery(cast)
    hands.name_holder(journey=row.pk, holder=cast.lea.pk, by=cast.by("jonas"))
    row = people.fresh(row)
    by = actor_named(cast, row, name)
    done = set()
    for act in ACTS:
        before = snapshot()
        if tried(lambda act=act: ACTS[act](row, by)) is None:  # type: ignore[misc]
            done.add(act)
        else:
            assert snapshot() == before, act
    assert done == MAY[name]


def tried(act: Callable[[], Any]) -> Refusal | None:
    try:
        act()
    except Refusal as refused:
        if refused.status not in (403, 404):
            raise
        return refused
    return None


def test_rights_are_those_of_this_moment_not_of_the_open_page(cast: Cast) -> None:
    row = people.in_delivery(cast)
    lea = cast.by("lea")
    staff.leave_team(person=cast.lea.pk, team=cast.teams["delivery"].pk, by=cast.by("ana"))
    with pytest.raises(Refusal, match="Somebody else works on this journey"):
        steps.plan_step(journey=row.pk, what="Look", due=clock.now() + DAY, by=lea)


@pytest.mark.parametrize(
    ("name", "reads"), [("owner", True), ("holder", True), ("no team", False), ("another team", False)]
)
def test_a_confidential_journey_is_read_by_its_people_only(cast: Cast, name: str, reads: bool) -> None:
    row = people.in_delivery(cast)
    hands.name_holder(journey=row.pk, holder=cast.lea.pk, by=cast.by("jonas"))
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("ana"))
    by = actor_named(cast, people.fresh(row), name)
    for act in (
        lambda: queries.journey(row.number, by=by),
        lambda: touches.write_note(journey=row.pk, words="x", by=by),
    ):
        if reads:
            act()
        else:
            with pytest.raises(Refusal, match="confidential"):
                act()


def test_a_named_reader_reads_a_confidential_journey(cast: Cast) -> None:
    row = people.in_delivery(cast)
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("ana"))
    details.name_reader(journey=row.pk, person=cast.iris.pk, by=cast.by("tom"))
    assert queries.journey(row.number, by=cast.by("iris")).pk == row.pk


def test_a_confidential_journey_can_be_handed_over(cast: Cast) -> None:
    row = people.decided(cast)
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("ana"))
    handoffs.offer_handoff(journey=row.pk, by=cast.by("tom"))
    handoffs.accept_handoff(journey=row.pk, by=cast.by("olga"))
    assert people.fresh(row).holder_id == cast.olga.pk


def test_a_contact_opens_journeys_for_their_own_customer_only(cast: Cast) -> None:
    with pytest.raises(Refusal, match="nothing at this address"):
        open.open_journey(customer=cast.school.customer.pk, need=Need("x"), by=cast.bakery.actor)
    row = open.open_journey(customer=cast.bakery.customer.pk, need=Need("x"), by=cast.bakery.actor)
    assert row.owner_id == row.holder_id == cast.tom.pk


def test_a_contact_keeps_what_belongs_to_their_own_customer_only(cast: Cast) -> None:
    with pytest.raises(Refusal, match="nothing at this address"):
        customers.change_contact(contact=cast.school.contact.pk, phone="1", by=cast.bakery.actor)
    customers.change_contact(contact=cast.bakery.contact.pk, phone="0351 1", by=cast.bakery.actor)


def test_a_key_that_reads_writes_nothing_anywhere(cast: Cast) -> None:
    _, secret = staff.make_token(name="p", person=cast.ana.pk, scopes=["read"], by=cast.by("ana"))
    key = actor_by_token(secret)
    assert key is not None
    team = cast.teams["sales"].pk
    before = snapshot()
    for act in (
        lambda: staff.make_token(name="more", person=cast.ana.pk, scopes=["admin"], by=key),
        lambda: staff.change_person(person=cast.ana.pk, phone="1", by=key),
        lambda: staff.name_deputy(person=cast.ana.pk, deputy=cast.tom.pk, by=key),
        lambda: staff.go_away(person=cast.tom.pk, since=MONDAY, until=None, by=key),
        lambda: staff.leave_team(person=cast.tom.pk, team=team, by=key),
        lambda: staff.join(name="x", email="x@x.example", by=key),
        lambda: customers.add_customer(name="x", by=key),
        lambda: customers.add_site(customer=cast.bakery.customer.pk, street="x", by=key),
        lambda: open.open_journey(customer=cast.bakery.customer.pk, need=Need("x"), by=key),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.status == 403
    assert snapshot() == before


def test_a_key_that_writes_makes_no_further_keys(cast: Cast) -> None:
    _, secret = staff.make_token(name="p", person=cast.ana.pk, scopes=["read", "write"], by=cast.by("ana"))
    key = actor_by_token(secret)
    assert key is not None
    with pytest.raises(Refusal, match="Everybody makes their own tokens"):
        staff.make_token(name="more", person=cast.ana.pk, scopes=["admin"], by=key)


def test_the_system_may_what_the_clock_asks_for(cast: Cast) -> None:
    row = people.opened(cast)
    touches.log_touch(journey=row.pk, touch=IncomingTouch("mail", "x"), by=SYSTEM)
    with pytest.raises(Refusal, match="Only staff"):
        touches.write_note(journey=row.pk, words="x", by=SYSTEM)
