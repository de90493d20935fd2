"""An event is given up only after all its tries."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_when_recorded")]

    operations = [
        AddConstraintNotValid(
            model_name="outbox",
            constraint=models.CheckConstraint(
                condition=models.Q(failed_at__isnull=True) | models.Q(attempts__gte=80),
                name="what_is_given_up_was_tried",
            ),
        ),
    ]
