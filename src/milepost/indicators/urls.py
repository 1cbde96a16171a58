"""Addresses of the room `indicators`."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
