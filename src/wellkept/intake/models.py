from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from wellkept.customers.models import Contact
from wellkept.journeys.models import Journey
from wellkept.papers.models import Paper
from wellkept.people.models import Person, Team

RULES = ("sender", "domain", "list", "bulk", "spam")


class Mailbox(models.Model):
    """An address at which we receive. One that `opens` makes a journey of a stranger's mail; else it waits."""

    address = models.TextField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    standing = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opens = models.BooleanField(default=False)
    blueprint = models.TextField(default="", blank=True)
    hours = models.IntegerField(default=4)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "mailbox"
        constraints = [
            models.UniqueConstraint(fields=["address"], name="a_mailbox_has_its_address_alone"),
            models.CheckConstraint(
                condition=Q(address__regex=r"^[^A-Z\s@]+@[^A-Z\s@]+$"), name="a_mailbox_is_an_address"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="a_mailbox_is_answered_in_time"),
        ]

    def __str__(self) -> str:
        return self.address


class Rule(models.Model):
    """What is set aside by itself. A named person answers for it and is shown a sample each week."""

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    kind = models.TextField()
    pattern = models.TextField(default="", blank=True)
    why = models.TextField()
    answerable = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answerable_must_be_active = models.GeneratedField(
        expression=Case(When(ended_at__isnull=True, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "intake_rule"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RULES), name="intake_rules_are_known"),
            models.CheckConstraint(
                condition=Q(kind__in=("bulk", "spam")) | ~Q(pattern=""), name="a_rule_says_what_it_sets_aside"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="a_rule_says_why"),
            models.UniqueConstraint(
                fields=["kind", "pattern"], condition=Q(ended_at__isnull=True), name="a_rule_is_made_once"
            ),
        ]


class Message(models.Model):
    """A mail as it arrived, whole, before anything was done with it. Then where it ended (`subject`) and how."""

    raw = models.BinaryField()
    message_id = models.TextField(default="", blank=True)
    content_hash = models.CharField(max_length=64)
    recipient = models.TextField(default="", blank=True)
    received_at = models.DateTimeField()
    reused_id = models.BooleanField(default=False)
    handled_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="", blank=True)
    tries = models.IntegerField(default=0)
    trouble = models.TextField(default="", blank=True)
    subject = models.ForeignKey("events.Subject", models.PROTECT, null=True, related_name="+")

    OUTCOMES = ("journey", "opened", "automatic", "bounce", "item", "set_aside")

    class Meta:
        db_table = "message_in"
        constraints = [
            models.UniqueConstraint(fields=["message_id", "content_hash"], name="a_repeat_changes_nothing"),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, outcome="", subject__isnull=True)
                | Q(handled_at__isnull=False, subject__isnull=False)
                & Q(outcome__in=("journey", "opened", "automatic", "bounce", "item", "set_aside")),
                name="what_is_handled_ended_somewhere",
            ),
        ]
        indexes = [
            models.Index("received_at", condition=Q(handled_at__isnull=True), name="message_to_handle"),
            models.Index("message_id", condition=~Q(message_id=""), name="message_by_id"),
            models.Index("subject", "received_at", name="message_by_subject"),
        ]


class Enclosure(models.Model):
    """A paper that came with a mail."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="enclosures")
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="+")
    place = models.IntegerField()

    class Meta:
        db_table = "enclosure"
        constraints = [
            models.UniqueConstraint(fields=["message", "place"], name="enclosures_have_their_places")
        ]


class Item(models.Model):
    """What has come in and is on no journey yet: in somebody's hands, with a clock, until it is."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    state = models.TextField(default="waiting")
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    handler = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    sender = models.TextField(default="", blank=True)
    sender_name = models.TextField(default="", blank=True)
    title = models.TextField(default="", blank=True)
    words = models.TextField(default="", blank=True)  # how the letter begins
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    marks = models.JSONField(default=list)
    warned_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(default="", blank=True)
    journey = models.ForeignKey(Journey, models.PROTECT, null=True, related_name="+")
    handler_must_be_active = models.GeneratedField(
        expression=Case(When(state="waiting", then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "intake_item"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, journey__isnull=True)
                | Q(state="on_journey", decided_at__isnull=False, journey__isnull=False)
                | Q(state="set_aside", decided_at__isnull=False, journey__isnull=True),
                name="an_item_waits_or_ended_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside")
                | (~Q(reason="") & (Q(decided_by__isnull=False) | Q(rule__isnull=False))),
                name="somebody_answers_for_what_is_set_aside",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("arrived_at")), name="an_item_is_due_after_it_arrived"
            ),
        ]
        indexes = [
            models.Index("handler", "due_at", condition=Q(state="waiting"), name="item_by_handler"),
            models.Index("due_at", condition=Q(state="waiting"), name="item_by_due"),
            models.Index("sender", "arrived_at", name="item_by_sender"),
            models.Index("rule", "decided_at", condition=Q(state="set_aside"), name="item_by_rule"),
        ]
