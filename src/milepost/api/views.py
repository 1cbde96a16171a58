"""The description of the API for programs, and its reference for people."""

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milepost.api.document import describe
from milepost.api.reading import sections_of


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document."""
    return HttpResponse(orjson.dumps(describe(request)), content_type="application/json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the reference, made from the description; nothing on it needs a script."""
    return render(request, "api/docs.html", sections_of(describe(request)))
