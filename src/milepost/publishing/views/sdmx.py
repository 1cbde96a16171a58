"""SDMX 3.0 REST (a subset) under ``/sdmx/v2/``: structures and data of published editions."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milepost.indicators.sdmx.writing import Row, write_csv, write_xml
from milepost.kernel.rates import Rate, address_of_reader, count_request
from milepost.publishing.exports.cube import AGENCY, Cube, code_of
from milepost.publishing.exports.cubes import KINDS, kept_cube
from milepost.publishing.exports.files import (
    SDMX_CSV,
    SDMX_JSON,
    SDMX_STRUCTURE_JSON,
    SDMX_STRUCTURE_XML,
    SDMX_XML,
)
from milepost.publishing.exports.sdmx_available import available_json, available_xml
from milepost.publishing.exports.sdmx_json import FLAT, data_json
from milepost.publishing.exports.sdmx_query import (
    DataQuery,
    QueryRefusedError,
    artefacts_of,
    available,
    check_maintained,
    is_version,
    read_query,
    select_rows,
)
from milepost.publishing.exports.sdmx_structure import (
    Selection,
    structure_json,
    structure_xml,
)
from milepost.publishing.library import get_library

_DATA: Final = {
    "csv": SDMX_CSV,
    "json": SDMX_JSON,
    "xml": SDMX_XML,
    "xml-2.1": "application/vnd.sdmx.structurespecificdata+xml; version=2.1",
}
_STRUCTURE: Final = {
    "json": SDMX_STRUCTURE_JSON,
    "xml": SDMX_STRUCTURE_XML,
    "xml-2.1": "application/vnd.sdmx.structure+xml; version=2.1",
}
_ANY_ORIGIN: Final = "*"
"""Everything here is public, so that any page may read it."""


def _refuse_haste(rate: Rate) -> None:
    if rate.is_exceeded:
        waiting = _("Wait %(seconds)s seconds, then ask again.")
        raise QueryRefusedError(429, waiting % {"seconds": rate.seconds})


def _answered(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Turn a refusal into an answer, and open what is public to other pages.

    Requests count towards the same limit a minute as those of the API.
    """

    def answer(request: HttpRequest, **keys: str) -> HttpResponseBase:
        rate = count_request(address_of_reader(request))
        try:
            _refuse_haste(rate)
            response = view(request, **keys)
        except QueryRefusedError as refused:
            body = orjson.dumps(
                {"errors": [{"code": refused.status, "title": refused.what}]},
                option=orjson.OPT_APPEND_NEWLINE,
            )
            response = HttpResponse(body, status=refused.status, content_type="application/json")
        rate.write(response)
        response["Access-Control-Allow-Origin"] = _ANY_ORIGIN
        response["Vary"] = "Accept"
        return response

    return answer


@require_safe
@_answered
def structure(
    request: HttpRequest, kind: str, agency: str = "*", name: str = "*", version: str = "~"
) -> HttpResponseBase:
    """Answer with structures: ``/structure/dataflow/MILEPOST/RATINGS_2019/~``."""
    artefacts = artefacts_of(kind)
    check_maintained(agency, version, kind)
    cubes = _all_cubes()
    form = _form(request, _STRUCTURE, "json")
    only = "" if name in {"*", "all"} else name
    references = request.GET.get("references", "none")
    if references not in {"none", "all", "children", "descendants"}:
        text = _("References are “none”, “children”, “descendants” or “all”, not “%(name)s”.")
        raise QueryRefusedError(501, text % {"name": references})
    selection = Selection(cubes, artefacts, only)
    if only and references != "none":
        chosen = [cube for cube in cubes if cube.id == only]
        selection = Selection(chosen) if chosen else selection
    elif references != "none":
        selection = Selection(cubes)
    if form == "json":
        body = structure_json(selection)
        is_empty = b'"data":{}' in body
    else:
        body = structure_xml(selection, "2.1" if form == "xml-2.1" else "3.0")
        is_empty = b"<mes:Structures>\n</mes:Structures>" in body
    if is_empty:
        raise QueryRefusedError(404, _("There is no such structure."))
    return HttpResponse(body, content_type=_STRUCTURE[form])


@require_safe
@_answered
def data(
    request: HttpRequest, agency: str, name: str, version: str = "~", key: str = "*"
) -> HttpResponseBase:
    """Answer with data: ``/data/dataflow/MILEPOST/RATINGS_2019/~/*.*.646?c[REASON]=stale``."""
    cube = _cube(agency, name, version)
    query = read_query(cube, key, _asked(request))
    form = _form(request, _DATA, "csv")
    rows = _some(select_rows(cube, query))
    if form == "csv":
        return _stream(write_csv(cube.outgoing(rows)), _DATA[form], f"{cube.id}.csv")
    if form == "json":
        return HttpResponse(data_json(cube, rows, query.at), content_type=_DATA[form])
    if query.at == FLAT:
        raise QueryRefusedError(
            501, _("SDMX-ML is given by series; ask for SDMX-JSON or SDMX-CSV.")
        )
    blocks = write_xml(cube.outgoing(rows), "2.1" if form == "xml-2.1" else "3.0")
    return _stream(blocks, _DATA[form], f"{cube.id}.xml")


def _some(rows: Iterator[Row]) -> Iterator[Row]:
    """Return the rows again. Raises ``QueryRefusedError`` (404), as the standard says, for none."""
    first = next(rows, None)
    if first is None:
        raise QueryRefusedError(404, _("There are no data for this question."))
    return chain([first], rows)


@require_safe
@_answered
def availability(
    request: HttpRequest, agency: str, name: str, version: str = "~", key: str = "*"
) -> HttpResponseBase:
    """Answer with the codes that data have, as a constraint."""
    cube = _cube(agency, name, version)
    query: DataQuery = read_query(cube, key, _asked(request))
    form = _form(request, _STRUCTURE, "json")
    codes = available(cube, select_rows(cube, query))
    if form == "json":
        body = available_json(cube, codes)
    else:
        body = available_xml(cube, codes, "2.1" if form == "xml-2.1" else "3.0")
    return HttpResponse(body, content_type=_STRUCTURE[form])


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in request.GET}


def _all_cubes() -> list[Cube]:
    found = [kept_cube(bundle, kind) for bundle in get_library().editions() for kind in KINDS]
    return [cube for cube in found if cube is not None]


def _cube(agency: str, name: str, version: str) -> Cube:
    """Return a published data set. Raises ``QueryRefusedError`` (404)."""
    kind, _line, edition = name.partition("_")
    if agency not in {AGENCY, "*"} or not is_version(version) or kind not in KINDS:
        raise QueryRefusedError(404, _("There is no data set “%(name)s”.") % {"name": name})
    for bundle in get_library().editions():
        if code_of(bundle.key) == edition and (found := kept_cube(bundle, kind)) is not None:
            return found
    raise QueryRefusedError(404, _("There is no data set “%(name)s”.") % {"name": name})


def _form(request: HttpRequest, forms: dict[str, str], usual: str) -> str:
    """Return the form that is asked for, by ``format`` or by the header Accept."""
    stated = request.GET.get("format")
    if stated is not None:
        if stated not in forms:
            text = _("There is no format “%(name)s”; there are: %(known)s.")
            raise QueryRefusedError(406, text % {"name": stated, "known": ", ".join(forms)})
        return stated
    accepted = request.headers.get("Accept", "*/*").lower()
    for part in accepted.split(","):
        media, _semicolon, rest = part.strip().partition(";")
        if media in {"*/*", "application/*", "", "text/html"}:
            return usual
        for form, media_type in forms.items():
            base = media_type.partition(";")[0]
            short = {"csv": "text/csv", "json": "application/json", "xml": "application/xml"}
            is_old = "2.1" in rest
            if media in {base, short.get(form, "")} and is_old == (form == "xml-2.1"):
                return form
    raise QueryRefusedError(406, _("None of the accepted formats is given here."))


def _stream(blocks: Iterable[bytes], media_type: str, name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(blocks, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
