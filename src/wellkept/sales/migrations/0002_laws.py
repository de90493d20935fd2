from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0001_initial"),
        ("customers", "0001_initial"),
        ("journeys", "0001_initial"),
        ("events", "0001_the_log"),
    ]
    operations = [
        migrations.RunSQL("SELECT make_law_table('read_back', 'journey_id')", migrations.RunSQL.noop)
    ]
