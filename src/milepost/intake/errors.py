"""The errors of the room `intake`. Files raise ``BadInput`` with their findings."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class ReasonMissing(MilepostError):  # noqa: N818 -- reads as what happened
    """Nothing is withdrawn without a reason."""

    code = "INTAKE_REASON_MISSING"
    message = _("A reason is needed.")
    remedy = _("Say in a sentence why; it stays on the record.")
    status = 422


class TableStateRefused(MilepostError):  # noqa: N818
    """The table is in another state. Params: ``question``, ``state``."""

    code = "INTAKE_TABLE_STATE_REFUSED"
    message = _("The table of “%(question)s” is %(state)s already.")
    remedy = _("Look at the survey again; somebody may have changed it meanwhile.")
    status = 409


class SurveyNotPublic(MilepostError):  # noqa: N818
    """Only public surveys have published tables. Params: ``survey``, ``level``."""

    code = "INTAKE_SURVEY_NOT_PUBLIC"
    message = _("The survey “%(survey)s” is for the level “%(level)s”, so nothing is published.")
    remedy = _("Ask those who answered, state the level public in the description, and load it.")
    status = 409


class CellHidden(MilepostError):  # noqa: N818
    """A hidden figure has no working. Params: ``question``."""

    code = "INTAKE_CELL_HIDDEN"
    message = _("This figure of “%(question)s” is hidden, and so is its working.")
    remedy = _("Look at a figure that is shown.")
    status = 404


class NotPublished(MilepostError):  # noqa: N818
    """Only published tables leave the workspace. Params: ``question``."""

    code = "INTAKE_NOT_PUBLISHED"
    message = _("The table of “%(question)s” is not published.")
    remedy = _("Ask an editor to publish it.")
    status = 404
