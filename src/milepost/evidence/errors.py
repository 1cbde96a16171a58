"""The errors of the room `evidence`. Files of sources raise ``BadInput`` with their findings."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class CitationInvalid(MilepostError):  # noqa: N818 -- reads as what happened
    """A passage cannot be cited like this. Params: ``source``."""

    code = "EVIDENCE_CITATION_INVALID"
    message = _("The citation of “%(source)s” has no page or paragraph.")
    remedy = _("Say where in the source the passage stands, such as “p. 31”.")
    status = 422


class ProtectionInvalid(MilepostError):  # noqa: N818 -- reads as what happened
    """A level was not set. Params: ``reason``."""

    code = "EVIDENCE_PROTECTION_INVALID"
    message = _("The level was not set: %(reason)s")
    remedy = _("Correct it and try again.")
    status = 422
