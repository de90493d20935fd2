"""Law 1 by what people do: access withdrawn, teams left, colleagues gone. Nothing falls between two chairs."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests import cast as people
from tests.cast import DAY, MONDAY, Cast
from tests.database import as_owner
from tests.laws.conftest import on_record, refused
from tests.race import race

from wellkept.blueprints.models import Blueprint
from wellkept.journeys.commands import handoffs, hands, steps
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need
from wellkept.journeys.step_kinds import kinds
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.laws import constraint_of
from wellkept.people import commands as staff
from wellkept.people.models import Member, Person
from wellkept.people.queries import stand_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.law]


def leave(cast: Cast, name: str, team: str) -> None:
    staff.leave_team(person=cast.person(name).pk, team=cast.teams[team].pk, by=cast.by("ana"))


def test_a_holder_cannot_leave_the_team(cast: Cast) -> None:
    people.in_delivery(cast)
    with refused("the_holder_is_a_member"):
        leave(cast, "jonas", "delivery")
    leave(cast, "lea", "delivery")  # holds nothing there


def test_the_last_member_of_a_needed_team_cannot_leave_it(cast: Cast) -> None:
    """Nobody holds anything in support yet; the journey in sales needs the team all the same."""
    people.opened(cast)
    with refused("a_needed_team_keeps_a_member"):
        leave(cast, "mira", "support")


def test_nor_while_a_journey_only_rests(cast: Cast) -> None:
    people.at_rest(cast)
    with refused("a_needed_team_keeps_a_member"):
        leave(cast, "mira", "support")


def test_nor_by_moving_the_membership_to_another_team(cast: Cast) -> None:
    people.opened(cast)
    with refused("a_needed_team_keeps_a_member"), as_owner(), connection.cursor() as cursor:
        on_record(cast.mira.pk, cast.teams["support"].pk)
        cursor.execute(
            "UPDATE team SET lead_id = NULL, standing_id = NULL WHERE id = %s", [cast.teams["support"].pk]
        )
        cursor.execute(
            "UPDATE member SET team_id = %s WHERE person_id = %s", [cast.teams["billing"].pk, cast.mira.pk]
        )


def test_without_journeys_a_team_may_empty_and_then_no_work_begins_that_needs_it(cast: Cast) -> None:
    leave(cast, "mira", "support")
    with refused("a_needed_team_has_a_member"):
        people.opened(cast)
    assert Journey.objects.count() == 0


def test_two_last_members_leaving_at_once_do_not_both_go(cast: Cast) -> None:
    people.opened(cast)
    ended = race(lambda: leave(cast, "jonas", "delivery"), lambda: leave(cast, "lea", "delivery"))
    assert Member.objects.filter(team=cast.teams["delivery"]).count() == 1
    refusals = [e for e in ended if e is not None]
    assert [constraint_of(e) for e in refusals] == ["a_needed_team_keeps_a_member"]


def test_a_journey_opened_while_the_last_member_leaves(cast: Cast) -> None:
    ended = race(lambda: leave(cast, "mira", "support"), lambda: people.opened(cast) and None)
    left, begun = ended
    members = Member.objects.filter(team=cast.teams["support"]).count()
    assert (members > 0) or Journey.objects.count() == 0
    assert [constraint_of(e) for e in (left, begun) if isinstance(e, IntegrityError)] in (
        ["a_needed_team_keeps_a_member"],
        ["a_needed_team_has_a_member"],
    )


def deactivate(person: Person) -> None:
    with transaction.atomic():
        Member.objects.filter(person=person).delete()
        Person.objects.filter(pk=person.pk).update(active=False, access=False)
        on_record(person.pk)


def test_an_owner_is_not_put_out_of_the_company(cast: Cast) -> None:
    row = people.opened(cast)
    hands.name_owner(journey=row.pk, owner=cast.iris.pk, by=cast.by("ana"), reason="Knows them")
    with refused("the_owner_is_active"):
        deactivate(cast.iris)


def test_nor_one_whose_journey_rests(cast: Cast) -> None:
    row = people.at_rest(cast)
    hands.name_owner(journey=row.pk, owner=cast.iris.pk, by=cast.by("ana"), reason="Knows them")
    with refused("the_owner_is_active"):
        deactivate(cast.iris)


def test_but_one_whose_journeys_have_ended_may_go(cast: Cast) -> None:
    from wellkept.endings.commands import cancel

    row = people.opened(cast)
    hands.name_owner(journey=row.pk, owner=cast.iris.pk, by=cast.by("ana"), reason="Knows them")
    cancel(journey=row.pk, why="Closed the shop", by=cast.by("iris"), by_them=True)
    deactivate(cast.iris)
    assert not Person.objects.get(pk=cast.iris.pk).active


def test_a_handler_is_not_put_out_of_the_company(cast: Cast) -> None:
    row = people.opened(cast)
    steps.plan_step(
        journey=row.pk,
        what="Look at the bill",
        due=clock.now() + DAY,
        handler=cast.iris.pk,
        by=cast.by("tom"),
    )
    with refused("the_handler_is_active"):
        deactivate(cast.iris)


def test_an_owner_named_while_they_are_put_out(cast: Cast) -> None:
    row = people.opened(cast)

    def name() -> None:
        hands.name_owner(journey=row.pk, owner=cast.iris.pk, by=cast.by("ana"), reason="Knows them")

    ended = race(name, lambda: deactivate(cast.iris))
    assert sum(e is None for e in ended) == 1, ended
    owner = Person.objects.get(pk=Journey.objects.get(pk=row.pk).owner_id)
    assert owner.active
    assert all(e is None or isinstance(e, IntegrityError | Refusal) for e in ended)


def test_a_holder_named_while_they_leave_the_team(cast: Cast) -> None:
    row = people.in_delivery(cast)

    def name() -> None:
        hands.name_holder(journey=row.pk, holder=cast.lea.pk, by=cast.by("jonas"))

    ended = race(name, lambda: leave(cast, "lea", "delivery"))
    assert sum(e is None for e in ended) == 1, ended
    row = people.fresh(row)
    assert Member.objects.filter(person_id=row.holder_id, team_id=row.team_id).exists()


def test_access_withdrawn_makes_absent_and_changes_no_owner(cast: Cast) -> None:
    row = people.opened(cast)
    tom = cast.by("tom")
    staff.withdraw_access(person=cast.tom.pk, reason="Lost his telephone", by=cast.by("ana"))
    assert people.fresh(row).owner_id == cast.tom.pk
    assert stand_in(cast.tom.pk, team=row.team_id) == cast.ana.pk
    for act in (
        lambda: steps.plan_step(journey=row.pk, what="x", due=clock.now() + DAY, by=tom),
        lambda: people.open.open_journey(customer=row.customer_id, need=Need("x"), by=tom),
        lambda: cast.by("tom"),
    ):
        with pytest.raises(Refusal, match=r"access"):
            act()
    steps.plan_step(journey=row.pk, what="Ask again", due=clock.now() + DAY, by=cast.by("ana"))


def test_withdrawing_the_access_of_everybody_leaves_the_last_administrator(cast: Cast) -> None:
    with pytest.raises(Refusal, match="only administrator"):
        staff.withdraw_access(person=cast.ana.pk, reason="x", by=cast.by("ana"))


def test_the_giver_holds_on_until_somebody_accepts(cast: Cast) -> None:
    row = people.offered(cast)
    assert (row.holder_id, row.stage) == (cast.tom.pk, "sales")
    leave_at = clock.now() + 3 * DAY
    with clock.at(leave_at):
        assert handoffs.escalate_overdue_offers() == 1
        assert handoffs.escalate_overdue_offers() == 0
    row = people.fresh(row)
    assert (row.holder_id, row.stage) == (cast.tom.pk, "sales")
    assert row.handoffs.get().state == "offered"


def test_an_ignored_offer_climbs_to_the_process_owner_and_never_lapses(cast: Cast) -> None:
    row = people.offered(cast)
    asked = []
    for day in range(2, 12, 2):
        with clock.at(MONDAY + day * DAY):
            assert handoffs.escalate_overdue_offers() == 1
        offer = row.handoffs.get()
        asked.append(offer.receiver_id)
        assert offer.state == "offered"
        open_steps = row.steps.filter(kind__in=kinds("handoff"), done_at__isnull=True)
        assert [step.handler_id for step in open_steps if step.pk == offer.step_id] == [offer.receiver_id]
    assert asked[-1] == cast.ana.pk
    with clock.at(MONDAY + 12 * DAY):
        handoffs.accept_handoff(journey=row.pk, by=cast.by("ana"))
    row = people.fresh(row)
    assert (row.stage, row.holder_id) == ("orders", cast.olga.pk)  # Ana leads no order; it is with the team


def test_one_stuck_journey_does_not_stop_the_ladder_for_the_others(cast: Cast) -> None:
    first, second = people.offered(cast), people.offered(cast)
    from wellkept.endings.commands import cancel

    def sweep() -> int:
        return handoffs.escalate_overdue_offers()

    with clock.at(MONDAY + 3 * DAY):
        _, count = race(
            lambda: cancel(journey=first.pk, why="x", by=cast.by("ana"), by_them=True) and None, sweep
        )
    assert isinstance(count, int), count
    assert people.fresh(second).handoffs.get().escalations == 1


def test_an_offer_does_not_outlive_going_to_rest(cast: Cast) -> None:
    from wellkept.support.commands import confirm_success

    row = people.in_support(cast)
    handoffs.offer_handoff(journey=row.pk, to_stage="delivery", reason="The seal leaks", by=cast.by("mira"))
    confirm_success(journey=row.pk, by=people.speaker_of(row))
    row = people.fresh(row)
    assert row.state == "at_rest"
    assert [offer.state for offer in row.handoffs.order_by("pk")][-1] == "withdrawn"
    other = people.offered(cast)
    with clock.at(MONDAY + 3 * DAY):
        assert handoffs.escalate_overdue_offers() == 1
    assert other.handoffs.get().escalations == 1


def test_a_team_named_for_a_stage_is_one_of_that_stage(cast: Cast) -> None:
    blueprint = Blueprint.objects.get(key="service").pk
    with refused("stages_are_done_by_their_teams"), as_owner(), connection.cursor() as cursor:
        on_record(blueprint)
        cursor.execute(
            "UPDATE stage_team SET team_id = %s WHERE blueprint_id = %s AND stage = 'sales'",
            [cast.teams["delivery"].pk, blueprint],
        )
