"""The feed of what changed: editions, and colours that moved between them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from milepost.publishing.library import get_library
from milepost.publishing.pages.feed import feed_document
from milepost.publishing.views.response import bundle_or_404, language_now, origin_of

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Return the feed of all editions, the newest first."""
    editions = get_library().editions()
    if not editions:
        raise Http404
    text = feed_document(editions, origin_of(request), language_now())
    return HttpResponse(text, content_type=MEDIA_TYPE)


@require_safe
def edition_feed(request: HttpRequest, edition: str) -> HttpResponse:
    """Return the feed of one edition: its publication and every colour that moved."""
    bundle = bundle_or_404(edition)
    text = feed_document([bundle], origin_of(request), language_now(), is_whole=True)
    return HttpResponse(text, content_type=MEDIA_TYPE)
