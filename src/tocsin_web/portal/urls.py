"""Addresses for those who send reports in."""

from __future__ import annotations

from django.urls import path

from tocsin_web.portal import views

app_name = "portal"
urlpatterns = [
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/<uuid:report_id>/receipt.json", views.receipt, name="receipt"),
]
