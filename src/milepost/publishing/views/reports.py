"""The reports of an edition as files."""

from csp.decorators import csp_replace
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from milepost.publishing.report.forms import FORMS, media_type
from milepost.publishing.report.html import style_hash
from milepost.publishing.report_shelf import made_report, scope_named
from milepost.publishing.views.response import bundle_or_404, language_now


@csp_replace({"style-src": [style_hash()], "img-src": ["data:"]})  # type: ignore[arg-type] # views with arguments work
@require_safe
def report_file(request: HttpRequest, edition: str, report: str, form: str) -> HttpResponseBase:
    """Hand out a report of an edition in one form, in the language of the address."""
    bundle = bundle_or_404(edition)
    scope = scope_named(bundle, report, language_now()) if form in FORMS else None
    if scope is None:
        raise Http404
    path = made_report(scope, form)
    name = f"milepost-{edition}-{report}-{scope.language}.{form}"
    # A file and not a page in memory: reports are large, and an editor may publish another text.
    return FileResponse(path.open("rb"), content_type=media_type(form), filename=name)
