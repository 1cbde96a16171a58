"""Corridors of an edition: the list with the three averages, one corridor, and the file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from milepost.publishing.corridors.reading import has_corridors
from milepost.publishing.pages import corridors as pages
from milepost.publishing.views.files import csv_response
from milepost.publishing.views.response import bundle_or_404, found, is_as_file, language_now, show


@require_safe
def corridor_list(request: HttpRequest, edition: str) -> HttpResponse:
    """Show the averages and the corridors; ``?a=`` and ``?b=`` choose the ends."""
    bundle = bundle_or_404(edition)
    residence, origin = (request.GET.get(name, "")[:40] for name in ("a", "b"))
    # A page in a site as files has no form to find the others with, once one end is chosen.
    most = None if residence and is_as_file(request) else pages.MOST_LISTED
    context = pages.corridors_page(bundle, residence, origin, language_now(), most=most)
    return show(request, bundle, "corridors", context, "corridors")


@require_safe
def corridor(request: HttpRequest, edition: str, residence: str, origin: str) -> HttpResponse:
    """Show one corridor."""
    bundle = bundle_or_404(edition)
    context = found(pages.corridor_page(bundle, residence, origin, language_now()))
    return show(request, bundle, "corridor", context, "corridors")


@require_safe
def corridors_csv(request: HttpRequest, edition: str) -> HttpResponse:
    """Return the averages of every corridor and period as CSV."""
    bundle = bundle_or_404(edition)
    if not has_corridors(bundle):
        raise Http404
    rows = pages.average_rows(bundle)
    return csv_response([list(pages.COLUMNS), *rows], f"milepost-{edition}-corridors.csv")
