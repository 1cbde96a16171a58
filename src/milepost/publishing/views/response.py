"""What every public page has around its own content: edition, editions, section."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from milepost.publishing import formats
from milepost.publishing.bundle import Bundle, Json
from milepost.publishing.corridors.reading import corridors, has_corridors
from milepost.publishing.library import get_library


def language_now() -> str:
    """Return the language of the page being made."""
    return get_language() or "en"


def bundle_or_404(key: str) -> Bundle:
    """Return a published edition; an unknown key is a missing page."""
    bundle = get_library().find(key)
    if bundle is None:
        raise Http404(f"edition {key}")
    return bundle


def origin_of(request: HttpRequest) -> str:
    """Return scheme and host, for addresses that leave the site."""
    return request.build_absolute_uri("/").rstrip("/")


def found(context: dict[str, Any] | None) -> dict[str, Any]:
    """Return a page's model; None (the edition does not hold it) is a missing page."""
    if context is None:
        raise Http404
    return context


def show(
    request: HttpRequest, bundle: Bundle, template: str, context: dict[str, Any], section: str = ""
) -> HttpResponse:
    """Render a page of an edition inside the shell."""
    around = {
        "bundle": bundle,
        "edition": edition_of(bundle),
        "editions": edition_links(request, bundle),
        "section": section,
        "origin": origin_of(request),
    }
    return render(request, f"publishing/{template}.html", {**around, **context})


def edition_of(bundle: Bundle) -> Json:
    """Return what the shell says about an edition."""
    return {
        **bundle.edition,
        "as_of_text": formats.day(bundle.edition["as_of"], language_now()),
        "checksum": bundle.checksum,
        "published_on": bundle.published_on,
        "has_corridors": has_corridors(bundle),
        "is_newest": get_library().newest() is bundle,
    }


def edition_links(request: HttpRequest, bundle: Bundle) -> list[Json]:
    """Return one link an edition: to the same page there, or to its home where it has no such."""
    match = request.resolver_match
    links = []
    for other in get_library().editions():
        href = reverse("edition", args=[other.key])
        kwargs = dict(match.kwargs) if match else {}
        if match and match.url_name and "edition" in kwargs and _holds(other, kwargs):
            same = reverse(match.url_name, kwargs={**kwargs, "edition": other.key})
            query = request.META.get("QUERY_STRING", "")
            same = f"{same}?{query}" if query else same
            href = same if is_served(request, same) else href
        links.append({"key": other.key, "href": href, "current": other.key == bundle.key})
    return links


def is_as_file(request: HttpRequest) -> bool:
    """Whether the page is made for a site as files."""
    return getattr(request, "static_site", None) is not None


def is_served(request: HttpRequest, address: str) -> bool:
    """Whether an address of the site is there for the reader: not all are in a site as files."""
    site = getattr(request, "static_site", None)
    return site is None or site.holds(address)


def _holds(bundle: Bundle, kwargs: dict[str, Any]) -> bool:
    framework = kwargs.get("framework")
    if framework is not None and framework not in bundle.frameworks:
        return False
    if "node" in kwargs and bundle.node(str(framework), kwargs["node"]) is None:
        return False
    if "benchmark" in kwargs and bundle.benchmark(str(framework), kwargs["benchmark"]) is None:
        return False
    if "survey" in kwargs and not _has_table(bundle, kwargs["survey"], kwargs.get("question")):
        return False
    if "residence" in kwargs and (kwargs["residence"], kwargs["origin"]) not in corridors(bundle):
        return False
    if "indicator" in kwargs and kwargs["indicator"] not in bundle.quality_keys:
        return False
    return "place" not in kwargs or bundle.place(kwargs["place"]) is not None


def _has_table(bundle: Bundle, survey: str, question: str | None) -> bool:
    tables = bundle.surveys.get(survey, {}).get("tables", ())
    return any(question in (None, table["question"]) for table in tables)
