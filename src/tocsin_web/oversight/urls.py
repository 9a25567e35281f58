"""Addresses of oversight."""

from __future__ import annotations

from django.urls import path

from tocsin_web.oversight import register, views

app_name = "oversight"
urlpatterns = [
    path("oversight/", views.oversight, name="oversight"),
    path("oversight/download/<slug:what>.<slug:form>", views.download, name="download"),
    path("oversight/register/", register.register, name="register"),
    path("oversight/register/add/", register.add, name="add"),
    path("oversight/register/<uuid:allegation_id>/", register.allegation, name="allegation"),
    path(
        "oversight/register/<uuid:allegation_id>/officer/", register.add_officer, name="add_officer"
    ),
    path(
        "oversight/register/<uuid:allegation_id>/finding/", register.add_finding, name="add_finding"
    ),
]
