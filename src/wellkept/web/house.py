"""The pages around the journeys: the founding, finding, customers, intake, the process, people, letters."""

from __future__ import annotations

from wellkept.web import (
    calls,
    finding,
    how,
    intake,
    letters,
    listening,
    mail_accounts,
    missed,
    new_journey,
    nonconformities,
    people,
    rota,
    samples,
    set_up,
    web_forms,
)
from wellkept.web.customers import urls as customers

urlpatterns = [
    *set_up.urlpatterns,
    *finding.urlpatterns,
    *missed.urlpatterns,
    *nonconformities.urlpatterns,
    *customers.urlpatterns,
    *new_journey.urlpatterns,
    *intake.urlpatterns,
    *calls.urlpatterns,
    *mail_accounts.urlpatterns,
    *samples.urlpatterns,
    *how.urlpatterns,
    *listening.urlpatterns,
    *people.urlpatterns,
    *rota.urlpatterns,
    *letters.urlpatterns,
    *web_forms.urlpatterns,
]
