"""Leaving is one act for all of it, or it does not happen (law 1)."""

from __future__ import annotations

import pytest
from tests import cast as stage
from tests.cast import Cast

from wellkept.blueprints.models import Blueprint
from wellkept.events.models import Event
from wellkept.events.queries import history
from wellkept.intake.commands import routing, store_mail
from wellkept.intake.models import Item
from wellkept.journeys.commands import handoffs, steps
from wellkept.journeys.models import Handoff, Journey, NextStep
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.leaving.commands.staff import leave, proposed, workload
from wellkept.people import commands as people
from wellkept.people.actor import SYSTEM
from wellkept.people.models import Company, Member, Person, Team, Token
from wellkept.people.successors import Successors
from wellkept.verification.queries import verify

pytestmark = [pytest.mark.django_db, pytest.mark.law]


@pytest.mark.django_db(transaction=True)
def test_everything_goes_into_other_hands_at_once(cast: Cast) -> None:
    held = stage.in_delivery(cast)
    owned = stage.opened(cast, owner=cast.jonas.pk)
    offered = stage.agreed(cast)
    handoffs.offer_handoff(journey=offered.pk, by=cast.by("olga"), ticks=["site-known", "date-possible"])
    assert Handoff.objects.get(journey=offered, state="offered").receiver_id == cast.jonas.pk
    step = steps.plan_step(
        journey=owned.pk,
        what="Measure",
        due=clock.now() + stage.DAY,
        handler=cast.jonas.pk,
        by=cast.by("tom"),
    )
    people.make_token(name="Van", person=cast.jonas.pk, scopes=["read"], by=cast.by("jonas"))
    people.name_deputy(person=cast.lea.pk, deputy=cast.jonas.pk, by=cast.by("lea"))

    theirs = leave(person=cast.jonas.pk, by=cast.by("ana"))

    assert (theirs.owned, theirs.held, theirs.offers) == (1, 1, 1)
    assert stage.fresh(held).holder_id == cast.lea.pk
    assert stage.fresh(owned).owner_id == cast.ana.pk
    assert Handoff.objects.get(journey=offered, state="offered").receiver_id == cast.lea.pk
    assert not NextStep.objects.filter(handler=cast.jonas, done_at__isnull=True).exists()
    assert NextStep.objects.get(pk=step.pk).handler_id == cast.ana.pk
    delivery = Team.objects.get(pk=cast.teams["delivery"].pk)
    assert (delivery.lead_id, delivery.standing_id) == (cast.lea.pk, cast.lea.pk)
    jonas = Person.objects.get(pk=cast.jonas.pk)
    assert (jonas.active, jonas.access) == (False, False)
    assert not Member.objects.filter(person=jonas).exists()
    assert not Token.objects.filter(person=jonas, revoked_at__isnull=True).exists()
    assert Person.objects.get(pk=cast.lea.pk).deputy_id is None
    assert verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_a_leaving_process_owner_is_succeeded_by_another_admin(cast: Cast) -> None:
    cast.hire("Eva")
    people.make_administrator(person=cast.others["eva"].pk, by=cast.by("ana"))
    leave(person=cast.ana.pk, by=cast.by("eva"))
    assert Company.objects.get().process_owner_id == cast.others["eva"].pk
    assert set(Blueprint.objects.values_list("process_owner_id", flat=True)) == {cast.others["eva"].pk}


def test_intake_goes_along(cast: Cast) -> None:
    mail = (
        b"From: a@b.example\r\nTo: office@x.example\r\nSubject: Hello\r\nMessage-ID: <1@b>\r\n\r\nHello\r\n"
    )
    routing.handle(store_mail.store(mail).message)
    assert Item.objects.get().handler_id == cast.tom.pk
    leave(person=cast.tom.pk, by=cast.by("ana"))
    assert Item.objects.get().handler_id == cast.ana.pk


def test_successors_can_be_chosen(cast: Cast) -> None:
    held = stage.in_delivery(cast)
    max_ = cast.hire("Max", "delivery")
    to = Successors({cast.teams["delivery"].pk: max_.pk}, cast.mira.pk)
    leave(person=cast.jonas.pk, to=to, by=cast.by("ana"))
    assert stage.fresh(held).holder_id == max_.pk


def test_the_last_of_a_needed_team_cannot_leave(cast: Cast) -> None:
    row = stage.in_orders(cast)
    before = Event.objects.count()
    with pytest.raises(Refusal, match="the last one in Orders") as refusal:
        leave(person=cast.olga.pk, by=cast.by("ana"))
    assert (refusal.value.law, refusal.value.instead) == (1, "Let somebody join Orders first.")
    assert Event.objects.count() == before
    assert Person.objects.get(pk=cast.olga.pk).active
    assert stage.fresh(row).holder_id == cast.olga.pk


def test_only_an_administrator_lets_somebody_leave(cast: Cast) -> None:
    with pytest.raises(Refusal, match="Only an administrator"):
        leave(person=cast.lea.pk, by=cast.by("jonas"))
    with pytest.raises(Refusal, match="Nobody can record their own leaving"):
        leave(person=cast.ana.pk, by=cast.by("ana"))
    assert Person.objects.filter(active=False).count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_last_administrator_leaves_after_another_was_made(cast: Cast) -> None:
    with pytest.raises(Refusal, match="Ana Ruiz is the only administrator") as refusal:
        leave(person=cast.ana.pk, by=SYSTEM)
    assert refusal.value.instead == "Make another colleague an administrator first."
    assert Person.objects.get(pk=cast.ana.pk).active
    people.make_administrator(person=cast.lea.pk, by=cast.by("ana"))
    leave(person=cast.ana.pk, by=cast.by("lea"))
    ana = Person.objects.get(pk=cast.ana.pk)
    assert (ana.active, ana.access, ana.admin) == (False, False, False)
    types = [event.type for event in history(cast.ana.pk)]
    assert types[-3:] == ["person_left", "member_left", "administrator_removed"]
    assert verify().broken is None


def test_the_work_goes_to_nobody_who_left_or_is_in_another_team(cast: Cast) -> None:
    stage.in_delivery(cast)
    delivery = cast.teams["delivery"].pk
    with pytest.raises(Refusal, match="Only a member of Delivery"):
        leave(person=cast.jonas.pk, to=Successors({delivery: cast.mira.pk}, cast.ana.pk), by=cast.by("ana"))
    with pytest.raises(Refusal, match="must go to somebody else"):
        leave(person=cast.jonas.pk, to=Successors({}, cast.jonas.pk), by=cast.by("ana"))
    leave(person=cast.iris.pk, by=cast.by("ana"))
    with pytest.raises(Refusal, match="has left as well"):
        leave(person=cast.jonas.pk, to=Successors({}, cast.iris.pk), by=cast.by("ana"))


def test_an_absent_colleague_is_not_proposed_if_another_is_present(cast: Cast) -> None:
    max_ = cast.hire("Max", "delivery")
    people.go_away(person=cast.lea.pk, since=clock.now() - stage.HOUR, until=None, by=cast.by("lea"))
    assert proposed(cast.jonas.pk).by_team == {cast.teams["delivery"].pk: max_.pk}
    assert workload(cast.jonas.pk).is_empty


def test_a_journey_nobody_may_read_changes_hands_all_the_same(cast: Cast) -> None:
    from wellkept.journeys.commands.details import make_confidential

    row = stage.in_delivery(cast)
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    leave(person=cast.jonas.pk, by=cast.by("ana"))
    assert Journey.objects.get(pk=row.pk).holder_id == cast.lea.pk
