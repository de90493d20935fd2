"""Addresses of mailboxes."""

from __future__ import annotations

from django.urls import path

from wellkept.web.mailboxes import views

urlpatterns = [
    path("intake/accounts", views.account, name="mail-accounts"),
    path("intake/accounts/permission", views.permitted, name="mail-permitted"),
    path("intake/accounts/<int:account>", views.shown, name="mail-account"),
    path("intake/accounts/<int:account>/change", views.account, name="mail-account-change"),
    path("intake/accounts/<int:account>/attempt", views.attempt, name="mail-account-attempt"),
    path("intake/accounts/<int:account>/pause", views.pause, name="mail-account-pause"),
    path("intake/accounts/<int:account>/resume", views.resume, name="mail-account-resume"),
    path("intake/accounts/<int:account>/removal", views.removal, name="mail-account-removal"),
    path("intake/accounts/<int:account>/permission", views.permission, name="mail-account-permission"),
]
