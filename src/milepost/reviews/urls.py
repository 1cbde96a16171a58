"""Addresses of the room `reviews`."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
