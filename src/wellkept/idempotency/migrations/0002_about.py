from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("idempotency", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            model_name="storedanswer",
            name="about",
            field=models.JSONField(default=list),
        ),
    ]
