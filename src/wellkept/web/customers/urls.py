"""Every address of the customers' pages."""

from __future__ import annotations

from wellkept.web.customers import contacts, details, interviews, meetings, page, sites, telling

urlpatterns = [
    *page.urlpatterns,
    *details.urlpatterns,
    *contacts.urlpatterns,
    *sites.urlpatterns,
    *telling.urlpatterns,
    *interviews.urlpatterns,
    *meetings.urlpatterns,
]
