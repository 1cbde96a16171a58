"""Addresses of the room `publishing`."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.publishing import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("methods/", views.methods, name="methods"),
]
