"""Addresses of policies."""

from __future__ import annotations

from django.urls import path

from tocsin_web.policies import views

app_name = "policies"
urlpatterns = [
    path("policies/", views.policies, name="policies"),
    path("policies/propose/<str:setting>/", views.propose, name="propose"),
    path("policies/changes/<uuid:change_id>/", views.change, name="change"),
    path("policies/changes/<uuid:change_id>/again/", views.again, name="again"),
]
