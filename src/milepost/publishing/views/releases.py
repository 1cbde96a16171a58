"""Building and publishing the release of a closed edition."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from milepost.accounts.selectors import get_actor
from milepost.kernel.actors import require
from milepost.kernel.errors import NotFound
from milepost.kernel.pages import tell
from milepost.publishing.selectors import list_releases
from milepost.publishing.services import build_release, publish_release
from milepost.reviews.selectors import list_editions


@login_required
@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """List the editions with what may be built or published of each."""
    require(get_actor(request), "publishing.build_release")
    return render(request, "publishing/release_list.html", {"editions": _rows()})


def _rows() -> list[dict[str, Any]]:
    newest = {row["edition"]: row for row in list_releases()}
    return [
        {
            "key": edition["key"],
            "title": edition["title"],
            "is_closed": edition["state"] == "closed",
            "release": newest.get(edition["key"]),
        }
        for edition in reversed(list_editions())
    ]


@login_required
@require_POST
def release_build(request: HttpRequest, key: str) -> HttpResponse:
    """Freeze a closed edition into a bundle that was checked."""
    actor = get_actor(request)
    require(actor, "publishing.build_release")
    return _write(request, lambda: build_release(actor, key), _("The bundle is built and checked."))


@login_required
@require_POST
def release_publish(request: HttpRequest, key: str) -> HttpResponse:
    """Serve the newest bundle of an edition."""
    actor = get_actor(request)
    require(actor, "publishing.publish_release")
    return _write(request, lambda: publish_release(actor, key), _("The edition is published."))


def _write(request: HttpRequest, write: Callable[[], object], done: str) -> HttpResponse:
    try:
        tell(request, write, done)
    except NotFound as missing:
        raise Http404(str(missing)) from missing
    return redirect("release-list")
