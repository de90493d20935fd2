from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellkept.customers.models import Contact, Customer
from wellkept.journeys.models import Journey
from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.people.models import Person
from wellkept.voice.models.interviews import KINDS, Answer


class Statement(models.Model):
    """An expectation, goal, pressure or obstacle in the customer's words. Current until it ends or is
    replaced."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    kind = models.TextField()
    words = models.TextField()
    told_at = InstantField()
    told_to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    told_by = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    journey = models.ForeignKey(Journey, models.PROTECT, null=True, related_name="+")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="statements")
    noted_at = InstantField()
    ended_at = InstantField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_why = models.TextField(default="")
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "statement"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("noted_at")),
                name="a_statement_ends_after_it_is_noted",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | Q(superseded_by__gt=F("id")),
                name="a_statement_gives_way_to_a_later_one",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="statements_are_known"),
            models.CheckConstraint(condition=says("words"), name="a_statement_says_something"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="", superseded_by__isnull=True)
                | (Q(ended_at__isnull=False) & (says("ended_why") | Q(superseded_by__isnull=False))),
                name="a_statement_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
                name="a_statement_does_not_replace_itself",
            ),
            models.CheckConstraint(
                condition=Q(told_at__lte=F("noted_at")), name="nothing_is_noted_before_it_is_told"
            ),
            models.UniqueConstraint(
                fields=["answer", "kind"],
                condition=Q(answer__isnull=False),
                name="an_answer_is_taken_up_once",
            ),
        ]
        indexes = [models.Index("customer", "ended_at", name="statement_by_customer")]
