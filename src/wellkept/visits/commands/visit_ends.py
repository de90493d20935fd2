"""A visit goes as planned, or does not: late, done, missed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from wellkept.events import sweeps
from wellkept.events.facts import Fact
from wellkept.journeys.commands.turn import Turn
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.people.actor import SYSTEM, Actor
from wellkept.promises.commands.ledger import keep
from wellkept.promises.rules import is_open
from wellkept.visits import facts, rules
from wellkept.visits.commands.visit_offers import act_on, of_key, steps_of, told_facts
from wellkept.visits.models import Visit

SOON = timedelta(minutes=15)  # before a visit, its person should have left the one before


def tell_late(*, visit: int, by: Actor, minutes: int | None = None) -> None:
    """Tell the customer that we come later than agreed. Once: whoever says it again is told to call.

    `minutes` is how much later, as the person on the way says; the clock does not know.
    """
    if minutes is not None and not 1 <= minutes <= 600:
        raise invalid("minutes", _("How many minutes? Ten hours at most: for more, give it another time."))
    with act_on(visit, rules.cannot_be_late, by=by) as t:
        row = of_key(visit)
        row.late_told_at, row.late_minutes = t.now, minutes
        row.save(update_fields=["late_told_at", "late_minutes"])
        t.say(facts.VisitLate(visit=row.pk, minutes=minutes), first=True)
        t.tell("visit_late", words=row.words, minutes=minutes, **told_facts(row))
        t.audience_people.add(row.person_id)


def tell_of_late_visits() -> int:
    """Tell customers whose visit begins soon while its person is still on the one before. Called by the clock."""
    now = clock.now()
    overrun = Visit.objects.filter(state="fixed", begun_at__isnull=False, ends_at__lt=now)
    late = Visit.objects.filter(
        state="fixed",
        late_told_at__isnull=True,
        begun_at__isnull=True,
        starts_at__lte=now + SOON,
        ends_at__gt=now,
        person__in=overrun.values("person"),
    )

    def tell(visit: int) -> bool:
        try:
            tell_late(visit=visit, by=SYSTEM)
        except Refusal as refusal:
            raise sweeps.NotDue from refusal
        return True

    return sweeps.each("tell_of_late_visits", list(late.values_list("pk", flat=True).order_by("pk")), tell)


def begin_visit(*, visit: int, by: Actor, happened: datetime | None = None) -> None:
    """Record that the person is there. What was promised is kept by it."""
    with act_on(visit, rules.cannot_begin_visit, by=by, happened=happened) as t:
        begin(t, of_key(visit), happened=happened)


def begin(t: Turn, row: Visit, *, happened: datetime | None = None) -> None:
    """Record that the person is there, as part of another act."""
    row.begun_at = happened or t.now
    row.save(update_fields=["begun_at"])
    t.say(facts.VisitBegun(visit=row.pk), happened=happened)
    _keep(t, row)


def finish_visit(*, visit: int, by: Actor, happened: datetime | None = None) -> None:
    """Record that the visit is done. The journey's holder goes on."""
    with act_on(visit, rules.cannot_move_visit, by=by, happened=happened) as t:
        finish(t, of_key(visit), happened=happened)


def finish(t: Turn, row: Visit, *, happened: datetime | None = None) -> None:
    """Record that the visit is done, as part of another act."""
    _end(t, row, "done", facts.VisitDone(visit=row.pk), happened=happened)
    _keep(t, row)
    if not t.steps():
        t.plan_step("act", hours=t.stage.answer_hours)


def miss_visit(*, visit: int, words: str, by_them: bool, by: Actor) -> None:
    """Record that it did not take place: the customer was not there (`by_them`), or we did not come.

    If they were not there, we came as promised. If we did not come, it stays promised, and is broken by its date.
    """
    if not words.strip():
        raise invalid("words", _("What happened?"))
    with act_on(visit, rules.cannot_move_visit, by=by) as t:
        row = of_key(visit)
        if row.starts_at is not None and row.starts_at > t.now:
            raise Refusal("not_yet", _("This visit is still to come."), instead=_("Move it, or cancel it."))
        _end(t, row, "missed", facts.VisitMissed(visit=row.pk, by_them=by_them, said=words.strip()))
        if by_them:
            _keep(t, row)
        t.plan_step("agree_new_date", hours=t.stage.answer_hours)


def _end(t: Turn, row: Visit, state: str, fact: Fact, *, happened: datetime | None = None) -> None:
    row.state, row.ended_at = state, t.now
    row.save(update_fields=["state", "ended_at"])
    t.say(fact, happened=happened)
    t.audience_people.add(row.person_id)
    t.finish(steps_of(t, row), how=state)


def _keep(t: Turn, row: Visit) -> None:
    if row.promise is not None and is_open(row.promise):
        keep(t, [row.promise])
