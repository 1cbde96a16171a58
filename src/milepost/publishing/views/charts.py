"""Charts as files, as a page to embed, and the image that links to a benchmark carry."""

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from milepost.publishing import charts
from milepost.publishing.bundle import Bundle
from milepost.publishing.pages.charts import listed
from milepost.publishing.views.response import (
    bundle_or_404,
    edition_of,
    language_now,
    origin_of,
)

MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
def chart_file(request: HttpRequest, edition: str, chart: str, kind: str) -> HttpResponse:
    """Return a chart as SVG, PNG or CSV."""
    bundle = bundle_or_404(edition)
    if kind not in MEDIA_TYPES:
        raise Http404
    response = HttpResponse(_content(bundle, chart, kind), content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'inline; filename="{edition}-{chart}.{kind}"'
    return response


def _content(bundle: Bundle, chart: str, kind: str) -> str | bytes:
    if kind == "csv":
        return charts.to_csv(bundle, chart, language_now())
    if kind == "png":
        return charts.render_png(bundle, chart, language_now())
    return charts.render_svg(bundle, chart, language_now())


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type] # views with arguments work
@require_safe
def chart_embed(request: HttpRequest, edition: str, chart: str) -> HttpResponse:
    """Return a chart alone on a page that other sites may frame."""
    bundle = bundle_or_404(edition)
    blocks = listed(bundle, [chart], language_now())
    if not blocks:
        raise Http404
    context = {"chart": blocks[0], "edition": edition_of(bundle), "origin": origin_of(request)}
    return render(request, "publishing/embed.html", context)


@require_safe
def share_image(request: HttpRequest, edition: str, framework: str, benchmark: str) -> HttpResponse:
    """Return the picture that a shared link to a benchmark shows."""
    bundle = bundle_or_404(edition)
    image = charts.share_image(bundle, framework, benchmark, language_now())
    return HttpResponse(image, content_type="image/png")
