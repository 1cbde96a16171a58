"""Addresses of SDMX REST and of the catalogue: without a language, for programs."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.publishing.views import exports, sdmx

FLOW = "sdmx/v2/data/dataflow/<str:agency>/<str:name>"
AVAILABLE = "sdmx/v2/availability/dataflow/<str:agency>/<str:name>"
STRUCTURE = "sdmx/v2/structure/<str:kind>"

urlpatterns: list[URLPattern] = [
    path("catalog.jsonld", exports.catalogue, name="catalogue"),
    path("catalog.ttl", exports.catalogue_as_turtle, name="catalogue-turtle"),
    path(STRUCTURE, sdmx.structure, name="sdmx-structures"),
    path(f"{STRUCTURE}/<str:agency>", sdmx.structure, name="sdmx-structures-agency"),
    path(f"{STRUCTURE}/<str:agency>/<str:name>", sdmx.structure, name="sdmx-structures-name"),
    path(
        f"{STRUCTURE}/<str:agency>/<str:name>/<str:version>",
        sdmx.structure,
        name="sdmx-structures-version",
    ),
    path(FLOW, sdmx.data, name="sdmx-data"),
    path(f"{FLOW}/<str:version>", sdmx.data, name="sdmx-data-version"),
    path(f"{FLOW}/<str:version>/<str:key>", sdmx.data, name="sdmx-data-key"),
    path(AVAILABLE, sdmx.availability, name="sdmx-availability"),
    path(f"{AVAILABLE}/<str:version>", sdmx.availability, name="sdmx-availability-version"),
    path(f"{AVAILABLE}/<str:version>/<str:key>", sdmx.availability, name="sdmx-availability-key"),
]
