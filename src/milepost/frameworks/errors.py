"""What can go wrong with frameworks, beside findings in a file."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class LinkDecisionInvalid(MilepostError):  # noqa: N818
    """The decision on a link is not one of the words. Params: ``decision``."""

    code = "FRAMEWORKS_DECISION_INVALID"
    message = _("“%(decision)s” is not a decision on a link.")
    remedy = _("Use proposed, confirmed or rejected.")
    status = 422
