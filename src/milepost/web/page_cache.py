"""Keeps public pages as bytes: a bundle never changes, so a page of it is made once a process.

The key holds the version of what is published, the path (which holds the language) and the query;
publishing an edition changes the version and so leaves every old page behind.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from milepost.kernel.conditional import accepts_gzip, is_among
from milepost.kernel.instance import instance_facts
from milepost.publishing.library import get_library

MOST_BYTES = 96 * 1024 * 1024
LONGEST_QUERY = 200
SMALLEST_PACKED = 512
CACHE_CONTROL = "public, max-age=300"
PACKABLE = ("text/", "application/json", "image/svg+xml")
WORKSPACE = "work"
NOT_KEPT = frozenset({"content-length", "set-cookie", "vary", "etag", "cache-control"})

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A finished answer: its bytes, the same bytes compressed (or none), and its headers."""

    body: bytes
    packed: bytes | None
    etag: str
    headers: tuple[tuple[str, str], ...]

    @property
    def weight(self) -> int:
        """Bytes of memory, about."""
        return len(self.body) + len(self.packed or b"") + 1024


class Shelf:
    """Pages in the order of their last use, bounded in bytes; safe between threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.weight = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Key) -> Page | None:
        """Return a kept page and mark it as used."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: Page) -> None:
        """Keep a page, and let go of those not used for longest."""
        if page.weight > self.most_bytes // 8:
            return
        with self._lock:
            before = self._pages.pop(key, None)
            self.weight += page.weight - (before.weight if before else 0)
            self._pages[key] = page
            while self.weight > self.most_bytes:
                _key, gone = self._pages.popitem(last=False)
                self.weight -= gone.weight

    def __len__(self) -> int:
        return len(self._pages)


class PageCache:
    """Answers public pages from memory, with a strong entity tag and compressed where asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shelf = Shelf()
        self.languages = frozenset(code for code, _name in settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = self._key(request)
        if key is None:
            return self.get_response(request)
        page = self.shelf.find(key)
        if page is None:
            response = self.get_response(request)
            page = finished(response)
            if page is None:
                return response
            self.shelf.keep(key, page)
        return answer(request, page)

    def _key(self, request: HttpRequest) -> Key | None:
        if request.method not in ("GET", "HEAD"):
            return None
        parts = request.path_info.split("/", 3)
        if len(parts) < 3 or parts[1] not in self.languages or parts[2] == WORKSPACE:
            return None
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            return None
        library = get_library()
        if library.newest() is None:
            return None
        # Pages hold their own full address for sharing; a host that is not allowed is never kept.
        origin = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}"
        return (
            f"{library.releases}:{library.version}:{instance_facts()}",
            origin,
            request.path_info,
            query,
        )


def finished(response: HttpResponse) -> Page | None:
    """Return an answer as a page that may be kept, or None when it is not for everybody."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return None
    if "cookie" in response.get("Vary", "").lower():
        return None
    body = bytes(response.content)
    packable = len(body) >= SMALLEST_PACKED and response["Content-Type"].startswith(PACKABLE)
    return Page(
        body=body,
        packed=gzip.compress(body, 6, mtime=0) if packable else None,
        etag=hashlib.sha256(body).hexdigest()[:24],
        headers=tuple((k, v) for k, v in response.items() if k.lower() not in NOT_KEPT),
    )


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """Return a page as the request wants it: not modified, compressed, or plain."""
    packed = page.packed is not None and accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{page.etag}-gz"' if packed else f'"{page.etag}"'
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    response: HttpResponse
    if asked and is_among(etag, asked):
        response = HttpResponseNotModified()
    else:
        body = page.packed if packed and page.packed is not None else page.body
        response = HttpResponse(body)
        for name, value in page.headers:
            response.headers[name] = value
        response.headers["Content-Length"] = str(len(body))
        if packed:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response
