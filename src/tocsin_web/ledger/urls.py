"""Addresses of the record."""

from __future__ import annotations

from django.urls import path

from tocsin_web.ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/checkpoint.txt", views.checkpoint, name="checkpoint"),
    path("ledger/verify_receipt.py", views.script, name="script"),
]
