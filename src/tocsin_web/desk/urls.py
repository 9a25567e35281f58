"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from tocsin_web.desk.views.desk import desk

app_name = "desk"
urlpatterns = [
    path("", desk, name="desk"),
]
