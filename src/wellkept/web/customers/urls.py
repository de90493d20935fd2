"""Addresses of customers."""

from __future__ import annotations

from django.urls import path

from wellkept.web.customers import contacts, interviews, meetings, page, profile, sites, statements

urlpatterns = [
    path("customers/<int:customer>/contacts", contacts.contacts, name="customer-contacts"),
    path("customers/<int:customer>/contacts/<int:contact>", contacts.contact, name="customer-contact"),
    path("customers/<int:customer>/contacts/<int:contact>/leaving", contacts.leaving, name="contact-leaving"),
    path("customers/<int:customer>/contacts/<int:contact>/return", contacts.returning, name="contact-return"),
    path("customers/<int:customer>/rhythm", meetings.rhythm, name="customer-rhythm"),
    path("customers/<int:customer>/rhythm/end", meetings.ended, name="customer-rhythm-end"),
    path("customers/<int:customer>/meetings", meetings.held, name="customer-meetings"),
    path("customers/<int:customer>/meetings/next", meetings.moved, name="customer-next-meeting"),
    path("customers/<int:customer>/key", meetings.key, name="customer-key"),
    path("customers/<int:customer>/key/end", meetings.like_others, name="customer-key-end"),
    path("customers", page.every, name="customers"),
    path("customers/<int:customer>", page.one, name="customer"),
    path("customers/sources", profile.sources, name="customer-sources"),
    path("customers/<int:customer>/details", profile.details, name="customer-details"),
    path("customers/<int:customer>/sites", sites.sites, name="customer-sites"),
    path("customers/<int:customer>/sites/<int:site>", sites.site, name="customer-site"),
    path("customers/<int:customer>/sites/<int:site>/closing", sites.closing, name="site-closing"),
    path("customers/<int:customer>/sites/<int:site>/opening", sites.opening, name="site-opening"),
    path("customers/<int:customer>/statements", statements.statements, name="customer-statements"),
    path(
        "customers/<int:customer>/statements/<int:statement>/ending",
        statements.ending,
        name="statement-ending",
    ),
    path("customers/<int:customer>/seven", statements.seven, name="customer-seven"),
    path("customers/<int:customer>/seven/<slug:question>", statements.seventh, name="customer-seventh"),
    path("customers/<int:customer>/interviews", interviews.plan, name="customer-interviews"),
    path("customers/<int:customer>/interviews/<int:interview>", interviews.one, name="interview"),
    path(
        "customers/<int:customer>/interviews/<int:interview>/read-back",
        interviews.read_back,
        name="interview-read-back",
    ),
    path(
        "customers/<int:customer>/interviews/<int:interview>/correction",
        interviews.correction,
        name="interview-correction",
    ),
    path(
        "customers/<int:customer>/interviews/<int:interview>/confirmation",
        interviews.confirmation,
        name="interview-confirmation",
    ),
    path("customers/<int:customer>/interviews/<int:interview>/day", interviews.moved, name="interview-day"),
    path(
        "customers/<int:customer>/interviews/<int:interview>/calling-off",
        interviews.called_off,
        name="interview-calling-off",
    ),
    path(
        "customers/<int:customer>/interviews/<int:interview>/statements",
        interviews.taking_up,
        name="interview-statements",
    ),
]
