"""Words for the methods of ``measure.catalogue_people``; the modules beside it join them to theirs.

One entry for each code of ``measure.quantities_people`` and each method. A quantity and a verdict
read on in a sentence ("the share of those who answered", "contested"), so they begin in lower
case and end without a full stop; reasons and caveats are whole sentences; a method has a title
and one sentence that says what it is for.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.publishing import wording_methods_panels as panels

QUANTITIES: dict[str, str | Promise] = {
    **panels.QUANTITIES,
}
VERDICTS: dict[str, str | Promise] = {
    **panels.VERDICTS,
}
ASIDE: dict[str, str | Promise] = {
    **panels.ASIDE,
}
CAVEATS: dict[str, str | Promise] = {
    **panels.CAVEATS,
}
METHODS: dict[str, tuple[str | Promise, str | Promise]] = {
    **panels.METHODS,
}
"""Method id -> title, what it is for."""
FAMILIES: dict[str, str | Promise] = {
    "rating": _("Judgement by people"),
    "survey": _("Surveys"),
    "representativity": _("Who takes part"),
    "dispersion": _("Concentration"),
    "uis": _("Mobile students"),
    "remittance": _("Cost of sending money"),
}
"""First part of a method's id -> the family, in the order of the page."""
SHARES: frozenset[str] = panels.SHARES
"""Quantities that are shares of one, written as per cent."""
