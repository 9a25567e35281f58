"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from tocsin_web.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/<uuid:report_id>/", views.report, name="report"),
    path("reports/<uuid:report_id>/mend/", views.mend, name="mend"),
    path("reports/<uuid:report_id>/grade/", views.grade, name="grade"),
    path("reports/<uuid:report_id>/identity/", views.identity, name="identity"),
    path("reports/<uuid:report_id>/share/", views.share, name="share"),
    path("reports/<uuid:report_id>/recall/", views.recall, name="recall"),
    path("sanitised/<uuid:text_id>/second/", views.second, name="second"),
    path("sanitised/<uuid:text_id>/disclose/", views.disclose, name="disclose"),
    path("exports/<uuid:disclosure_id>/", views.export, name="export"),
]
