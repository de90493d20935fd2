import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_the_log"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Blueprint",
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
                ("key", models.SlugField(unique=True)),
                (
                    "process_owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "blueprint",
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.IntegerField()),
                ("title", models.TextField()),
                ("summary", models.TextField()),
                ("source", models.TextField()),
                ("digest", models.BinaryField()),
                ("approved_at", wellkept.kernel.instants.InstantField()),
                ("first_stage", models.TextField()),
                ("code_above", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("asks_before_no_answer", models.IntegerField(default=3)),
                ("after_care_days", models.IntegerField(default=14)),
                ("check_in_days", models.IntegerField(default=365)),
                ("link_days", models.IntegerField(default=90)),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "blueprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="blueprints.blueprint",
                    ),
                ),
            ],
            options={
                "db_table": "blueprint_version",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("blueprint", "version"), name="versions_are_numbered_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.TextField()),
                ("place", models.IntegerField()),
                ("key", models.SlugField()),
                ("title", models.TextField()),
                ("instruction", models.TextField(default="")),
                ("role", models.TextField(default="holder")),
                ("evidence", models.TextField(default="")),
                ("required", models.BooleanField(default=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="blueprints.version",
                    ),
                ),
            ],
            options={
                "db_table": "blueprint_step",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "title__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_step_of_a_process_says_what",
                    ),
                    models.UniqueConstraint(fields=("version", "key"), name="a_step_stands_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.TextField()),
                ("place", models.IntegerField()),
                ("customer_goal", models.TextField()),
                ("business_goal", models.TextField()),
                ("customer_words", models.TextField(default="")),
                ("trigger", models.TextField()),
                ("silence_hours", models.IntegerField()),
                ("answer_hours", models.IntegerField()),
                ("handoff_hours", models.IntegerField()),
                ("first_step", models.TextField()),
                ("first_step_hours", models.IntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="blueprints.version",
                    ),
                ),
            ],
            options={
                "db_table": "blueprint_stage",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "stage"), name="a_stage_stands_once_in_a_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ("sales", "orders", "delivery", "support"))),
                        name="blueprint_stages_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("trigger__in", ("decision", "agreement", "acceptance", "next_need"))
                        ),
                        name="blueprint_triggers_are_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_stage", models.TextField()),
                ("to_stage", models.TextField()),
                ("trigger", models.TextField(null=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routes",
                        to="blueprints.version",
                    ),
                ),
            ],
            options={
                "db_table": "blueprint_route",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "from_stage", "to_stage"), name="a_route_stands_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.TextField()),
                ("place", models.IntegerField()),
                ("key", models.SlugField()),
                ("text", models.TextField()),
                ("required", models.BooleanField(default=True)),
                ("proved_by", models.TextField(default="")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklist",
                        to="blueprints.version",
                    ),
                ),
            ],
            options={
                "db_table": "checklist_item",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "text__regex",
                                "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e0fff]",
                            )
                        ),
                        name="a_checklist_item_says_what",
                    ),
                    models.UniqueConstraint(fields=("version", "key"), name="a_checklist_item_stands_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="blueprint",
            name="current",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="blueprints.version",
            ),
        ),
        migrations.CreateModel(
            name="StageTeam",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.TextField()),
                ("place", models.IntegerField(default=0)),
                (
                    "blueprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="blueprints.blueprint",
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
                "db_table": "stage_team",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("blueprint", "stage", "team"), name="a_team_does_a_stage_once"
                    ),
                    models.UniqueConstraint(
                        fields=("blueprint", "stage", "place"), name="one_team_at_each_place"
                    ),
                ],
            },
        ),
    ]
