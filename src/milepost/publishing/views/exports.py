"""The files that an edition offers in open formats, and the catalogue of all editions."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from milepost.kernel.instance import instance_facts
from milepost.publishing.exports.describing import dcat_catalogue
from milepost.publishing.exports.files import download_rows, find_export
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
    """Return all published editions as a DCAT catalogue."""
    editions = [(bundle, download_rows(bundle)) for bundle in get_library().editions()]
    raw = dcat_catalogue(instance_facts().name, origin_of(request), editions)
    response = HttpResponse(raw, content_type="application/ld+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response
