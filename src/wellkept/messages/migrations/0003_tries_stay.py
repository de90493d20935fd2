"""Let each try to carry a letter know the transaction in which it was stored."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("carrying", "0002_server_pause")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE delivery_attempt ADD COLUMN written_in xid8",
            "ALTER TABLE delivery_attempt DROP COLUMN written_in",
        )
    ]
