"""Addresses of the room `web` that carry no language."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.web import views

urlpatterns: list[URLPattern] = [
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
]
