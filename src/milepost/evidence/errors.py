"""The errors of the room `evidence`. Files of sources raise ``BadInput`` with their findings."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class CitationInvalid(MilepostError):  # noqa: N818 -- reads as what happened
    """A passage cannot be cited like this. Params: ``source``."""

    code = "EVIDENCE_CITATION_INVALID"
    message = _("The citation of “%(source)s” has no page or paragraph.")
    remedy = _("Say where in the source the passage stands, such as “p. 31”.")
    status = 422
