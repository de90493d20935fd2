"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from wellkept.web.people import discount_pages, invitations, rota, sensitive_acts, skill_pages, teams, views

urlpatterns = [
    path("people/teams/<int:team>/rota", rota.show, name="rota"),
    path("people/teams/<int:team>/rota/order", rota.order, name="rota-order"),
    path("people/teams/<int:team>/rota/days", rota.days, name="rota-days"),
    path("people/teams/<int:team>/rota/days/<int:days>/out", rota.days_out, name="rota-days-out"),
    path("people/teams/<int:team>/rota/end", rota.ended, name="rota-end"),
    path("people", views.every, name="people"),
    path("people/new", views.join, name="person-new"),
    path("people/company", views.company, name="company"),
    path("people/discounts", discount_pages.usual, name="usual-discount-limit"),
    path("people/teams/new", teams.new_team, name="team-new"),
    path("people/teams/<int:team>", teams.team, name="team"),
    path("people/teams/<int:team>/members", teams.members, name="team-members"),
    path("people/teams/<int:team>/rules", teams.rule, name="team-rules"),
    path("people/teams/<int:team>/members/<int:person>/<str:role>", teams.role, name="team-role"),
    path("people/<int:person>", views.one, name="person"),
    path("people/<int:person>/invitation", invitations.invitation, name="person-invitation"),
    path("people/<int:person>/details", views.details, name="person-details"),
    path("people/<int:person>/deputy", views.deputy, name="person-deputy"),
    path("people/<int:person>/absences", views.absences, name="person-absences"),
    path("people/<int:person>/return", views.returned, name="person-return"),
    path("people/<int:person>/withdrawal", views.withdrawal, name="person-withdrawal"),
    path("people/<int:person>/access", views.access, name="person-access"),
    path("people/<int:person>/factor-reset", sensitive_acts.factor_reset, name="person-factor-reset"),
    path("people/<int:person>/administrator", sensitive_acts.administrator, name="person-administrator"),
    path(
        "people/<int:person>/administrator/ended",
        sensitive_acts.administrator_ended,
        name="person-administrator-ended",
    ),
    path("people/<int:person>/sales-rights", discount_pages.of_a_person, name="person-sales-rights"),
    path("people/<int:person>/skills", skill_pages.skills, name="person-skills"),
    path("people/<int:person>/leaving", views.leaving, name="person-leaving"),
    path("people/<int:person>/keys", views.keys, name="person-keys"),
    path("people/<int:person>/keys/<int:token>/revoked", views.key_revoked, name="person-key-revoked"),
    path("me", views.me, name="me"),
]
