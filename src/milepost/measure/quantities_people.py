"""The words of the workings of ``catalogue_people``; ``quantities`` joins them to its own.

Entries are sorted by code. The sentences are in ``publishing.wording_methods_people``.
"""

from collections.abc import Mapping

QUANTITIES: Mapping[str, str] = {}
VERDICTS: Mapping[str, str] = {}
ASIDE: Mapping[str, str] = {}
CAVEATS: Mapping[str, str] = {}
