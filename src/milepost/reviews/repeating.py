"""A judgement that a program sends once more under the same name: is it the same?"""

from django.utils.translation import gettext as _

from milepost.kernel import clock
from milepost.kernel.findings import Finding
from milepost.reviews.entries import Entry
from milepost.reviews.models import Assessment


def says_the_same(row: Assessment, entry: Entry) -> bool:
    """Whether a kept assessment is what an entry says.

    A day that was not stated is that on which it was sent, and sending it again is another day.
    """
    kept = (
        row.edition.key, row.framework, row.benchmark, row.place, row.assessor, row.standpoint,
        row.colour, dict(row.reason), row.confidence,
    )  # fmt: skip
    wanted = (
        entry.edition, entry.framework, entry.benchmark, entry.place, entry.assessor,
        entry.standpoint, entry.colour, dict(entry.reason), entry.confidence,
    )  # fmt: skip
    cited = [(one.citation.source.key, one.citation.locator) for one in row.cited.all()]
    return (
        kept == wanted
        and cited == [(one.source, one.locator) for one in entry.citations]
        and entry.assessed_on in {row.assessed_on, clock.today()}
    )


def key_of_another(name: str) -> Finding:
    """The name was used before for something else."""
    return Finding(
        code="REVIEWS_KEY_OF_ANOTHER",
        where="Idempotency-Key",
        column="Idempotency-Key",
        value=name.removeprefix("api:"),
        what=_("This key was sent before with another judgement."),
        why=_("The same key says that it is the same request once more, and it is not."),
        remedy=_("Send a new key with a new judgement, and the same only to repeat one."),
    )
