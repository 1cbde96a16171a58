"""What can go wrong with frameworks, beside findings in a file."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class LinkDecisionInvalid(MilepostError):  # noqa: N818
    """The decision on a link is not one of the words. Params: ``decision``."""

    code = "FRAMEWORKS_DECISION_INVALID"
    message = _("“%(decision)s” is not a decision on a link.")
    remedy = _("Use proposed, confirmed or rejected.")
    status = 422


class ConsultationClosed(MilepostError):  # noqa: N818
    """The consultation takes nothing more. Params: ``title``."""

    code = "FRAMEWORKS_CONSULTATION_CLOSED"
    message = _("The consultation “%(title)s” is closed.")
    remedy = _("Ask an editor to open another one.")
    status = 409


class ConsultationOpen(MilepostError):  # noqa: N818
    """There is an open consultation on the framework already. Params: ``framework``."""

    code = "FRAMEWORKS_CONSULTATION_OPEN"
    message = _("A consultation on “%(framework)s” is open already.")
    remedy = _("End it, or propose your change there.")
    status = 409


class ProposalSettled(MilepostError):  # noqa: N818
    """The proposal was decided, withdrawn or amended meanwhile. Params: ``state``."""

    code = "FRAMEWORKS_PROPOSAL_SETTLED"
    message = _("The proposal is no longer open: %(state)s.")
    remedy = _("Look at it again; a new proposal can take its place.")
    status = 409
