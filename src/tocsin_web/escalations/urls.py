"""Addresses of escalations."""

from __future__ import annotations

from django.urls import path

from tocsin_web.escalations import views

app_name = "escalations"
urlpatterns = [
    path("escalations/", views.escalations, name="escalations"),
    path("escalations/levels/", views.levels, name="levels"),
    path("escalations/<uuid:attention_id>/", views.chronology, name="chronology"),
    path("escalations/<uuid:attention_id>/raise/", views.raise_up, name="raise"),
    path("escalations/<uuid:attention_id>/respond/", views.respond, name="respond"),
    path("escalations/<uuid:attention_id>/letter/", views.letter, name="letter"),
    path("escalations/<uuid:attention_id>/sent/", views.sent, name="sent"),
]
