"""The words of the workings of ``catalogue_people``; ``quantities`` joins them to its own.

Entries are sorted by code. The sentences are in ``publishing.wording_methods_people``.
"""

from collections.abc import Mapping

from milepost.measure import quantities_panels as panels

QUANTITIES: Mapping[str, str] = {
    **panels.QUANTITIES,
    "adjusted_respondents": "the effective number of respondents in a frame that can end",
    "answers": "the number of answers",
    "asked": "the number of people asked",
    "cells_exposed": "the number of hidden cells that can be computed",
    "cells_hidden": "the number of hidden cells",
    "columns_total": "the sum of the targets of the columns",
    "complementary_cells": "the number of other cells that are hidden with the small ones",
    "design_effect": "the design effect of the weights",
    "effective_respondents": "the effective number of respondents",
    "finite_population_factor": "the factor by which a known part of the frame shrinks errors",
    "hidden_together": "the number of people in the hidden cells together",
    "interval_centre": "the middle of the interval",
    "interval_lower": "the lower end of the interval",
    "interval_upper": "the upper end of the interval",
    "largest_weight_allowed": "the largest weight allowed",
    "least_possible": "the least that a hidden cell can be",
    "most_possible": "the most that a hidden cell can be",
    "normal_quantile": "the quantile of the normal distribution",
    "percent_of_answers": "the per cent of the answers",
    "percent_of_respondents": "the per cent of the respondents",
    "relative_error_of_log": "the relative error of the share on the scale of logarithms",
    "respondents": "the number of respondents",
    "rounds": "the number of rounds",
    "rows_total": "the sum of the targets of the rows",
    "sampled_share": "the share of the frame that answered",
    "share": "the share",
    "small_cells": "the number of small cells",
    "smaller_share": "the smaller of the share and its rest",
    "smallest_weight_allowed": "the smallest weight allowed",
    "strata": "the number of strata",
    "stratum_weight": "the weight of the stratum",
    "unweighted_mean": "the mean without weights",
    "weighted_mean": "the mean with weights",
    "weighted_share": "the share with weights",
    "weighting_cells": "the number of strata after small ones were weighted together",
    "weights_trimmed": "the number of weights that were cut",
    "worst_miss": "the largest distance of a margin from its target",
}
VERDICTS: Mapping[str, str] = {
    **panels.VERDICTS,
    "cells_protected": "No hidden cell can be computed.",
    "cells_recoverable": "A hidden cell can be computed.",
    "suppressed": "Too imprecise to publish.",
}
ASIDE: Mapping[str, str] = {
    **panels.ASIDE,
    "no_answer": "No option was chosen.",
    "no_mean": "It has no mean.",
    "nobody_answered": "Nobody answered.",
    "stratum_unknown": "The population does not know the stratum.",
}
CAVEATS: Mapping[str, str] = {
    **panels.CAVEATS,
    "everybody_answered": "Everybody answered, so nothing is left to be estimated.",
    "few_respondents": "There are too few respondents to weight by strata.",
    "if_random_sample": "The interval holds if those who answered were a random sample.",
    "margins_conflict": "The margins cannot all be met at once.",
    "no_relative_error": "A share of none or all has no relative error.",
    "no_weight_above_zero": "No weight is above zero.",
    "nobody_answered": "Nobody answered.",
    "not_converged": "The margins are not met yet.",
    "strata_collapsed": "Strata with few respondents were weighted together.",
    "strata_without_say": "Strata without an answer have no say in the mean.",
    "sums_above_hundred": "Several answers are possible, so shares sum to more than 100 per cent.",
    "total_gives_away": "The total gives the hidden cells away, so it must be hidden too.",
    "weights_trimmed": "Extreme weights were cut.",
    "zeros_in_the_way": "Empty cells keep the margins from being met.",
}
