"""Every word of a working can be said, and nothing is worded that no method uses."""

from collections.abc import Mapping

import pytest

from milepost.measure import quantities
from milepost.publishing import wording_methods


@pytest.mark.parametrize("vocabulary", ["QUANTITIES", "VERDICTS", "ASIDE", "CAVEATS"])
def test_every_code_has_its_words(vocabulary: str) -> None:
    declared: Mapping[str, str] = getattr(quantities, vocabulary)
    worded: Mapping[str, object] = getattr(wording_methods, vocabulary)
    assert set(worded) == set(declared)
