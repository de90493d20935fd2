"""Read statements, the seven answers, strengths and fit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rights import cannot_read
from wellkept.kernel.refusal import missing, refuse
from wellkept.people.actor import Actor
from wellkept.voice.models import KINDS, SEVEN, Fit, Knowing, Statement, Strength


def statements(customer: int) -> list[Statement]:
    """All statements of a customer: current ones by kind, newest first, then the ended ones."""
    rows = (
        Statement.objects.filter(customer_id=customer)
        .select_related("told_to", "told_by", "journey", "ended_by", "superseded_by")
        .order_by("-told_at", "-pk")
    )
    return sorted(rows, key=lambda row: (row.ended_at is not None, KINDS.index(row.kind)))


def statement(id: int, *, by: Actor) -> Statement:
    """Return a statement. One from a confidential journey only to its readers."""
    row = Statement.objects.select_related("told_to", "told_by", "journey", "customer").filter(pk=id).first()
    if row is None:
        raise missing("statement", _("There is no such statement."))
    if row.journey is not None:
        refuse(cannot_read(row.journey, by))
    return row


def seven(customer: int) -> dict[str, Knowing | None]:
    """The latest answer to each of the seven questions, in their order."""
    latest = {
        row.question: row
        for row in Knowing.objects.filter(customer_id=customer)
        .order_by("question", "-pk")
        .distinct("question")
        .select_related("told_by", "noted_by")
    }
    return {question: latest.get(question) for question in SEVEN}


def answers_to(question: str, *, customer: int) -> list[Knowing]:
    """All answers to one of the seven questions, newest first."""
    return list(
        Knowing.objects.filter(customer_id=customer, question=question)
        .select_related("told_by", "noted_by")
        .order_by("-pk")
    )


def strengths() -> list[Strength]:
    """The company's strengths."""
    return list(Strength.objects.filter(ended_at__isnull=True).select_related("noted_by").order_by("pk"))


def fit_of(journey: int) -> Fit | None:
    """The latest judgement of this need, or None."""
    return (
        Fit.objects.filter(journey_id=journey)
        .select_related("judged_by", "notice")
        .prefetch_related("strengths__strength")
        .order_by("-pk")
        .first()
    )
