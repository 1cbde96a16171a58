"""The public addresses of data and sources: indicators, observations, surveys, practices."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query, Router

from milepost.api import described, observing, shapes_data
from milepost.api.asked import (
    Asked,
    answer,
    around,
    ask,
    members_of,
    require_known,
    sources_of,
    split,
)
from milepost.api.errors import PageUnknown
from milepost.api.paging import ONE, REFUSALS, page
from milepost.api.parameters import (
    ObservationFilters,
    Paged,
    PracticeFilters,
    Worded,
)
from milepost.api.practices import find_practices
from milepost.api.refusing import only_known

Json = dict[str, Any]
router = Router()


@router.get(
    f"{ONE}/indicators",
    response={200: shapes_data.Indicators} | REFUSALS,
    operation_id="list_indicators",
    url_name="api-indicators",
    tags=["Data"],
    summary="Indicators",
)
@only_known
def list_indicators(request: HttpRequest, edition: str, given: Query[Paged]) -> HttpResponse:
    """Indicators with the vintages of data that the edition used."""
    asked = ask(request, edition, given)
    keys = sorted(asked.bundle.indicators)
    sources = sources_of(asked.bundle, keys)
    return page(asked, keys, lambda key: described.indicator_row(asked, key), sources)


@router.get(
    f"{ONE}/indicators/{{indicator}}",
    response={200: shapes_data.IndicatorAnswer} | REFUSALS,
    operation_id="get_indicator",
    url_name="api-indicator",
    tags=["Data"],
    summary="One indicator",
)
@only_known
def get_indicator(
    request: HttpRequest, edition: str, indicator: str, given: Query[Worded]
) -> HttpResponse:
    """The definition of an indicator, its metadata and its vintages."""
    asked = ask(request, edition, given)
    require_known(_("indicator"), [indicator], asked.bundle.indicators)
    sources = sources_of(asked.bundle, [indicator])
    return answer(around(asked, sources) | {"data": described.indicator_row(asked, indicator)})


@router.get(
    f"{ONE}/indicators/{{indicator}}/groups",
    response={200: shapes_data.GroupValues} | REFUSALS,
    operation_id="list_group_values",
    url_name="api-group-values",
    tags=["Data"],
    summary="Values of groups",
)
@only_known
def list_group_values(
    request: HttpRequest, edition: str, indicator: str, given: Query[Paged]
) -> HttpResponse:
    """Values of an indicator rolled up for regions, groups and the world, with coverage."""
    asked = ask(request, edition, given)
    require_known(_("indicator"), [indicator], asked.bundle.indicators)
    rows = asked.bundle.aggregates(indicator)
    sources = sources_of(asked.bundle, [indicator])
    return page(asked, rows, described.group_value_row, sources)


@router.get(
    f"{ONE}/observations",
    response={200: shapes_data.Observations} | REFUSALS,
    operation_id="list_observations",
    url_name="api-observations",
    tags=["Data"],
    summary="Observations",
)
@only_known
def list_observations(
    request: HttpRequest, edition: str, given: Query[ObservationFilters]
) -> HttpResponseBase:
    """Observations that the edition used, by indicator, in pages of JSON or whole as CSV."""
    asked = ask(request, edition, given)
    wanted = _wanted(asked, given)
    begin = _begin(asked, given, wanted)
    if given.format == "csv":
        parts = observing.write_csv(asked.bundle, wanted, begin)
        return StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    chunk = observing.read_page(asked.bundle, wanted, begin, given.limit)
    at = chunk.following
    sources = sources_of(asked.bundle, {row["indicator"] for row in chunk.rows})
    following = asked.following(at.indicator, at.row) if at else None
    return answer({**around(asked, sources), "data": chunk.rows, "next": following})


def _wanted(asked: Asked, given: ObservationFilters) -> observing.Wanted:
    bundle = asked.bundle
    indicators, areas = split(given.indicator), split(given.area)
    require_known(_("indicator"), indicators, bundle.indicators)
    require_known(_("place"), areas, {*bundle.areas, *bundle.groups})
    if given.group:
        members = members_of(bundle, given.group)
        areas = [code for code in members if not areas or code in areas] or ["-"]
    first: date | None = observing.days_of(given.start)[0] if given.start else None
    last: date | None = observing.days_of(given.end)[1] if given.end else None
    return observing.Wanted(
        indicators or sorted(bundle.indicators), areas, first, last, given.breakdown
    )


def _begin(asked: Asked, given: ObservationFilters, wanted: observing.Wanted) -> observing.Position:
    position = asked.walk.position(given.cursor)
    if not position:
        return observing.Position()
    key, row = position[0], position[-1]
    if len(position) != 2 or key not in wanted.indicators or not isinstance(row, int):
        raise PageUnknown
    return observing.Position(str(key), row)


@router.get(
    f"{ONE}/sources",
    response={200: shapes_data.Sources} | REFUSALS,
    operation_id="list_sources",
    url_name="api-sources",
    tags=["Data"],
    summary="Sources",
)
@only_known
def list_sources(request: HttpRequest, edition: str, given: Query[Paged]) -> HttpResponse:
    """Everything that the edition rests on: data, cited documents, the frameworks' own sources."""
    asked = ask(request, edition, given)
    return page(asked, described.source_rows(asked.bundle), lambda row: row)


@router.get(
    f"{ONE}/practices",
    response={200: shapes_data.Practices} | REFUSALS,
    operation_id="list_practices",
    url_name="api-practices",
    tags=["What was found"],
    summary="Practices",
)
@only_known
def list_practices(
    request: HttpRequest, edition: str, given: Query[PracticeFilters]
) -> HttpResponse:
    """Practices that the edition cites, each with the benchmarks and places it was cited for."""
    asked = ask(request, edition, given)
    return page(asked, find_practices(asked, given), lambda row: row)


@router.get(
    f"{ONE}/surveys",
    response={200: shapes_data.Surveys} | REFUSALS,
    operation_id="list_surveys",
    url_name="api-surveys",
    tags=["Data"],
    summary="Surveys",
)
@only_known
def list_surveys(request: HttpRequest, edition: str, given: Query[Paged]) -> HttpResponse:
    """Surveys with published tables."""
    asked = ask(request, edition, given)
    keys = list(asked.bundle.surveys)
    return page(asked, keys, lambda key: described.survey_row(asked, key))


@router.get(
    f"{ONE}/surveys/{{survey}}",
    response={200: shapes_data.SurveyAnswer} | REFUSALS,
    operation_id="get_survey",
    url_name="api-survey",
    tags=["Data"],
    summary="One survey with its tables",
)
@only_known
def get_survey(
    request: HttpRequest, edition: str, survey: str, given: Query[Worded]
) -> HttpResponse:
    """A survey as it was frozen; hidden cells hold no number."""
    asked = ask(request, edition, given)
    require_known(_("survey"), [survey], asked.bundle.surveys)
    found = asked.bundle.surveys[survey]
    return answer(around(asked, described.survey_sources(found)) | {"data": found})
