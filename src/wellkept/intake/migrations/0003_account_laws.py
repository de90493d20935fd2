from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_laws"), ("events", "0003_batches")]
    operations = [
        migrations.RunSQL("SELECT make_law_table('mail_account', 'subject_id');", migrations.RunSQL.noop)
    ]
