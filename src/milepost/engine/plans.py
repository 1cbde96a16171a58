"""What the data make necessary: the few things on which the text of the statements depends."""

from dataclasses import dataclass

from milepost.engine.points import Traits
from milepost.engine.sums import Cut


@dataclass(frozen=True, slots=True)
class Plan:
    """How to go about one question; two questions with the same plan share their statements.

    - ``has_states`` and ``has_groups``: what is asked for.
    - ``looks_twice``: the flags that need a second look are asked for.
    - ``tries_changes``: what small changes of the question would do is asked for.
    - ``has_published``: a source may publish figures of groups itself.
    - ``points`` and ``weights``: what the data make necessary when they are read.
    - ``is_distinct``: no two periods of a series share a moment.
    - ``looks_back``: some data are later than some deadline, so that what was reached by the
      deadline must be looked up.
    - ``picks_breakdowns``: some promise asks for one breakdown only.
    - ``holds``: some answers about policies stand in later periods.
    - ``methods``: how the indicators are aggregated, of the keys of ``rollup.GATES``.
    - ``has_one_mix``: all recipes share circle, weight and day.
    - ``has_guesses`` and ``has_breaks``: some values are imputed, some series break.
    - ``figures`` and ``hefts``: how values and weights are cut for exact sums.
    """

    has_states: bool
    has_groups: bool
    looks_twice: bool
    tries_changes: bool
    has_published: bool
    points: Traits
    weights: Traits
    is_distinct: bool
    looks_back: bool
    picks_breakdowns: bool
    holds: bool
    methods: frozenset[str]
    has_one_mix: bool
    has_guesses: bool
    has_breaks: bool
    figures: Cut
    hefts: Cut
