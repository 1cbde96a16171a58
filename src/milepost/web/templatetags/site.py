"""Tags of the shell: the instance's name, the style sheet, languages and workspace links."""

import hashlib
import json
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from milepost.kernel.instance import instance_facts
from milepost.web.sections import open_sections

register = template.Library()


@register.simple_tag
def instance_name() -> str:
    """Return the name of the instance."""
    return instance_facts().name


@register.simple_tag
def contact() -> str:
    """Return the address for questions, or an empty text."""
    return instance_facts().contact


@cache
def _fingerprint(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        return "0"
    with open(found, "rb") as stream:  # noqa: PTH123 -- the finder hands out a plain text path
        return hashlib.file_digest(stream, "sha256").hexdigest()[:10]


@register.simple_tag
def stylesheet(name: str = "site") -> str:
    """Return the address of a style sheet, with a fingerprint so that it can be kept long."""
    path = f"web/{name}.css"
    return f"{static(path)}?v={_fingerprint(path)}"


@register.simple_tag
def script(path: str) -> str:
    """Return the address of a script, with a fingerprint so that it can be kept long."""
    return f"{static(path)}?v={_fingerprint(path)}"


def address_in(path: str, language: str) -> str:
    """Return the same page in another language: the first part of the path is the language."""
    parts = path.split("/", 2)
    known = {code for code, _name in settings.LANGUAGES}
    if len(parts) == 3 and parts[1] in known:
        return f"/{language}/{parts[2]}"
    return f"/{language}/"


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one link a language to the page the reader is on, each in its own language."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else "/"
    query = f"?{request.META['QUERY_STRING']}" if request and request.GET else ""
    current = get_language()
    as_files = getattr(request, "static_site", None)
    written = as_files.languages if as_files else [code for code, _name in settings.LANGUAGES]
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "href": address_in(path, code) + query,
            "current": code == current,
        }
        for code in written
    ]


@register.simple_tag(takes_context=True)
def reachable(context: dict[str, Any], name: str, *args: Any) -> str:
    """Return an address, or "" where the page is part of a site as files that has no such."""
    address = reverse(name, args=args)
    as_files = getattr(context.get("request"), "static_site", None)
    return address if as_files is None or as_files.holds(address) else ""


@register.filter
def pretty(document: object) -> str:
    """Return a document as indented text, for reading what changed."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)


@register.simple_tag(takes_context=True)
def workspace_links(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the entry pages of the workspace that are open to the reader."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    path = request.path
    names = {
        "import-list": _("Imports"),
        "work-quality-list": _("Data quality"),
        "my-work": _("My work"),
        "edition-board-list": _("Editions"),
        "survey-list": _("Surveys"),
        "consultation-list": _("Consultations"),
        "person-list": _("People"),
        "organisation-list": _("Organisations"),
        "source-list": _("Sources"),
        "report-list": _("Reports"),
        "release-list": _("Publish"),
        "privacy": _("Privacy"),
        "audit": _("Audit"),
    }
    links = [{"name": _("Overview"), "href": reverse("work"), "current": path == reverse("work")}]
    for key in open_sections(request):
        href = reverse(key)
        links.append({"name": names[key], "href": href, "current": path.startswith(href)})
    return links
