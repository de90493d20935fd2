from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_accounts_and_samples")]
    operations = [
        migrations.RunSQL("SELECT make_law_table('mail_account', 'subject_id');", migrations.RunSQL.noop)
    ]
