"""The errors of the room `reviews`."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class EditionClosed(MilepostError):  # noqa: N818 -- reads as what happened
    """A closed edition never changes. Params: ``edition``."""

    code = "REVIEWS_EDITION_CLOSED"
    message = _("The edition “%(edition)s” is closed and cannot change.")
    remedy = _("Open a new edition for what is known now.")
    status = 409


class EditionNotComputed(MilepostError):  # noqa: N818
    """There are no ratings yet. Params: ``edition``."""

    code = "REVIEWS_EDITION_NOT_COMPUTED"
    message = _("The edition “%(edition)s” has not been computed.")
    remedy = _("Run “milepost edition compute %(edition)s” first.")
    status = 409


class EditionOutOfDate(MilepostError):  # noqa: N818
    """Something changed after the computation. Params: ``edition``."""

    code = "REVIEWS_EDITION_OUT_OF_DATE"
    message = _("The ratings of the edition “%(edition)s” are older than what they rest on.")
    remedy = _("Compute the edition again, look at the result, and close it then.")
    status = 409


class ComputedSetBroken(MilepostError):  # noqa: N818
    """The files of a computation are missing or changed. Params: ``edition``, ``file``."""

    code = "REVIEWS_COMPUTED_SET_BROKEN"
    message = _("The computed file “%(file)s” of the edition “%(edition)s” is missing or changed.")
    remedy = _("Restore the home folder from a backup, or compute an open edition again.")
    status = 500


class RuleUnknown(MilepostError):  # noqa: N818
    """A benchmark asks for a rule that is not installed. Params: ``rule``, ``benchmark``."""

    code = "REVIEWS_RULE_UNKNOWN"
    message = _("The benchmark “%(benchmark)s” asks for the rule “%(rule)s”, which is not here.")
    remedy = _("Correct the rule in the framework file and load it as a new version.")
    status = 422


class EditionNotDue(MilepostError):  # noqa: N818
    """The day up to which the edition knows has not passed. Params: ``edition``, ``as_of``."""

    code = "REVIEWS_EDITION_NOT_DUE"
    message = _("The edition “%(edition)s” tells what is known on %(as_of)s, which has not come.")
    remedy = _("Close it on that day or later, or open it again with an earlier day.")
    status = 409
