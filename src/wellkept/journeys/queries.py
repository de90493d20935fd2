"""Read journeys. `journey` is the only way to get one: it checks the right to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact
from wellkept.entities.queries import usual_entity
from wellkept.journeys.models import Ending, Handoff, Hold, Journey, Move, NextStep, Trigger
from wellkept.journeys.rights import may_read, unreadable
from wellkept.kernel import number as numbers
from wellkept.kernel.refusal import Refusal, missing
from wellkept.kernel.text import Text, fill
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.references.models import Reference

_LONGEST_NUMBER = 20  # with what people write between the digits
_WHOLE = (
    "customer",
    "contact",
    "site",
    "team",
    "owner",
    "holder",
    "next_step",
    "next_step__handler",
    "version",
    "blueprint",
)


def journey(text: str, *, by: Actor, whole: bool = True) -> Journey:
    """Read the journey of this number, in any spelling; with its related rows if `whole`.

    A number that was given for a message leads to the journey of that message. A confidential journey is
    refused to people who may not read it. A wrong number is refused with likely ones.
    """
    row = _numbered(text, Journey.objects.select_related(*_WHOLE) if whole else Journey.objects.all())
    if row is None:
        raise missing("journey", _no_such(text))
    if not may_read(row, by):
        raise Refusal(
            "confidential",
            _("This journey is confidential."),
            instead=fill(_("Its owner, %(owner)s, can name you as a reader."), owner=row.owner.name),
            status=403,
        )
    return row


def seller_after(earlier: int | None) -> int:
    """The entity that sells on a new journey: that of the earlier journey, unless it has ended, else the usual one."""
    before = (
        Journey.objects.filter(pk=earlier, entity__ended_at__isnull=True)
        if earlier
        else Journey.objects.none()
    )
    entity: int | None = before.values_list("entity_id", flat=True).first()
    return entity or usual_entity()


def readable_among(texts: Iterable[str], *, by: Actor) -> list[int]:
    """List the keys of the journeys whose numbers stand among these texts, as far as the actor may read them."""
    spelled = {numbers.parse(text) for text in texts if len(text) <= _LONGEST_NUMBER} - {None}
    rows = list(Journey.objects.filter(number__in=spelled)) if spelled else []
    closed = unreadable(rows, by)
    return sorted(row.pk for row in rows if row.pk not in closed)


@dataclass(frozen=True)
class Outline:
    """Outline of a confidential journey, which all staff may see: number, stage, court and person."""

    id: int
    number: str
    state: str
    stage: str
    court: str
    court_since: datetime
    owner: Person
    holder: Person | None


def outline(text: str) -> Outline:
    """Read the outline of the journey of this number."""
    row = _numbered(text, Journey.objects.select_related("owner", "holder"))
    if row is None:
        raise missing("journey", _no_such(text))
    return Outline(
        row.pk, row.number, row.state, row.stage, row.court, row.court_since, row.owner, row.holder
    )


def gone_on_as(row: Journey) -> Journey:
    """Follow merges: return the journey itself, or the one into which it was merged."""
    been: set[int] = set()
    while row.state == "ended" and row.pk not in been:
        been.add(row.pk)
        ending = Ending.objects.select_related("into").filter(journey=row, how="merged").first()
        if ending is None or ending.into is None:
            return row
        row = ending.into
    return row


def is_of_customer_of(contact: Contact, journey: Journey) -> bool:
    """Whether the journey is of this contact's customer. After a split, one that they knew may be another's."""
    return bool(journey.customer_id == contact.customer_id)


def by_id(id: int) -> Journey:
    """Read the journey of this key, for code that has it from a row or an event."""
    row = Journey.objects.select_related(*_WHOLE).filter(pk=id).first()
    if row is None:
        raise missing("journey", _("There is no such journey."))
    return row


def open_steps(id: int) -> list[NextStep]:
    """Open steps of a journey, by due time."""
    return list(
        NextStep.objects.filter(journey_id=id, done_at__isnull=True)
        .select_related("handler")
        .order_by("due_at")
    )


def steps_called(ids: Sequence[int]) -> dict[int, str]:
    """Word these steps by key, open or done."""
    return {step.pk: step.sentence for step in NextStep.objects.filter(pk__in=ids)} if ids else {}


def of_customer(customer: int) -> list[Journey]:
    """List all journeys of a customer, newest first."""
    return list(Journey.objects.select_related(*_WHOLE).filter(customer_id=customer).order_by("-opened_at"))


def listed(
    *,
    state: str = "",
    stage: str = "",
    court: str = "",
    owner: int | None = None,
    holder: int | None = None,
    customer: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Journey]:
    """List journeys that match the filters, newest first, after the key `before`."""
    rows = Journey.objects.select_related(*_WHOLE).order_by("-pk")
    asked = {
        "state": state,
        "stage": stage,
        "court": court,
        "owner_id": owner,
        "holder_id": holder,
        "customer_id": customer,
        "pk__lt": before,
    }
    return list(
        rows.filter(**{name: value for name, value in asked.items() if value not in ("", None)})[:limit]
    )


def handoff(id: int, *, journey: int) -> Handoff:
    """Read one offer of this journey, open or answered."""
    row = Handoff.objects.filter(pk=id, journey_id=journey).first()
    if row is None:
        raise missing("handoff", _("There is no such offer on this journey."))
    return row


def latest_handoff(journey: int) -> Handoff | None:
    """Read the latest offer."""
    return Handoff.objects.filter(journey_id=journey).order_by("-pk").first()


def holds_of(ids: Sequence[int]) -> dict[int, list[Hold]]:
    """The holds in place on these journeys."""
    holds: dict[int, list[Hold]] = {id: [] for id in ids}
    rows = Hold.objects.filter(journey_id__in=ids, lifted_at__isnull=True)
    for row in rows.select_related("placed_by").order_by("pk"):
        holds[row.journey_id].append(row)
    return holds


def triggers_of(ids: Sequence[int]) -> dict[int, list[Trigger]]:
    """List the triggers of these journeys, in order. `used` says whether a move has used it."""
    triggers: dict[int, list[Trigger]] = {id: [] for id in ids}
    moved = Move.objects.filter(journey_id=OuterRef("journey_id"), trigger_id=OuterRef("pk"))
    rows = Trigger.objects.filter(journey_id__in=ids).annotate(used=Exists(moved))
    for row in rows.select_related("written_by", "notice").order_by("pk"):
        triggers[row.journey_id].append(row)
    return triggers


def also_known_as(row: Journey) -> list[str]:
    """List further numbers that lead to this journey: given for a message, or of a journey that was joined
    into it.
    """
    noted = Reference.objects.filter(subject_id=row.pk, kind="number").exclude(key=row.number)
    return list(noted.order_by("noted_at", "pk").values_list("key", flat=True))


def likely_numbers(text: str) -> list[str]:
    """List existing numbers that are one typo away from the text."""
    near = numbers.likely(text)
    known = set(Journey.objects.filter(number__in=near).values_list("number", flat=True))
    return [number for number in near if number in known]


def _numbered(text: str, rows: QuerySet[Journey]) -> Journey | None:
    """Its own number first; else the one that was given for something on it."""
    number = numbers.parse(text)
    if number is None:
        return None
    noted = Reference.objects.filter(kind="number", key=number).values("subject")
    return rows.filter(number=number).first() or rows.filter(pk__in=noted).order_by("-pk").first()


def _no_such(text: str) -> Text:
    """Word that there is no such journey, with the likely numbers."""
    near = [numbers.show(number) for number in likely_numbers(text)[:3]]
    if near:
        likely = ", ".join(near)
        return fill(_("There is no journey %(said)s. Did they mean %(likely)s?"), said=text, likely=likely)
    return fill(_("There is no journey %(said)s."), said=text)
