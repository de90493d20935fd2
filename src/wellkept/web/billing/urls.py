"""Addresses of payments."""

from __future__ import annotations

from django.urls import path

from wellkept.web.billing import payment_list, payment_page

urlpatterns = [
    path("payments", payment_list.every, name="payments"),
    path("payments/new", payment_list.new, name="payment-new"),
    path("payments/statements", payment_list.statements, name="bank-statements"),
    path("payments/<int:payment>", payment_page.one, name="payment"),
    path("payments/<int:payment>/plan", payment_page.plan, name="payment-plan"),
    path("payments/<int:payment>/hand", payment_page.hand, name="payment-hand"),
    path("payments/<int:payment>/aside", payment_page.aside, name="payment-aside"),
]
