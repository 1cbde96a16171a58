"""The description of the API (OpenAPI 3.1), from the code that answers."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

import milepost
from milepost.api import public, public_data, work
from milepost.api.addresses import PREFIX, origin_of
from milepost.api.problems import MEDIA_TYPE, invalid, problem, problem_of
from milepost.kernel.errors import MilepostError

ABOUT = """\
What was promised to migrants, what was measured and what people judged, as published.

Everything about an edition comes from its release, which never changes. Missing values are null,
never zero, and every row says whether a figure or colour is stated, missing, not applicable,
suppressed or stale.
"""

api = NinjaAPI(
    title="Milepost",
    version="1",
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
)
api.add_router("", public.router)
api.add_router("", public_data.router)
api.add_router("", work.router)


@api.exception_handler(MilepostError)
def _ours(request: HttpRequest, error: MilepostError) -> HttpResponse:
    return problem_of(request, error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return invalid(request, error.errors)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code)


def describe(request: HttpRequest) -> dict[str, Any]:
    """Return the OpenAPI document of this instance, with the address it is asked at."""
    return {**_document(), "servers": [{"url": origin_of(request)}]}


@cache
def _document() -> dict[str, Any]:
    """Return what is the same at every address; nobody changes it."""
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX.lstrip("/")))
    document["info"] = document["info"] | {
        "x-software": milepost.__version__,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    for path, methods in document["paths"].items():
        for operation in methods.values():
            _tell(operation, path)
    return document


def _tell(operation: dict[str, Any], path: str) -> None:
    """Correct what the library cannot know: media types, and headers of every answer."""
    responses = {str(status): row for status, row in operation["responses"].items()}
    for status, row in responses.items():
        if status.startswith("2"):
            row["headers"] = _HEADERS
            if path.endswith("/observations"):
                row["content"]["text/csv"] = {"schema": {"type": "string"}}
        else:
            row["content"] = {MEDIA_TYPE: row["content"]["application/json"]}
    operation["responses"] = responses


_HEADERS = {
    "ETag": {
        "description": "Send it back as If-None-Match; 304 says that nothing has changed.",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "Requests left and seconds to go.",
        "schema": {"type": "string"},
    },
}
