"""Pages of the shell itself: workspace landing, health and robots."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from milepost.accounts.selectors import get_actor
from milepost.web.sections import open_sections
from milepost.web.setup_views import is_set_up

ROBOTS = """User-agent: *
Disallow: /en/work/
Disallow: /fr/work/
Disallow: /ar/work/
"""


DESTINATIONS = (
    (
        "import-list",
        _("Imports"),
        _("Import data"),
        _("Send a CSV or Excel file, see what is wrong with it, accept or withdraw it."),
    ),
    (
        "work-quality-list",
        _("Data quality"),
        _("Look at the data"),
        _("See which figures ask for a second look, and decide between two sources."),
    ),
    (
        "my-work",
        _("My work"),
        _("See what you were asked"),
        _("Your assignments, the most urgent first; answer them, assess, choose reminders."),
    ),
    (
        "edition-board-list",
        _("Editions"),
        _("Prepare an edition"),
        _("See what is rated, what is missing and from whom; assess a benchmark."),
    ),
    (
        "survey-list",
        _("Surveys"),
        _("See surveys"),
        _("Tables of answers by region, with who answered; load, publish or withdraw them."),
    ),
    (
        "consultation-list",
        _("Consultations"),
        _("Discuss a framework"),
        _("Propose other goals and benchmarks, comment on proposals, adopt a new version."),
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
        "source-list",
        _("Sources"),
        _("See the sources"),
        _("What assessments rest on, and who may see it."),
    ),
    (
        "privacy",
        _("Privacy"),
        _("See what is held about people"),
        _("Which data is held, why, how long, and what an erasure does."),
    ),
    (
        "release-list",
        _("Publish"),
        _("Publish an edition"),
        _("Freeze a closed edition into a bundle that anybody can check, and serve it."),
    ),
    (
        "audit",
        _("Audit"),
        _("See what was done"),
        _("Search who changed what, when and why; check that no event was altered."),
    ),
)
"""Entry pages: name of the address, title, what one does there, and what it is."""


def _destinations(open_to_them: list[str]) -> list[dict[str, str]]:
    found = []
    for name, title, action, about in DESTINATIONS:
        if name in open_to_them:
            words = {"name": str(title), "action": str(action), "about": str(about)}
            found.append(words | {"href": reverse(name)})
    return found


@login_required
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Show where work is done."""
    context = {
        "destinations": _destinations(open_sections(request)),
        "is_set_up": is_set_up(get_actor(request)),
    }
    return render(request, "web/work_home.html", context)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer that the process serves; touches neither database nor bundle."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let crawlers read what is public and leave the workspace alone."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
