"""Addresses of intake."""

from __future__ import annotations

from django.urls import path

from wellkept.web.intake import calls, samples, settled, views

urlpatterns = [
    path("calls/new", calls.new, name="call"),
    path("calls/known", calls.known, name="call-known"),
    path("calls/<int:message>/settlement", calls.settled, name="call-settled"),
    path("calls/<int:message>/move", calls.moved, name="call-moved"),
    path("intake/sample", samples.sample, name="intake-sample"),
    path("intake/sample/<int:item>/right", samples.right, name="intake-sample-right"),
    path("intake/sample/<int:item>/wrong", samples.wrong, name="intake-sample-wrong"),
    path("intake", views.waiting, name="intake"),
    path("intake/settled", settled.settled, name="intake-settled"),
    path("intake/mailboxes", settled.mailbox, name="intake-mailboxes"),
    path("intake/mailboxes/<int:mailbox>", settled.mailbox, name="intake-mailbox"),
    path("intake/rules/<int:rule>/end", settled.rule_end, name="intake-rule-end"),
    path("intake/mails/<int:message>.eml", views.raw, name="intake-mail"),
    path("intake/<int:item>", views.item, name="intake-item"),
    path("intake/<int:item>/files/<int:file>", views.file, name="intake-file"),
    path("intake/<int:item>/journey", views.journey, name="intake-journey"),
    path("intake/<int:item>/attachment", views.attachment, name="intake-attachment"),
    path("intake/<int:item>/aside", views.aside, name="intake-aside"),
    path("intake/<int:item>/hand", views.hand, name="intake-hand"),
    path("intake/<int:item>/back", views.back, name="intake-back"),
]
