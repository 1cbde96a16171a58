"""Exploring the data of an edition: the page, its chart and figures as files, and an embed."""

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from milepost.publishing.charts import NoChart, compose
from milepost.publishing.charts.model import Chart
from milepost.publishing.explore.drawing import draw
from milepost.publishing.explore.question import read_question
from milepost.publishing.pages import explore as pages
from milepost.publishing.pages.explore_files import explore_as_files, figures_by_place
from milepost.publishing.views.charts import MEDIA_TYPES
from milepost.publishing.views.files import csv_response
from milepost.publishing.views.response import (
    bundle_or_404,
    edition_of,
    is_as_file,
    language_now,
    origin_of,
    show,
)


@require_safe
def explore(request: HttpRequest, edition: str) -> HttpResponse:
    """Show the form and the answer to the question in the address."""
    bundle = bundle_or_404(edition)
    if is_as_file(request):
        context = explore_as_files(bundle, language_now())
        return show(request, bundle, "explore_files", context, "explore")
    context = pages.explore_page(bundle, request.GET, language_now())
    return show(request, bundle, "explore", context, "explore")


def _chart_or_404(request: HttpRequest, edition: str) -> Chart:
    bundle = bundle_or_404(edition)
    try:
        return draw(bundle, read_question(request.GET, bundle).question, language_now())
    except NoChart as absent:
        raise Http404(str(absent)) from absent


@require_safe
def explore_chart(request: HttpRequest, edition: str, kind: str) -> HttpResponse:
    """Return the chart of a question as SVG, PNG or CSV."""
    if kind not in MEDIA_TYPES:
        raise Http404
    chart = _chart_or_404(request, edition)
    content: str | bytes
    if kind == "csv":
        content = chart.table().to_csv()
    else:
        content = compose.picture(chart) if kind == "png" else compose.file_drawing(chart)
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'inline; filename="{edition}-explore.{kind}"'
    return response


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type] # views with arguments work
@require_safe
def explore_embed(request: HttpRequest, edition: str) -> HttpResponse:
    """Return the chart of a question alone on a page that other sites may frame."""
    chart = _chart_or_404(request, edition)
    context = {
        "chart": pages.drawn(chart),
        "edition": edition_of(bundle_or_404(edition)),
        "origin": origin_of(request),
    }
    return render(request, "publishing/embed.html", context)


@require_safe
def explore_csv(request: HttpRequest, edition: str) -> HttpResponse:
    """Return the figures behind an answer as CSV."""
    bundle = bundle_or_404(edition)
    question = read_question(request.GET, bundle).question
    rows = pages.figure_rows(bundle, question, language_now())
    return csv_response([list(pages.COLUMNS), *rows], f"milepost-{edition}-figures.csv")


@require_safe
def explore_json(request: HttpRequest, edition: str) -> HttpResponse:
    """Return the figures behind an answer as JSON."""
    bundle = bundle_or_404(edition)
    content = pages.figures_json(bundle, read_question(request.GET, bundle), language_now())
    return HttpResponse(content, content_type="application/json")


@require_safe
def explore_figures(request: HttpRequest, edition: str, indicator: str) -> HttpResponse:
    """Return all figures of an indicator by place and breakdown, as JSON."""
    bundle = bundle_or_404(edition)
    if indicator not in bundle.indicators:
        raise Http404
    content = figures_by_place(bundle, indicator)
    return HttpResponse(content, content_type="application/json")
