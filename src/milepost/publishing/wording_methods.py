"""Words for the workings of methods: names of quantities and verdicts, reasons, caveats.

One entry for each code of ``measure.quantities`` and each method of the catalogue. A quantity and
a verdict read on in a sentence ("the share of the gap closed", "on track"), so they begin in lower
case and end without a full stop; reasons and caveats are whole sentences; a method has a title
and one sentence that says what it is for.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.publishing import wording_methods_people as people

QUANTITIES: dict[str, str | Promise] = {
    "change_share": _("the share of the way to the target that was gone"),
    "expected_now": _("the value that the straight path asks for now"),
    "pace_ratio": _("the share of the way gone over the share of the time used"),
    "time_share": _("the share of the time that was used"),
    **people.QUANTITIES,
}
VERDICTS: dict[str, str | Promise] = {
    **people.VERDICTS,
}
ASIDE: dict[str, str | Promise] = {
    "value_missing": _("The input has no value."),
    **people.ASIDE,
}
CAVEATS: dict[str, str | Promise] = {
    "target_is_baseline": _("The target equals the baseline, so there is no way to go."),
    **people.CAVEATS,
}
METHODS: dict[str, tuple[str | Promise, str | Promise]] = {
    "progress.linear_path_ratio": (
        _("Linear path"),
        _("Compares the share of the way gone with the share of the time used."),
    ),
    **people.METHODS,
}
