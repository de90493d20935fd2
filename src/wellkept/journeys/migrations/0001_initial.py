import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("blueprints", "0001_initial"),
        ("customers", "0001_initial"),
        ("entities", "0001_initial"),
        ("events", "0001_the_log"),
        ("notices", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Journey",
            fields=[
                (
                    "subject",
                    models.OneToOneField(
                        db_column="id",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="events.subject",
                    ),
                ),
                ("number", models.TextField(unique=True)),
                ("state", models.TextField(default="open")),
                ("need", models.TextField()),
                ("budget", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("requested_for", wellkept.kernel.instants.InstantField(null=True)),
                ("stage", models.TextField()),
                ("move", models.IntegerField(default=0)),
                ("court", models.TextField(default="us")),
                ("court_since", wellkept.kernel.instants.InstantField()),
                ("waits_for", models.TextField(default="")),
                ("heard_at", wellkept.kernel.instants.InstantField()),
                ("silent_at", wellkept.kernel.instants.InstantField(null=True)),
                ("silence_warnings", models.SmallIntegerField(default=0)),
                ("opened_at", wellkept.kernel.instants.InstantField()),
                ("accepted_at", wellkept.kernel.instants.InstantField(null=True)),
                ("rested_at", wellkept.kernel.instants.InstantField(null=True)),
                ("ended_at", wellkept.kernel.instants.InstantField(null=True)),
                ("confidential", models.BooleanField(default=False)),
                ("came_by", models.TextField(default="")),
                (
                    "owner_must_be_active",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(state__in=("open", "at_rest"), then=models.Value(True))
                        ),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "holder_team",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(models.When(state="open", then=models.F("team"))),
                        output_field=models.BigIntegerField(null=True),
                    ),
                ),
                (
                    "next_step_must_be_open",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(state__in=("open", "at_rest"), then=models.Value(True))
                        ),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "ending_id",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(models.When(state="ended", then=models.F("subject"))),
                        output_field=models.BigIntegerField(null=True),
                    ),
                ),
                (
                    "blueprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="blueprints.blueprint",
                    ),
                ),
                (
                    "came_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journeys.journey",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="entities.entity",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.site",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="blueprints.version"
                    ),
                ),
            ],
            options={
                "db_table": "journey",
                "indexes": [
                    models.Index(
                        models.F("holder"), condition=models.Q(("state", "open")), name="journey_by_holder"
                    ),
                    models.Index(
                        models.F("owner"),
                        condition=models.Q(("state", "ended"), _negated=True),
                        name="journey_by_owner",
                    ),
                    models.Index(
                        models.F("team"),
                        models.F("court"),
                        models.F("court_since"),
                        condition=models.Q(("state", "open")),
                        name="journey_by_team",
                    ),
                    models.Index(models.F("customer"), models.F("opened_at"), name="journey_by_customer"),
                    models.Index(
                        models.F("silent_at"),
                        condition=models.Q(("state", "open")),
                        name="journey_by_silence",
                    ),
                    models.Index(
                        models.OrderBy(models.F("court_since"), descending=True),
                        condition=models.Q(("state", "open")),
                        name="open_journey_by_time",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state", "ended")),
                            models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="an_ended_journey_has_its_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "at_rest"), _negated=True),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("rested_at__isnull", False),
                                ("stage", "support"),
                            ),
                            _connector="OR",
                        ),
                        name="rest_comes_after_acceptance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_at__isnull", True),
                                ("accepted_at__gte", models.F("opened_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("ended_at__isnull", True),
                                ("ended_at__gte", models.F("opened_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("state", "at_rest"), _negated=True),
                                ("rested_at__gte", models.F("accepted_at")),
                                _connector="OR",
                            ),
                        ),
                        name="a_journeys_times_are_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("came_from__isnull", True),
                            ("came_from__lt", models.F("subject")),
                            _connector="OR",
                        ),
                        name="a_journey_comes_from_an_earlier_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "at_rest", "ended"))),
                        name="a_journey_is_open_at_rest_or_ended",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "open"), _negated=True),
                            ("holder__isnull", False),
                            _connector="OR",
                        ),
                        name="always_in_someones_hands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("holder__isnull", True), _connector="OR"),
                        name="no_holder_runs_on_at_rest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "open"), ("court__in", ("us", "customer", "third"))),
                            models.Q(models.Q(("state", "open"), _negated=True), ("court", "none")),
                            _connector="OR",
                        ),
                        name="an_open_journey_is_in_one_court",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("court", "third"), _negated=True),
                            (
                                "waits_for__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="a_third_party_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "^[1-9][0-9]{7,11}$")),
                        name="a_number_is_eight_digits_or_more",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "need__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_journey_has_a_need",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NextStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField(default="act")),
                ("text", models.TextField(default="")),
                ("parameters", models.JSONField(default=dict)),
                ("due_at", wellkept.kernel.instants.InstantField()),
                ("awaits", models.TextField(default="us")),
                ("whom", models.TextField(default="")),
                ("asked_at", wellkept.kernel.instants.InstantField()),
                ("done_at", wellkept.kernel.instants.InstantField(null=True)),
                ("done_how", models.TextField(default="")),
                ("done_note", models.TextField(default="")),
                (
                    "open",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(done_at__isnull=True, then=models.Value(True)),
                            default=models.Value(False),
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                (
                    "handler_must_be_active",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(done_at__isnull=True, handler__isnull=False, then=models.Value(True))
                        ),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="journeys.journey",
                    ),
                ),
            ],
            options={
                "db_table": "next_step",
                "indexes": [
                    models.Index(
                        models.F("journey"),
                        models.F("due_at"),
                        condition=models.Q(("done_at__isnull", True)),
                        name="open_step_by_journey",
                    ),
                    models.Index(
                        models.F("handler"),
                        models.F("due_at"),
                        condition=models.Q(("done_at__isnull", True)),
                        name="open_step_by_handler",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", True), ("done_at__gte", models.F("asked_at")), _connector="OR"
                        ),
                        name="a_step_is_done_after_it_is_asked_for",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "act",
                                    "agree_new_date",
                                    "answer",
                                    "answer_late_offer",
                                    "answer_objection",
                                    "answer_offer",
                                    "approve_discount",
                                    "ask_about_change",
                                    "ask_about_visit",
                                    "ask_after_rest",
                                    "ask_again",
                                    "call_about_date",
                                    "call_about_delivery",
                                    "call_back",
                                    "check_in",
                                    "close_unanswered",
                                    "complaint",
                                    "complete_handoff",
                                    "look_at_records",
                                    "mend_handoff",
                                    "name_speaker",
                                    "offer_again",
                                    "offer_other_terms",
                                    "open_point",
                                    "show_solutions",
                                    "tell",
                                    "tell_otherwise",
                                    "visit",
                                    "write_about_date",
                                    "write_about_delivery",
                                ],
                            )
                        ),
                        name="step_kinds_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("act", "open_point", "complaint", "mend_handoff")),
                                _negated=True,
                            ),
                            (
                                "text__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="a_next_step_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("awaits__in", ("us", "customer", "third"))),
                        name="a_step_awaits_one_of_three",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("awaits", "third"), _negated=True),
                            (
                                "whom__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="a_step_names_the_third_party",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="journey",
            name="next_step",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journeys.nextstep",
            ),
        ),
        migrations.CreateModel(
            name="Handoff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_stage", models.TextField()),
                ("to_stage", models.TextField()),
                ("state", models.TextField(default="offered")),
                ("reason", models.TextField(default="")),
                ("offered_at", wellkept.kernel.instants.InstantField()),
                ("answer_by", wellkept.kernel.instants.InstantField()),
                ("escalated_at", wellkept.kernel.instants.InstantField(null=True)),
                ("escalations", models.IntegerField(default=0)),
                ("answered_at", wellkept.kernel.instants.InstantField(null=True)),
                ("answer", models.TextField(default="")),
                ("rating", models.IntegerField(null=True)),
                ("complete", models.BooleanField(default=False)),
                (
                    "accepted",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(state="accepted", then=models.Value(True)),
                            default=models.Value(False),
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by_rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.acceptancerule",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handoffs",
                        to="journeys.journey",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="blueprints.version"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journeys.nextstep",
                    ),
                ),
            ],
            options={
                "db_table": "handoff",
                "indexes": [
                    models.Index(
                        models.F("receiver"),
                        condition=models.Q(("state", "offered")),
                        name="offer_by_receiver",
                    ),
                    models.Index(
                        models.F("answer_by"),
                        condition=models.Q(("state", "offered")),
                        name="offer_by_answer",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_by__gte", models.F("offered_at")),
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_at__gte", models.F("offered_at")),
                                _connector="OR",
                            ),
                        ),
                        name="an_offer_is_answered_later",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "offered")),
                        fields=("journey",),
                        name="one_open_offer_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("offered", "accepted", "declined", "withdrawn"))),
                        name="an_offer_is_open_accepted_declined_or_withdrawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "offered")),
                            models.Q(
                                models.Q(("state", "offered"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_answered_offer_says_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            (
                                "answer__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="an_offer_is_declined_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating__isnull", True), ("rating__range", (1, 5)), _connector="OR"
                        ),
                        name="a_rating_is_one_to_five",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", wellkept.kernel.instants.InstantField()),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readers",
                        to="journeys.journey",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "reader",
                "constraints": [
                    models.UniqueConstraint(fields=("journey", "person"), name="a_reader_is_named_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StepRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.TextField()),
                ("at", wellkept.kernel.instants.InstantField()),
                ("evidence", models.TextField(default="")),
                ("deviation", models.TextField(default="")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="step_records",
                        to="journeys.journey",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="blueprints.version"
                    ),
                ),
            ],
            options={
                "db_table": "step_record",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("journey", "version", "step"), name="a_step_is_recorded_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Touch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", wellkept.kernel.instants.InstantField()),
                ("incoming", models.BooleanField()),
                ("channel", models.TextField()),
                ("chase", models.BooleanField(default=False)),
                ("explained_again", models.BooleanField(default=False)),
                ("unanswered", models.BooleanField(default=False)),
                ("seconds_waited", models.IntegerField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touches",
                        to="journeys.journey",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "touch",
                "indexes": [models.Index(models.F("journey"), models.F("at"), name="touch_by_journey")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ("mail", "call", "page", "message", "visit", "letter"))
                        ),
                        name="touch_channels_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("chase", True), _negated=True), ("incoming", True), _connector="OR"
                        ),
                        name="only_the_customer_chases",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trigger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("evidence", models.TextField()),
                ("given_at", wellkept.kernel.instants.InstantField()),
                ("recorded_at", wellkept.kernel.instants.InstantField()),
                ("objected_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="triggers",
                        to="journeys.journey",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notices.notice",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "stage_trigger",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_at__lte", models.F("recorded_at")),
                            models.Q(
                                ("objected_at__isnull", True),
                                ("objected_at__gte", models.F("recorded_at")),
                                _connector="OR",
                            ),
                        ),
                        name="a_trigger_is_given_before_it_is_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evidence", "deemed"),
                            models.Q(("contact__isnull", False), ("evidence", "click")),
                            models.Q(
                                models.Q(("evidence", "click"), _negated=True), ("written_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_trigger_is_somebodys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("decision", "agreement", "acceptance", "next_need"))
                        ),
                        name="triggers_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evidence__in", ("click", "paper", "purchase_order", "mail", "spoken", "deemed"))
                        ),
                        name="a_trigger_has_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", "spoken"), _negated=True),
                            models.Q(("notice__isnull", False), ("written_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="spoken_words_have_a_writer_and_are_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence", "deemed"), _negated=True),
                            ("notice__isnull", False),
                            _connector="OR",
                        ),
                        name="deemed_needs_the_notice_that_said_so",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.IntegerField()),
                ("from_stage", models.TextField(null=True)),
                ("to_stage", models.TextField()),
                ("trigger_kind", models.TextField(null=True)),
                ("reason", models.TextField(default="")),
                ("woke", models.BooleanField(default=False)),
                ("at", wellkept.kernel.instants.InstantField()),
                (
                    "before",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                seq__gt=0,
                                then=django.db.models.expressions.CombinedExpression(
                                    models.F("seq"), "-", models.Value(1)
                                ),
                            )
                        ),
                        output_field=models.IntegerField(null=True),
                    ),
                ),
                (
                    "handoff_must_be_accepted",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(models.When(seq__gt=0, then=models.Value(True))),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "handoff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journeys.handoff",
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="journeys.journey",
                    ),
                ),
                (
                    "left_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="blueprints.version",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="blueprints.version"
                    ),
                ),
                (
                    "trigger",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journeys.trigger",
                    ),
                ),
            ],
            options={
                "db_table": "move",
                "constraints": [
                    models.UniqueConstraint(fields=("journey", "seq"), name="one_move_at_a_time"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("from_stage__isnull", True),
                                ("handoff__isnull", True),
                                ("seq", 0),
                                ("trigger__isnull", True),
                            ),
                            models.Q(
                                ("from_stage__isnull", False),
                                ("handoff__isnull", False),
                                ("left_version__isnull", False),
                                ("seq__gt", 0),
                                ("woke", False),
                            ),
                            models.Q(
                                ("from_stage", models.F("to_stage")),
                                ("handoff__isnull", True),
                                ("seq__gt", 0),
                                ("trigger__isnull", True),
                                ("woke", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_stage_moves_by_an_accepted_handoff",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("trigger__isnull", True), ("trigger_kind__isnull", True)),
                            models.Q(("trigger__isnull", False), ("trigger_kind__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_trigger_goes_with_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seq", 0),
                            ("trigger__isnull", False),
                            (
                                "reason__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="a_return_has_its_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ending",
            fields=[
                (
                    "journey",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="ending",
                        serialize=False,
                        to="journeys.journey",
                    ),
                ),
                ("how", models.TextField()),
                ("why", models.TextField(default="")),
                ("taken_back_with", models.BigIntegerField(null=True)),
                ("at", wellkept.kernel.instants.InstantField()),
                ("asks", models.IntegerField(default=0)),
                (
                    "into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journeys.journey",
                    ),
                ),
                (
                    "next_journey",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journeys.journey",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notices.notice",
                    ),
                ),
            ],
            options={
                "db_table": "ending",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_journey__isnull", True),
                            ("next_journey__gt", models.F("journey")),
                            _connector="OR",
                        ),
                        name="a_next_need_comes_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "how__in",
                                (
                                    "happy",
                                    "not_ours",
                                    "customer_declined",
                                    "no_answer",
                                    "cancelled_by_them",
                                    "cancelled_by_us",
                                    "merged",
                                    "opened_in_error",
                                    "elsewhere",
                                ),
                            )
                        ),
                        name="endings_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "why__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            ("how__in", ("no_answer", "elsewhere")),
                            models.Q(("how", "opened_in_error"), ("taken_back_with__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_ending_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("how__in", ("cancelled_by_them", "cancelled_by_us", "no_answer")),
                                _negated=True,
                            ),
                            ("notice__isnull", False),
                            _connector="OR",
                        ),
                        name="no_cancellation_without_its_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "happy"), _negated=True),
                            ("next_journey__isnull", False),
                            _connector="OR",
                        ),
                        name="happy_is_the_next_need",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "merged"), _negated=True),
                            ("into__isnull", False),
                            _connector="OR",
                        ),
                        name="a_merged_journey_names_the_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("into__isnull", True),
                                models.Q(("into", models.F("journey")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("next_journey__isnull", True),
                                models.Q(("next_journey", models.F("journey")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="a_journey_does_not_end_in_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.TextField()),
                ("at", wellkept.kernel.instants.InstantField()),
                ("note", models.TextField(default="")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="journeys.journey",
                    ),
                ),
            ],
            options={
                "db_table": "handoff_check",
                "constraints": [
                    models.UniqueConstraint(fields=("journey", "item"), name="an_item_is_ticked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("move", models.IntegerField()),
                ("stage", models.TextField()),
                ("customer_met", models.BooleanField()),
                ("business_met", models.BooleanField()),
                ("note", models.TextField(default="")),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="journeys.journey",
                    ),
                ),
            ],
            options={
                "db_table": "stage_goal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("journey", "move"), name="goals_are_recorded_once_a_stage"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stops", models.TextField()),
                ("why", models.TextField()),
                ("placed_at", wellkept.kernel.instants.InstantField()),
                ("lifted_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="journeys.journey",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "hold",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                            models.Q(("lifted_at__gte", models.F("placed_at")), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_hold_is_lifted_later_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stops__in", ("billing", "delivery"))), name="holds_are_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "why__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_hold_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("journey", "stops"),
                        name="one_hold_of_a_kind",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="journey",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "ended"), ("next_step__isnull", False), _connector="OR"),
                name="always_a_next_step",
            ),
        ),
    ]
