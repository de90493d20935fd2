"""Addresses of duplicates."""

from __future__ import annotations

from django.urls import path

from wellkept.web.duplicates import pairs, split, undo

urlpatterns = [
    path("customers/pairs", pairs.every, name="pairs"),
    path("customers/<int:customer>/merges", pairs.merges_of, name="customer-merges"),
    path("customers/<int:customer>/distinctions", pairs.distinctions, name="customer-distinctions"),
    path("customers/<int:customer>/splits", split.splits, name="customer-splits"),
    path("merges/<int:merge>/undoing", undo.undoing, name="merge-undoing"),
]
