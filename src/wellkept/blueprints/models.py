from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.people.models import Person, Team
from wellkept.people.stages import STAGES


class Blueprint(models.Model):
    """The documented process for one kind of work."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    key = models.SlugField(unique=True)
    process_owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    current = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "blueprint"

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """One approved version, frozen: the text of its file, and the rows read from it."""

    blueprint = models.ForeignKey(Blueprint, models.PROTECT, related_name="versions")
    version = models.IntegerField()
    title = models.TextField()
    summary = models.TextField()
    source = models.TextField()
    digest = models.BinaryField()
    approved_at = InstantField()
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    first_stage = models.TextField()
    code_above = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    asks_before_no_answer = models.IntegerField(default=3)
    after_care_days = models.IntegerField(default=14)
    check_in_days = models.IntegerField(default=365)
    link_days = models.IntegerField(default=90)

    class Meta:
        db_table = "blueprint_version"
        constraints = [
            models.UniqueConstraint(fields=["blueprint", "version"], name="versions_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Stage(models.Model):
    """One stage of a version: both goals, its limits, and what ends it."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="stages")
    stage = models.TextField()
    place = models.IntegerField()
    customer_goal = models.TextField()
    business_goal = models.TextField()
    customer_words = models.TextField(default="")
    trigger = models.TextField()
    silence_hours = models.IntegerField()
    answer_hours = models.IntegerField()
    handoff_hours = models.IntegerField()
    first_step = models.TextField()
    first_step_hours = models.IntegerField()

    class Meta:
        db_table = "blueprint_stage"
        constraints = [
            models.UniqueConstraint(fields=["version", "stage"], name="a_stage_stands_once_in_a_version"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="blueprint_stages_are_known"),
            models.CheckConstraint(
                condition=Q(trigger__in=("decision", "agreement", "acceptance", "next_need")),
                name="blueprint_triggers_are_known",
            ),
        ]


class Route(models.Model):
    """A move that the version allows: forward by the customer's trigger, or a return with a reason."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="routes")
    from_stage = models.TextField()
    to_stage = models.TextField()
    trigger = models.TextField(null=True)

    class Meta:
        db_table = "blueprint_route"
        constraints = [
            models.UniqueConstraint(fields=["version", "from_stage", "to_stage"], name="a_route_stands_once")
        ]


class Step(models.Model):
    """The smallest unit of the process: the task, its role, and the evidence it leaves."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="steps")
    stage = models.TextField()
    place = models.IntegerField()
    key = models.SlugField()
    title = models.TextField()
    instruction = models.TextField(default="")
    role = models.TextField(default="holder")
    evidence = models.TextField(default="")
    required = models.BooleanField(default=True)

    class Meta:
        db_table = "blueprint_step"
        constraints = [
            models.CheckConstraint(condition=says("title"), name="a_step_of_a_process_says_what"),
            models.UniqueConstraint(fields=["version", "key"], name="a_step_stands_once"),
        ]


class ChecklistItem(models.Model):
    """Something that the team of `stage` needs in order to accept a handoff. The receiving team owns it.

    `proved_by` names the type of the event that ticks it; `triggered` means the trigger that leads to the stage. Empty:
    a person ticks it.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="checklist")
    stage = models.TextField()
    place = models.IntegerField()
    key = models.SlugField()
    text = models.TextField()
    required = models.BooleanField(default=True)
    proved_by = models.TextField(default="")

    class Meta:
        db_table = "checklist_item"
        constraints = [
            models.CheckConstraint(condition=says("text"), name="a_checklist_item_says_what"),
            models.UniqueConstraint(fields=["version", "key"], name="a_checklist_item_stands_once"),
        ]


class StageTeam(models.Model):
    """A team that does a stage of a blueprint. The first one is asked unless the giver names another."""

    blueprint = models.ForeignKey(Blueprint, models.PROTECT, related_name="teams")
    stage = models.TextField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    place = models.IntegerField(default=0)

    class Meta:
        db_table = "stage_team"
        constraints = [
            models.UniqueConstraint(fields=["blueprint", "stage", "team"], name="a_team_does_a_stage_once"),
            models.UniqueConstraint(fields=["blueprint", "stage", "place"], name="one_team_at_each_place"),
        ]
