"""The pages that take many indicators in one go: checked first, then imported, all or none."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from milepost.indicators.intake import MAX_BYTES
from milepost.indicators.messages import file_too_large
from milepost.indicators.views import MAX_FINDINGS_SHOWN
from milepost.kernel.errors import BadInput

Outcome = tuple[Any, Mapping[str, Any]]
"""The report of a collection, and what else the page shows."""


def answer_import(
    request: HttpRequest, template: str, form: forms.Form, take: Callable[..., Outcome]
) -> HttpResponse:
    """Check or import what a valid form handed in, and show it with its findings.

    ``take`` is called with ``is_dry_run`` and raises ``BadInput``. Whatever was refused is
    answered with 422.
    """
    findings: list[Any] = []
    report, more = None, dict[str, Any]()
    if request.method == "POST" and form.is_valid():
        try:
            report, shown = take(is_dry_run="check" in request.POST)
            more, findings = dict(shown), list(report.findings)
        except BadInput as error:
            findings = list(error.findings)
    is_refused = request.method == "POST" and report is None
    context = {
        "form": form,
        "findings": findings[:MAX_FINDINGS_SHOWN],
        "report": report,
        "is_refused": is_refused,
        **more,
    }
    return render(request, template, context, status=422 if is_refused else 200)


def put_file(file: "UploadedFile[Any]", path: Path) -> Path:
    """Write an uploaded file to a path. Raises ``BadInput`` when it is too large."""
    if (file.size or 0) > MAX_BYTES:
        raise BadInput([file_too_large(file.size or 0, MAX_BYTES)])
    with path.open("wb") as stream:
        stream.writelines(file.chunks())
    return path
