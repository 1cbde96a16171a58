"""The four forms of a report. Each writer is loaded when its form is asked for."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from milepost.publishing.report.tree import Report

FORMS: dict[str, tuple[str, str, str]] = {
    "pdf": ("pdf", "write_pdf", "application/pdf"),
    "docx": (
        "word",
        "write_word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "html": ("html", "write_html", "text/html; charset=utf-8"),
    "md": ("markdown", "write_markdown", "text/markdown; charset=utf-8"),
}
"""Ending -> module, function and media type. Typst and python-docx are heavy, so no page that
only offers a report loads them: the modules are found by name."""


def write(report: Report, form: str) -> bytes:
    """Return a report in one of the forms; a form is the ending of its file."""
    module, function, _media_type = FORMS[form]
    found = import_module(f"milepost.publishing.report.{module}")
    writer = cast("Callable[[Report], bytes]", getattr(found, function))
    return writer(report)


def media_type(form: str) -> str:
    """Return the media type of a form."""
    return FORMS[form][2]
