"""Public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show the newest edition, or how to start."""
    return render(request, "publishing/empty.html", {})


def methods(request: HttpRequest) -> HttpResponse:
    """Show the rules."""
    return render(request, "publishing/empty.html", {})
