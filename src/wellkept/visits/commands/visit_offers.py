"""Plan a visit: offer windows, fix one, let the customer pick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.models import NextStep
from wellkept.journeys.state import JourneyState
from wellkept.kernel.refusal import Refusal, invalid, missing, refuse
from wellkept.kernel.rows import insert
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.promises.commands.ledger import make
from wellkept.visits import facts, rules
from wellkept.visits.models import Visit, VisitWindow
from wellkept.visits.queries import busy_windows
from wellkept.visits.window import MOST_WINDOWS, VisitPlan, Window


def offer_visit(*, journey: int, plan: VisitPlan, windows: Sequence[Window], by: Actor) -> Visit:
    """Plan a visit and offer the customer these windows to pick from. The person is free in each."""
    refuse(plan.refusal())
    with turn(journey=journey, by=by, check=rules.cannot_plan_visit) as t:
        _check_windows(t, plan.person, windows)
        row = _plan(t, plan, windows)
        _tell_windows(t, row, windows)
        return row


def fix_visit(*, journey: int, plan: VisitPlan, window: Window, by: Actor) -> Visit:
    """Plan a visit at a time that was settled with the customer. They are told."""
    refuse(plan.refusal())
    with turn(journey=journey, by=by, check=rules.cannot_plan_visit) as t:
        _check_windows(t, plan.person, [window])
        row = _plan(t, plan, [])
        fix(t, row, window)
        return row


def offer_windows(*, visit: int, windows: Sequence[Window], by: Actor) -> None:
    """Offer the customer other windows instead of those before."""
    with act_on(visit, rules.cannot_fix_visit, by=by) as t:
        row = of_key(visit)
        _check_windows(t, row.person_id, windows, but=row.pk)
        row.windows.all().delete()
        _keep_windows(row, windows)
        t.say(facts.WindowsOffered(visit=row.pk, windows=[window.span for window in windows]), first=True)
        _tell_windows(t, row, windows)


def fix_window(*, visit: int, window: Window, by: Actor) -> Visit:
    """Fix an offered visit at this time, as staff settled it with the customer."""
    with act_on(visit, rules.cannot_fix_visit, by=by) as t:
        row = of_key(visit)
        _check_windows(t, row.person_id, [window], but=row.pk)
        fix(t, row, window)
        return row


def fix(t: Turn, row: Visit, window: Window) -> None:
    """Fix the visit as part of another act: promise it, tell the customer, and plan the step of who goes."""
    at = t.place
    row.starts_at, row.ends_at, row.fixed_at, row.state = window.starts, window.ends, t.now, "fixed"
    row.promise = make(t, row.words, due=window.ends)
    row.save(update_fields=["starts_at", "ends_at", "fixed_at", "state", "promise"])
    t.say(
        facts.VisitFixed(visit=row.pk, promise=row.promise.pk, starts=window.starts, ends=window.ends), at=at
    )
    t.tell("visit_fixed", words=row.words, **told_facts(row))
    t.finish(steps_of(t, row), how="picked")
    t.finish([step for step in t.steps() if step.kind == "agree_new_date"], how="picked")
    go(t, row)


def go(t: Turn, row: Visit) -> None:
    """Plan the step of whoever goes: it gives them a part in the journey."""
    t.plan_step("visit", row.words, due=row.ends_at, handler=row.person_id, parameters={"visit": str(row.pk)})


class VisitFacts(TypedDict):
    """Facts of a notice about a visit."""

    visit: int
    starts: str | None
    ends: str | None
    place: str
    who: str


def told_facts(row: Visit) -> VisitFacts:
    """Facts of a notice about a visit."""
    return {
        "visit": row.pk,
        "starts": row.starts_at.isoformat() if row.starts_at else None,
        "ends": row.ends_at.isoformat() if row.ends_at else None,
        "place": row.place,
        "who": row.person.name,
    }


def steps_of(t: Turn, row: Visit) -> list[NextStep]:
    """The open steps that belong to this visit."""
    return [step for step in t.steps() if step.parameters.get("visit") == str(row.pk)]


def check_free(person: int, window: Window, *, but: int | None = None) -> None:
    """Refuse a window in which the person is on another visit or away."""
    if busy_windows([person], window.starts, window.ends, but=but)[person]:
        name = Person.objects.values_list("name", flat=True).get(pk=person)
        raise Refusal(
            "not_free",
            fill(_("%(name)s is on another visit then, or away."), name=name),
            field="starts",
            law=7,
            instead=_("Choose another time, or let somebody else go."),
        )


def act_on(
    visit: int,
    rule: Callable[[JourneyState, Visit | None], Refusal | None],
    *,
    by: Actor,
    happened: datetime | None = None,
) -> AbstractContextManager[Turn]:
    """A turn of the visit's journey, if the rule allows it for the visit as it is then."""
    return turn(
        journey=journey_of(visit), by=by, check=lambda state: rule(state, at_hand(visit)), happened=happened
    )


def journey_of(visit: int) -> int:
    """The journey of the visit with this key."""
    journey: int | None = Visit.objects.filter(pk=visit).values_list("journey_id", flat=True).first()
    if journey is None:
        raise missing("visit", _("There is no such visit."))
    return journey


def at_hand(visit: int) -> Visit | None:
    """The visit of this key as it is now."""
    return Visit.objects.filter(pk=visit).first()


def of_key(visit: int) -> Visit:
    """The visit of this key with its person, which a check has seen."""
    return Visit.objects.select_related("person", "promise").get(pk=visit)


def _check_windows(t: Turn, person: int, windows: Sequence[Window], *, but: int | None = None) -> None:
    if not windows:
        raise invalid("windows", _("When can it be?"))
    if len(windows) > MOST_WINDOWS:
        raise invalid("windows", _("Offer twelve windows at most."))
    if len({window.starts for window in windows}) < len(windows):
        raise invalid("windows", _("This window is offered already."))
    if not Person.objects.filter(pk=person, active=True).exists():
        raise invalid("person", _("This person has left."))
    for window in windows:
        refuse(window.refusal(now=t.now))
        check_free(person, window, but=but)


def _plan(t: Turn, plan: VisitPlan, windows: Sequence[Window]) -> Visit:
    row = Visit(
        journey=t.row,
        person=Person.objects.get(pk=plan.person),
        place=plan.place.strip(),
        words=plan.words.strip(),
        change_hours=plan.change_hours,
        offered_at=t.now,
    )
    insert(row)
    _keep_windows(row, windows)
    t.audience_people.add(row.person_id)
    t.say(
        facts.VisitOffered(
            visit=row.pk,
            person=row.person_id,
            windows=[window.span for window in windows],
            place=row.place,
            said=row.words,
        )
    )
    return row


def _keep_windows(row: Visit, windows: Sequence[Window]) -> None:
    VisitWindow.objects.bulk_create(
        [VisitWindow(visit=row, starts_at=window.starts, ends_at=window.ends) for window in sorted(windows)]
    )


def _tell_windows(t: Turn, row: Visit, windows: Sequence[Window]) -> None:
    """Tell the customer what they may pick, and plan when we ask again."""
    t.tell(
        "visit_offered",
        words=row.words,
        windows=[window.span for window in sorted(windows)],
        **told_facts(row),
    )
    t.finish([step for step in steps_of(t, row) if step.rule.is_ask_again], how="put_to_them")
    t.finish([step for step in t.steps() if step.kind == "agree_new_date"], how="put_to_them")
    t.plan_step(
        "ask_about_visit",
        due=_ask_again(t, windows),
        awaits="customer",
        parameters={"visit": str(row.pk)},
    )


def _ask_again(t: Turn, windows: Sequence[Window]) -> datetime:
    """Ask again before the first window, and before the silence is too long."""
    return max(min(t.due_in(t.stage.silence_hours), min(windows).starts), t.due_in(1))
