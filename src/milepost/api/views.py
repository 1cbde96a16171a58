"""The description of the API for programs, and its reference for people."""

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, get_language_info, override
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
    known = [code for code, _name in settings.LANGUAGES]
    asked = request.GET.get("lang", "")
    with override(asked if asked in known else get_language()):
        languages = [
            {
                "code": code,
                "name": get_language_info(code)["name_local"].capitalize(),
                "current": code == get_language(),
            }
            for code in known
        ]
        context = {**sections_of(describe(request)), "languages": languages}
        return render(request, "api/docs.html", context)
