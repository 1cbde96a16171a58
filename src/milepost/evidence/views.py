"""Pages of sources: the list, one source with its level, and who read what is confidential."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from milepost.accounts.selectors import get_actor, list_organisations
from milepost.accounts.views import for_members
from milepost.accounts.wording import ROLES
from milepost.evidence.forms import ProtectionForm, protection_initial
from milepost.evidence.protection import ORGANISATION
from milepost.evidence.reading import list_readings
from milepost.evidence.selectors import get_source, list_sources_with_use
from milepost.evidence.services import protect_source
from milepost.evidence.wording import HOW, LEVELS, WHO_SEES
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import MilepostError, NotFound


@for_members
@never_cache
@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """List the sources that the reader may see."""
    actor = get_actor(request)
    require(actor, "evidence.view_sources")
    rows = [row | {"level_name": LEVELS[row["level"]]} for row in list_sources_with_use(actor)]
    context = {"sources": rows, "may_view_readings": may(actor, "evidence.view_readings")}
    return render(request, "evidence/source_list.html", context)


@for_members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def source_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one source; say who may see it."""
    actor = get_actor(request)
    require(actor, "evidence.view_sources")
    if request.method == "POST":
        require(actor, "evidence.protect_source")
    source = get_source(actor, key)
    initial = protection_initial(source["level"], source["readers"])
    form = ProtectionForm(
        request.POST or None,
        initial=initial,
        organisations=list_organisations(actor) if may(actor, "evidence.protect_source") else (),
    )
    if request.method == "POST" and form.is_valid() and _kept(request, key, form):
        return redirect("source-list")
    may_protect = may(actor, "evidence.protect_source")
    context = {
        "source": source,
        "level_name": LEVELS[source["level"]],
        "who_sees": WHO_SEES[source["level"]],
        "readers": _worded(actor, source["readers"]),
        "form": form if may_protect else None,
        "readings": _readings(request, key) if may(actor, "evidence.view_readings") else [],
    }
    status = 422 if form.errors else 200
    return render(request, "evidence/source_detail.html", context, status=status)


def _worded(actor: Actor, readers: str) -> str:
    """Return who is named: roles, an organisation or an edition."""
    kind, colon, key = readers.partition(":")
    if not colon:
        return ", ".join(str(ROLES[role]) for role in readers.split())
    if kind != ORGANISATION:
        return key
    names = {row["uuid"]: row["name"] for row in list_organisations(actor, with_merged=True)}
    return str(names.get(key, key))


def _kept(request: HttpRequest, key: str, form: ProtectionForm) -> bool:
    """Set the level, or put what the service refuses on the form."""
    reason = form.cleaned_data["reason"]
    try:
        protect_source(get_actor(request), key, form.protection(), reason=reason)
    except NotFound:
        raise
    except MilepostError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The level is set. Bundles that were published stay as they are."))
    return True


@for_members
@never_cache
@require_safe
def reading_list(request: HttpRequest) -> HttpResponse:
    """Show who read confidential sources, the newest first."""
    return render(request, "evidence/reading_list.html", {"readings": _readings(request)})


def _readings(request: HttpRequest, key: str = "") -> list[dict[str, object]]:
    rows = list_readings(get_actor(request), key)
    return [row | {"how_name": HOW.get(row["how"], row["how"])} for row in rows]
