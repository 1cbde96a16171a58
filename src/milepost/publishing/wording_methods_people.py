"""Words for the methods of ``measure.catalogue_people``; the modules beside it join them to theirs.

One entry for each code of ``measure.quantities_people`` and each method. A quantity and a verdict
read on in a sentence ("the share of those who answered", "contested"), so they begin in lower
case and end without a full stop; reasons and caveats are whole sentences; a method has a title
and one sentence that says what it is for.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUANTITIES: dict[str, str | Promise] = {}
VERDICTS: dict[str, str | Promise] = {}
ASIDE: dict[str, str | Promise] = {}
CAVEATS: dict[str, str | Promise] = {}
METHODS: dict[str, tuple[str | Promise, str | Promise]] = {}
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
SHARES: frozenset[str] = frozenset()
"""Quantities that are shares of one, written as per cent."""
