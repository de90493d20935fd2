"""Addresses of the customer's pages. Each begins with the key."""

from __future__ import annotations

from django.urls import path

from wellkept.portal.views import acts, agreement, files, interview_read_back, links, page

app_name = "portal"
urlpatterns = [
    path("<str:key>", page.page, name="page"),
    path("<str:key>/language", page.language, name="language"),
    path("<str:key>/fresh-link", links.fresh_link, name="fresh_link"),
    path("<str:key>/confirmation", acts.confirmation, name="confirmation"),
    path("<str:key>/correction", acts.correction, name="correction"),
    path("<str:key>/decision", acts.decision, name="decision"),
    path("<str:key>/agreement", agreement.agreement, name="agreement"),
    path("<str:key>/agreement/code", agreement.code, name="code"),
    path("<str:key>/agreement/difference", agreement.difference, name="difference"),
    path("<str:key>/dates/<int:move>/acceptance", acts.date_acceptance, name="date_acceptance"),
    path("<str:key>/dates/<int:move>/refusal", acts.date_refusal, name="date_refusal"),
    path("<str:key>/acceptance", acts.acceptance, name="acceptance"),
    path("<str:key>/rejection", acts.rejection, name="rejection"),
    path("<str:key>/success", acts.success, name="success"),
    path("<str:key>/next-need", acts.next_need, name="next_need"),
    path("<str:key>/question", acts.question, name="question"),
    path("<str:key>/end", acts.end, name="end"),
    path("<str:key>/objections/<int:trigger>", acts.objection, name="objection"),
    path("<str:key>/told/<int:read_back>", interview_read_back.told, name="told"),
    path(
        "<str:key>/told/<int:read_back>/confirmation",
        interview_read_back.confirmation,
        name="told_confirmation",
    ),
    path("<str:key>/told/<int:read_back>/correction", interview_read_back.correction, name="told_correction"),
    path("<str:key>/files/<int:file>", files.file, name="file"),
]
