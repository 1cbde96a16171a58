"""One published example for each method of the catalogue, by method id."""

from collections.abc import Mapping

from milepost.measure import (
    examples_frameworks,
    examples_groups,
    examples_people,
    examples_progress,
    examples_projection,
)
from milepost.measure.example import Example

EXAMPLES: Mapping[str, Example] = {
    **examples_progress.EXAMPLES,
    **examples_projection.EXAMPLES,
    **examples_groups.EXAMPLES,
    **examples_frameworks.EXAMPLES,
    **examples_people.EXAMPLES,
}
