"""The words of a working: quantities, verdicts, reasons to set an input aside, caveats.

Each code has an English meaning, for the people who write the sentences; a test runs every method
and fails on a code that is not declared here, and another on one that no sentence knows.
Entries are sorted by code.
"""

from collections.abc import Mapping

from milepost.measure import quantities_people as people

QUANTITIES: Mapping[str, str] = {
    "change_share": "Share of the way from the baseline to the target that was gone.",
    "expected_now": "Value that the straight path to the target asks for now.",
    "pace_ratio": "Share of the gap closed over the share of the time used.",
    "time_share": "Share of the time from the baseline to the deadline that was used.",
    **people.QUANTITIES,
}
"""Code of an intermediate or final value -> what it is."""

VERDICTS: Mapping[str, str] = {
    **people.VERDICTS,
}
"""Class that a method gives -> what it says."""

ASIDE: Mapping[str, str] = {
    "value_missing": "The input has no value.",
    **people.ASIDE,
}
"""Why an input was not used."""

CAVEATS: Mapping[str, str] = {
    "target_is_baseline": "The target equals the baseline, so there is no way to go.",
    **people.CAVEATS,
}
"""What a reader must know before quoting the figure."""
