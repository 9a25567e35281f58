"""Addresses of operations."""

from __future__ import annotations

from django.urls import path

from tocsin_web.operations import views

app_name = "operations"
urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/new/", views.new, name="new"),
    path("operations/<uuid:operation_id>/", views.operation, name="operation"),
    path("operations/<uuid:operation_id>/<slug:act>/", views.act, name="act"),
    path("operations/resources/<uuid:asked_id>/answer/", views.resource, name="resource"),
    path("operations/plan/<uuid:line_id>/done/", views.line, name="line"),
    path("operations/handovers/<uuid:handover_id>/answer/", views.handover, name="handover"),
]
