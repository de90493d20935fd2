"""The pages around the journeys: the founding, finding, customers, intake, the process, people, letters."""

from __future__ import annotations

from wellkept.web import customers, finding, how, intake, letters, new_journey, people, set_up

urlpatterns = [
    *set_up.urlpatterns,
    *finding.urlpatterns,
    *customers.urlpatterns,
    *new_journey.urlpatterns,
    *intake.urlpatterns,
    *how.urlpatterns,
    *people.urlpatterns,
    *letters.urlpatterns,
]
