"""Every code of a quality report has its words, and every sentence takes its values."""

import re
from typing import Any

from django.utils import translation

from milepost.indicators.quality.sources import COMPARED
from milepost.indicators.statuses import OBS_STATUS
from milepost.measure.quality import REASONS
from milepost.measure.versions import BREAKS, CHOICES
from milepost.publishing import terms, wording_quality

PLACES = re.compile(r"%\((\w+)\)s")


def test_every_code_has_words() -> None:
    assert set(wording_quality.REASONS) == set(REASONS)
    assert set(wording_quality.RULES) == set(CHOICES)
    assert set(wording_quality.SEAMS) == set(BREAKS)
    assert set(wording_quality.PARTS) == set(COMPARED)
    assert set(wording_quality.TO_DO) == set(wording_quality.FACETS)
    assert set(OBS_STATUS) <= set(terms.OBSERVATION_STATUS)


def test_reasons_ask_only_for_numbers_that_they_have() -> None:
    with translation.override("en"):
        for code, words in wording_quality.REASONS.items():
            assert set(PLACES.findall(str(words))) <= set(REASONS[code]), code


def test_a_change_is_said_in_per_cent_or_in_units() -> None:
    values: dict[str, Any] = {"change": 40.0, "usual": 5.0, "relative": 1.0, "z": 9.0}
    jump = {"change": 40.0, "usual": 5.0, "relative": 1.0, "times": 8.0}
    with translation.override("en"):
        said = wording_quality.reason_sentence(
            [{"code": "unusual_change", "values": values}, {"code": "jump", "values": jump}], "en"
        )
        in_units = wording_quality.reason_sentence(
            [{"code": "unusual_change", "values": {**values, "relative": 0.0}}], "en"
        )
    assert said == "It changed by 40% a year, where 5% is usual; that is 8 times as much"
    assert in_units == "It changed by 40 a year, where 5 is usual"
