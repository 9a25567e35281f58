"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from tocsin_web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.own, name="own"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.open_account, name="open_account"),
    path("accounts/<uuid:user_id>/", views.account, name="account"),
    path("conflicts/", views.declarations, name="declarations"),
    path("declare/", views.declare, name="declare"),
    path("first-password/<uidb64>/<token>/", views.first_password, name="first_password"),
    path("password/", views.change_password, name="change_password"),
    path("purpose/", views.purpose, name="purpose"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
