"""The files that an edition offers in open formats, and the catalogue of all editions."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from milepost.kernel.instance import instance_facts
from milepost.publishing.exports.dcat import catalogue as make_catalogue
from milepost.publishing.exports.dcat import catalogue_json, catalogue_turtle
from milepost.publishing.exports.files import JSON_LD, TURTLE, download_rows, find_export
from milepost.publishing.exports.shelf import made_export
from milepost.publishing.library import get_library
from milepost.publishing.views.response import bundle_or_404, origin_of


@require_safe
def export_file(request: HttpRequest, edition: str, name: str) -> HttpResponseBase:
    """Hand out a file of an edition in an open format."""
    bundle = bundle_or_404(edition)
    item = find_export(bundle, name)
    if item is None:
        raise Http404
    path = made_export(bundle, item)
    return FileResponse(path.open("rb"), content_type=item.media_type, filename=item.name)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Return all published editions as a DCAT catalogue in JSON-LD."""
    return _answer(catalogue_json(_catalogue(request)), JSON_LD)


@require_safe
def catalogue_as_turtle(request: HttpRequest) -> HttpResponse:
    """Return the same catalogue as Turtle."""
    return _answer(catalogue_turtle(_catalogue(request)), TURTLE)


def _catalogue(request: HttpRequest) -> dict[str, Any]:
    editions = [(bundle, download_rows(bundle)) for bundle in get_library().editions()]
    return make_catalogue(instance_facts().name, origin_of(request), editions)


def _answer(raw: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(raw, content_type=media_type)
    response["Access-Control-Allow-Origin"] = "*"
    return response
