"""Words for computed figures: why one is missing. The codes are those of ``measure.derive``."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_RESULT: dict[str, str | Promise] = {
    "input_missing": _("An input has no value."),
    "division_by_zero": _("It would be divided by zero."),
    "no_base": _("The year to compare with has no value."),
    "too_few_periods": _("The series lacks a period that is needed."),
    "negative_part": _("A part of the whole is negative, so there are no shares."),
    "zero_whole": _("All parts are zero, so there are no shares."),
    "too_large": _("The result is too large to be a number."),
}
"""Why a computed figure has no value."""
