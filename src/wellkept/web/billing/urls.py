"""Addresses of invoices and payments."""

from __future__ import annotations

from django.urls import path

from wellkept.web.billing import invoice_page, new_invoice, payment_list, payment_page, payment_places

urlpatterns = [
    path("journeys/<str:number>/invoices", new_invoice.new, name="invoice-new"),
    path("journeys/<str:number>/deposits", new_invoice.deposit, name="deposit-new"),
    path("invoices", invoice_page.every, name="invoices"),
    path("invoices/<int:invoice>", invoice_page.one, name="invoice"),
    path("invoices/<int:invoice>/paper", invoice_page.paper, name="invoice-paper"),
    path("invoices/<int:invoice>/file", invoice_page.file, name="invoice-file"),
    path("invoices/<int:invoice>/issue", invoice_page.issue, name="invoice-issue"),
    path("invoices/<int:invoice>/discarding", invoice_page.discarding, name="invoice-discarding"),
    path("invoices/<int:invoice>/credits", invoice_page.credits, name="invoice-credits"),
    path("invoices/<int:invoice>/plan", invoice_page.plan, name="invoice-plan"),
    path("invoices/<int:invoice>/hand", invoice_page.hand, name="invoice-hand"),
    path("payments", payment_list.every, name="payments"),
    path("payments/new", payment_list.new, name="payment-new"),
    path("payments/statements", payment_list.statements, name="bank-statements"),
    path("payments/<int:payment>", payment_page.one, name="payment"),
    path("payments/<int:payment>/plan", payment_page.plan, name="payment-plan"),
    path("payments/<int:payment>/hand", payment_page.hand, name="payment-hand"),
    path("payments/<int:payment>/allocations", payment_places.new, name="payment-allocations"),
    path("payments/<int:payment>/refunds", payment_places.refund, name="payment-refunds"),
    path(
        "payments/<int:payment>/allocations/<int:allocation>/removal",
        payment_places.removal,
        name="allocation-removal",
    ),
    path("payments/<int:payment>/aside", payment_page.aside, name="payment-aside"),
]
