"""The edge of the API: what every answer has, whatever view made it or failed to.

Counting requests, problem documents in place of pages, entity tags, packing, and which origins may
read. A public answer follows from the release and the address alone, so that its entity tag is
known before the answer is made.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.text import compress_sequence
from django.utils.translation import override

import milepost
from milepost.api.addresses import PREFIX, TOKEN, WORK, origin_of
from milepost.api.cursors import SHORT
from milepost.api.errors import RateExceeded
from milepost.api.problems import MEDIA_TYPE, problem, problem_of
from milepost.kernel.conditional import accepts_gzip, is_among
from milepost.kernel.rates import Rate, address_of_reader, count_request
from milepost.publishing.library import get_library

SMALLEST_PACKED = 512
REFERENCE = ("docs",)
"""Pages for people below the API's address; they are none of its answers."""
FOR_A_WHILE = "public, max-age=300"
FOR_EVER = "public, max-age=31536000, immutable"
"""An address that names its release is never another answer."""
NEVER_KEPT = "private, no-store"
SHOWN_HEADERS = "ETag, Link, Retry-After, RateLimit, RateLimit-Policy"

Answer = Callable[[HttpRequest], HttpResponseBase]


class ApiEdge:
    """Stands before everything else for addresses of the API, and out of the way of all others."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.languages = frozenset(code for code, _name in settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(PREFIX) or path.removeprefix(PREFIX) in REFERENCE:
            return self.get_response(request)
        try:
            language = request.GET.get("lang", "en")
        except TooManyFieldsSent:
            request.GET = QueryDict()
            return _with_origins(problem(request, 400), request, is_work=path.startswith(WORK))
        with override(language if language in self.languages else "en"):
            return self._answer(request, is_work=path.startswith(WORK))

    def _answer(self, request: HttpRequest, *, is_work: bool) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _with_origins(HttpResponse(status=204), request, is_work=is_work)
        rate = count_request(address_of_reader(request))
        response = self._counted(request, rate, is_work=is_work)
        rate.write(response)
        return _with_origins(response, request, is_work=is_work)

    def _counted(self, request: HttpRequest, rate: Rate, *, is_work: bool) -> HttpResponseBase:
        if rate.is_exceeded:
            return problem_of(request, RateExceeded(count=rate.limit, seconds=rate.seconds))
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        if is_work or request.method != "GET":
            response = _as_problem(request, self.get_response(request))
            response.headers["Cache-Control"] = NEVER_KEPT
        else:
            response = self._public(request)
        if is_head and isinstance(response, HttpResponse):
            response.content = b""
        return response

    def _public(self, request: HttpRequest) -> HttpResponseBase:
        packed = accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        etag, keep = validator(request, is_packed=packed)
        asked = request.META.get("HTTP_IF_NONE_MATCH", "")
        if asked.strip() != "*" and is_among(etag, asked):
            return _marked(HttpResponseNotModified(), etag, keep)
        response = _as_problem(request, self.get_response(request))
        if response.status_code != 200:
            response.headers["Cache-Control"] = "no-cache"
            return response
        if asked:
            response = HttpResponseNotModified() if asked.strip() == "*" else response
        if packed and response.status_code == 200:
            _pack(response)
        return _marked(response, etag, keep)


def validator(request: HttpRequest, *, is_packed: bool) -> tuple[str, str]:
    """Return the entity tag of a public answer, and how long the answer may be kept."""
    library = get_library()
    parts = request.path_info.removeprefix(PREFIX).split("/")
    version, keep = library.version, FOR_A_WHILE
    if parts[0] == "editions" and len(parts) > 2:
        bundle = library.find(parts[1])
        version = bundle.checksum if bundle else version
        if bundle and request.GET.get("release") == bundle.checksum[:SHORT]:
            keep = FOR_EVER
    whole = request.get_full_path()
    text = "\n".join((milepost.__version__, version, origin_of(request), whole))
    tag = hashlib.sha256(text.encode()).hexdigest()[:24]
    return (f'"{tag}-gz"' if is_packed else f'"{tag}"'), keep


def _marked(response: HttpResponseBase, etag: str, keep: str) -> HttpResponseBase:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = keep
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _pack(response: HttpResponseBase) -> None:
    if isinstance(response, StreamingHttpResponse):
        parts: Iterable[bytes] = response.streaming_content  # type: ignore[assignment]
        response.streaming_content = compress_sequence(parts)
    elif isinstance(response, HttpResponse) and len(response.content) >= SMALLEST_PACKED:
        # Level 1: a page of ten thousand rows is packed in a third of the time, a tenth larger.
        response.content = gzip.compress(response.content, 1, mtime=0)
        response.headers["Content-Length"] = str(len(response.content))
    else:
        return
    response.headers["Content-Encoding"] = "gzip"


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return the answer, or a problem document where it is a page about an error."""
    status = response.status_code
    if status < 400 or response.get("Content-Type", "").startswith(MEDIA_TYPE):
        return response
    told = problem(request, status)
    if response.has_header("Allow"):
        told.headers["Allow"] = ", ".join(sorted({*response["Allow"].split(", "), "OPTIONS"}))
    return told


def _with_origins(
    response: HttpResponseBase, request: HttpRequest, *, is_work: bool
) -> HttpResponseBase:
    """Let pages of every origin read what is public, and no page do anything else."""
    if not is_work:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = SHOWN_HEADERS
        # The public part is read by scripts of other sites, which this header would forbid.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        is_read = not is_work or request.path_info == TOKEN
        allowed = "GET, HEAD, OPTIONS" if is_read else "POST, OPTIONS"
        response.headers["Allow"] = allowed
        if not is_work:
            response.headers["Access-Control-Allow-Methods"] = allowed
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match, Accept"
            response.headers["Access-Control-Max-Age"] = "86400"
    return response
