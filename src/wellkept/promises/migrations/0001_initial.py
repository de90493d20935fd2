import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants
import wellkept.kernel.money


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
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField(default="date")),
                ("purpose", models.TextField(db_default="custom", default="custom")),
                ("text", models.TextField(default="")),
                ("made_at", wellkept.kernel.instants.InstantField()),
                ("requested_for", wellkept.kernel.instants.InstantField(null=True)),
                ("first_due", wellkept.kernel.instants.InstantField(null=True)),
                ("due", wellkept.kernel.instants.InstantField(null=True)),
                ("amount", wellkept.kernel.money.AmountField(decimal_places=4, max_digits=16, null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("told", models.BooleanField(default=True)),
                ("broken_noted", wellkept.kernel.instants.InstantField(null=True)),
                ("kept_at", wellkept.kernel.instants.InstantField(null=True)),
                ("released_at", wellkept.kernel.instants.InstantField(null=True)),
                ("released_because", models.TextField(db_default="", default="")),
                ("released_why", models.TextField(default="")),
                ("struck_at", wellkept.kernel.instants.InstantField(null=True)),
                ("struck_why", models.TextField(default="")),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="journeys.journey",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "db_table": "promise",
                "indexes": [
                    models.Index(
                        models.F("journey"),
                        models.F("due"),
                        condition=models.Q(
                            ("kept_at__isnull", True),
                            ("released_at__isnull", True),
                            ("struck_at__isnull", True),
                        ),
                        name="open_promise_by_journey",
                    ),
                    models.Index(
                        models.F("due"),
                        condition=models.Q(
                            ("kept_at__isnull", True),
                            ("released_at__isnull", True),
                            ("struck_at__isnull", True),
                        ),
                        name="open_promise_by_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kept_at__isnull", True),
                                ("kept_at__gte", models.F("made_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("released_at__isnull", True),
                                ("released_at__gte", models.F("made_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("struck_at__isnull", True),
                                ("struck_at__gte", models.F("made_at")),
                                _connector="OR",
                            ),
                        ),
                        name="a_promise_ends_after_it_is_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by__isnull", True),
                            ("replaced_by__gt", models.F("id")),
                            _connector="OR",
                        ),
                        name="a_promise_gives_way_to_a_later_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("date", "call_back", "price", "scope"))),
                        name="promise_kinds_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ("delivery", "price", "custom"))),
                        name="promise_purposes_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", "custom"), _negated=True),
                            (
                                "text__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="a_promise_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("price", "scope")),
                            models.Q(("due__isnull", False), ("first_due__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_dated_promise_has_its_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "price"), _negated=True),
                            models.Q(("amount__isnull", False), models.Q(("currency", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_promised_price_is_money",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_at__isnull", True),
                            models.Q(("released_because__in", ("", "said")), _negated=True),
                            (
                                "released_why__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            ),
                            _connector="OR",
                        ),
                        name="a_release_quotes_the_customer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("struck_at__isnull", True),
                            models.Q(
                                ("told", False),
                                (
                                    "struck_why__regex",
                                    "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="only_what_was_not_told_is_struck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kept_at__isnull", True), ("released_at__isnull", True)),
                            models.Q(("kept_at__isnull", True), ("struck_at__isnull", True)),
                            models.Q(("released_at__isnull", True), ("struck_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_promise_ends_one_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_due", wellkept.kernel.instants.InstantField()),
                ("to_due", wellkept.kernel.instants.InstantField()),
                ("reason", models.TextField()),
                ("moved_at", wellkept.kernel.instants.InstantField()),
                ("needs_yes", models.BooleanField(default=False)),
                ("told_at", wellkept.kernel.instants.InstantField(null=True)),
                ("answer", models.TextField(default="")),
                ("answered_at", wellkept.kernel.instants.InstantField(null=True)),
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
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journeys.journey"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notices.notice"
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="promises.promise",
                    ),
                ),
            ],
            options={
                "db_table": "promise_move",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("told_at__isnull", True),
                                ("told_at__gte", models.F("moved_at")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_at__gte", models.F("moved_at")),
                                _connector="OR",
                            ),
                        ),
                        name="a_new_date_is_told_and_answered_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_moved_promise_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ("", "accepted", "refused"))),
                        name="a_new_date_is_accepted_or_refused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                (
                                    "answer__regex",
                                    "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                                ),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_has_its_time",
                    ),
                ],
            },
        ),
    ]
