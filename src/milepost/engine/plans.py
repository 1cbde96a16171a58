"""What the data make necessary: the few things on which the text of the statements depends."""

from dataclasses import dataclass

from milepost.engine.sums import Cut


@dataclass(frozen=True, slots=True)
class Plan:
    """How to go about one question; two questions with the same plan share their statements.

    - ``has_states`` and ``has_groups``: what is asked for.
    - ``is_plain`` and ``is_plain_weight``: no number has more than ten digits.
    - ``is_distinct``: no two periods of a series share a moment.
    - ``looks_back``: some data are later than some deadline, so that what was reached by the
      deadline must be looked up.
    - ``picks_breakdowns``: some promise asks for one breakdown only.
    - ``figures`` and ``hefts``: how values and weights are cut for exact sums.
    """

    has_states: bool
    has_groups: bool
    is_plain: bool
    is_plain_weight: bool
    is_distinct: bool
    looks_back: bool
    picks_breakdowns: bool
    figures: Cut
    hefts: Cut
