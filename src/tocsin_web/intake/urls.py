"""Addresses of intake."""

from __future__ import annotations

from django.urls import path

from tocsin_web.intake import first_run_views, views

app_name = "intake"
urlpatterns = [
    path("add/", views.add, name="add"),
    path("add/files/", views.add_files, name="add_files"),
    path("add/mail/", views.add_mail, name="add_mail"),
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/<uuid:draft_id>/", views.draft, name="draft"),
    path("drafts/<uuid:draft_id>/progress/", views.progress, name="progress"),
    path("drafts/<uuid:draft_id>/approve/", views.approve, name="approve"),
    path("drafts/<uuid:draft_id>/discard/", views.discard, name="discard"),
    path("duplicates/", views.duplicates, name="duplicates"),
    path("duplicates/<int:row_id>/", views.decide_duplicate, name="decide_duplicate"),
    path("backlog/", views.backlog, name="backlog"),
    path("backlog/<int:row_id>/", views.ask_now, name="ask_now"),
    path("joined-anew/", views.rejoin, name="rejoin"),
    path("joined-anew/<int:rejoin_id>/", views.settle_rejoin, name="settle_rejoin"),
    path("received/<uuid:report_id>/", views.receipt, name="receipt"),
    path("received/<uuid:report_id>/receipt.json", views.receipt_file, name="receipt_file"),
    path("first-run/", first_run_views.first_run, name="first_run"),
    path("fictional/clear/", first_run_views.clear, name="clear"),
]
