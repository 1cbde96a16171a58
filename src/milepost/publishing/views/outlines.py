"""Writing reports: the list, an outline, one section beside what the program says, previews."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts.selectors import get_actor
from milepost.kernel.actors import require
from milepost.kernel.errors import BadInput, MilepostError, NotFound
from milepost.kernel.pages import attempt, posted, tell
from milepost.publishing import outlines
from milepost.publishing.forms import AddForm, EditionForm, PartsForm, SectionForm, StartForm
from milepost.publishing.outline_reading import (
    disagreements,
    get_outline,
    is_published,
    list_built_editions,
    list_lenses,
    list_outlines,
    list_versions,
    outline_scope,
    section_rows,
)
from milepost.publishing.report.build import build_report, build_section, title_of
from milepost.publishing.report.faces import forms_for
from milepost.publishing.report.forms import FORMS, media_type, write
from milepost.publishing.report.html import block_lines, style_hash
from milepost.publishing.report.outline import Document, dump_outline, find_section, walk_sections
from milepost.publishing.report.parts import ABOUT, part_choices
from milepost.publishing.report.scope import Scope
from milepost.publishing.views.response import language_now

View = Callable[..., HttpResponse]
PERMISSION = "publishing.write_report"


def _guard(view: View) -> View:
    """Ask for the permission before anything is looked up."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(get_actor(request), PERMISSION)
        try:
            return view(request, **kwargs)
        except NotFound as missing:
            raise Http404(str(missing)) from missing

    return login_required(guarded)


@_guard
@require_http_methods(["GET", "HEAD", "POST"])
def report_list(request: HttpRequest) -> HttpResponse:
    """List the outlines; begin one."""
    actor = get_actor(request)
    editions = list_built_editions()
    form = StartForm(posted(request), editions=editions, frameworks=list_lenses())
    if request.method == "POST" and form.is_valid():
        made: list[str] = []
        asked = {key: value for key, value in form.cleaned_data.items() if key != "edition"}
        edition = form.cleaned_data["edition"]
        if attempt(form, lambda: made.append(outlines.start_outline(actor, edition, asked))):
            return redirect("report-outline", made[0])
    context = {"outlines": list_outlines(actor), "form": form, "has_bundles": bool(editions)}
    status = 422 if form.errors else 200
    return render(request, "publishing/report_list.html", context, status=status)


@_guard
@require_safe
def report_outline(request: HttpRequest, outline: str) -> HttpResponse:
    """Show the sections of an outline, how each text stands, and what no longer agrees."""
    return _outline_page(request, outline)


def _outline_page(
    request: HttpRequest, key: str, add: AddForm | None = None, status: int = 200
) -> HttpResponse:
    actor = get_actor(request)
    found = get_outline(actor, key)
    scope, problem = _scope_or_why(found)
    sections = _choices(scope, found["document"])
    context = {
        "outline": found,
        "problem": problem,
        "rows": [
            {**row, "title": dict(sections).get(row["section"]["key"], row["section"]["key"])}
            for row in section_rows(found, scope)
        ],
        "disagreements": disagreements(found, scope) if scope else [],
        "is_published": bool(scope) and is_published(found, scope) if scope else False,
        "versions": list_versions(actor, key)[:20],
        "languages": [code for code, _name in settings.LANGUAGES],
        "forms": forms_for(language_now()),
        "parts": sorted(ABOUT.items()),
        "add": add or AddForm(None, sections=_top(sections, found["document"])),
        "edition_form": EditionForm(None, editions=list_built_editions(), now=found["edition"]),
    }
    return render(request, "publishing/report_outline.html", context, status=status)


def _scope_or_why(found: dict[str, Any]) -> tuple[Scope | None, str]:
    """Return the scope of an outline in the language of the page, or why there is none."""
    try:
        return outline_scope(found, language_now()), ""
    except BadInput as error:
        return None, " ".join(finding.what for finding in error.findings)
    except MilepostError as error:
        return None, str(error)


def _choices(scope: Scope | None, document: Document) -> list[tuple[str, str]]:
    rows = [row for row, _depth in walk_sections(document["sections"])]
    if scope is None:
        return [(row["key"], row["key"]) for row in rows]
    return [(row["key"], " ".join(part for part in title_of(scope, row) if part)) for row in rows]


def _top(sections: list[tuple[str, str]], document: Document) -> list[tuple[str, str]]:
    top = {row["key"] for row in document["sections"]}
    return [row for row in sections if row[0] in top]


@_guard
@require_POST
def report_add(request: HttpRequest, outline: str) -> HttpResponse:
    """Add a section."""
    actor = get_actor(request)
    found = get_outline(actor, outline)
    scope, _why = _scope_or_why(found)
    top = _top(_choices(scope, found["document"]), found["document"])
    form = AddForm(request.POST, sections=top)
    if form.is_valid():
        data = form.cleaned_data
        parts = data["parts"].replace(",", " ").split()
        if attempt(
            form,
            lambda: outlines.add_section(
                actor,
                outline,
                found["version"],
                section=data["section"],
                parts=parts,
                inside=data["inside"],
            ),
        ):
            messages.success(request, _("The section is added."))
            return redirect("report-outline", outline)
    return _outline_page(request, outline, form, status=422)


@_guard
@require_POST
def report_arrange(request: HttpRequest, outline: str) -> HttpResponse:
    """Move a section up or down, or take it out."""
    actor = get_actor(request)
    section, step = request.POST.get("section", ""), request.POST.get("step", "")
    version = _version(request)
    if step in outlines.STEPS:
        tell(
            request,
            lambda: outlines.move_section(actor, outline, version, section, step),
            _("The order is changed."),
        )
    elif step == "remove":
        tell(
            request,
            lambda: outlines.remove_section(actor, outline, version, section),
            _("The section is taken out; earlier versions keep it."),
        )
    return redirect("report-outline", outline)


@_guard
@require_POST
def report_edition(request: HttpRequest, outline: str) -> HttpResponse:
    """Write the report beside another edition."""
    actor = get_actor(request)
    edition = request.POST.get("edition", "")
    if edition in list_built_editions():
        tell(
            request,
            lambda: outlines.set_edition(actor, outline, _version(request), edition),
            _("The report is now written beside this edition; what no longer agrees is listed."),
        )
    return redirect("report-outline", outline)


@_guard
@require_POST
def report_publish(request: HttpRequest, outline: str) -> HttpResponse:
    """Let the site write the report with this outline."""
    actor = get_actor(request)
    tell(
        request,
        lambda: outlines.publish_outline(actor, outline),
        _("The site now writes this report with your text."),
    )
    return redirect("report-outline", outline)


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else 0


@_guard
@require_http_methods(["GET", "HEAD", "POST"])
def report_section(request: HttpRequest, outline: str, section: str) -> HttpResponse:
    """Write one section in one language, beside what the program says in it."""
    actor = get_actor(request)
    found = get_outline(actor, outline)
    row = find_section(found["document"], section)
    if row is None:
        raise Http404
    language = _language(request)
    sent = request.POST.copy() if request.method == "POST" else None
    form = SectionForm(sent, section=row, language=language, version=found["version"])
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        if attempt(
            form,
            lambda: outlines.write_section(
                actor, outline, version, section, language=language, given=form.given()
            ),
        ):
            messages.success(request, _("Saved beside the edition."))
            here = reverse("report-section", args=[outline, section])
            return redirect(f"{here}?language={language}")
        _take_version(form, get_outline(actor, outline)["version"])
    return _section_page(request, found, row, form)


@_guard
@require_POST
def report_parts(request: HttpRequest, outline: str, section: str) -> HttpResponse:
    """Choose the generated parts of a section and their order."""
    actor = get_actor(request)
    found = get_outline(actor, outline)
    row = find_section(found["document"], section)
    if row is None:
        raise Http404
    form = _parts_form(request.POST, found, row)
    if form.is_valid():
        data = form.cleaned_data
        tell(
            request,
            lambda: outlines.set_parts(actor, outline, data["version"], section, form.given()),
            _("The parts are kept."),
        )
        language = request.GET.get("language", "")
        here = reverse("report-section", args=[outline, section])
        known = language in dict(settings.LANGUAGES)
        return redirect(f"{here}?language={language}" if known else here)
    return _section_page(request, found, row, parts_form=form)


def _parts_form(sent: QueryDict | None, found: dict[str, Any], row: Document) -> PartsForm:
    scope, _why = _scope_or_why(found)
    choices = part_choices(scope) if scope else []
    parts = row.get("parts", [])
    return PartsForm(sent, parts=parts, choices=choices, version=found["version"])


def _section_page(
    request: HttpRequest,
    found: dict[str, Any],
    row: Document,
    form: SectionForm | None = None,
    parts_form: PartsForm | None = None,
) -> HttpResponse:
    """Show one section; with a form that was refused, what is wrong with it."""
    language = _language(request)
    fresh = SectionForm(None, section=row, language=language, version=found["version"])
    context = {
        "outline": found,
        "section": row,
        "form": form or fresh,
        "parts_form": parts_form or _parts_form(None, found, row),
        "person": get_actor(request).key,
        "language": language,
        "languages": [code for code, _name in settings.LANGUAGES],
        "other": row.get("text", {}).get(language, "") if form and form.errors else "",
        **_beside(found, row, language),
    }
    refused = bool((form and form.errors) or (parts_form and parts_form.errors))
    return render(
        request, "publishing/report_section.html", context, status=422 if refused else 200
    )


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else language_now()


def _take_version(form: SectionForm, version: int) -> None:
    """Let the next save follow what somebody else saved; the page shows their words."""
    data = form.data
    if isinstance(data, QueryDict):
        data["version"] = str(version)


def _beside(found: dict[str, Any], row: Document, language: str) -> dict[str, Any]:
    """Return the section as it will stand in the report, and what no longer agrees."""
    scope, problem = _scope_or_why(found)
    if scope is None:
        return {"problem": problem, "title": row["key"], "preview": "", "disagreements": []}
    there = outline_scope(found, language)
    alone = {**row, "sections": []}
    with override(language):
        report = build_report(there, {**found["document"], "sections": [alone]})
        made = build_section(there, alone)
        blocks = made.blocks if made else ()
        lines = [line for block in blocks for line in block_lines(report, block, 3)]
    title = " ".join(part for part in title_of(scope, row) if part)
    disagree = disagreements({**found, "document": {"sections": [alone]}}, scope)
    # Every piece of text in these lines was escaped when it was written.
    preview = mark_safe("\n".join(lines))  # noqa: S308
    return {"problem": "", "title": title, "preview": preview, "disagreements": disagree}


@csp_replace({"style-src": [style_hash()], "img-src": ["data:"]})
@_guard
@require_safe
def report_preview(request: HttpRequest, outline: str, form: str) -> HttpResponse:
    """Show the whole report as it would be written now, in the language of the page."""
    found = get_outline(get_actor(request), outline)
    if form not in FORMS:
        raise Http404
    scope = outline_scope(found, language_now())
    content = write(build_report(scope, found["document"]), form)
    response = HttpResponse(content, content_type=media_type(form))
    response["Content-Disposition"] = f'inline; filename="{outline}-{scope.language}.{form}"'
    return response


@_guard
@require_safe
def report_yaml(request: HttpRequest, outline: str) -> HttpResponse:
    """Hand out the outline as a file that can be edited and loaded again."""
    found = get_outline(get_actor(request), outline)
    response = HttpResponse(
        dump_outline(found["document"]), content_type="application/yaml; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{outline}.yaml"'
    return response
