from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    dependencies = [("journeys", "0008_corrected_touches")]
    operations = [
        migrations.AddIndex(
            model_name="journey",
            index=models.Index(
                F("court_since").desc(), condition=models.Q(("state", "open")), name="open_journey_by_time"
            ),
        ),
    ]
