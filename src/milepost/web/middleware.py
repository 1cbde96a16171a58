"""Turns the house's own errors into pages, for every room."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from milepost.kernel.errors import MilepostError
from milepost.web import errors


class ErrorPages:
    """A ``MilepostError`` that a view lets through becomes a page with its message and remedy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for our own errors; leave every other to Django."""
        if not isinstance(exception, MilepostError):
            return None
        return errors.page(
            request,
            exception.status,
            what=str(exception.message) % exception.params,
            remedy=str(exception.remedy) % exception.params,
        )
