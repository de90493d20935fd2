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
            ],
            options={
                "db_table": "agreement",
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
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journeys.journey"
                    ),
                ),
            ],
            options={
                "db_table": "agreement_line",
            },
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
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.UniqueConstraint(
                fields=("agreement", "position"), name="a_line_has_its_own_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1)), name="places_of_lines_begin_with_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "words__regex",
                        "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                    )
                ),
                name="a_line_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__regex", "^[A-Z0-9]{2,3}$")), name="a_unit_has_its_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("once", "recurring", "metered", "hourly"))),
                name="kinds_of_lines_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
                condition=models.Q(("tax_category__in", ("S", "Z", "E", "AE", "G", "O", "K"))),
                name="tax_categories_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("tax_category", "S"), ("tax_rate__gt", 0), ("tax_rate__lte", 100)),
                    models.Q(models.Q(("tax_category", "S"), _negated=True), ("tax_rate", 0)),
                    _connector="OR",
                ),
                name="only_the_normal_tax_has_a_rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit_price__gte", 0)), name="a_price_is_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
                condition=models.Q(("discount__gte", 0), ("discount__lte", 100)),
                name="a_discount_is_a_part_of_the_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "once"), models.Q(("quantity", 0), _negated=True)),
                    models.Q(("kind", "recurring"), ("quantity__gt", 0)),
                    models.Q(("kind__in", ("metered", "hourly")), ("quantity__gte", 0)),
                    _connector="OR",
                ),
                name="a_line_has_its_quantity",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("kind", "recurring"), _negated=True), ("period_months__isnull", True)),
                    models.Q(
                        models.Q(("kind", "once"), _negated=True),
                        ("period_months__gte", 1),
                        ("period_months__lte", 120),
                    ),
                    _connector="OR",
                ),
                name="what_recurs_has_its_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementline",
            constraint=models.CheckConstraint(
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
        ),
    ]
