"""What the pages of an edition say of its files in open formats."""

from typing import Any

import orjson
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from milepost.publishing.bundle import Bundle
from milepost.publishing.exports.describing import dataset_jsonld, indicator_jsonld
from milepost.publishing.exports.files import FORMS, download_rows, list_exports
from milepost.publishing.exports.shelf import size_of


def exports_offered(bundle: Bundle, language: str) -> list[dict[str, Any]]:
    """Return every form with its files: title, address, name, bytes (None when not made yet)."""
    files = list_exports(bundle, language)
    return [
        {
            "form": form,
            "title": title,
            "files": [
                {
                    "title": item.title,
                    "name": item.name,
                    "href": reverse("export-file", args=[bundle.key, item.name]),
                    "bytes": size_of(bundle, item),
                }
                for item in files
                if item.form == form
            ],
        }
        for form, title in FORMS.items()
    ]


def linked_data(bundle: Bundle, site: str, language: str, *, is_brief: bool = False) -> SafeString:
    """Return an edition as a Dataset of schema.org, to stand inside a page; files if not brief.

    Data inside a page are no script and run nowhere; what could end their element is escaped.
    """
    files = [] if is_brief else download_rows(bundle, language)
    return _inside_page(dataset_jsonld(bundle, site, files, language))


def indicator_data(bundle: Bundle, site: str, key: str, language: str) -> SafeString:
    """Return one indicator of an edition as a Dataset of schema.org, to stand inside a page."""
    return _inside_page(indicator_jsonld(bundle, site, key, language))


def _inside_page(body: dict[str, Any]) -> SafeString:
    text = orjson.dumps(body).decode()
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(text)  # noqa: S308 -- escaped above
