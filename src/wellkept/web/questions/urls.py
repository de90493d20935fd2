"""Addresses of questions."""

from __future__ import annotations

from django.urls import path

from wellkept.web.questions import views

urlpatterns = [
    path("questions", views.questions, name="questions"),
    path("questions/versions", views.versions, name="question-versions"),
    path("strengths", views.strengths, name="strengths"),
    path("strengths/new", views.strength, name="strength"),
    path("strengths/<int:strength>/end", views.ended, name="strength-end"),
]
