"""Import pages: list, hand in, mapping, result. They work without JavaScript."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts.selectors import get_actor
from milepost.indicators import services
from milepost.indicators.findings_file import findings_csv, findings_from
from milepost.indicators.forms import (
    MAX_COLUMNS_SHOWN,
    ROLE_NAMES,
    OpeningForm,
    UploadForm,
    mapping_from,
    opening_initial,
)
from milepost.indicators.intake import MAX_BYTES
from milepost.indicators.mapping import Mapping
from milepost.indicators.messages import file_too_large
from milepost.indicators.preview import Preview, preview_upload
from milepost.indicators.selectors import (
    find_vintage,
    get_mapping,
    get_upload,
    list_uploads,
    list_vintages,
)
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, MilepostError
from milepost.kernel.findings import has_errors

MAX_LISTED: Final = 500
MAX_FINDINGS_SHOWN: Final = 500

View = Callable[..., HttpResponse]


def for_stewards(view: View) -> View:
    """Let those through who may see imports; strangers are asked to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(get_actor(request), "indicators.view_imports")
        return view(request, **kwargs)

    return login_required(guarded)


@for_stewards
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """List vintages and refused files, the newest first."""
    actor = get_actor(request)
    vintages = sorted(
        list_vintages(with_withdrawn=True), key=lambda row: row["accepted_at"], reverse=True
    )
    context = {
        "vintages": vintages[:MAX_LISTED],
        "pending": list_uploads(actor, status="pending")[:MAX_LISTED],
        "rejected": list_uploads(actor)[:MAX_LISTED],
    }
    return render(request, "indicators/import_list.html", context)


@for_stewards
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file with its provenance, keep it and go on to the mapping."""
    form = UploadForm(request.POST or None, request.FILES or None)
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("import-mapping", key=_receive(get_actor(request), form))
        except BadInput as error:
            findings = list(error.findings)
    status = 422 if findings or (request.method == "POST") else 200
    context = {"form": form, "findings": findings}
    return render(request, "indicators/import_new.html", context, status=status)


def _receive(actor: Actor, form: UploadForm) -> str:
    """Keep the file of a valid form and return its uuid."""
    data = form.cleaned_data
    file = data["file"]
    if file.size > MAX_BYTES:
        raise BadInput([file_too_large(file.size, MAX_BYTES)])
    return services.receive_file(
        actor,
        data["indicator"],
        file.read(),
        file_name=file.name,
        provenance=form.provenance(),
        mapping=get_mapping(data["mapping"]) if data["mapping"] else None,
    )


@for_stewards
@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how a kept file is understood; change that; import it."""
    actor = get_actor(request)
    upload = get_upload(actor, str(key))
    if upload["status"] == "accepted":
        return redirect("import-list")
    mapping = Mapping.from_dict(upload["mapping"]) if upload["mapping"] else None
    try:
        preview, problems = preview_upload(actor, str(key), mapping), []
    except BadInput as error:
        preview, problems = None, list(error.findings)
    sheets = preview.sheets if preview else ()
    if request.method == "POST":
        form = OpeningForm(request.POST, sheets=sheets)
        if form.is_valid():
            return _change_mapping(request, str(key), preview, form, mapping or Mapping())
    else:
        shown = preview.mapping if preview else mapping or Mapping()
        form = OpeningForm(initial=opening_initial(shown), sheets=sheets)
    findings = problems or (preview.findings if preview else ())
    context = {
        "upload": upload,
        "preview": preview,
        "columns": _columns(preview),
        "findings": findings,
        "has_errors": has_errors(tuple(findings)),
        "roles": ROLE_NAMES,
        "form": form,
    }
    return render(request, "indicators/import_mapping.html", context)


def _columns(preview: Preview | None) -> list[dict[str, Any]]:
    """Return the columns with the index under which the page sends them back."""
    columns = preview.columns[:MAX_COLUMNS_SHOWN] if preview else ()
    return [{"index": index, "column": column} for index, column in enumerate(columns)]


def _change_mapping(
    request: HttpRequest, key: str, preview: Preview | None, form: OpeningForm, before: Mapping
) -> HttpResponse:
    """Remember the mapping that the page sends; import when that is what was asked for."""
    opening = form.opening()
    shown = preview.mapping if preview else before
    is_same = all(getattr(shown, name) == value for name, value in opening.items())
    if preview is not None and is_same:
        labels = tuple(column.label for column in preview.columns)
        mapping = mapping_from(request.POST, labels, shown)
        mapping = replace(mapping, **form.reading(mapping.area))
    else:
        # Another sheet or header has other columns: roles are suggested anew.
        mapping = Mapping(**opening)
    actor = get_actor(request)
    services.set_upload_mapping(actor, key, mapping)
    if request.POST.get("action") != "import" or not is_same:
        return redirect("import-mapping", key=key)
    return _import(request, key, mapping)


def _import(request: HttpRequest, key: str, mapping: Mapping) -> HttpResponse:
    """Import a kept file and show what came of it."""
    actor = get_actor(request)
    try:
        report = services.import_upload(actor, key)
    except BadInput:
        messages.error(request, _("Nothing was imported. Correct what is named below."))
        return redirect("import-detail", key=key)
    name = request.POST.get("save_as", "").strip()
    if name:
        try:
            services.save_mapping(actor, name, mapping)
        except MilepostError as error:
            messages.error(request, str(error))
    if report.outcome == "unchanged":
        messages.info(request, _("This file was there already; nothing changed."))
    else:
        messages.success(
            request, _("%(count)s observations were accepted.") % {"count": report.rows}
        )
    return redirect("import-detail", key=report.vintage)


@for_stewards
@require_safe
def import_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a vintage, or a kept file with its findings."""
    vintage = find_vintage(str(key))
    if vintage is not None:
        findings = vintage["findings"]
        context = {"vintage": vintage, "findings": findings[:MAX_FINDINGS_SHOWN]}
        return render(request, "indicators/vintage_detail.html", context)
    upload = get_upload(get_actor(request), str(key))
    context = {"upload": upload, "findings": upload["findings"][:MAX_FINDINGS_SHOWN]}
    return render(request, "indicators/upload_detail.html", context)


@for_stewards
@require_POST
def import_status(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw a vintage or accept it again, for a reason."""
    actor = get_actor(request)
    reason = request.POST.get("reason", "")
    change = (
        services.reaccept_vintage
        if request.POST.get("action") == "reaccept"
        else services.withdraw_vintage
    )
    try:
        change(actor, str(key), reason=reason)
    except MilepostError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The state of the vintage was changed."))
    return redirect("import-detail", key=key)


@for_stewards
@require_safe
def import_findings(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand out the findings on a file as CSV."""
    vintage = find_vintage(str(key))
    found = vintage or get_upload(get_actor(request), str(key))
    content = findings_csv(findings_from(found["findings"]))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="findings-{key}.csv"'
    return response
