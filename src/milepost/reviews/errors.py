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


class StageClosed(MilepostError):  # noqa: N818
    """The stage in which this is written is over. Params: ``edition``, ``stage`` (its name in the
    reader's language), ``day``, ``who`` (a sentence)."""

    code = "REVIEWS_STAGE_CLOSED"
    message = _("The stage “%(stage)s” of the edition “%(edition)s” ended on %(day)s.")
    remedy = _("%(who)s")
    status = 409


class StageAhead(MilepostError):  # noqa: N818
    """The stage in which this is written has not begun. Params: ``edition``, ``stage``, ``day``,
    ``who``."""

    code = "REVIEWS_STAGE_AHEAD"
    message = _("The stage “%(stage)s” of the edition “%(edition)s” begins on %(day)s.")
    remedy = _("Wait until then. %(who)s")
    status = 409


class StageUnplanned(MilepostError):  # noqa: N818
    """The calendar has no such stage. Params: ``edition``, ``stage``, ``who``."""

    code = "REVIEWS_STAGE_UNPLANNED"
    message = _("The calendar of the edition “%(edition)s” has no stage “%(stage)s”.")
    remedy = _("%(who)s")
    status = 409


class ChangedMeanwhile(MilepostError):  # noqa: N818
    """Somebody changed the same thing after the form was opened. Params: ``what``, ``by``."""

    code = "REVIEWS_CHANGED_MEANWHILE"
    message = _("While you were writing, %(what)s was changed (%(by)s).")
    remedy = _("Compare both below, and choose which one stays.")
    status = 409


class AssignmentEnded(MilepostError):  # noqa: N818
    """The assignment is no longer current. Params: ``state`` (in the reader's language)."""

    code = "REVIEWS_ASSIGNMENT_ENDED"
    message = _("This assignment cannot change any more: it was %(state)s.")
    remedy = _("Ask the editor of the edition for a new one.")
    status = 409


class RoundNotOver(MilepostError):  # noqa: N818
    """The calendar still lets people write. Params: ``edition``, ``stage``, ``day``."""

    code = "REVIEWS_ROUND_NOT_OVER"
    message = _("The stage “%(stage)s” of the edition “%(edition)s” lasts until %(day)s.")
    remedy = _("Close the edition after that day, or set an earlier one in its calendar.")
    status = 409


class NameNotReplaced(MilepostError):  # noqa: N818
    """A name was not replaced in a closed edition. Params: ``reason``."""

    code = "REVIEWS_NAME_NOT_REPLACED"
    message = _("The name was not replaced: %(reason)s")
    remedy = _("Correct it and try again.")
    status = 409
