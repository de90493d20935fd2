import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("events", "0001_the_log"),
        ("journeys", "0001_initial"),
        ("notices", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.IntegerField()),
                ("key", models.SlugField()),
                ("ask", models.TextField()),
                ("listen_for", models.TextField(default="")),
                ("becomes", models.TextField(default="")),
            ],
            options={
                "db_table": "question",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("becomes__in", ("", "expectation", "goal", "pressure", "obstacle"))
                        ),
                        name="questions_become_what_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asks", models.TextField()),
                ("verdict", models.TextField()),
                ("why", models.TextField(default="")),
                ("helper_name", models.TextField(default="")),
                ("helper_contact", models.TextField(default="")),
                ("judged_at", wellkept.kernel.instants.InstantField()),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journeys.journey"
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "db_table": "fit",
                "indexes": [models.Index(fields=["journey", "-id"], name="fit_by_journey")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ("ours", "partly", "not_ours"))),
                        name="fits_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "asks__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_fit_says_what_the_need_asks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "ours"),
                            (
                                "why__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="what_does_not_fit_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("helper_contact", ""), ("helper_name", "")),
                            models.Q(
                                (
                                    "helper_name__regex",
                                    "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                ),
                                (
                                    "helper_contact__regex",
                                    "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                ),
                                models.Q(("verdict", "ours"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="who_can_help_has_a_name_and_can_be_reached",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.TextField(default="")),
                ("planned_for", wellkept.kernel.instants.InstantField()),
                ("planned_at", wellkept.kernel.instants.InstantField()),
                ("held_at", wellkept.kernel.instants.InstantField(null=True)),
                ("called_off_at", wellkept.kernel.instants.InstantField(null=True)),
                ("called_off_why", models.TextField(default="")),
                (
                    "must_be_active",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(("called_off_at__isnull", True), ("held_at__isnull", True)),
                                then=models.Value(True),
                            )
                        ),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "asks",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.contact"
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journeys.journey",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "writes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "interview",
                "indexes": [
                    models.Index(models.F("customer"), models.F("planned_for"), name="interview_by_customer"),
                    models.Index(
                        models.F("planned_for"),
                        condition=models.Q(("called_off_at__isnull", True), ("held_at__isnull", True)),
                        name="interview_to_hold",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("held_at__isnull", True),
                                ("held_at__gte", models.F("planned_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("called_off_at__isnull", True),
                                ("called_off_at__gte", models.F("planned_at")),
                                _connector="OR",
                            ),
                        ),
                        name="an_interview_ends_after_it_is_planned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("writes__isnull", True),
                            models.Q(("writes", models.F("asks")), _negated=True),
                            _connector="OR",
                        ),
                        name="who_asks_does_not_write",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_at__isnull", True), ("called_off_at__isnull", True), _connector="OR"
                        ),
                        name="an_interview_is_held_or_called_off",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("called_off_at__isnull", True), ("called_off_why", "")),
                            models.Q(
                                ("called_off_at__isnull", False),
                                (
                                    "called_off_why__regex",
                                    "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="an_interview_is_called_off_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewReadBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("digest", models.BinaryField()),
                ("put_at", wellkept.kernel.instants.InstantField()),
                ("state", models.TextField(default="put")),
                ("answered_at", wellkept.kernel.instants.InstantField(null=True)),
                ("correction", models.TextField(default="")),
                (
                    "answered_by",
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
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="read_backs",
                        to="voice.interview",
                    ),
                ),
                (
                    "put_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "interview_read_back",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            ("answered_at__gte", models.F("put_at")),
                            _connector="OR",
                        ),
                        name="a_read_back_of_an_interview_is_answered_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "text__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_read_back_of_an_interview_says_something",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "put")),
                        fields=("interview",),
                        name="one_read_back_of_an_interview_to_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "put")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("state__in", ("confirmed", "corrected", "replaced")),
                            ),
                            _connector="OR",
                        ),
                        name="what_we_read_back_is_confirmed_corrected_or_replaced",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "corrected"), _negated=True),
                            (
                                "correction__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="a_correction_of_an_interview_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyCustomer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.TextField()),
                ("marked_at", wellkept.kernel.instants.InstantField()),
                ("ended_at", wellkept.kernel.instants.InstantField(null=True)),
                ("ended_why", models.TextField(default="")),
                (
                    "one_with",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.subject",
                    ),
                ),
                (
                    "must_be_active",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(models.Q(("ended_at__isnull", True)), then=models.Value(True))
                        ),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "marked_by",
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
                "db_table": "key_customer",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("marked_at")),
                            _connector="OR",
                        ),
                        name="a_key_customer_is_one_before_it_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "why__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_key_customer_is_one_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("ended_why", ""), ("one_with__isnull", True)
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(
                                    (
                                        "ended_why__regex",
                                        "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                    ),
                                    ("one_with__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_key_customer_stops_being_one_for_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("customer",),
                        name="a_key_customer_is_marked_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Knowing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.TextField()),
                ("answer", models.TextField()),
                ("words", models.TextField(default="")),
                ("told_at", wellkept.kernel.instants.InstantField()),
                ("noted_at", wellkept.kernel.instants.InstantField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
            ],
            options={
                "db_table": "knowing",
                "indexes": [models.Index(fields=["customer", "question", "-id"], name="knowing_by_customer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "question__in",
                                ("exist", "capabilities", "need", "satisfied", "fix", "better", "whom"),
                            )
                        ),
                        name="the_seven_questions_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ("yes", "no", "unknown"))),
                        name="the_seven_are_answered_yes_no_or_unknown",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", "yes"), ("question__in", ("need", "fix", "better")), _negated=True
                            ),
                            (
                                "words__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="a_yes_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_at__lte", models.F("noted_at"))),
                        name="no_answer_is_noted_before_it_is_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("noted_at", wellkept.kernel.instants.InstantField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="voice.interview",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="voice.question"
                    ),
                ),
            ],
            options={
                "db_table": "interview_answer",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("interview", "question"), name="a_question_is_answered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "words__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="an_answer_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField()),
                ("version", models.IntegerField()),
                ("title", models.TextField()),
                ("summary", models.TextField(default="")),
                ("source", models.TextField()),
                ("digest", models.BinaryField()),
                ("loaded_at", wellkept.kernel.instants.InstantField()),
                (
                    "loaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
            ],
            options={
                "db_table": "question_set",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="question_sets_are_numbered_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="voice.questionset"
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="question_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="voice.questionset"
            ),
        ),
        migrations.CreateModel(
            name="Rhythm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("every_days", models.IntegerField()),
                ("next_at", wellkept.kernel.instants.InstantField(null=True)),
                ("about", models.TextField(default="")),
                ("set_at", wellkept.kernel.instants.InstantField()),
                ("ended_at", wellkept.kernel.instants.InstantField(null=True)),
                ("ended_why", models.TextField(default="")),
                (
                    "one_with",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.subject",
                    ),
                ),
                (
                    "must_be_active",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(models.Q(("ended_at__isnull", True)), then=models.Value(True))
                        ),
                        output_field=models.BooleanField(null=True),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "rhythm",
                "indexes": [
                    models.Index(
                        models.F("next_at"),
                        condition=models.Q(("ended_at__isnull", True)),
                        name="rhythm_by_next_date",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("set_at")), _connector="OR"
                        ),
                        name="a_rhythm_ends_after_it_is_set",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", False), ("next_at__isnull", False), _connector="OR"
                        ),
                        name="a_rhythm_has_its_next_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_days__gt", 0)), name="a_rhythm_comes_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("ended_why", ""), ("one_with__isnull", True)
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(
                                    (
                                        "ended_why__regex",
                                        "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                    ),
                                    ("one_with__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_rhythm_ends_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("customer",),
                        name="one_rhythm_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_at", wellkept.kernel.instants.InstantField()),
                ("held_at", wellkept.kernel.instants.InstantField()),
                ("said", models.TextField()),
                ("noted_at", wellkept.kernel.instants.InstantField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
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
                (
                    "rhythm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="voice.rhythm",
                    ),
                ),
            ],
            options={
                "db_table": "meeting",
                "indexes": [models.Index(fields=["customer", "-held_at"], name="meeting_by_customer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("held_at__lte", models.F("noted_at"))),
                        name="a_meeting_is_noted_after_it_is_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "said__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_meeting_says_what_was_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("words", models.TextField()),
                ("told_at", wellkept.kernel.instants.InstantField()),
                ("noted_at", wellkept.kernel.instants.InstantField()),
                ("ended_at", wellkept.kernel.instants.InstantField(null=True)),
                ("ended_why", models.TextField(default="")),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="voice.answer",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "ended_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="journeys.journey",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="voice.statement",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.contact",
                    ),
                ),
                (
                    "told_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "statement",
                "indexes": [
                    models.Index(models.F("customer"), models.F("ended_at"), name="statement_by_customer")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("noted_at")),
                            _connector="OR",
                        ),
                        name="a_statement_ends_after_it_is_noted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_by__isnull", True),
                            ("superseded_by__gt", models.F("id")),
                            _connector="OR",
                        ),
                        name="a_statement_gives_way_to_a_later_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("expectation", "goal", "pressure", "obstacle"))),
                        name="statements_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "words__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_statement_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("ended_why", ""), ("superseded_by__isnull", True)
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(
                                    (
                                        "ended_why__regex",
                                        "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                    ),
                                    ("superseded_by__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_statement_ends_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_by__isnull", True),
                            models.Q(("superseded_by", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_statement_does_not_replace_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_at__lte", models.F("noted_at"))),
                        name="nothing_is_noted_before_it_is_told",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answer__isnull", False)),
                        fields=("answer", "kind"),
                        name="an_answer_is_taken_up_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Strength",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("noted_at", wellkept.kernel.instants.InstantField()),
                ("ended_at", wellkept.kernel.instants.InstantField(null=True)),
                ("ended_why", models.TextField(default="")),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
                    ),
                ),
            ],
            options={
                "db_table": "strength",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("noted_at")),
                            _connector="OR",
                        ),
                        name="a_strength_ends_after_it_is_noted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "words__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_strength_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_why", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                (
                                    "ended_why__regex",
                                    "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_strength_ends_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("words",),
                        name="a_strength_stands_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FitStrength",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="strengths", to="voice.fit"
                    ),
                ),
                (
                    "strength",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="voice.strength"
                    ),
                ),
            ],
            options={
                "db_table": "fit_strength",
                "constraints": [
                    models.UniqueConstraint(fields=("fit", "strength"), name="a_fit_names_a_strength_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("set", "key"), name="a_question_stands_once"),
        ),
    ]
