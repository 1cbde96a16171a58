"""One address rendered to bytes as a stranger sees it, without a server, session or database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import translation

from milepost.publishing.static_site.linking import ORIGIN

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'"
)
"""The content policy of every page; who may frame it cannot be said in a page."""
MOST_PARTS: Final = 10_000
"""Parts of pages that one process keeps."""


@dataclass(frozen=True, slots=True)
class StaticSite:
    """What templates may ask about the site that a page is written for."""

    files: Mapping[str, str]
    languages: tuple[str, ...]
    policy: str = POLICY
    parts: dict[tuple[object, ...], str] = field(default_factory=dict, compare=False)

    def keep(self, key: tuple[object, ...], part: str) -> None:
        """Keep a part of a page for the pages that follow; all are let go when there are many."""
        if len(self.parts) >= MOST_PARTS:
            self.parts.clear()
        self.parts[key] = part

    def holds(self, address: str) -> bool:
        """Whether the site has a file for an address."""
        return address.partition("#")[0] in self.files


class StaticRequest(HttpRequest):
    """A stranger's request for a page of the site; ``static_site`` marks it for templates."""

    def __init__(self, address: str, site: StaticSite) -> None:
        super().__init__()
        path, _question, query = address.partition("?")
        self.method = "GET"
        self.path = self.path_info = path
        self.META = {"REQUEST_METHOD": "GET", "QUERY_STRING": query}
        self.GET = QueryDict(query)
        self.static_site = site

    def get_host(self) -> str:
        """Return the name that stands for the site's until its links are rewritten."""
        return ORIGIN.partition("//")[2]


def render_address(address: str, language: str, site: StaticSite) -> HttpResponseBase:
    """Return the answer of the view behind an address, in a language."""
    with translation.override(language):
        request = StaticRequest(address, site)
        match = resolve(request.path_info)
        request.resolver_match = match
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return response


def content_of(response: HttpResponseBase) -> bytes:
    """Return the whole body of an answer, also of one that streams."""
    if isinstance(response, StreamingHttpResponse):
        try:
            return response.getvalue()
        finally:
            # ``response.close()`` would also tell the database that a request has ended, and
            # nobody made one; so only the file is closed.
            opened = getattr(response, "file_to_stream", None)
            if opened is not None:
                opened.close()
    assert isinstance(response, HttpResponse)  # noqa: S101 -- there is no third kind
    return bytes(response.content)
