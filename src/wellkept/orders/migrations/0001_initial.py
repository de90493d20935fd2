import django.db.models.deletion
import django.db.models.expressions
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
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("state", models.TextField(default="draft")),
                ("words", models.TextField()),
                ("terms", models.TextField(default="")),
                ("currency", models.CharField(max_length=3)),
                ("delivery_by", wellkept.kernel.instants.InstantField(null=True)),
                ("valid_until", wellkept.kernel.instants.InstantField(null=True)),
                ("begun_at", wellkept.kernel.instants.InstantField()),
                ("requirements", models.TextField(default="")),
                ("differences", models.TextField(default="")),
                ("worth_to_them", models.TextField(default="")),
                ("worth_to_us", models.TextField(default="")),
                ("sent_at", wellkept.kernel.instants.InstantField(null=True)),
                ("digest", models.BinaryField(null=True)),
                ("answered_at", wellkept.kernel.instants.InstantField(null=True)),
                ("answer", models.TextField(default="")),
                (
                    "begun_by",
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
                        related_name="quotes",
                        to="journeys.journey",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "quote",
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("net_total", wellkept.kernel.money.AmountField(decimal_places=4, max_digits=16)),
                ("tax_total", wellkept.kernel.money.AmountField(decimal_places=4, max_digits=16)),
                ("total", wellkept.kernel.money.AmountField(decimal_places=4, max_digits=16)),
                ("itemised", models.BooleanField(default=False)),
                ("line_count", models.IntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("delivery_by", wellkept.kernel.instants.InstantField()),
                ("dates", models.JSONField(default=list)),
                ("deemed_days", models.IntegerField(null=True)),
                ("customer_reference", models.TextField(default="")),
                ("digest", models.BinaryField()),
                ("put_at", wellkept.kernel.instants.InstantField()),
                ("valid_until", wellkept.kernel.instants.InstantField(null=True)),
                ("state", models.TextField(default="put")),
                ("agreed_at", wellkept.kernel.instants.InstantField(null=True)),
                ("signed_name", models.TextField(default="")),
                ("address", models.TextField(default="")),
                ("code_digest", models.BinaryField(null=True)),
                ("code_until", wellkept.kernel.instants.InstantField(null=True)),
                ("code_tries", models.IntegerField(default=0)),
                (
                    "agreed_by",
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
                        related_name="agreements",
                        to="journeys.journey",
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
                (
                    "quote",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="orders.quote",
                    ),
                ),
            ],
            options={
                "db_table": "agreement",
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("section", models.TextField(default="")),
                ("words", models.TextField()),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=14)),
                ("unit", models.TextField()),
                ("unit_price", models.DecimalField(decimal_places=4, max_digits=14)),
                ("discount", models.DecimalField(decimal_places=2, max_digits=5)),
                ("tax_category", models.TextField()),
                ("tax_rate", models.DecimalField(decimal_places=2, max_digits=5)),
                ("exemption_reason", models.TextField(default="")),
                ("kind", models.TextField(default="once")),
                ("period_months", models.IntegerField(null=True)),
                ("ceiling", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("choice", models.TextField(default="")),
                ("alternative", models.TextField(default="")),
                ("least", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("most", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="orders.quote"
                    ),
                ),
            ],
            options={
                "db_table": "quote_line",
            },
        ),
        migrations.CreateModel(
            name="QuoteQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("asked_at", wellkept.kernel.instants.InstantField()),
                ("answer", models.TextField(default="")),
                ("answered_at", wellkept.kernel.instants.InstantField(null=True)),
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
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.contact"
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journeys.journey"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="orders.quoteline",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journeys.nextstep"
                    ),
                ),
            ],
            options={
                "db_table": "quote_question",
            },
        ),
        migrations.CreateModel(
            name="AgreementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("section", models.TextField(default="")),
                ("words", models.TextField()),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=14)),
                ("unit", models.TextField()),
                ("unit_price", models.DecimalField(decimal_places=4, max_digits=14)),
                ("discount", models.DecimalField(decimal_places=2, max_digits=5)),
                ("net_amount", wellkept.kernel.money.AmountField(decimal_places=4, max_digits=16)),
                ("tax_category", models.TextField()),
                ("tax_rate", models.DecimalField(decimal_places=2, max_digits=5)),
                ("exemption_reason", models.TextField(default="")),
                ("kind", models.TextField(default="once")),
                ("period_months", models.IntegerField(null=True)),
                ("ceiling", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="orders.agreement",
                    ),
                ),
                (
                    "continues",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.agreementline",
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journeys.journey"
                    ),
                ),
            ],
            options={
                "db_table": "agreement_line",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "position"), name="a_line_has_its_own_place"
                    ),
                    models.UniqueConstraint(fields=("agreement", "continues"), name="a_line_goes_on_once"),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)), name="places_of_lines_begin_with_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "words__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_line_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__regex", "^[A-Z0-9]{2,3}$")), name="a_unit_has_its_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("once", "recurring", "metered", "hourly"))),
                        name="kinds_of_lines_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tax_category__in", ("S", "Z", "E", "AE", "G", "O", "K"))),
                        name="tax_categories_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("tax_category", "S"), ("tax_rate__gt", 0), ("tax_rate__lte", 100)),
                            models.Q(models.Q(("tax_category", "S"), _negated=True), ("tax_rate", 0)),
                            _connector="OR",
                        ),
                        name="only_the_normal_tax_has_a_rate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit_price__gte", 0)), name="a_price_is_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount__gte", 0), ("discount__lte", 100)),
                        name="a_discount_is_a_part_of_the_price",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "once"), models.Q(("quantity", 0), _negated=True)),
                            models.Q(("kind", "recurring"), ("quantity__gt", 0)),
                            models.Q(("kind__in", ("metered", "hourly")), ("quantity__gte", 0)),
                            _connector="OR",
                        ),
                        name="a_line_has_its_quantity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("kind", "recurring"), _negated=True),
                                ("period_months__isnull", True),
                            ),
                            models.Q(
                                models.Q(("kind", "once"), _negated=True),
                                ("period_months__gte", 1),
                                ("period_months__lte", 120),
                            ),
                            _connector="OR",
                        ),
                        name="what_recurs_has_its_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ceiling__isnull", True),
                            models.Q(
                                ("ceiling__gt", 0),
                                ("ceiling__gte", models.F("quantity")),
                                ("kind__in", ("metered", "hourly")),
                            ),
                            _connector="OR",
                        ),
                        name="a_ceiling_is_for_what_is_counted",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(
                fields=("journey", "number"), name="a_quote_has_its_own_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("journey",), name="one_draft_of_a_quote"
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "sent")), fields=("journey",), name="one_quote_to_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="numbers_of_quotes_begin_with_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("draft", "sent", "agreed", "replaced", "declined"))),
                name="states_of_quotes_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(
                        ("sent_at__isnull", False),
                        ("sent_by__isnull", False),
                        ("digest__isnull", False),
                        ("delivery_by__isnull", False),
                        ("valid_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_sent_quote_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    (
                        "requirements__regex",
                        "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                    ),
                    _connector="OR",
                ),
                name="a_quote_is_reviewed_before_it_is_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(
                        ("answered_at__isnull", False),
                        (
                            "answer__regex",
                            "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                        ),
                    ),
                    _connector="OR",
                ),
                name="a_quote_is_declined_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_at__isnull", True), ("agreed_at__gte", models.F("put_at")), _connector="OR"
                ),
                name="an_agreement_is_agreed_after_it_is_put",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "agreed")), fields=("journey",), name="one_agreement_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "put")), fields=("journey",), name="one_agreement_to_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("put", "agreed", "withdrawn", "declined", "replaced"))),
                name="agreement_states_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "agreed"), _negated=True),
                    ("agreed_at__isnull", False),
                    _connector="OR",
                ),
                name="an_agreement_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "words__regex",
                        "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                    )
                ),
                name="an_agreement_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("total__gte", 0)), name="a_total_is_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total",
                        django.db.models.expressions.CombinedExpression(
                            models.F("net_total"), "+", models.F("tax_total")
                        ),
                    )
                ),
                name="a_total_is_net_and_tax",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("line_count__gte", 1)), name="an_agreement_has_lines"
            ),
        ),
        migrations.AddIndex(
            model_name="quoteline",
            index=models.Index(fields=["quote", "position"], name="lines_of_a_quote_in_order"),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "words__regex",
                        "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                    )
                ),
                name="a_quoted_line_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alternative", ""), ("choice", "")),
                    models.Q(
                        models.Q(("choice", ""), _negated=True), models.Q(("alternative", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="an_alternative_answers_a_choice",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("least__isnull", True), ("most__isnull", True)),
                    models.Q(
                        ("choice", ""), ("least__gte", 0), ("most__gt", 0), ("most__gte", models.F("least"))
                    ),
                    _connector="OR",
                ),
                name="an_optional_line_has_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotequestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "words__regex",
                        "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                    )
                ),
                name="a_question_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotequestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        (
                            "answer__regex",
                            "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                        ),
                    ),
                    _connector="OR",
                ),
                name="an_answer_has_words_and_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotequestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_at__isnull", True), ("answered_at__gte", models.F("asked_at")), _connector="OR"
                ),
                name="an_answer_follows_its_question",
            ),
        ),
    ]
