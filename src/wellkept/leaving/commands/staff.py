"""Somebody leaves the company: everything that is theirs goes into other hands in one act, or they do not leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellkept.blueprints import facts as blueprint_facts
from wellkept.blueprints.models import Blueprint
from wellkept.events.commands import By, Entry, record
from wellkept.find.commands import hand_over_misses
from wellkept.find.models import Miss
from wellkept.intake import facts as intake_facts
from wellkept.intake.commands.items import hand_over_items
from wellkept.intake.commands.settings import hand_over_rules
from wellkept.intake.models import Item, Mailbox, Rule
from wellkept.journeys import facts as journey_facts
from wellkept.journeys.commands.hands import change_owner
from wellkept.journeys.commands.turn import Turn, turns
from wellkept.journeys.models import Handoff, Journey, NextStep
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, forbidden, invalid
from wellkept.kernel.text import fill
from wellkept.people import facts
from wellkept.people.actor import Actor
from wellkept.people.commands import leave_rota
from wellkept.people.models import Absence, AcceptanceRule, Company, Member, Person, Team, Token
from wellkept.people.queries import away
from wellkept.quality.commands import hand_over_nonconformities
from wellkept.quality.models import Nonconformity
from wellkept.voice.commands.interviews import hand_over_interviews
from wellkept.voice.commands.meetings import hand_over_meetings
from wellkept.voice.queries.meetings import in_hands

AT_ONCE = 200  # journeys whose turns are taken together


@dataclass(frozen=True)
class Successors:
    """Who takes what: of each team (by its key) its work, and one person for everything that is no team's."""

    by_team: Mapping[int, int]
    everything: int


@dataclass(frozen=True)
class Estate:
    """What is in somebody's hands."""

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
    teams: tuple[Team, ...]

    @property
    def is_empty(self) -> bool:
        work = (self.owned, self.held, self.steps, self.offers, self.items, self.blueprints)
        beside = (self.meetings, self.keys, self.misses, self.nonconformities)
        return not (any(work) or any(beside))


def estate(person: int) -> Estate:
    """What leaving has to put into other hands."""
    theirs = in_hands(person)
    return Estate(
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
        teams=tuple(Team.objects.filter(memberships__person_id=person).order_by("name")),
    )


def proposed(person: int) -> Successors:
    """Who would naturally take it: of each team the standing member, else its lead, else another; for the rest the
    deputy, else the process owner. Nobody who is away, where somebody else is there."""
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
def leave(*, person: int, by: Actor, to: Successors | None = None) -> Estate:
    """Everything of theirs goes into the hands of `to` (else of whom `proposed` names); then they have left.

    Journeys as owner and holder, steps, offers, intake items and rules, meetings with customers, teams as lead and
    standing member, blueprints, keys of programs: one transaction with its events. Refused where a team that journeys
    need would be left empty.
    """
    _may(by)
    row = Person.objects.select_for_update().filter(pk=person, active=True).first()
    if row is None:
        raise Refusal("has_left", _("This person has left already."))
    if person == by.person:
        raise Refusal(
            "not_oneself", _("Nobody lets themselves leave."), instead=_("Ask another administrator.")
        )
    default = proposed(person)
    chosen = Successors(
        {**default.by_team, **(to.by_team if to else {})}, to.everything if to else default.everything
    )
    theirs = estate(person)
    _check(row, chosen, theirs)
    _hand_over_journeys(person, chosen, by)
    hand_over_items(person=person, to=chosen.everything, by=by)
    hand_over_misses(person=person, to=chosen.everything, by=by)
    hand_over_nonconformities(person=person, to=chosen.everything, by=by)
    hand_over_rules(person=person, to=chosen.everything, by=by)
    hand_over_interviews(person=person, to=chosen.everything, by=by)
    hand_over_meetings(person=person, to=chosen.everything, by=by)
    _hand_over_roles(row, chosen, by.by)
    for team in theirs.teams:
        leave_rota(team=team.pk, person=person, by=by)
    _end(row, theirs, by.by)
    return theirs


def _may(by: Actor) -> None:
    if not (by.admin and (by.scopes is None or "admin" in by.scopes)):
        raise forbidden(_("Only an administrator can do this."), instead=_("Ask one of them."))


def _check(row: Person, to: Successors, theirs: Estate) -> None:
    """Each successor is active and another; each team that journeys need keeps a member."""
    keys = {to.everything, *to.by_team.values()}
    if row.pk in keys:
        raise invalid("everything", fill(_("%(name)s leaves; their work needs other hands."), name=row.name))
    if Person.objects.filter(pk__in=keys, active=True).count() != len(keys):
        raise invalid("everything", _("Who takes it over has left as well."))
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


def _hand_over_journeys(person: int, to: Successors, by: Actor) -> None:
    keys = set(
        Journey.objects.filter(Q(owner_id=person) | Q(holder_id=person))
        .exclude(state="ended")
        .values_list("pk", flat=True)
    )
    keys |= set(
        NextStep.objects.filter(handler_id=person, done_at__isnull=True).values_list("journey_id", flat=True)
    )
    keys |= set(
        Handoff.objects.filter(receiver_id=person, state="offered").values_list("journey_id", flat=True)
    )
    ordered = sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        with turns(
            journeys=ordered[start : start + AT_ONCE], by=by, may=_whoever_lets_leave, wakes=True
        ) as taken:
            for one in taken:
                _hand_over(one, person, to)


def _hand_over(t: Turn, person: int, to: Successors) -> None:
    row = t.row
    if row.holder_id == person:
        holder = to.by_team.get(row.team_id)
        if holder is None:
            raise Refusal(
                "a_needed_team_keeps_a_member",
                _("A team that open journeys need would be left empty."),
                law=1,
            )
        row.holder_id = holder
        t.audience_people |= {holder}
        t.say(journey_facts.HolderChanged(holder_before=person, holder=holder, reason=_LEFT))
    if row.owner_id == person:
        change_owner(t, to.everything, reason=_LEFT)
    for step in t.steps():
        if step.handler_id == person:
            handler = to.by_team.get(row.team_id, to.everything)
            NextStep.objects.filter(pk=step.pk).update(handler_id=handler)
            step.handler_id = handler
            t.audience_people |= {handler}
            t.say(journey_facts.StepHanded(step=step.pk, handler_before=person, handler=handler))
    # Open points that the receiver names are the giver's to do: who has left gives nothing any more.
    Handoff.objects.filter(journey=row, state="offered", giver_id=person).update(giver_id=row.holder_id)
    offer = Handoff.objects.filter(journey=row, state="offered", receiver_id=person).first()
    if offer is not None:
        receiver = to.by_team.get(offer.team_id, to.everything)
        Handoff.objects.filter(pk=offer.pk).update(receiver_id=receiver)
        t.audience_people |= {receiver}
        t.say(journey_facts.OfferHanded(handoff=offer.pk, receiver_before=person, receiver=receiver))


_LEFT = "A colleague left"


def _whoever_lets_leave(row: Journey, by: Actor) -> None:
    """An administrator puts a leaver's work into other hands without reading it."""
    _may(by)


def _hand_over_roles(row: Person, to: Successors, by: By) -> None:
    for team in Team.objects.select_for_update().filter(Q(lead=row) | Q(standing=row)).order_by("pk"):
        heir = to.by_team.get(team.pk)
        if team.lead_id == row.pk:
            team.lead_id = heir
            record(Entry(team.pk, facts.LeadNamed(lead=heir)), by=by)
        if team.standing_id == row.pk:
            team.standing_id = heir
            record(Entry(team.pk, facts.StandingMemberNamed(standing=heir)), by=by)
        team.save(update_fields=["lead", "standing"])
    for rule in AcceptanceRule.objects.filter(answerable=row):
        heir = to.by_team.get(rule.team_id, to.everything)
        rule.answerable_id = heir
        rule.save(update_fields=["answerable"])
        record(
            Entry(rule.team_id, facts.AcceptanceRuled(giving_team=rule.giving_team_id, answerable=heir)),
            by=by,
        )
    company = Company.objects.select_for_update().get()
    if company.process_owner_id == row.pk:
        company.process_owner_id = to.everything
        company.save(update_fields=["process_owner"])
        record(Entry(company.pk, facts.CompanyChanged(what=["process_owner"])), by=by)
    for blueprint in Blueprint.objects.filter(process_owner=row):
        Blueprint.objects.filter(pk=blueprint.pk).update(process_owner_id=to.everything)
        record(Entry(blueprint.pk, blueprint_facts.ProcessOwnerNamed(owner=to.everything)), by=by)
    for box in Mailbox.objects.filter(standing=row):
        heir = to.by_team.get(box.team_id)
        Mailbox.objects.filter(pk=box.pk).update(standing_id=heir)
        set_anew = intake_facts.MailboxSet(
            address=box.address, opens=box.opens, standing=heir, active=box.active
        )
        record(Entry(box.team_id, set_anew), by=by)
    for deputised in Person.objects.filter(deputy=row, active=True):
        Person.objects.filter(pk=deputised.pk).update(deputy=None)
        record(Entry(deputised.pk, facts.DeputyNamed(deputy=None)), by=by)


def _end(row: Person, theirs: Estate, by: By) -> None:
    now = clock.now()
    entries: list[Entry] = [
        Entry(row.pk, facts.PersonLeft(journeys=theirs.owned + theirs.held, steps=theirs.steps))
    ]
    entries += [Entry(row.pk, facts.MemberLeft(team=team.pk)) for team in theirs.teams]
    Member.objects.filter(person=row).delete()
    for token in Token.objects.filter(person=row, revoked_at__isnull=True):
        Token.objects.filter(pk=token.pk).update(revoked_at=now)
        entries.append(Entry(row.pk, facts.TokenRevoked(name=token.name)))
    Absence.objects.filter(person=row, since__gt=now).delete()
    Person.objects.filter(pk=row.pk).update(active=False, access=False, deputy=None)
    record(*entries, by=by)
