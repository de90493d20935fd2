"""Look at the rows that were there before: nothing is blocked meanwhile."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0004_given_up_after_its_tries")]

    operations = [ValidateConstraint(model_name="outbox", name="what_is_given_up_was_tried")]
