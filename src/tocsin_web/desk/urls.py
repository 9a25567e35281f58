"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from tocsin_web.desk.views.compartments import compartment, compartments
from tocsin_web.desk.views.desk import desk, save_view
from tocsin_web.desk.views.looked import looked, turned_away

app_name = "desk"
urlpatterns = [
    path("", desk, name="desk"),
    path("compartments/", compartments, name="compartments"),
    path("compartments/<uuid:compartment_id>/", compartment, name="compartment"),
    path("looked/<str:number>/", looked, name="looked"),
    path("save-view/", save_view, name="save_view"),
    path("turned-away/", turned_away, name="turned_away"),
]
