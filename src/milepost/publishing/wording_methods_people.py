"""Words for the methods of ``measure.catalogue_people``; ``wording_methods`` joins them to its own.

One entry for each code of ``measure.quantities_people`` and each method. A quantity and a verdict
read on in a sentence ("the share of those who answered", "contested"), so they begin in lower
case and end without a full stop; reasons and caveats are whole sentences; a method has a title
and one sentence that says what it is for.
"""

from django.utils.functional import Promise

QUANTITIES: dict[str, str | Promise] = {}
VERDICTS: dict[str, str | Promise] = {}
ASIDE: dict[str, str | Promise] = {}
CAVEATS: dict[str, str | Promise] = {}
METHODS: dict[str, tuple[str | Promise, str | Promise]] = {}
"""Method id -> title, what it is for."""
