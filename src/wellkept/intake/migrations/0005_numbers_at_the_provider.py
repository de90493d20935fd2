"""A mail knows its number at the provider."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_when_recorded"),
        ("intake", "0004_times_and_words"),
        ("mailboxes", "0002_where_reading_begins"),
    ]

    operations = [
        migrations.AddField(model_name="message", name="uid", field=models.BigIntegerField(null=True)),
        migrations.AddField(
            model_name="message", name="uid_validity", field=models.BigIntegerField(null=True)
        ),
        AddConstraintNotValid(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(uid__isnull=True, uid_validity__isnull=True)
                | models.Q(uid__range=(1, 2**32 - 1), uid_validity__isnull=False, account__isnull=False),
                name="a_mails_number_is_its_accounts",
            ),
        ),
    ]
