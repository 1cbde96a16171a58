"""Addresses of the room `evidence`, below ``work/``."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.evidence import views

urlpatterns: list[URLPattern] = [
    path("sources/", views.source_list, name="source-list"),
    path("sources/readings/", views.reading_list, name="reading-list"),
    path("sources/<str:key>/about/", views.source_detail, name="source-detail"),
]
