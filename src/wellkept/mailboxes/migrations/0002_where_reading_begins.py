"""Where reading begins stands in a column of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mailboxes", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="from_uid",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="reading",
            name="from_validity",
            field=models.BigIntegerField(null=True),
        ),
    ]
