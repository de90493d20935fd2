import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants
import wellkept.kernel.stored_text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        ("events", "0001_the_log"),
        ("files", "0001_initial"),
        ("journeys", "0001_initial"),
        ("mailboxes", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("pattern", models.TextField(blank=True, default="")),
                ("why", models.TextField()),
                ("made_at", wellkept.kernel.instants.InstantField()),
                ("ended_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "answerable_must_be_active",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(models.When(ended_at__isnull=True, then=models.Value(True))),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "answerable",
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
                "db_table": "intake_rule",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("made_at")),
                            _connector="OR",
                        ),
                        name="a_rule_ends_after_it_is_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("sender", "domain", "list", "bulk", "spam"))),
                        name="intake_rules_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("bulk", "spam")),
                            (
                                "pattern__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="a_rule_says_what_it_sets_aside",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "why__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_rule_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("kind", "pattern"),
                        name="a_rule_is_made_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
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
                ("state", models.TextField(default="waiting")),
                ("channel", models.TextField(db_default="mail", default="mail")),
                ("due_at", wellkept.kernel.instants.InstantField()),
                ("arrived_at", wellkept.kernel.instants.InstantField()),
                ("sender", models.TextField(blank=True, default="")),
                ("sender_name", models.TextField(blank=True, default="")),
                ("title", models.TextField(blank=True, default="")),
                ("words", models.TextField(blank=True, default="")),
                ("marks", models.JSONField(default=list)),
                ("warned_at", wellkept.kernel.instants.InstantField(null=True)),
                ("decided_at", wellkept.kernel.instants.InstantField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                (
                    "handler_must_be_active",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(models.When(state="waiting", then=models.Value(True))),
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
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
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
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mailboxes.mailbox",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "mistake_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.rule",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.rule",
                    ),
                ),
            ],
            options={
                "db_table": "intake_item",
                "indexes": [
                    models.Index(
                        models.F("handler"),
                        models.F("due_at"),
                        condition=models.Q(("state", "waiting")),
                        name="item_by_handler",
                    ),
                    models.Index(
                        models.F("due_at"), condition=models.Q(("state", "waiting")), name="item_by_due"
                    ),
                    models.Index(models.F("sender"), models.F("arrived_at"), name="item_by_sender"),
                    models.Index(
                        models.F("rule"),
                        models.F("decided_at"),
                        condition=models.Q(("state", "set_aside")),
                        name="item_by_rule",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at__isnull", True),
                            ("decided_at__gte", models.F("arrived_at")),
                            _connector="OR",
                        ),
                        name="an_item_is_decided_after_it_arrived",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ("mail", "form", "call", "message"))),
                        name="item_channels_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("journey__isnull", True), ("state", "waiting")
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("journey__isnull", False),
                                ("state", "on_journey"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("journey__isnull", True),
                                ("state", "set_aside"),
                            ),
                            _connector="OR",
                        ),
                        name="an_item_waits_or_ended_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "set_aside"), _negated=True),
                            models.Q(
                                (
                                    "reason__regex",
                                    "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                ),
                                models.Q(
                                    ("decided_by__isnull", False), ("rule__isnull", False), _connector="OR"
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="somebody_answers_for_what_is_set_aside",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("arrived_at"))),
                        name="an_item_is_due_after_it_arrived",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("monday", wellkept.kernel.instants.DayField()),
                ("drawn_at", wellkept.kernel.instants.InstantField()),
                ("of", models.IntegerField()),
                ("mailed_at", wellkept.kernel.instants.InstantField(null=True)),
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
                "db_table": "rule_sample",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "monday"), name="one_sample_a_week")
                ],
            },
        ),
        migrations.CreateModel(
            name="Sampled",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("right", models.BooleanField(null=True)),
                ("said_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.item"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.rule"
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sampled",
                        to="intake.sample",
                    ),
                ),
            ],
            options={
                "db_table": "sampled_item",
                "constraints": [
                    models.UniqueConstraint(fields=("sample", "item"), name="an_item_is_sampled_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("right__isnull", True), ("said_at__isnull", True)),
                            models.Q(("right__isnull", False), ("said_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="what_is_said_of_a_sample_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(unique=True)),
                ("opens", models.BooleanField(default=False)),
                ("blueprint", models.TextField(blank=True, default="")),
                ("hours", models.IntegerField(default=4)),
                ("languages", models.JSONField()),
                ("words", models.JSONField()),
                ("asks", models.JSONField()),
                ("questions", models.JSONField(default=list)),
                ("files", models.BooleanField(default=False)),
                ("origins", models.JSONField(default=list)),
                ("active", models.BooleanField(default=True)),
                (
                    "standing",
                    models.ForeignKey(
                        null=True,
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
            ],
            options={
                "db_table": "web_form",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[a-z0-9][a-z0-9-]{0,59}$")),
                        name="a_form_has_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0)), name="a_form_is_answered_in_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("languages", []), _negated=True), name="a_form_speaks_a_language"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.TextField(db_default="mail", default="mail")),
                ("raw", models.BinaryField()),
                ("message_id", models.TextField(blank=True, default="")),
                ("content_hash", models.CharField(max_length=64)),
                ("recipient", models.TextField(blank=True, default="")),
                ("uid_validity", models.BigIntegerField(null=True)),
                ("uid", models.BigIntegerField(null=True)),
                ("number", models.TextField(null=True)),
                ("received_at", wellkept.kernel.instants.InstantField()),
                ("reused_id", models.BooleanField(default=False)),
                ("handled_at", wellkept.kernel.instants.InstantField(null=True)),
                ("outcome", models.TextField(blank=True, default="")),
                ("tries", models.IntegerField(default=0)),
                ("trouble", wellkept.kernel.stored_text.StoredTextField(blank=True, default=str)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mailboxes.account",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.subject",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.webform",
                    ),
                ),
            ],
            options={
                "db_table": "message_in",
                "indexes": [
                    models.Index(
                        models.F("received_at"),
                        condition=models.Q(("handled_at__isnull", True)),
                        name="message_to_handle",
                    ),
                    models.Index(
                        models.F("message_id"),
                        condition=models.Q(("message_id", ""), _negated=True),
                        name="message_by_id",
                    ),
                    models.Index(
                        models.F("account"),
                        models.F("uid_validity"),
                        models.F("uid"),
                        condition=models.Q(("uid__isnull", False)),
                        name="message_by_uid",
                    ),
                    models.Index(models.F("subject"), models.F("received_at"), name="message_by_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handled_at__isnull", True),
                            ("handled_at__gte", models.F("received_at")),
                            _connector="OR",
                        ),
                        name="what_arrived_is_handled_later",
                    ),
                    models.UniqueConstraint(
                        fields=("message_id", "content_hash"), name="a_repeat_changes_nothing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ("mail", "form", "call", "message"))),
                        name="arrival_channels_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("uid__isnull", True), ("uid_validity__isnull", True)),
                            models.Q(
                                ("account__isnull", False),
                                ("uid__range", (1, 4294967295)),
                                ("uid_validity__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_mails_number_is_its_accounts",
                    ),
                    models.UniqueConstraint(fields=("number",), name="a_number_is_given_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "form"), _negated=True),
                            models.Q(("form__isnull", False), ("number__isnull", False)),
                            _connector="OR",
                        ),
                        name="who_fills_in_a_form_gets_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("handled_at__isnull", True), ("outcome", ""), ("subject__isnull", True)
                            ),
                            models.Q(
                                ("handled_at__isnull", False),
                                ("subject__isnull", False),
                                (
                                    "outcome__in",
                                    ("journey", "opened", "automatic", "bounce", "item", "set_aside"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_handled_ended_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placing",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="placing",
                        serialize=False,
                        to="intake.message",
                    ),
                ),
                ("signs", models.JSONField(default=list)),
                ("others", models.JSONField(default=list)),
                ("heard_before", wellkept.kernel.instants.InstantField(null=True)),
                ("settled_at", wellkept.kernel.instants.InstantField(null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "touch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journeys.touch"
                    ),
                ),
            ],
            options={
                "db_table": "call_placing",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                            ("settled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="what_is_settled_has_its_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.IntegerField()),
                (
                    "stored_file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enclosures",
                        to="intake.message",
                    ),
                ),
            ],
            options={
                "db_table": "enclosure",
                "constraints": [
                    models.UniqueConstraint(fields=("message", "place"), name="enclosures_have_their_places")
                ],
            },
        ),
    ]
