import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_account_laws"),
        ("journeys", "0006_brought_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("why", models.TextField()),
                ("others", models.JSONField(default=list)),
                ("heard_before", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "call_placing",
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
            ],
            options={
                "db_table": "web_form",
            },
        ),
        migrations.AddField(
            model_name="item",
            name="channel",
            field=models.TextField(db_default="mail", default="mail"),
        ),
        migrations.AddField(
            model_name="message",
            name="channel",
            field=models.TextField(db_default="mail", default="mail"),
        ),
        migrations.AddField(
            model_name="message",
            name="number",
            field=models.TextField(null=True),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ("mail", "form", "call", "message"))),
                name="item_channels_are_known",
            ),
        ),
        migrations.AddField(
            model_name="placing",
            name="settled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="placing",
            name="touch",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journeys.touch"
            ),
        ),
        migrations.AddField(
            model_name="webform",
            name="standing",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="webform",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="form",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.webform"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ("mail", "form", "call", "message"))),
                name="arrival_channels_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("number",), name="a_number_is_given_once"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "form"), _negated=True),
                    models.Q(("form__isnull", False), ("number__isnull", False)),
                    _connector="OR",
                ),
                name="who_fills_in_a_form_gets_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="placing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    ("settled_at__isnull", False),
                    _connector="OR",
                ),
                name="what_is_settled_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="webform",
            constraint=models.CheckConstraint(
                condition=models.Q(("key__regex", "^[a-z0-9][a-z0-9-]{0,59}$")), name="a_form_has_an_address"
            ),
        ),
        migrations.AddConstraint(
            model_name="webform",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gt", 0)), name="a_form_is_answered_in_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="webform",
            constraint=models.CheckConstraint(
                condition=models.Q(("languages", []), _negated=True), name="a_form_speaks_a_language"
            ),
        ),
    ]
