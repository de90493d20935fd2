"""Messages, intake items, rules, web forms, and samples."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from wellkept.customers.models import Contact
from wellkept.files.models import StoredFile
from wellkept.intake import ranking, remarks
from wellkept.journeys.models import Journey
from wellkept.kernel.instants import DayField, InstantField
from wellkept.kernel.stored_text import StoredTextField
from wellkept.kernel.visible import says
from wellkept.mailboxes.models import Account, Mailbox
from wellkept.people.models import Person, Team

RULES = ("sender", "domain", "list", "bulk", "spam")
CHANNELS = ("mail", "form", "call", "message")


class Rule(models.Model):
    """Rule that sets mail aside automatically. A named person answers for it and sees a sample each week."""

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    kind = models.TextField()
    pattern = models.TextField(default="", blank=True)
    why = models.TextField()
    answerable = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = InstantField()
    ended_at = InstantField(null=True)
    answerable_must_be_active = models.GeneratedField(
        expression=Case(When(ended_at__isnull=True, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "intake_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("made_at")),
                name="a_rule_ends_after_it_is_made",
            ),
            models.CheckConstraint(condition=Q(kind__in=RULES), name="intake_rules_are_known"),
            models.CheckConstraint(
                condition=Q(kind__in=("bulk", "spam")) | says("pattern"),
                name="a_rule_says_what_it_sets_aside",
            ),
            models.CheckConstraint(condition=says("why"), name="a_rule_says_why"),
            models.UniqueConstraint(
                fields=["kind", "pattern"], condition=Q(ended_at__isnull=True), name="a_rule_is_made_once"
            ),
        ]


class WebForm(models.Model):
    """Web form: its team, its fields and questions, its languages, and who may embed it.

    `words` holds title, lead, thanks and consent by language. `asks` says of each field whether it is
    required, optional or not asked. `questions` are further ones, with their words by language.
    """

    key = models.TextField(unique=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    standing = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opens = models.BooleanField(default=False)
    blueprint = models.TextField(default="", blank=True)
    hours = models.IntegerField(default=4)
    languages = models.JSONField()
    words = models.JSONField()
    asks = models.JSONField()
    questions = models.JSONField(default=list)
    files = models.BooleanField(default=False)
    origins = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "web_form"
        constraints = [
            models.CheckConstraint(
                condition=Q(key__regex=r"^[a-z0-9][a-z0-9-]{0,59}$"), name="a_form_has_an_address"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="a_form_is_answered_in_time"),
            models.CheckConstraint(condition=~Q(languages=[]), name="a_form_speaks_a_language"),
        ]

    def __str__(self) -> str:
        return self.key


class Message(models.Model):
    """Message exactly as it arrived, before anything was done with it; later its outcome and `subject`.

    A mail is stored byte for byte, others as reported. `number` is the one that its sender was given: a
    journey opened from it gets this number, any other is found by it too.
    """

    channel = models.TextField(default="mail", db_default="mail")
    raw = models.BinaryField()
    message_id = models.TextField(default="", blank=True)
    content_hash = models.CharField(max_length=64)
    recipient = models.TextField(default="", blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")  # by which it came
    uid_validity = models.BigIntegerField(null=True)
    uid = models.BigIntegerField(null=True)  # its number there, under this validity
    form = models.ForeignKey(WebForm, models.PROTECT, null=True, related_name="+")
    number = models.TextField(null=True)
    received_at = InstantField()
    reused_id = models.BooleanField(default=False)
    handled_at = InstantField(null=True)
    outcome = models.TextField(default="", blank=True)
    tries = models.IntegerField(default=0)
    trouble = StoredTextField(default=str, blank=True)
    subject = models.ForeignKey("events.Subject", models.PROTECT, null=True, related_name="+")

    OUTCOMES = ("journey", "opened", "automatic", "bounce", "item", "set_aside")

    class Meta:
        db_table = "message_in"
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True) | Q(handled_at__gte=F("received_at")),
                name="what_arrived_is_handled_later",
            ),
            models.UniqueConstraint(fields=["message_id", "content_hash"], name="a_repeat_changes_nothing"),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="arrival_channels_are_known"),
            models.CheckConstraint(
                condition=Q(uid__isnull=True, uid_validity__isnull=True)
                | Q(uid__range=(1, 2**32 - 1), uid_validity__isnull=False, account__isnull=False),
                name="a_mails_number_is_its_accounts",
            ),
            models.UniqueConstraint(fields=["number"], name="a_number_is_given_once"),
            models.CheckConstraint(
                condition=~Q(channel="form") | Q(form__isnull=False, number__isnull=False),
                name="who_fills_in_a_form_gets_a_number",
            ),
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
            models.Index(
                "account", "uid_validity", "uid", condition=Q(uid__isnull=False), name="message_by_uid"
            ),
            models.Index("subject", "received_at", name="message_by_subject"),
        ]


class Enclosure(models.Model):
    """File that came with a message."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="enclosures")
    stored_file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    place = models.IntegerField()

    class Meta:
        db_table = "enclosure"
        constraints = [
            models.UniqueConstraint(fields=["message", "place"], name="enclosures_have_their_places")
        ]


class Item(models.Model):
    """Message that belongs to no journey yet, with a handler and a due time."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    state = models.TextField(default="waiting")
    channel = models.TextField(default="mail", db_default="mail")
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    handler = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_at = InstantField()
    arrived_at = InstantField()
    sender = models.TextField(default="", blank=True)
    sender_name = models.TextField(default="", blank=True)
    title = models.TextField(default="", blank=True)
    words = models.TextField(default="", blank=True)  # how the letter begins
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    marks = models.JSONField(default=list)  # remarks: a kind and what was seen, each
    warned_at = InstantField(null=True)
    decided_at = InstantField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, related_name="+")
    mistake_of = models.ForeignKey(
        Rule, models.PROTECT, null=True, related_name="+"
    )  # set aside wrongly by it
    reason = models.TextField(default="", blank=True)
    journey = models.ForeignKey(Journey, models.PROTECT, null=True, related_name="+")
    handler_must_be_active = models.GeneratedField(
        expression=Case(When(state="waiting", then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    readable = True
    """False in a list for somebody who may not read the journey that it is on: what it said is blank then."""

    class Meta:
        db_table = "intake_item"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("arrived_at")),
                name="an_item_is_decided_after_it_arrived",
            ),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="item_channels_are_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, journey__isnull=True)
                | Q(state="on_journey", decided_at__isnull=False, journey__isnull=False)
                | Q(state="set_aside", decided_at__isnull=False, journey__isnull=True),
                name="an_item_waits_or_ended_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside")
                | (says("reason") & (Q(decided_by__isnull=False) | Q(rule__isnull=False))),
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

    @property
    def heading(self) -> str:
        """The title; of a call, that it is one."""
        return remarks.title_of_call(self.marks) if self.channel == "call" else self.title

    @property
    def remarks(self) -> list[str]:
        """The marks in words."""
        return remarks.in_words(self.marks)


class Sample(models.Model):
    """Sample for one person of what their rules set aside in the week before this Monday. A working table."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    monday = DayField()
    drawn_at = InstantField()
    of = models.IntegerField()  # how many were set aside in that week
    mailed_at = InstantField(null=True)

    class Meta:
        db_table = "rule_sample"
        constraints = [models.UniqueConstraint(fields=["person", "monday"], name="one_sample_a_week")]


class Sampled(models.Model):
    """Item of a sample, and the verdict: set aside rightly or wrongly. A working table."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="sampled")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    right = models.BooleanField(null=True)
    said_at = InstantField(null=True)

    class Meta:
        db_table = "sampled_item"
        constraints = [
            models.UniqueConstraint(fields=["sample", "item"], name="an_item_is_sampled_once"),
            models.CheckConstraint(
                condition=Q(right__isnull=True, said_at__isnull=True)
                | Q(right__isnull=False, said_at__isnull=False),
                name="what_is_said_of_a_sample_has_its_time",
            ),
        ]


class Placing(models.Model):
    """Call that was put on a journey automatically: the reason, and other likely journeys. A working table.

    People on the journey are asked until somebody answers whether the customer had to ask, and whether it
    belongs there.
    """

    message = models.OneToOneField(Message, models.PROTECT, primary_key=True, related_name="placing")
    touch = models.OneToOneField("journeys.Touch", models.PROTECT, related_name="+")
    signs = models.JSONField(default=list)  # [kind, what was seen] each, the surest first
    others = models.JSONField(default=list)  # [journey, signs] each
    heard_before = InstantField(null=True)  # when they had last heard of us there
    settled_at = InstantField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "call_placing"
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True) | Q(settled_at__isnull=False),
                name="what_is_settled_has_its_time",
            )
        ]

    @property
    def why(self) -> str:
        """The reason in words."""
        return ranking.in_words(self.signs)
