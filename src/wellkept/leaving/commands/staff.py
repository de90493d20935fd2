"""A colleague leaves the company: all their work goes to others in one act, or nothing changes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.billing.commands import hand_over as billing
from wellkept.billing.models import Invoice, Payment
from wellkept.blueprints import commands as blueprints
from wellkept.blueprints.models import Blueprint
from wellkept.find import commands as find
from wellkept.find.models import Miss
from wellkept.intake.commands import hand_over as intake
from wellkept.intake.models import Item, Rule
from wellkept.journeys.commands import hand_over as journeys
from wellkept.journeys.models import Handoff, Journey, NextStep
from wellkept.kernel.refusal import Refusal, invalid, refuse
from wellkept.kernel.text import fill
from wellkept.mailboxes.commands import addresses as mailboxes
from wellkept.people.actor import Actor
from wellkept.people.commands import hand_over as people
from wellkept.people.commands.hand_over import end_employment
from wellkept.people.models import Company, Member, Person, Team
from wellkept.people.queries import away
from wellkept.people.rights import admin_only, cannot_remove_administrator
from wellkept.people.successors import Successors
from wellkept.quality import commands as quality
from wellkept.quality.models import Nonconformity
from wellkept.visits.commands import hand_over as visits
from wellkept.visits.models import Visit
from wellkept.voice.commands import hand_over as voice
from wellkept.voice.queries.meetings import in_hands

# Each room hands over its own, in this order: journeys are locked first.
ROOMS = (journeys, visits, intake, mailboxes, find, quality, billing, voice, blueprints, people)


@dataclass(frozen=True)
class Workload:
    """Count the work of one colleague."""

    owned: int
    held: int
    steps: int
    offers: int
    items: int
    rules: int
    blueprints: int
    meetings: int  # whom they meet again and again, and at which interviews they attend
    keys: int  # the key customers for whom they answer
    misses: int  # searches that found nothing, at which they look
    nonconformities: int
    payments: int
    invoices: int
    visits: int
    teams: tuple[Team, ...]

    @property
    def is_empty(self) -> bool:
        work = (self.owned, self.held, self.steps, self.offers, self.items, self.blueprints)
        beside = (self.meetings, self.keys, self.misses, self.nonconformities, self.payments, self.invoices)
        return not (any(work) or any(beside) or self.visits)


def workload(person: int) -> Workload:
    """Count the work that a leaver has to hand over."""
    theirs = in_hands(person)
    return Workload(
        owned=Journey.objects.filter(owner_id=person).exclude(state="ended").count(),
        held=Journey.objects.filter(holder_id=person, state="open").count(),
        steps=NextStep.objects.filter(handler_id=person, done_at__isnull=True).count(),
        offers=Handoff.objects.filter(receiver_id=person, state="offered").count(),
        items=Item.objects.filter(handler_id=person, state="waiting").count(),
        rules=Rule.objects.filter(answerable_id=person, ended_at__isnull=True).count(),
        blueprints=Blueprint.objects.filter(process_owner_id=person).count(),
        meetings=theirs.meetings,
        keys=theirs.keys,
        misses=Miss.objects.filter(handler_id=person, ended_at__isnull=True).count(),
        nonconformities=Nonconformity.objects.filter(handler_id=person, closed_at__isnull=True).count(),
        payments=Payment.objects.filter(handler_id=person, settled_at__isnull=True).count(),
        invoices=Invoice.objects.filter(
            handler_id=person, settled_at__isnull=True, discarded_at__isnull=True
        ).count(),
        visits=Visit.objects.filter(person_id=person, state__in=("offered", "fixed")).count(),
        teams=tuple(Team.objects.filter(memberships__person_id=person).order_by("name")),
    )


def proposed(person: int) -> Successors:
    """Propose successors: of each team the standing member, else its lead, else another member."""
    row = Person.objects.get(pk=person)
    owner = Company.objects.values_list("process_owner_id", flat=True).get()
    by_team = {}
    for team in Team.objects.filter(memberships__person_id=person):
        others = list(
            Member.objects.filter(team=team)
            .exclude(person_id=person)
            .order_by("person_id")
            .values_list("person_id", flat=True)
        )
        ladder = [key for key in (team.standing_id, team.lead_id) if key is not None and key != person]
        if chosen := _there(list(dict.fromkeys([*ladder, *others]))):
            by_team[team.pk] = chosen
    rest = [
        row.deputy_id,
        owner,
        *Person.objects.filter(active=True).order_by("-admin", "pk").values_list("pk", flat=True),
    ]
    everything = _there([key for key in rest if key is not None and key != person])
    if everything is None:
        raise Refusal(
            "the_last_person",
            fill(_("%(name)s is the last person of the company and cannot leave it."), name=row.name),
            law=1,
            instead=_("Let somebody join first."),
        )
    return Successors(by_team, everything)


def _there(candidates: list[int]) -> int | None:
    gone = away(candidates)
    return next((key for key in candidates if key not in gone), candidates[0] if candidates else None)


@transaction.atomic
def leave(*, person: int, by: Actor, to: Successors | None = None) -> Workload:
    """Give all work of a colleague to `to` (else to the people `proposed` names), then record that they have
    left.

    Journeys as owner and holder, steps, offers, intake items and rules, meetings with customers, teams as
    lead and standing member, blueprints, keys of programs: one transaction with its events. Refused where a
    team that journeys need would be left empty.
    """
    admin_only(by)
    row = Person.objects.select_for_update().filter(pk=person, active=True).first()
    if row is None:
        raise Refusal("has_left", _("This person has left already."))
    if person == by.person:
        raise Refusal(
            "not_oneself", _("Nobody can record their own leaving."), instead=_("Ask another administrator.")
        )
    if row.admin:
        refuse(cannot_remove_administrator(row, by=by))
    default = proposed(person)
    chosen = Successors(
        {**default.by_team, **(to.by_team if to else {})}, to.everything if to else default.everything
    )
    theirs = workload(person)
    _check(row, chosen, theirs)
    for room in ROOMS:
        room.hand_over(person=person, to=chosen, by=by)
    end_employment(person=person, journeys=theirs.owned + theirs.held, steps=theirs.steps, by=by)
    return theirs


def _check(row: Person, to: Successors, theirs: Workload) -> None:
    """Each successor is active and another; each team that journeys need keeps a member."""
    keys = {to.everything, *to.by_team.values()}
    if row.pk in keys:
        raise invalid(
            "everything", fill(_("%(name)s is leaving; their work must go to somebody else."), name=row.name)
        )
    if Person.objects.filter(pk__in=keys, active=True).count() != len(keys):
        raise invalid("everything", _("The successor has left as well."))
    for team in theirs.teams:
        others = Member.objects.filter(team=team).exclude(person_id=row.pk)
        if not others.exists():
            needed = Journey.objects.filter(team=team, state="open").count()
            if needed:
                raise Refusal(
                    "a_needed_team_keeps_a_member",
                    fill(
                        _(
                            "%(name)s is the last one in %(team)s, and %(needed)s open journeys need that team."
                        ),
                        name=row.name,
                        team=team.name,
                        needed=needed,
                    ),
                    law=1,
                    instead=fill(_("Let somebody join %(team)s first."), team=team.name),
                )
        elif team.pk in to.by_team and not others.filter(person_id=to.by_team[team.pk]).exists():
            raise invalid(
                f"team_{team.pk}",
                fill(_("Only a member of %(team)s can take what is held there."), team=team.name),
            )
