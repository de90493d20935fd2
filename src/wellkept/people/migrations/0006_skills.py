from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_sales_rights"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="skills",
            field=models.TextField(blank=True, default=""),
        ),
    ]
