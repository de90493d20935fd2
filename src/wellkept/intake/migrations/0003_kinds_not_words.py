from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_laws")]

    operations = [
        migrations.RemoveField("placing", "why"),
        migrations.AddField("placing", "signs", models.JSONField(default=list)),
    ]
