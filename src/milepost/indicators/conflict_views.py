"""The page on which somebody decides between two sources, with the reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from milepost.accounts.selectors import get_actor
from milepost.indicators.forms import ConflictForm
from milepost.indicators.selectors import get_indicator
from milepost.indicators.source_conflicts import Entry, record_conflict
from milepost.indicators.views import for_stewards
from milepost.kernel.actors import require
from milepost.kernel.errors import BadInput


@for_stewards
@require_http_methods(["GET", "HEAD", "POST"])
def conflict_decide(request: HttpRequest, indicator: str) -> HttpResponse:
    """Take what two sources say, the choice and its reason; the address may fill the form in."""
    actor = get_actor(request)
    require(actor, "indicators.import_data")
    definition = get_indicator(indicator)
    if request.method != "POST":
        form = ConflictForm(initial=request.GET.dict())
        return _page(request, definition, form, 200)
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return _page(request, definition, form, 422)
    language = get_language() or "en"
    entry = Entry(indicator=indicator, **{**form.cleaned_data, "language": language})
    try:
        outcome = record_conflict(actor, entry)
    except BadInput as error:
        for finding in error.findings:
            form.add_error(finding.column or None, f"{finding.what} {finding.remedy}")
        return _page(request, definition, form, 422)
    if outcome == "unchanged":
        messages.info(request, _("This was decided so already; nothing changed."))
    else:
        messages.success(request, _("The decision is kept, and both statements with it."))
    return redirect("work-quality", indicator=indicator)


def _page(
    request: HttpRequest, definition: dict[str, object], form: ConflictForm, status: int
) -> HttpResponse:
    context = {"indicator": definition, "form": form}
    return render(request, "indicators/conflict_decide.html", context, status=status)
