"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from tocsin_web.desk.views.board import board_csv, board_report
from tocsin_web.desk.views.compartments import compartment, compartments
from tocsin_web.desk.views.desk import desk, save_view
from tocsin_web.desk.views.looked import looked, turned_away
from tocsin_web.desk.views.search import end_watch, keep_watch, search, seen_watch
from tocsin_web.desk.views.subject import answer_dispute, dispute, subject

app_name = "desk"
urlpatterns = [
    path("", desk, name="desk"),
    path("board-report/", board_report, name="board_report"),
    path("board-report.csv", board_csv, name="board_csv"),
    path("compartments/", compartments, name="compartments"),
    path("compartments/<uuid:compartment_id>/", compartment, name="compartment"),
    path("looked/<str:number>/", looked, name="looked"),
    path("save-view/", save_view, name="save_view"),
    path("disputes/<uuid:dispute_id>/answer/", answer_dispute, name="answer_dispute"),
    path("search/", search, name="search"),
    path("search/watch/", keep_watch, name="keep_watch"),
    path("search/watch/<uuid:watch_id>/seen/", seen_watch, name="seen_watch"),
    path("search/watch/<uuid:watch_id>/end/", end_watch, name="end_watch"),
    path("subjects/<str:number>/", subject, name="subject"),
    path("subjects/<str:number>/dispute/", dispute, name="dispute"),
    path("turned-away/", turned_away, name="turned_away"),
]
