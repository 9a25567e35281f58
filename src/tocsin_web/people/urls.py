"""Addresses of who is who."""

from __future__ import annotations

from django.urls import path

from tocsin_web.people import views

app_name = "people"
urlpatterns = [
    path("joins/", views.to_judge, name="to_judge"),
    path("joins/<int:pk>/", views.pair, name="pair"),
    path("joins/<int:pk>/judge/", views.judge, name="judge"),
    path("joins/undo/", views.undo, name="undo"),
    path("joins/why/", views.why, name="why"),
    path("joins/common/", views.common, name="common"),
    path("subjects/<str:number>/grew/", views.grew, name="grew"),
]
