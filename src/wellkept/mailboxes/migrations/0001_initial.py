import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wellkept.kernel.instants
import wellkept.kernel.stored_text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_the_log"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.TextField()),
                ("opens", models.BooleanField(default=False)),
                ("blueprint", models.TextField(blank=True, default="")),
                ("hours", models.IntegerField(default=4)),
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
                "db_table": "mailbox",
                "constraints": [
                    models.UniqueConstraint(fields=("address",), name="a_mailbox_has_its_address_alone"),
                    models.CheckConstraint(
                        condition=models.Q(("address__regex", "^[^A-Z\\s@]+@[^A-Z\\s@]+$")),
                        name="a_mailbox_is_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0)), name="a_mailbox_is_answered_in_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.TextField()),
                ("host", models.TextField()),
                ("port", models.IntegerField(default=993)),
                ("encryption", models.TextField(default="tls")),
                ("login", models.TextField()),
                ("proof", models.TextField(default="password")),
                ("authorize_url", models.TextField(blank=True, default="")),
                ("token_url", models.TextField(blank=True, default="")),
                ("client_id", models.TextField(blank=True, default="")),
                ("scope", models.TextField(blank=True, default="")),
                ("folder", models.TextField(default="INBOX")),
                ("takes", models.TextField(default="new")),
                ("afterwards", models.TextField(default="leave")),
                ("moved_to", models.TextField(blank=True, default="")),
                ("state", models.TextField(default="reading")),
                ("changed_at", wellkept.kernel.instants.InstantField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.subject"
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
            ],
            options={
                "db_table": "mail_account",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("host", ""), _negated=True), models.Q(("login", ""), _negated=True)
                        ),
                        name="an_account_is_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("port__range", (1, 65535))), name="an_account_has_a_port"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("encryption__in", ("tls", "starttls"))),
                        name="an_account_is_read_encrypted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proof", "password"),
                            models.Q(
                                ("proof", "oauth"),
                                models.Q(("token_url", ""), _negated=True),
                                models.Q(("client_id", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_account_is_signed_in_to_in_a_known_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("takes__in", ("all", "new"))), name="an_account_takes_all_or_new"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("afterwards__in", ("leave", "seen")),
                            models.Q(("afterwards", "move"), models.Q(("moved_to", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="what_is_moved_goes_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("reading", "paused", "removed"))),
                        name="account_states_are_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "removed"), _negated=True),
                        fields=("host", "login", "folder"),
                        name="an_account_is_read_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Taken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("validity", models.BigIntegerField()),
                ("uid", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailboxes.account"
                    ),
                ),
            ],
            options={
                "db_table": "mail_taken",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "validity", "uid"), name="a_mail_is_taken_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reading",
                        serialize=False,
                        to="mailboxes.account",
                    ),
                ),
                ("sealed", models.TextField(default="")),
                ("validity", models.BigIntegerField(null=True)),
                ("last_uid", models.BigIntegerField(default=0)),
                ("from_validity", models.BigIntegerField(null=True)),
                ("from_uid", models.BigIntegerField(db_default=0, default=0)),
                ("known_to", models.BigIntegerField(default=0)),
                ("started_at", wellkept.kernel.instants.InstantField()),
                ("looked_at", wellkept.kernel.instants.InstantField(null=True)),
                ("taken", models.BigIntegerField(default=0)),
                ("news", models.TextField(blank=True, default="")),
                ("trouble", wellkept.kernel.stored_text.StoredTextField(blank=True, default=str)),
                ("trouble_since", wellkept.kernel.instants.InstantField(null=True)),
            ],
            options={
                "db_table": "mail_reading",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("trouble", {}), ("trouble_since__isnull", True)),
                            models.Q(
                                models.Q(("trouble", {}), _negated=True), ("trouble_since__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_trouble_has_its_time",
                    )
                ],
            },
        ),
    ]
