"""One published example for each method of the catalogue, by method id."""

from collections.abc import Mapping

from milepost.measure import examples_people as people
from milepost.measure.example import Example

EXAMPLES: Mapping[str, Example] = {
    "progress.linear_path_ratio": Example(
        inputs={
            "base": 8,
            "base_year": 2018,
            "value": 5,
            "year": 2022,
            "target": 0,
            "target_year": 2028,
        },
        expected={"expected_now": 4.8, "change_share": 0.375, "time_share": 0.4, "ratio": 0.9375},
        source="Milepost: share of the gap closed over share of the time used",
        status="own",
    ),
    **people.EXAMPLES,
}
