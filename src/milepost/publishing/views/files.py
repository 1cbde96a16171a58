"""Files of an edition: the bundle's own, and what is made from it."""

import csv
import io
import mimetypes
from typing import Any

import orjson
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from milepost.indicators.quality.table import quality_table
from milepost.kernel.csv_cells import csv_bytes, inert
from milepost.publishing.bundle import Bundle, Json
from milepost.publishing.pages import finding, record
from milepost.publishing.pages.comparison import ratings_of_place
from milepost.publishing.views.response import bundle_or_404, language_now

MEDIA_TYPES = {
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
}


@require_safe
def bundle_file(request: HttpRequest, edition: str, path: str) -> HttpResponseBase:
    """Hand out one listed file of a bundle, byte for byte."""
    found = bundle_or_404(edition).file(path)
    if found is None:
        raise Http404
    guessed = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    media_type = MEDIA_TYPES.get(found.suffix, guessed)
    return FileResponse(found.open("rb"), content_type=media_type, filename=found.name)


@require_safe
def ratings_csv(request: HttpRequest, edition: str) -> HttpResponse:
    """Return all ratings of an edition as CSV."""
    bundle = bundle_or_404(edition)
    rows = [list(record.RATING_COLUMNS), *record.rating_rows(bundle)]
    return csv_response(rows, f"milepost-{edition}-ratings.csv")


@require_safe
def benchmark_csv(
    request: HttpRequest, edition: str, framework: str, benchmark: str
) -> HttpResponse:
    """Return the ratings of one benchmark as CSV."""
    bundle = bundle_or_404(edition)
    if bundle.benchmark(framework, benchmark) is None:
        raise Http404
    rows = record.rating_rows(bundle, (framework, benchmark))
    return csv_response([list(record.RATING_COLUMNS), *rows], f"milepost-{edition}-{benchmark}.csv")


@require_safe
def sensitivity_csv(
    request: HttpRequest, edition: str, framework: str, benchmark: str
) -> HttpResponse:
    """Return what would change each computed colour of one benchmark, as CSV."""
    bundle = bundle_or_404(edition)
    if bundle.benchmark(framework, benchmark) is None:
        raise Http404
    rows = record.sensitivity_rows(bundle, framework, benchmark)
    name = f"milepost-{edition}-{benchmark}-sensitivity.csv"
    return csv_response([list(record.SENSITIVITY_COLUMNS), *rows], name)


@require_safe
def quality_csv(request: HttpRequest, edition: str, indicator: str) -> HttpResponse:
    """Return the whole report on the data of an indicator, as CSV."""
    bundle = bundle_or_404(edition)
    report = bundle.quality(indicator)
    if report is None:
        raise Http404
    names = {code: row["names"].get("en", "") for code, row in bundle.areas.items()}
    response = HttpResponse(
        csv_bytes(quality_table(report, names)), content_type="text/csv; charset=utf-8"
    )
    name = f"milepost-{edition}-{indicator}-quality.csv"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_safe
def indicator_csv(request: HttpRequest, edition: str, indicator: str) -> HttpResponse:
    """Return the observations of an indicator that an edition used, as CSV."""
    bundle = bundle_or_404(edition)
    rows = _observations(bundle, indicator)
    header = list(rows[0]) if rows else ["area", "period", "value"]
    table = [header, *([row[name] for name in header] for row in rows)]
    return csv_response(table, f"milepost-{edition}-{indicator}.csv")


@require_safe
def indicator_json(request: HttpRequest, edition: str, indicator: str) -> HttpResponse:
    """Return the definition of an indicator with the observations of an edition, as JSON."""
    bundle = bundle_or_404(edition)
    rows = _observations(bundle, indicator)
    body = {
        "edition": bundle.edition["key"],
        "checksum": bundle.checksum,
        "indicator": bundle.indicators[indicator],
        "observations": rows,
        "aggregates": bundle.aggregates(indicator),
    }
    raw = orjson.dumps(body, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
    return HttpResponse(raw, content_type="application/json")


@require_safe
def place_ratings(request: HttpRequest, edition: str, place: str) -> HttpResponse:
    """Return the ratings of a place as shown, as JSON."""
    bundle = bundle_or_404(edition)
    if bundle.place(place) is None:
        raise Http404
    raw = orjson.dumps(ratings_of_place(bundle, place), option=orjson.OPT_APPEND_NEWLINE)
    return HttpResponse(raw, content_type="application/json")


def _observations(bundle: Bundle, indicator: str) -> list[Json]:
    if indicator not in bundle.indicators:
        raise Http404
    table = bundle.observations_table(indicator)
    rows: list[Json] = [] if table is None else table.to_pylist()
    return rows


@require_safe
def find_index(request: HttpRequest, edition: str, part: str) -> HttpResponse:
    """Return one part of the index that a site as files searches: titles and folded words."""
    bundle = bundle_or_404(edition)
    if part not in finding.PARTS:
        raise Http404
    rows = [
        {"title": row["title"], "words": row["words"]}
        for row in finding.entries_of(bundle, part, language_now())
    ]
    return HttpResponse(orjson.dumps(rows), content_type="application/json")


@require_safe
def trace_json(request: HttpRequest, edition: str, framework: str, benchmark: str) -> HttpResponse:
    """Return the definition of a benchmark with its ratings and their workings, as JSON."""
    bundle = bundle_or_404(edition)
    definition = bundle.benchmark(framework, benchmark)
    if definition is None:
        raise Http404
    body = {
        "edition": bundle.edition,
        "checksum": bundle.checksum,
        "benchmark": definition,
        "ratings": bundle.ratings_for_benchmark(framework, benchmark),
        "traces": bundle.traces(framework, benchmark),
        "assessments": bundle.assessments(framework, benchmark),
        "second_rounds": bundle.second_rounds(framework, benchmark),
        "replies": bundle.replies(framework, benchmark),
    }
    raw = orjson.dumps(body, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
    return HttpResponse(raw, content_type="application/json")


def csv_response(rows: list[list[Any]], name: str) -> HttpResponse:
    """Return rows as a CSV file; cells that a spreadsheet would run as a formula are quoted."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerows([[inert(cell) for cell in row] for row in rows])
    response = HttpResponse(stream.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
