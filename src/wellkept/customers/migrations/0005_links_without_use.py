from django.db import migrations


class Migration(migrations.Migration):
    """Drop the time of a link's last use: nobody wrote it, and nobody read it."""

    dependencies = [("customers", "0004_times_and_words")]
    operations = [migrations.RemoveField("personallink", "used_at")]
