from pathlib import Path

from django.db import migrations, models

STATES = models.CheckConstraint(
    condition=models.Q(state__in=("put", "agreed", "withdrawn", "declined", "replaced")),
    name="agreement_states_are_known",
)


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_laws")]
    operations = [
        migrations.RemoveConstraint("agreement", "agreement_states_are_known"),
        migrations.AddConstraint("agreement", STATES),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), migrations.RunSQL.noop),
    ]
