"""An administrator has access, and resets of second factors are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_keys_have_access"),
    ]
    operations = [
        migrations.AddField("person", "factor_resets", models.IntegerField(default=0)),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=models.Q(("admin", False), ("access", True), _connector="OR"),
                name="an_administrator_has_access",
            ),
        ),
    ]
