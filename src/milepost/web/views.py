"""Pages of the shell itself: workspace landing, health and robots."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from milepost.web.sections import open_sections

ROBOTS = """User-agent: *
Disallow: /en/work/
Disallow: /fr/work/
Disallow: /ar/work/
"""


def _destinations(open_to_them: list[str]) -> list[dict[str, str]]:
    entries = (
        (
            "import-list",
            _("Imports"),
            _("Import data"),
            _("Send a CSV or Excel file, see what is wrong with it, accept or withdraw it."),
        ),
        (
            "edition-board-list",
            _("Editions"),
            _("Prepare an edition"),
            _("See what is rated, what is missing and from whom; assess a benchmark."),
        ),
        (
            "person-list",
            _("People"),
            _("Invite people"),
            _("See who takes part with which role, invite others, give and end roles."),
        ),
        (
            "organisation-list",
            _("Organisations"),
            _("See the organisations"),
            _("The actors behind the people: their kind, place, members and duplicates."),
        ),
        (
            "audit",
            _("Audit"),
            _("See what was done"),
            _("Search who changed what, when and why; check that no event was altered."),
        ),
    )
    found = []
    for name, title, action, about in entries:
        if name in open_to_them:
            href = reverse(name)
            found.append({"name": title, "action": action, "about": about, "href": href})
    return found


@login_required
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Show where work is done."""
    return render(
        request, "web/work_home.html", {"destinations": _destinations(open_sections(request))}
    )


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer that the process serves; touches neither database nor bundle."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let crawlers read what is public and leave the workspace alone."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
