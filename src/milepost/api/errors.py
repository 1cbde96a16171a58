"""What can go wrong with a request to the API, beside the errors of the other rooms."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import BadInput, MilepostError


class ParametersInvalid(BadInput):
    """Parameters that the address does not take; ``findings`` names all of them."""

    code = "API_PARAMETERS_INVALID"
    message = _("The request names something in a wrong way; number of findings: %(count)s.")
    remedy = _("Compare it with the reference of the API.")


class PageUnknown(MilepostError):  # noqa: N818
    """A cursor that this list never gave out, or not with these filters. Params: none."""

    code = "API_PAGE_UNKNOWN"
    message = _("There is no page with this cursor.")
    remedy = _("Follow `next` as it was given, or start again without a cursor.")
    status = 404


class ReleaseReplaced(MilepostError):  # noqa: N818
    """The edition was published again since. Params: ``edition``, ``release``."""

    code = "API_RELEASE_REPLACED"
    message = _("Edition %(edition)s is now another release than %(release)s.")
    remedy = _("Start again without `release` and without a cursor.")
    status = 409


class RateExceeded(MilepostError):  # noqa: N818
    """One address asks too often. Params: ``count``, ``seconds``."""

    code = "API_RATE_EXCEEDED"
    message = _("More than %(count)s requests a minute came from this address.")
    remedy = _("Wait %(seconds)s seconds, ask for larger pages, or download the whole edition.")
    status = 429


class TokenMissing(MilepostError):  # noqa: N818
    """Nobody, or nobody who is known, asks to write. Params: none."""

    code = "API_TOKEN_MISSING"
    message = _("This needs a valid token, and none came with the request.")
    remedy = _("Make one on the page of your account and send it as `Authorization: Bearer …`.")
    status = 401
