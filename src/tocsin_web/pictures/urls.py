"""Addresses of the pictures."""

from __future__ import annotations

from django.urls import path

from tocsin_web.pictures import views

app_name = "pictures"
urlpatterns = [
    path("pictures/", views.pictures, name="pictures"),
]
