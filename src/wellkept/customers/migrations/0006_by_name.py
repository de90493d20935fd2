import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_taken_back")]
    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                django.db.models.functions.text.Lower("name"),
                models.F("subject"),
                condition=models.Q(("merged_into__isnull", True), ("taken_back_at__isnull", True)),
                name="customer_by_name",
            ),
        ),
    ]
