"""The pages around the journeys: the founding, finding, customers, intake, the process, people, letters."""

from __future__ import annotations

from wellkept.web import finding, set_up

urlpatterns = [
    *set_up.urlpatterns,
    *finding.urlpatterns,
]
