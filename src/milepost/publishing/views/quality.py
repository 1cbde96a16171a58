"""Working pages of data quality: what the data are like now, before anything is published.

They show the present state with the templates of the public site, for those who look after data.
"""

from typing import Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from milepost.accounts.selectors import get_actor
from milepost.indicators.quality.gathering import get_quality, get_quality_of
from milepost.indicators.quality.table import quality_table
from milepost.indicators.selectors import get_indicator, list_indicators
from milepost.kernel import clock
from milepost.kernel.actors import require
from milepost.kernel.csv_cells import csv_bytes
from milepost.places.selectors import list_areas, list_groups
from milepost.publishing.pages import quality as pages
from milepost.publishing.views.response import language_now

ON_A_PAGE: Final = 20


@login_required
@require_safe
def quality_list(request: HttpRequest) -> HttpResponse:
    """List indicators with what their data ask for, those of one page at a time."""
    actor = get_actor(request)
    require(actor, "indicators.view_imports")
    shown = Paginator(list_indicators(), ON_A_PAGE).get_page(request.GET.get("page"))
    reports = get_quality_of(actor, [row["key"] for row in shown])
    language = language_now()
    lines = [pages.list_line(reports[row["key"]], row, language) for row in shown]
    to_do = [
        {"line": line, "actions": pages.actions_of(reports[line["indicator"]["key"]], language)}
        for line in lines
        if line["asking"]
    ]
    context = {"lines": lines, "to_do": to_do, "shown": shown, "is_work": True}
    return render(request, "publishing/work_quality_list.html", context)


@login_required
@require_safe
def quality(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show the report on the data of one indicator as they are now, and what to do."""
    report = get_quality(get_actor(request), indicator)
    places = {row["code"]: row["names"] for row in [*list_groups(clock.today()), *list_areas()]}
    language = language_now()
    name = pages.name_in(places, language)
    context = pages.quality_report(report, get_indicator(indicator), name, language)
    address = reverse("conflict-decide", args=[indicator])
    for row in context["conflicts"]["rows"]:
        row["href"] = f"{address}?{urlencode(row['decide'])}"
    more = {"is_work": True, "decide_href": address}
    return render(request, "publishing/work_quality.html", {**context, **more})


@login_required
@require_safe
def quality_csv(request: HttpRequest, indicator: str) -> HttpResponse:
    """Return the whole report on the data of an indicator as they are now, as CSV."""
    report = get_quality(get_actor(request), indicator)
    names = {area["code"]: area["names"]["en"] for area in list_areas()}
    response = HttpResponse(
        csv_bytes(quality_table(report, names)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{indicator}-quality.csv"'
    return response
