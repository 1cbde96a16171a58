"""Addresses of the room `publishing`."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
