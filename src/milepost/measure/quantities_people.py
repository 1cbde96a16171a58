"""The words of the workings of ``catalogue_people``; ``quantities`` joins them to its own.

Entries are sorted by code. The sentences are in ``publishing.wording_methods_people``.
"""

from collections.abc import Mapping

from milepost.measure import quantities_panels as panels

QUANTITIES: Mapping[str, str] = {
    **panels.QUANTITIES,
}
VERDICTS: Mapping[str, str] = {
    **panels.VERDICTS,
}
ASIDE: Mapping[str, str] = {
    **panels.ASIDE,
}
CAVEATS: Mapping[str, str] = {
    **panels.CAVEATS,
}
