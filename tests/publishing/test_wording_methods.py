"""Every word of a working can be said, and nothing is worded that no method uses."""

from collections.abc import Mapping

import pytest

from milepost.measure import quantities
from milepost.measure.catalogue import METHODS
from milepost.publishing import wording_methods, wording_quantities, wording_verdicts


@pytest.mark.parametrize("vocabulary", ["QUANTITIES", "VERDICTS", "ASIDE", "CAVEATS"])
def test_every_code_has_its_words(vocabulary: str) -> None:
    declared: Mapping[str, str] = getattr(quantities, vocabulary)
    home = wording_quantities if vocabulary == "QUANTITIES" else wording_verdicts
    worded: Mapping[str, object] = getattr(home, vocabulary)
    assert set(worded) == set(declared)


def test_every_method_has_a_title_and_a_purpose() -> None:
    assert set(wording_methods.METHODS) >= set(METHODS)
    assert {name.split(".")[0] for name in wording_methods.METHODS} <= set(wording_methods.FAMILIES)


def test_shares_are_quantities() -> None:
    assert set(quantities.QUANTITIES) >= wording_quantities.SHARES
