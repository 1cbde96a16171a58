"""Declared conflicts of interest, when work is given out or moved."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from milepost.accounts.contacts import list_names
from milepost.kernel.findings import Finding
from milepost.reviews.assignment_rows import assignment_finding
from milepost.reviews.models import CURRENT_STATES, Assignment, Conflict

Subject = tuple[str, str, str]
MOST_NAMED = 20


def conflict_findings(
    edition: str, people: Sequence[str], subjects: Iterable[Subject]
) -> list[Finding]:
    """Return a finding for each person (uuid) and rating with a conflict declared before.

    It stays on record when the assignment in which it was declared has ended. Who has declared a
    conflict, was asked to judge all the same and still is, keeps that work.
    """
    wanted = set(subjects)
    rows = Assignment.objects.filter(
        edition__key=edition, person_key__in=people, conflict=Conflict.DECLARED
    ).exclude(state__in=CURRENT_STATES)
    declared = sorted(
        {
            (row.person_key, row.framework, row.benchmark, row.place)
            for row in rows
            if (row.framework, row.benchmark, row.place) in wanted
        }
    )
    names = list_names(person for person, *_subject in declared)
    return [
        assignment_finding(
            "people",
            "CONFLICT_DECLARED",
            _("%(name)s has declared a conflict of interest in %(benchmark)s for %(place)s.")
            % {"name": names.get(person, person), "benchmark": benchmark, "place": place},
            _("Whoever has an interest in a rating should not be given it again."),
            _("Choose somebody else for it, or leave it out."),
        )
        for person, _framework, benchmark, place in declared[:MOST_NAMED]
    ]
