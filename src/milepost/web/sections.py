"""The sections of the workspace: entry pages of other rooms, and what each asks for."""

from django.http import HttpRequest

from milepost.accounts.selectors import get_actor
from milepost.kernel.actors import may

SECTIONS = {
    "import-list": "indicators.view_imports",
    "work-quality-list": "indicators.view_imports",
    "my-work": "reviews.view_work",
    "edition-board-list": "reviews.view_edition",
    "survey-list": "intake.view_surveys",
    "consultation-list": "frameworks.view_consultations",
    "person-list": "accounts.view_people",
    "organisation-list": "accounts.view_organisations",
    "source-list": "evidence.view_sources",
    "report-list": "publishing.write_report",
    "release-list": "publishing.build_release",
    "privacy": "accounts.view_inventory",
    "audit": "audit.view_events",
}
"""Names of entry pages, and the permission without which they would only refuse."""


def open_sections(request: HttpRequest) -> list[str]:
    """Return the names of the sections that the person behind the request may enter."""
    actor = get_actor(request)
    return [name for name, permission in SECTIONS.items() if may(actor, permission)]
