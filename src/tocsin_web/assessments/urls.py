"""Addresses of assessments."""

from __future__ import annotations

from django.urls import path

from tocsin_web.assessments import views

app_name = "assessments"
urlpatterns = [
    path("assess/<uuid:attention_id>/", views.assess, name="assess"),
    path("assess/<uuid:attention_id>/task/", views.task, name="task"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<uuid:task_id>/", views.done, name="done"),
]
