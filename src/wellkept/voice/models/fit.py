from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellkept.journeys.models import Journey
from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.notices.models import Notice
from wellkept.people.models import Person

VERDICTS = ("ours", "partly", "not_ours")


class Strength(models.Model):
    """Something that we are good at. The process owners keep the list."""

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")  # the company
    words = models.TextField()
    noted_at = InstantField()
    noted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = InstantField(null=True)
    ended_why = models.TextField(default="")

    class Meta:
        db_table = "strength"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("noted_at")),
                name="a_strength_ends_after_it_is_noted",
            ),
            models.CheckConstraint(condition=says("words"), name="a_strength_says_what"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | (Q(ended_at__isnull=False) & says("ended_why")),
                name="a_strength_ends_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["words"], condition=Q(ended_at__isnull=True), name="a_strength_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Fit(models.Model):
    """A judgement of a need: what it asks, and whether it is for us; if not, who can help. The latest counts."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    asks = models.TextField()
    verdict = models.TextField()
    why = models.TextField(default="")
    helper_name = models.TextField(default="")
    helper_contact = models.TextField(default="")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")  # in which they were told
    judged_at = InstantField()
    judged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "fit"
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="fits_are_known"),
            models.CheckConstraint(condition=says("asks"), name="a_fit_says_what_the_need_asks"),
            models.CheckConstraint(
                condition=Q(verdict="ours") | says("why"), name="what_does_not_fit_says_why"
            ),
            models.CheckConstraint(
                condition=Q(helper_name="", helper_contact="")
                | (says("helper_name") & says("helper_contact") & ~Q(verdict="ours")),
                name="who_can_help_has_a_name_and_can_be_reached",
            ),
        ]
        indexes = [models.Index(fields=["journey", "-id"], name="fit_by_journey")]


class FitStrength(models.Model):
    """A strength that a need asks for. Written with its fit and never later."""

    fit = models.ForeignKey(Fit, models.PROTECT, related_name="strengths")
    strength = models.ForeignKey(Strength, models.PROTECT, related_name="+")

    class Meta:
        db_table = "fit_strength"
        constraints = [
            models.UniqueConstraint(fields=["fit", "strength"], name="a_fit_names_a_strength_once")
        ]
