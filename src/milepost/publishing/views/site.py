"""The pages of an edition."""

from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from milepost.accounts.founding import is_waiting
from milepost.publishing.bundle import WORLD, Bundle, Json
from milepost.publishing.charts import heatmap_id
from milepost.publishing.library import get_library
from milepost.publishing.notices import read_notices
from milepost.publishing.pages import (
    benchmarks,
    comparison,
    finding,
    overview,
    places,
    record,
)
from milepost.publishing.pages import quality as data_quality
from milepost.publishing.pages.charts import chart_blocks, place_charts
from milepost.publishing.pages.exports import exports_offered, indicator_data, linked_data
from milepost.publishing.pages.reports import profile_links, reports_offered
from milepost.publishing.views.response import (
    bundle_or_404,
    found,
    is_served,
    language_now,
    origin_of,
    show,
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the newest edition, or what belongs here and how to start."""
    bundle = get_library().newest()
    if bundle is None:
        context = {"is_new": is_waiting(), "rounds": read_notices(get_library().releases)}
        return render(request, "publishing/empty.html", context)
    return _home(request, bundle)


@require_safe
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    """Show the home page of one edition."""
    return _home(request, bundle_or_404(edition))


def _home(request: HttpRequest, bundle: Bundle) -> HttpResponse:
    context = {
        **overview.home_page(bundle),
        "heatmap": heatmap_id(bundle.main_framework),
        "linked_data": linked_data(bundle, origin_of(request), language_now(), is_brief=True),
        "rounds": read_notices(get_library().releases),
    }
    return show(request, bundle, "home", context, "goals")


@require_safe
def framework(request: HttpRequest, edition: str, framework: str) -> HttpResponse:
    """Show a framework: what it promises, goal by goal."""
    bundle = bundle_or_404(edition)
    context = found(overview.framework_page(bundle, framework))
    return show(request, bundle, "framework", context, "goals")


@require_safe
def goal(request: HttpRequest, edition: str, framework: str, node: str) -> HttpResponse:
    """Show a goal."""
    bundle = bundle_or_404(edition)
    return show(
        request, bundle, "goal", found(overview.goal_page(bundle, framework, node)), "goals"
    )


@require_safe
def benchmark(request: HttpRequest, edition: str, framework: str, benchmark: str) -> HttpResponse:
    """Show a benchmark."""
    bundle = bundle_or_404(edition)
    context = benchmarks.benchmark_page(
        bundle,
        framework,
        benchmark,
        editions=get_library().editions(),
        language=language_now(),
    )
    charts = chart_blocks(bundle, framework, benchmark, None, language_now()) if context else []
    return show(request, bundle, "benchmark", {**found(context), "charts": charts}, "goals")


@require_safe
def benchmark_place(
    request: HttpRequest, edition: str, framework: str, benchmark: str, place: str
) -> HttpResponse:
    """Show a benchmark in one place."""
    bundle = bundle_or_404(edition)
    context = benchmarks.benchmark_place_page(
        bundle,
        framework,
        benchmark,
        place,
        editions=get_library().editions(),
        language=language_now(),
    )
    charts = chart_blocks(bundle, framework, benchmark, place, language_now()) if context else []
    return show(request, bundle, "benchmark_place", {**found(context), "charts": charts}, "places")


@require_safe
def place_index(request: HttpRequest, edition: str) -> HttpResponse:
    """Show all places by region; ``?q=`` finds by name or code."""
    bundle = bundle_or_404(edition)
    query = request.GET.get("q", "")[:80]
    context = places.places_page(bundle, query=query, language=language_now())
    return show(request, bundle, "places", context, "places")


@require_safe
def place(request: HttpRequest, edition: str, place: str) -> HttpResponse:
    """Show the profile of a country or group."""
    bundle = bundle_or_404(edition)
    context = found(places.place_page(bundle, place, language=language_now()))
    charts = place_charts(bundle, place, language_now())
    offered = profile_links(bundle, place, language_now())["profile"]
    profile = [link for link in offered if is_served(request, link["href"])]
    return show(
        request,
        bundle,
        "place",
        {
            **context,
            "charts": charts,
            "profile": profile,
        },
        "places",
    )


@require_safe
def practice(request: HttpRequest, edition: str) -> HttpResponse:
    """Show paper versus practice for the world or ``?place=``."""
    bundle = bundle_or_404(edition)
    place = request.GET.get("place", "") or WORLD
    context = found(overview.practice_page(bundle, place))
    return show(request, bundle, "practice", context, "practice")


@require_safe
def compare_places(request: HttpRequest, edition: str) -> HttpResponse:
    """Show two places side by side: ``?a=`` and ``?b=``."""
    bundle = bundle_or_404(edition)
    first, second = (request.GET.get(name, "")[:40] for name in ("a", "b"))
    context = comparison.places_comparison(bundle, first, second, language=language_now())
    keys = [other.key for other in get_library().editions()]
    context["pairs"] = list(pairwise(keys))
    return show(request, bundle, "compare_places", context, "compare")


@require_safe
def compare_editions(request: HttpRequest, before: str, after: str) -> HttpResponse:
    """Show what moved between two editions."""
    old, new = bundle_or_404(before), bundle_or_404(after)
    if old is new:
        raise Http404
    context = comparison.editions_page(old, new)
    return show(request, new, "compare_editions", context, "compare")


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """Show the rules of the newest edition and the meaning of every state."""
    bundle = get_library().newest()
    if bundle is None:
        return render(request, "publishing/empty.html", {})
    return show(request, bundle, "methods", record.methods_page(bundle), "methods")


@require_safe
def method(request: HttpRequest, rule: str) -> HttpResponse:
    """Show one rule, from the newest edition that has it, or one method of the catalogue."""
    newest = get_library().newest()
    page = record.catalogue_page(rule, language_now()) if newest else None
    if newest is not None and page is not None:
        return show(request, newest, "catalogue_method", page, "methods")
    for bundle in reversed(get_library().editions()):
        context = record.method_page(bundle, rule)
        if context is not None:
            return show(request, bundle, "method", context, "methods")
    raise Http404


@require_safe
def find(request: HttpRequest, edition: str) -> HttpResponse:
    """Show every place, goal and benchmark, or those that match ``?q=``."""
    bundle = bundle_or_404(edition)
    query = request.GET.get("q", "").strip()[:80]
    context = finding.find_page(bundle, query, language_now())
    return show(request, bundle, "find", context, "find")


@require_safe
def sources(request: HttpRequest, edition: str) -> HttpResponse:
    """Show sources and licences."""
    bundle = bundle_or_404(edition)
    return show(request, bundle, "sources", record.sources_page(bundle), "sources")


@require_safe
def quality_list(request: HttpRequest, edition: str) -> HttpResponse:
    """Show what the data of every indicator are like, in a few words each."""
    bundle = bundle_or_404(edition)
    context = data_quality.quality_list(bundle, language_now())
    return show(request, bundle, "quality_list", context, "sources")


@require_safe
def quality(request: HttpRequest, edition: str, indicator: str) -> HttpResponse:
    """Show the report on the data of one indicator."""
    bundle = bundle_or_404(edition)
    report = bundle.quality(indicator)
    if report is None:
        raise Http404
    places = {code: row["names"] for code, row in {**bundle.groups, **bundle.areas}.items()}
    name = data_quality.name_in(places, language_now())
    definition = bundle.indicators[indicator]
    context = data_quality.quality_report(report, definition, name, language_now())
    used = record.benchmarks_measured_by(bundle, indicator)
    file = reverse("bundle-file", args=[edition, f"quality/{indicator}.json"])
    around = {
        "used": used,
        "json_href": file,
        "linked_data": indicator_data(bundle, origin_of(request), indicator, language_now()),
    }
    return show(request, bundle, "quality", {**context, **around}, "sources")


def _served(request: HttpRequest, reports: list[Json]) -> list[Json]:
    """Return the reports that are there for the reader, each with the links that are."""
    kept: list[Json] = []
    for report in reports:
        languages = [
            {**row, "links": [link for link in row["links"] if is_served(request, link["href"])]}
            for row in report["languages"]
        ]
        kept.append({**report, "languages": [row for row in languages if row["links"]]})
    return [report for report in kept if report["languages"]]


@require_safe
def downloads(request: HttpRequest, edition: str) -> HttpResponse:
    """Show every file, and how to check them."""
    bundle = bundle_or_404(edition)
    language = language_now()
    context = {
        **record.downloads_page(bundle),
        "reports": _served(request, reports_offered(bundle, language)),
        "exports": exports_offered(bundle, language),
        "linked_data": linked_data(bundle, origin_of(request), language),
    }
    return show(request, bundle, "downloads", context, "downloads")
