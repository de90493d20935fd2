from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from wellkept.blueprints.models import Version
from wellkept.customers.models import Contact, Customer, Site
from wellkept.journeys import order_of_times as order
from wellkept.journeys.step_kinds import KINDS, NEED_TEXT, StepKind, in_words
from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.notices.models import Notice
from wellkept.people.models import Person, Team

TRIGGERS = ("decision", "agreement", "acceptance", "next_need")
EVIDENCE = ("click", "paper", "purchase_order", "mail", "spoken", "deemed")
ENDINGS = (
    "happy",
    "not_ours",
    "customer_declined",
    "no_answer",
    "cancelled_by_them",
    "cancelled_by_us",
    "merged",
    "opened_in_error",
    "elsewhere",  # before it came here: brought in with the day on which it ended
)
_ALIVE = Case(When(state__in=("open", "at_rest"), then=Value(True)))


class Journey(models.Model):
    """One problem of one customer, from the first word to happy and ready for the next."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    number = models.TextField(unique=True)
    state = models.TextField(default="open")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    entity = models.ForeignKey("entities.Entity", models.PROTECT, related_name="+")
    need = models.TextField()
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    requested_for = InstantField(null=True)
    blueprint = models.ForeignKey("blueprints.Blueprint", models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    stage = models.TextField()
    move = models.IntegerField(default=0)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    next_step = models.ForeignKey(
        "NextStep", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    court = models.TextField(default="us")
    court_since = InstantField()
    waits_for = models.TextField(default="")
    heard_at = InstantField()
    silent_at = InstantField(null=True)
    silence_warnings = models.SmallIntegerField(default=0)  # how far up the ladder this silence was told
    opened_at = InstantField()
    accepted_at = InstantField(null=True)
    rested_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    confidential = models.BooleanField(default=False)
    came_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    came_by = models.TextField(default="")

    # What the composite keys of the laws hang on: empty where the law asks nothing.
    owner_must_be_active = models.GeneratedField(
        expression=_ALIVE, output_field=models.BooleanField(null=True), db_persist=True
    )
    holder_team = models.GeneratedField(
        expression=Case(When(state="open", then=F("team"))),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )
    next_step_must_be_open = models.GeneratedField(
        expression=_ALIVE, output_field=models.BooleanField(null=True), db_persist=True
    )
    ending_id = models.GeneratedField(
        expression=Case(When(state="ended", then=F("subject"))),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "journey"
        constraints = [
            *order.JOURNEY,
            models.CheckConstraint(
                condition=Q(state__in=("open", "at_rest", "ended")), name="a_journey_is_open_at_rest_or_ended"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(holder__isnull=False), name="always_in_someones_hands"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(holder__isnull=True), name="no_holder_runs_on_at_rest"
            ),
            models.CheckConstraint(
                condition=Q(state="ended") | Q(next_step__isnull=False), name="always_a_next_step"
            ),
            models.CheckConstraint(
                condition=(Q(state="open") & Q(court__in=("us", "customer", "third")))
                | (~Q(state="open") & Q(court="none")),
                name="an_open_journey_is_in_one_court",
            ),
            models.CheckConstraint(
                condition=~Q(court="third") | says("waits_for"), name="a_third_party_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[1-9][0-9]{7,11}$"), name="a_number_is_eight_digits_or_more"
            ),
            models.CheckConstraint(condition=says("need"), name="a_journey_has_a_need"),
        ]
        indexes = [
            models.Index("holder", condition=Q(state="open"), name="journey_by_holder"),
            models.Index("owner", condition=~Q(state="ended"), name="journey_by_owner"),
            models.Index("team", "court", "court_since", condition=Q(state="open"), name="journey_by_team"),
            models.Index("customer", "opened_at", name="journey_by_customer"),
            models.Index("silent_at", condition=Q(state="open"), name="journey_by_silence"),
            models.Index(F("court_since").desc(), condition=Q(state="open"), name="open_journey_by_time"),
        ]

    def __str__(self) -> str:
        return self.number


class NextStep(models.Model):
    """A next step with its due time: our act, or the date on which we ask again."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="steps")
    kind = models.TextField(default="act")
    text = models.TextField(default="")
    parameters = models.JSONField(default=dict)
    due_at = InstantField()
    awaits = models.TextField(default="us")
    whom = models.TextField(default="")
    handler = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = InstantField()
    done_at = InstantField(null=True)
    done_how = models.TextField(default="")
    done_note = models.TextField(default="")
    open = models.GeneratedField(
        expression=Case(When(done_at__isnull=True, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    handler_must_be_active = models.GeneratedField(
        expression=Case(When(done_at__isnull=True, handler__isnull=False, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "next_step"
        constraints = [
            *order.STEP,
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="step_kinds_are_known"),
            models.CheckConstraint(
                condition=~Q(kind__in=NEED_TEXT) | says("text"), name="a_next_step_says_what"
            ),
            models.CheckConstraint(
                condition=Q(awaits__in=("us", "customer", "third")), name="a_step_awaits_one_of_three"
            ),
            models.CheckConstraint(
                condition=~Q(awaits="third") | says("whom"), name="a_step_names_the_third_party"
            ),
        ]
        indexes = [
            models.Index("journey", "due_at", condition=Q(done_at__isnull=True), name="open_step_by_journey"),
            models.Index("handler", "due_at", condition=Q(done_at__isnull=True), name="open_step_by_handler"),
        ]

    @property
    def rule(self) -> StepKind:
        """The entry of this kind in `KINDS`: its group, its wording, and whose step it is."""
        return KINDS[self.kind]

    @property
    def sentence(self) -> str:
        """The step as a sentence, in the active language."""
        return in_words(self.kind, self.text, self.parameters)


class Trigger(models.Model):
    """The customer's act that ends a stage, with its evidence."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="triggers")
    kind = models.TextField()
    evidence = models.TextField()
    given_at = InstantField()
    recorded_at = InstantField()
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")
    objected_at = InstantField(null=True)

    class Meta:
        db_table = "stage_trigger"
        constraints = [
            *order.TRIGGER,
            models.CheckConstraint(condition=Q(kind__in=TRIGGERS), name="triggers_are_known"),
            models.CheckConstraint(condition=Q(evidence__in=EVIDENCE), name="a_trigger_has_evidence"),
            models.CheckConstraint(
                condition=~Q(evidence="spoken") | Q(written_by__isnull=False, notice__isnull=False),
                name="spoken_words_have_a_writer_and_are_told",
            ),
            models.CheckConstraint(
                condition=~Q(evidence="deemed") | Q(notice__isnull=False),
                name="deemed_needs_the_notice_that_said_so",
            ),
        ]


class Handoff(models.Model):
    """The passing of a journey to the next team (or back): offered, then accepted or declined."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="handoffs")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    from_stage = models.TextField()
    to_stage = models.TextField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.TextField(default="offered")
    reason = models.TextField(default="")
    offered_at = InstantField()
    answer_by = InstantField()
    escalated_at = InstantField(null=True)
    escalations = models.IntegerField(default=0)
    answered_at = InstantField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(default="")
    by_rule = models.ForeignKey("people.AcceptanceRule", models.SET_NULL, null=True, related_name="+")
    rating = models.IntegerField(null=True)
    complete = models.BooleanField(default=False)
    step = models.ForeignKey(NextStep, models.PROTECT, null=True, related_name="+")
    accepted = models.GeneratedField(
        expression=Case(When(state="accepted", then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        db_table = "handoff"
        constraints = [
            *order.HANDOFF,
            models.UniqueConstraint(
                fields=["journey"], condition=Q(state="offered"), name="one_open_offer_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("offered", "accepted", "declined", "withdrawn")),
                name="an_offer_is_open_accepted_declined_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", answered_at__isnull=True)
                | (~Q(state="offered") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_answered_offer_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | says("answer"), name="an_offer_is_declined_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="a_rating_is_one_to_five"
            ),
        ]
        indexes = [
            models.Index("receiver", condition=Q(state="offered"), name="offer_by_receiver"),
            models.Index("answer_by", condition=Q(state="offered"), name="offer_by_answer"),
        ]


class Check(models.Model):
    """An item of the receiving team's checklist, ticked on one journey."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="checks")
    item = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = InstantField()
    note = models.TextField(default="")

    class Meta:
        db_table = "handoff_check"
        constraints = [models.UniqueConstraint(fields=["journey", "item"], name="an_item_is_ticked_once")]


class Move(models.Model):
    """One move of a journey into a stage: the first is its opening."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="moves")
    seq = models.IntegerField()
    from_stage = models.TextField(null=True)
    to_stage = models.TextField()
    left_version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    handoff = models.ForeignKey(Handoff, models.PROTECT, null=True, related_name="+")
    trigger = models.ForeignKey(Trigger, models.PROTECT, null=True, related_name="+")
    trigger_kind = models.TextField(null=True)
    reason = models.TextField(default="")
    woke = models.BooleanField(default=False)
    at = InstantField()
    before = models.GeneratedField(
        expression=Case(When(seq__gt=0, then=F("seq") - 1)),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    handoff_must_be_accepted = models.GeneratedField(
        expression=Case(When(seq__gt=0, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "move"
        constraints = [
            models.UniqueConstraint(fields=["journey", "seq"], name="one_move_at_a_time"),
            models.CheckConstraint(
                condition=Q(seq=0, from_stage__isnull=True, handoff__isnull=True, trigger__isnull=True)
                | Q(
                    seq__gt=0,
                    woke=False,
                    from_stage__isnull=False,
                    left_version__isnull=False,
                    handoff__isnull=False,
                )
                | Q(
                    seq__gt=0, woke=True, from_stage=F("to_stage"), handoff__isnull=True, trigger__isnull=True
                ),
                name="a_stage_moves_by_an_accepted_handoff",
            ),
            models.CheckConstraint(
                condition=Q(trigger__isnull=True, trigger_kind__isnull=True)
                | Q(trigger__isnull=False, trigger_kind__isnull=False),
                name="a_trigger_goes_with_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(seq=0) | Q(trigger__isnull=False) | says("reason"),
                name="a_return_has_its_reason",
            ),
        ]


class Touch(models.Model):
    """One contact between the customer and us. What was said stands in its event."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="touches")
    at = InstantField()
    incoming = models.BooleanField()
    channel = models.TextField()
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    chase = models.BooleanField(default=False)
    explained_again = models.BooleanField(default=False)
    unanswered = models.BooleanField(default=False)
    seconds_waited = models.IntegerField(null=True)

    class Meta:
        db_table = "touch"
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=("mail", "call", "page", "message", "visit", "letter")),
                name="touch_channels_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(chase=True) | Q(incoming=True), name="only_the_customer_chases"
            ),
        ]
        indexes = [models.Index("journey", "at", name="touch_by_journey")]


class Hold(models.Model):
    """A hold on billing or delivery, with its reason and the person who placed it."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="holds")
    stops = models.TextField()
    why = models.TextField()
    placed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    placed_at = InstantField()
    lifted_at = InstantField(null=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "hold"
        constraints = [
            *order.HOLD,
            models.CheckConstraint(condition=Q(stops__in=("billing", "delivery")), name="holds_are_known"),
            models.CheckConstraint(condition=says("why"), name="a_hold_says_why"),
            models.UniqueConstraint(
                fields=["journey", "stops"], condition=Q(lifted_at__isnull=True), name="one_hold_of_a_kind"
            ),
        ]


class StepRecord(models.Model):
    """Record of a blueprint's step on one journey: done with evidence, or a deviation with a reason."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="step_records")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    step = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = InstantField()
    evidence = models.TextField(default="")
    deviation = models.TextField(default="")

    class Meta:
        db_table = "step_record"
        constraints = [
            models.UniqueConstraint(fields=["journey", "version", "step"], name="a_step_is_recorded_once")
        ]


class Goal(models.Model):
    """Goals of a stage on one journey: the customer's and ours, met or not."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="goals")
    move = models.IntegerField()
    stage = models.TextField()
    customer_met = models.BooleanField()
    business_met = models.BooleanField()
    note = models.TextField(default="")

    class Meta:
        db_table = "stage_goal"
        constraints = [
            models.UniqueConstraint(fields=["journey", "move"], name="goals_are_recorded_once_a_stage")
        ]


class Ending(models.Model):
    """Ending of a journey, with its evidence."""

    journey = models.OneToOneField(Journey, models.PROTECT, primary_key=True, related_name="ending")
    how = models.TextField()
    why = models.TextField(default="")
    taken_back_with = models.BigIntegerField(null=True)  # the import that brought it
    at = InstantField()
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")
    next_journey = models.ForeignKey(Journey, models.PROTECT, null=True, related_name="+")
    into = models.ForeignKey(Journey, models.PROTECT, null=True, related_name="+")
    asks = models.IntegerField(default=0)

    class Meta:
        db_table = "ending"
        constraints = [
            *order.ENDING,
            models.CheckConstraint(condition=Q(how__in=ENDINGS), name="endings_are_known"),
            models.CheckConstraint(
                condition=~Q(how__in=("cancelled_by_them", "cancelled_by_us", "no_answer"))
                | Q(notice__isnull=False),
                name="no_cancellation_without_its_notice",
            ),
            models.CheckConstraint(
                condition=~Q(how="happy") | Q(next_journey__isnull=False), name="happy_is_the_next_need"
            ),
            models.CheckConstraint(
                condition=~Q(how="merged") | Q(into__isnull=False), name="a_merged_journey_names_the_other"
            ),
            models.CheckConstraint(
                condition=(Q(into__isnull=True) | ~Q(into=F("journey")))
                & (Q(next_journey__isnull=True) | ~Q(next_journey=F("journey"))),
                name="a_journey_does_not_end_in_itself",
            ),
        ]


class Reader(models.Model):
    """A person who may read a confidential journey, in addition to owner and holder."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="readers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = InstantField()

    class Meta:
        db_table = "reader"
        constraints = [models.UniqueConstraint(fields=["journey", "person"], name="a_reader_is_named_once")]
