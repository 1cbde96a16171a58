"""When there is nothing to draw."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class NoChart(MilepostError):  # noqa: N818 -- reads as what happened
    """There is no such chart, and why. Params: ``reason`` (a full sentence)."""

    code = "PUBLISHING_NO_CHART"
    message = _("There is nothing to draw. %(reason)s")
    status = 404
