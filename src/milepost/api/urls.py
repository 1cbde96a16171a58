"""Addresses of the room `api`; they carry no language."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.api import views
from milepost.api.document import api

LIBRARY_ROOT = "api-root"
"""An address that the library adds for itself."""

urlpatterns: list[URLPattern] = [
    path("docs", views.docs, name="api-docs"),
    path("openapi.json", views.openapi, name="api-openapi"),
    *(item for item in api.urls[0] if isinstance(item, URLPattern) and item.name != LIBRARY_ROOT),
]
