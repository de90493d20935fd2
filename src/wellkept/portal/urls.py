"""Addresses of the customer's pages. Each begins with the key."""

from __future__ import annotations

from django.urls import path

from wellkept.portal.views import (
    agreement,
    bill_page,
    files,
    interview_read_back,
    journey_acts,
    links,
    my_page,
    quote,
    visit_pages,
)

app_name = "portal"
urlpatterns = [
    path("<str:key>", my_page.page, name="page"),
    path("<str:key>/language", my_page.language, name="language"),
    path("<str:key>/fresh-link", links.fresh_link, name="fresh_link"),
    path("<str:key>/confirmation", journey_acts.confirmation, name="confirmation"),
    path("<str:key>/correction", journey_acts.correction, name="correction"),
    path("<str:key>/decision", journey_acts.decision, name="decision"),
    path("<str:key>/agreement", agreement.agreement, name="agreement"),
    path("<str:key>/agreement/paper", agreement.paper, name="agreement_paper"),
    path("<str:key>/agreement/code", agreement.code, name="code"),
    path("<str:key>/agreement/difference", agreement.difference, name="difference"),
    path("<str:key>/quote", quote.quote, name="quote"),
    path("<str:key>/quote/paper", quote.paper, name="quote_paper"),
    path("<str:key>/quote/choice", quote.choice, name="quote_choice"),
    path("<str:key>/quote/refusal", quote.no_quote, name="quote_refusal"),
    path("<str:key>/quote/lines/<int:line>/question", quote.line_question, name="line_question"),
    path("<str:key>/dates/<int:move>/acceptance", journey_acts.date_acceptance, name="date_acceptance"),
    path("<str:key>/dates/<int:move>/refusal", journey_acts.date_refusal, name="date_refusal"),
    path("<str:key>/acceptance", journey_acts.acceptance, name="acceptance"),
    path("<str:key>/rejection", journey_acts.rejection, name="rejection"),
    path("<str:key>/success", journey_acts.success, name="success"),
    path("<str:key>/next-need", journey_acts.next_need, name="next_need"),
    path("<str:key>/question", journey_acts.question, name="question"),
    path("<str:key>/end", journey_acts.end, name="end"),
    path("<str:key>/objections/<int:trigger>", journey_acts.objection, name="objection"),
    path("<str:key>/told/<int:read_back>", interview_read_back.told, name="told"),
    path(
        "<str:key>/told/<int:read_back>/confirmation",
        interview_read_back.confirmation,
        name="told_confirmation",
    ),
    path("<str:key>/told/<int:read_back>/correction", interview_read_back.correction, name="told_correction"),
    path("<str:key>/invoices/<int:invoice>", bill_page.bill, name="bill"),
    path("<str:key>/invoices/<int:invoice>/paper", bill_page.bill_paper, name="bill_paper"),
    path("<str:key>/invoices/<int:invoice>/file", bill_page.bill_file, name="bill_file"),
    path("<str:key>/visits/<int:row>", visit_pages.times, name="visit"),
    path("<str:key>/visits/<int:row>/cancellation", visit_pages.cancellation, name="visit_cancellation"),
    path("<str:key>/visits/<int:row>/calendar", visit_pages.calendar, name="visit_calendar"),
    path("<str:key>/files/<int:file>", files.file, name="file"),
]
