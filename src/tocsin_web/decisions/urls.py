"""Addresses of answers."""

from __future__ import annotations

from django.urls import path

from tocsin_web.decisions import meeting, proposing, views

app_name = "decisions"
urlpatterns = [
    path("decide/<uuid:attention_id>/", views.decide, name="decide"),
    path("decide/<uuid:attention_id>/<slug:option>/", views.consider, name="consider"),
    path("decisions/unsigned/", views.unsigned, name="unsigned"),
    path("decisions/options/", views.options, name="options"),
    path("decisions/proposed/", proposing.proposals, name="proposals"),
    path("decisions/proposed/<str:number>/<slug:key>/", proposing.proposal, name="proposal"),
    path("decisions/contact/<str:number>/", proposing.contact, name="contact"),
    path("decisions/<uuid:decision_id>/", views.decision, name="decision"),
    path("meeting/", meeting.meeting, name="meeting"),
    path("meeting/minutes/", meeting.minutes, name="minutes"),
    path("meeting/triage/", meeting.triage, name="triage"),
]
