"""Addresses of the room `web`."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
