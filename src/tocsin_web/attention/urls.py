"""Addresses of questions."""

from __future__ import annotations

from django.urls import path

from tocsin_web.attention import views

app_name = "attention"
urlpatterns = [
    path("attentions/backlog/", views.backlog, name="backlog"),
    path("attentions/backlog/open/", views.open_backlog, name="open_backlog"),
    path("attentions/<uuid:attention_id>/", views.attention, name="attention"),
    path("attentions/<uuid:attention_id>/take/", views.take, name="take"),
    path("attentions/<uuid:attention_id>/give/", views.give, name="give"),
]
