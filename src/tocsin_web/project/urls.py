"""Every address, app by app along the flow."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("tocsin_web.accounts.urls")),
    path("", include("tocsin_web.assessments.urls")),
    path("", include("tocsin_web.attention.urls")),
    path("", include("tocsin_web.decisions.urls")),
    path("", include("tocsin_web.desk.urls")),
    path("", include("tocsin_web.escalations.urls")),
    path("", include("tocsin_web.intake.urls")),
    path("", include("tocsin_web.ledger.urls")),
    path("", include("tocsin_web.operations.urls")),
    path("", include("tocsin_web.oversight.urls")),
    path("", include("tocsin_web.people.urls")),
    path("", include("tocsin_web.pictures.urls")),
    path("", include("tocsin_web.policies.urls")),
    path("", include("tocsin_web.portal.urls")),
    path("", include("tocsin_web.reports.urls")),
]
