"""Which reports the pages of an edition offer, as links."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from milepost.publishing.bundle import Bundle
from milepost.publishing.report.faces import forms_for
from milepost.publishing.report_shelf import offered, profile_name

FORM_WORDS = {"pdf": "PDF", "docx": "Word", "html": "HTML", "md": "Markdown"}
"""Names of formats, the same in every language."""


def reports_offered(bundle: Bundle, language: str) -> list[dict[str, Any]]:
    """Return every report with its links: one row a language, one link a form."""
    return [
        {
            "title": title,
            "languages": [
                {"code": code, "links": _links(bundle, name, code)}
                for code, _name in settings.LANGUAGES
            ],
        }
        for name, title in offered(bundle, language)
    ]


def profile_links(bundle: Bundle, place: str, language: str) -> dict[str, Any]:
    """Return the links to the profile of a place in the language of the page."""
    links = [
        {"form": FORM_WORDS[form], "href": _address(bundle, profile_name(place), form)}
        for form in forms_for(language)
    ]
    return {"profile": links}


def _links(bundle: Bundle, name: str, language: str) -> list[dict[str, str]]:
    with override(language):
        return [
            {"form": FORM_WORDS[form], "href": _address(bundle, name, form)}
            for form in forms_for(language)
        ]


def _address(bundle: Bundle, name: str, form: str) -> str:
    return reverse("report-file", args=[bundle.key, name, form])
