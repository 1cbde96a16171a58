"""The public part of the API: it reads published releases, and nothing else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

import milepost
from milepost.api import rated, shapes, structure
from milepost.api.addresses import address_of
from milepost.api.asked import (
    answer,
    around,
    ask,
    licence_of,
    members_of,
    one_page,
    require_known,
    sources_of,
)
from milepost.api.paging import ONE, REFUSALS, page
from milepost.api.parameters import (
    Paged,
    PlaceFilters,
    RatingFilters,
    ReplyFilters,
    SearchFilters,
    Worded,
)
from milepost.api.refusing import only_known
from milepost.api.searching import search
from milepost.kernel.errors import NotFound
from milepost.kernel.instance import instance_facts
from milepost.publishing.library import get_library
from milepost.publishing.pages.overview import is_country

Json = dict[str, Any]
router = Router()


@router.get(
    "",
    response={200: shapes.Entry} | REFUSALS,
    operation_id="entry",
    url_name="api-entry",
    tags=["Editions"],
    summary="Where to begin",
)
@only_known
def entry(request: HttpRequest, given: Query[Worded]) -> HttpResponse:
    """The name of the instance and the addresses that lead on."""
    links = {
        "editions": address_of(request, "editions"),
        "latest": address_of(request, "editions", "latest"),
        "reference": address_of(request, "docs"),
        "openapi": address_of(request, "openapi.json"),
    }
    name = instance_facts().name
    return answer({"name": name, "version": milepost.__version__, "links": links})


@router.get(
    "editions",
    response={200: shapes.Editions} | REFUSALS,
    operation_id="list_editions",
    url_name="api-editions",
    tags=["Editions"],
    summary="Published editions",
)
@only_known
def list_editions(request: HttpRequest, given: Query[Worded]) -> HttpResponse:
    """Every published edition, oldest first, with its release."""
    library = get_library()
    rows = [
        structure.edition_row(request, bundle, given.lang.value) for bundle in library.editions()
    ]
    return answer({"data": rows, "licence": licence_of(library.newest())})


@router.get(
    ONE,
    response={200: shapes.EditionAnswer} | REFUSALS,
    operation_id="get_edition",
    url_name="api-edition",
    tags=["Editions"],
    summary="One edition",
)
@only_known
def get_edition(request: HttpRequest, edition: str, given: Query[Worded]) -> HttpResponse:
    """One published edition; `latest` is the newest."""
    asked = ask(request, edition, given)
    row = structure.edition_row(request, asked.bundle, asked.language)
    return answer(around(asked) | {"data": row})


@router.get(
    f"{ONE}/frameworks",
    response={200: shapes.Frameworks} | REFUSALS,
    operation_id="list_frameworks",
    url_name="api-frameworks",
    tags=["What was promised"],
    summary="Frameworks",
)
@only_known
def list_frameworks(request: HttpRequest, edition: str, given: Query[Paged]) -> HttpResponse:
    """The frameworks that the edition rates."""
    asked = ask(request, edition, given)
    keys = list(asked.bundle.frameworks)
    sources = [row for key in keys for row in structure.framework_sources(asked.bundle, key)]
    return page(asked, keys, lambda key: structure.framework_row(asked, key), sources)


@router.get(
    f"{ONE}/frameworks/{{framework}}",
    response={200: shapes.FrameworkAnswer} | REFUSALS,
    operation_id="get_framework",
    url_name="api-framework",
    tags=["What was promised"],
    summary="One framework with its goals and benchmarks",
)
@only_known
def get_framework(
    request: HttpRequest, edition: str, framework: str, given: Query[Worded]
) -> HttpResponse:
    """The tree of a framework: themes, goals, recommendations, benchmarks."""
    asked = ask(request, edition, given)
    require_known(_("framework"), [framework], asked.bundle.frameworks)
    sources = structure.framework_sources(asked.bundle, framework)
    return answer(around(asked, sources) | {"data": structure.framework_tree(asked, framework)})


@router.get(
    f"{ONE}/mappings",
    response={200: shapes.Mappings} | REFUSALS,
    operation_id="list_mappings",
    url_name="api-mappings",
    tags=["What was promised"],
    summary="Mappings between frameworks",
)
@only_known
def list_mappings(request: HttpRequest, edition: str, given: Query[Paged]) -> HttpResponse:
    """The crosswalks: which node of one framework is near which node of another."""
    asked = ask(request, edition, given)
    rows = asked.bundle.crosswalks
    return page(asked, rows, lambda row: structure.mapping_row(row, asked.language))


@router.get(
    f"{ONE}/places",
    response={200: shapes.Places} | REFUSALS,
    operation_id="list_places",
    url_name="api-places",
    tags=["Places"],
    summary="Countries, areas and groups",
)
@only_known
def list_places(request: HttpRequest, edition: str, given: Query[PlaceFilters]) -> HttpResponse:
    """Every place of the edition by code, with the members of each group on its day."""
    asked = ask(request, edition, given)
    codes = structure.place_codes(asked.bundle)
    if given.group:
        members = frozenset(members_of(asked.bundle, given.group))
        codes = [code for code in codes if code in members]
    if given.kind:
        wanted = given.kind == "country"
        codes = [code for code in codes if is_country(asked.bundle, code) == wanted]
    return page(asked, codes, lambda code: structure.place_row(asked, code))


@router.get(
    f"{ONE}/places/{{place}}",
    response={200: shapes.PlaceAnswer} | REFUSALS,
    operation_id="get_place",
    url_name="api-place",
    tags=["Places"],
    summary="One place",
)
@only_known
def get_place(request: HttpRequest, edition: str, place: str, given: Query[Worded]) -> HttpResponse:
    """One country, area or group."""
    asked = ask(request, edition, given)
    require_known(_("place"), [place], structure.place_codes(asked.bundle))
    return answer(around(asked) | {"data": structure.place_row(asked, place)})


@router.get(
    f"{ONE}/ratings",
    response={200: shapes.Ratings} | REFUSALS,
    operation_id="list_ratings",
    url_name="api-ratings",
    tags=["What was found"],
    summary="Ratings",
)
@only_known
def list_ratings(request: HttpRequest, edition: str, given: Query[RatingFilters]) -> HttpResponse:
    """Ratings that meet the filters. What has no colour says why."""
    asked = ask(request, edition, given)
    shown, paging = one_page(asked, rated.find_ratings(asked.bundle, given))
    rows = [rated.rating_row(asked, row, with_trace=given.trace) for row in shown]
    sources = sources_of(asked.bundle, (row["indicator"] for row in rows))
    return answer({**around(asked, sources), **paging, "data": rows})


@router.get(
    f"{ONE}/ratings/{{framework}}/{{benchmark}}/{{place}}",
    response={200: shapes.RatingAnswer} | REFUSALS,
    operation_id="get_rating",
    url_name="api-rating",
    tags=["What was found"],
    summary="One rating with its working",
)
@only_known
def get_rating(
    request: HttpRequest,
    edition: str,
    framework: str,
    benchmark: str,
    place: str,
    given: Query[Worded],
) -> HttpResponse:
    """One rating, the working behind it, what people judged and what the government replied."""
    asked = ask(request, edition, given)
    found = asked.bundle.rating(framework, benchmark, place)
    if found is None:
        raise NotFound(what=_("rating"), key=f"{framework} {benchmark} {place}")
    row = rated.rating_row(asked, found, with_trace=True)
    subject = (framework, benchmark, place)
    document = around(asked, sources_of(asked.bundle, [row["indicator"]])) | {
        "data": row,
        "assessments": rated.assessment_rows(asked, subject),
        "reply": rated.reply_row(asked, subject),
    }
    return answer(document)


@router.get(
    f"{ONE}/replies",
    response={200: shapes.Replies} | REFUSALS,
    operation_id="list_replies",
    url_name="api-replies",
    tags=["What was found"],
    summary="Replies of governments",
)
@only_known
def list_replies(request: HttpRequest, edition: str, given: Query[ReplyFilters]) -> HttpResponse:
    """What governments replied to ratings of their country, and which were asked in vain."""
    asked = ask(request, edition, given)
    return page(asked, rated.find_replies(asked, given), lambda row: row)


@router.get(
    f"{ONE}/search",
    response={200: shapes.Hits} | REFUSALS,
    operation_id="search",
    url_name="api-search",
    tags=["Editions"],
    summary="Search by name",
)
@only_known
def find(request: HttpRequest, edition: str, given: Query[SearchFilters]) -> HttpResponse:
    """Frameworks, goals, benchmarks, places and indicators by name, in six languages."""
    asked = ask(request, edition, given)
    hits = search(asked, given)
    return answer({**around(asked), "total": len(hits), "data": hits[: given.limit]})
