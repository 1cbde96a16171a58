"""The pages of the surveys of an edition."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from milepost.publishing.pages import surveys
from milepost.publishing.views.files import csv_response
from milepost.publishing.views.response import bundle_or_404, found, show


@require_safe
def survey_list(request: HttpRequest, edition: str) -> HttpResponse:
    """Show the surveys of an edition, or that it has none."""
    bundle = bundle_or_404(edition)
    return show(request, bundle, "surveys", surveys.surveys_page(bundle), "surveys")


@require_safe
def survey(request: HttpRequest, edition: str, survey: str) -> HttpResponse:
    """Show one survey: its tables and who answered."""
    bundle = bundle_or_404(edition)
    return show(request, bundle, "survey", found(surveys.survey_page(bundle, survey)), "surveys")


@require_safe
def table(request: HttpRequest, edition: str, survey: str, question: str) -> HttpResponse:
    """Show the table of one question."""
    bundle = bundle_or_404(edition)
    context = found(surveys.table_page(bundle, survey, question))
    return show(request, bundle, "survey_table", context, "surveys")


@require_safe
def figure(
    request: HttpRequest, edition: str, survey: str, question: str, stratum: str, option: str
) -> HttpResponse:
    """Show how one figure came about."""
    bundle = bundle_or_404(edition)
    context = found(surveys.figure_page(bundle, survey, question, stratum, option))
    return show(request, bundle, "survey_figure", context, "surveys")


@require_safe
def table_csv(request: HttpRequest, edition: str, survey: str, question: str) -> HttpResponse:
    """Return the table of one question as CSV."""
    bundle = bundle_or_404(edition)
    rows = surveys.table_rows(bundle, survey, question)
    if rows is None:
        raise Http404
    return csv_response(rows, f"milepost-{edition}-{survey}-{question}.csv")
