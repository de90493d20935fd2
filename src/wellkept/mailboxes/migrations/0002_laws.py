from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mailboxes", "0001_initial"), ("events", "0001_the_log"), ("people", "0002_laws")]
    operations = [
        migrations.RunSQL("SELECT make_law_table('mailbox', 'team_id');", migrations.RunSQL.noop),
        migrations.RunSQL("SELECT make_law_table('mail_account', 'subject_id');", migrations.RunSQL.noop),
    ]
