"""One published example for each method of ``catalogue_people``, by method id."""

from collections.abc import Mapping

from milepost.measure import examples_panels, examples_survey
from milepost.measure.example import Example

EXAMPLES: Mapping[str, Example] = {
    **examples_panels.EXAMPLES,
    **examples_survey.EXAMPLES,
}
