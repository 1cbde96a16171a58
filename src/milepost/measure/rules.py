"""The rating functions by name, as rating rules refer to them."""

from collections.abc import Mapping
from typing import Any

from milepost.measure.case import Case, Parameters, RatingFunction, usable
from milepost.measure.path import DEFAULTS as LINEAR_PATH_DEFAULTS
from milepost.measure.rate_direction import DIRECTION_DEFAULTS, direction_of_change
from milepost.measure.rate_ladder import LADDER_DEFAULTS, commitment_ladder
from milepost.measure.rate_level import (
    LEVEL_DEFAULTS,
    POLICY_DEFAULTS,
    level_threshold,
    policy_share,
)
from milepost.measure.rate_path import linear_path
from milepost.measure.rate_ratification import RATIFICATION_DEFAULTS, ratification

FUNCTIONS: Mapping[str, RatingFunction] = {
    "linear_path": linear_path,
    "ratification": ratification,
    "commitment_ladder": commitment_ladder,
    "policy_share": policy_share,
    "level_threshold": level_threshold,
    "direction_of_change": direction_of_change,
}

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "linear_path": LINEAR_PATH_DEFAULTS,
    "ratification": RATIFICATION_DEFAULTS,
    "commitment_ladder": LADDER_DEFAULTS,
    "policy_share": POLICY_DEFAULTS,
    "level_threshold": LEVEL_DEFAULTS,
    "direction_of_change": DIRECTION_DEFAULTS,
}
"""The parameters that each function reads, with the value used when a rule gives none."""

__all__ = ["DEFAULTS", "FUNCTIONS", "Case", "Parameters", "RatingFunction", "usable"]
