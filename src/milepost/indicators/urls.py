"""Addresses of the room `indicators`, under ``work/``."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.indicators import conflict_views, package_views, sdmx_views, views

urlpatterns: list[URLPattern] = [
    path("imports/", views.import_list, name="import-list"),
    path("imports/new/", views.import_new, name="import-new"),
    path("imports/sdmx/", sdmx_views.import_sdmx, name="import-sdmx"),
    path("imports/package/", package_views.import_data_package, name="import-package"),
    path("imports/<uuid:key>/", views.import_detail, name="import-detail"),
    path("imports/<uuid:key>/mapping/", views.import_mapping, name="import-mapping"),
    path("imports/<uuid:key>/status/", views.import_status, name="import-status"),
    path("imports/<uuid:key>/findings.csv", views.import_findings, name="import-findings"),
    path("quality/<str:indicator>/decide/", conflict_views.conflict_decide, name="conflict-decide"),
]
