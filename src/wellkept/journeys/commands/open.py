from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wellkept.blueprints.queries import current, team_for
from wellkept.customers.commands.locks import locked_against_merge
from wellkept.customers.models import Contact, Site
from wellkept.entities.queries import no_seller
from wellkept.events.commands import open_subject
from wellkept.journeys import facts
from wellkept.journeys.commands.turn import Turn
from wellkept.journeys.models import Journey, Move
from wellkept.journeys.need import AS_USUAL, FIRST_CONTACT, Need, Origin, Start
from wellkept.journeys.queries import seller_after
from wellkept.kernel import clock
from wellkept.kernel import number as numbers
from wellkept.kernel.refusal import Refusal, forbidden, invalid, missing, refuse
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.people.queries import fresh, standing_member
from wellkept.references.commands import note


@transaction.atomic
def open_journey(
    *,
    customer: int,
    need: Need,
    by: Actor,
    contact: int | None = None,
    site: int | None = None,
    start: Start = AS_USUAL,
    origin: Origin = FIRST_CONTACT,
    acknowledge: bool = True,
) -> Journey:
    """Open a journey for one problem, with its number, owner, holder and next step.

    The owner is the person who opens it, unless another is named. The holder is the owner if they are in the
    first stage's team, else its standing member. With `acknowledge` the contact is told the number and the
    person to talk to.
    """
    refuse(need.refusal())
    by = fresh(by)
    if by.scopes is not None and "write" not in by.scopes:
        raise forbidden(_("This token may read, not write."))
    customer_row = locked_against_merge(customer)
    if customer_row is None:
        raise missing("customer", _("There is no such customer."))
    person_to_talk = Contact.objects.filter(pk=contact, customer=customer_row).first() if contact else None
    if (
        by.kind == "customer"
        and not Contact.objects.filter(pk=by.contact or 0, customer=customer_row).exists()
    ):
        raise missing("customer", _("There is nothing at this address."))
    if start.owner is not None and not Person.objects.filter(pk=start.owner, active=True).exists():
        raise invalid("owner", _("This person has left."))
    if contact and person_to_talk is None:
        raise invalid("contact", _("This contact belongs to another customer."))
    if site and not Site.objects.filter(pk=site, customer=customer_row).exists():
        raise invalid("site", _("This site belongs to another customer."))
    if start.entity is not None:
        refuse(no_seller(start.entity))
    now = clock.now()
    opened = origin.happened or now
    if opened > now:
        raise Refusal("in_the_future", _("This has not happened yet."), field="happened", status=422)
    process = current(start.blueprint)
    stage = process.stages[0]
    team = team_for(process.version.blueprint_id, stage.stage)
    holder = standing_member(team, prefer=start.owner or by.person)
    answers = start.owner or by.person or holder
    key = open_subject("journey")
    row = Journey(
        subject_id=key,
        number=origin.number or draw_number(),
        customer=customer_row,
        contact=person_to_talk,
        site_id=site,
        entity_id=start.entity or seller_after(origin.came_from),
        need=need.words.strip(),
        budget=need.budget,
        requested_for=need.requested_for,
        blueprint=process.version.blueprint,
        version=process.version,
        stage=stage.stage,
        team=team,
        owner_id=answers,
        holder_id=holder,
        court="us",
        court_since=opened,
        heard_at=opened,
        opened_at=opened,
        came_from_id=origin.came_from,
        came_by=origin.came_by,
        confidential=start.confidential,
    )
    turn = Turn(row, by, is_new=True)
    turn.say(
        facts.JourneyOpened(
            number=row.number,
            customer=customer_row.pk,
            contact=contact,
            blueprint=row.blueprint_id,
            version=row.version_id,
            entity=row.entity_id,
            stage=row.stage,
            team=team.pk,
            owner=answers,
            holder=holder,
            channel=origin.channel,
            came_from=origin.came_from,
            came_by=origin.came_by,
            budget=row.budget,
            requested_for=row.requested_for,
            source=origin.source,
            need=row.need,
        ),
        happened=opened,
    )
    # The first move and the first step name a journey that is written last; their keys wait for commit.
    Move(journey=row, seq=0, to_stage=row.stage, version=process.version, at=opened).save(force_insert=True)
    turn.plan_step("act", start.first_step or stage.first_step, hours=stage.first_step_hours)
    texts: list[tuple[str, str | None]] = [("number", row.number)]
    if person_to_talk:
        texts += [
            ("name", person_to_talk.name),
            ("email", person_to_talk.email),
            ("phone", person_to_talk.phone),
        ]
    texts += [("name", customer_row.name), ("need", row.need)]
    note(subject=key, texts=texts, country=customer_row.country, customer=customer_row.pk)
    if acknowledge and person_to_talk and person_to_talk.email:
        turn.tell("received", contact=person_to_talk, person=answers, new=False, need=row.need)
    turn.settle(happened=opened)
    return row


def draw_number() -> str:
    """Draw the next number, which nobody else can draw: for a journey, or a message that may become one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('journey_count'), number_key FROM company")
        count, key = cursor.fetchone()
    return numbers.nth(count, bytes(key))
