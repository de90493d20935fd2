from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid, missing, refuse
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.people.rights import admin_only
from wellkept.solutions import facts
from wellkept.solutions.catalogue_details import SOLUTION, SolutionDetails
from wellkept.solutions.models import Solution


@transaction.atomic
def add_solution(*, details: SolutionDetails, by: Actor, expert: int | None = None) -> Solution:
    """Add a solution, with the colleague who knows the answers."""
    admin_only(by)
    details = _checked(details, expert)
    row = Solution(subject_id=open_subject("solution"), expert_id=expert, **asdict(details))
    row.save(force_insert=True)
    fact = facts.SolutionAdded(name=details.name, details=_words(details), expert=expert)
    record(Entry(row.pk, fact), by=by.by)
    return row


@transaction.atomic
def change_solution(
    *, solution: int, details: SolutionDetails, by: Actor, expert: int | None = None
) -> Solution:
    """Change its words, or the colleague who knows the answers."""
    row = _locked(solution, by)
    details = _checked(details, expert)
    before = (*(getattr(row, name) for name in SOLUTION), row.expert_id)
    if before != (*asdict(details).values(), expert):
        for name, value in asdict(details).items():
            setattr(row, name, value)
        row.expert_id = expert
        row.save(update_fields=[*SOLUTION, "expert"])
        fact = facts.SolutionChanged(name=details.name, details=_words(details), expert=expert)
        record(Entry(row.pk, fact), by=by.by)
    return row


@transaction.atomic
def end_solution(*, solution: int, ended: bool, by: Actor) -> Solution:
    """Take a solution out of the catalogue, or in again. Its products stay."""
    row = _locked(solution, by)
    if (row.ended_at is not None) != ended:
        row.ended_at = clock.now() if ended else None
        row.save(update_fields=["ended_at"])
        record(Entry(row.pk, facts.SolutionEnded(ended=ended)), by=by.by)
    return row


def _words(details: SolutionDetails) -> dict[str, str]:
    """Its words beside its name."""
    return {name: value for name, value in asdict(details).items() if name != "name"}


def _checked(details: SolutionDetails, expert: int | None) -> SolutionDetails:
    details = details.cleaned()
    refuse(details.refusal())
    if expert is not None and not Person.objects.filter(pk=expert, active=True).exists():
        raise invalid("expert", _("This person has left."))
    return details


def _locked(solution: int, by: Actor) -> Solution:
    admin_only(by)
    row = Solution.objects.select_for_update().filter(pk=solution).first()
    if row is None:
        raise missing("solution", _("There is no such solution."))
    return row
