"""Find mails by their numbers, and look at the rows that were there before: nothing is blocked meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("intake", "0005_numbers_at_the_provider")]

    operations = [
        ValidateConstraint(model_name="message", name="a_mails_number_is_its_accounts"),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                "account",
                "uid_validity",
                "uid",
                condition=models.Q(uid__isnull=False),
                name="message_by_uid",
            ),
        ),
    ]
