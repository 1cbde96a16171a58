"""Addresses of the room `intake`, under ``work/``."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.intake import views, xlsform_views

SURVEY = "surveys/<slug:survey>/"

urlpatterns: list[URLPattern] = [
    path("surveys/", views.survey_list, name="survey-list"),
    path("surveys/new/", views.survey_new, name="survey-new"),
    path("surveys/form/", xlsform_views.survey_form, name="survey-form"),
    path(SURVEY, views.survey_detail, name="survey-detail"),
    path(f"{SURVEY}withdraw/", views.survey_withdraw, name="survey-withdraw"),
    path(f"{SURVEY}tables/<str:question>/", views.survey_table, name="survey-table"),
    path(f"{SURVEY}tables/<str:question>/table.csv", views.survey_csv, name="survey-csv"),
    path(f"{SURVEY}tables/<str:question>/publish/", views.table_publish, name="survey-publish"),
    path(
        f"{SURVEY}tables/<str:question>/withdraw/",
        views.table_withdraw,
        name="survey-table-withdraw",
    ),
    path(
        f"{SURVEY}tables/<str:question>/why/<str:stratum>/<str:option>/",
        views.survey_figure,
        name="survey-figure",
    ),
]
