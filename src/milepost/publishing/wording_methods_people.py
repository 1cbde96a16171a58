"""Words for the methods of ``measure.catalogue_people``; the modules beside it join them to theirs.

One entry for each code of ``measure.quantities_people`` and each method. A quantity and a verdict
read on in a sentence ("the share of those who answered", "contested"), so they begin in lower
case and end without a full stop; reasons and caveats are whole sentences; a method has a title
and one sentence that says what it is for.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.publishing import wording_methods_panels as panels

QUANTITIES: dict[str, str | Promise] = {
    **panels.QUANTITIES,
    "adjusted_respondents": _("the effective number of respondents in a frame that can end"),
    "answers": _("the number of answers"),
    "asked": _("the number of people asked"),
    "cells_exposed": _("the number of hidden cells that can be computed"),
    "cells_hidden": _("the number of hidden cells"),
    "columns_total": _("the sum of the targets of the columns"),
    "complementary_cells": _("the number of other cells that are hidden with the small ones"),
    "design_effect": _("the design effect of the weights"),
    "effective_respondents": _("the effective number of respondents"),
    "finite_population_factor": _("the factor by which a known part of the frame shrinks errors"),
    "hidden_together": _("the number of people in the hidden cells together"),
    "interval_centre": _("the middle of the interval"),
    "interval_lower": _("the lower end of the interval"),
    "interval_upper": _("the upper end of the interval"),
    "largest_weight_allowed": _("the largest weight allowed"),
    "least_possible": _("the least that a hidden cell can be"),
    "most_possible": _("the most that a hidden cell can be"),
    "normal_quantile": _("the quantile of the normal distribution"),
    "percent_of_answers": _("the per cent of the answers"),
    "percent_of_respondents": _("the per cent of the respondents"),
    "relative_error_of_log": _("the relative error of the share on the scale of logarithms"),
    "respondents": _("the number of respondents"),
    "rounds": _("the number of rounds"),
    "rows_total": _("the sum of the targets of the rows"),
    "sampled_share": _("the share of the frame that answered"),
    "share": _("the share"),
    "small_cells": _("the number of small cells"),
    "smaller_share": _("the smaller of the share and its rest"),
    "smallest_weight_allowed": _("the smallest weight allowed"),
    "strata": _("the number of strata"),
    "stratum_weight": _("the weight of the stratum"),
    "unweighted_mean": _("the mean without weights"),
    "weighted_mean": _("the mean with weights"),
    "weighted_share": _("the share with weights"),
    "weighting_cells": _("the number of strata after small ones were weighted together"),
    "weights_trimmed": _("the number of weights that were cut"),
    "worst_miss": _("the largest distance of a margin from its target"),
}
VERDICTS: dict[str, str | Promise] = {
    **panels.VERDICTS,
    "cells_protected": _("No hidden cell can be computed."),
    "cells_recoverable": _("A hidden cell can be computed."),
    "suppressed": _("Too imprecise to publish."),
}
ASIDE: dict[str, str | Promise] = {
    **panels.ASIDE,
    "no_answer": _("No option was chosen."),
    "no_mean": _("It has no mean."),
    "nobody_answered": _("Nobody answered."),
    "stratum_unknown": _("The population does not know the stratum."),
}
CAVEATS: dict[str, str | Promise] = {
    **panels.CAVEATS,
    "everybody_answered": _("Everybody answered, so nothing is left to be estimated."),
    "few_respondents": _("There are too few respondents to weight by strata."),
    "if_random_sample": _("The interval holds if those who answered were a random sample."),
    "margins_conflict": _("The margins cannot all be met at once."),
    "no_relative_error": _("A share of none or all has no relative error."),
    "no_weight_above_zero": _("No weight is above zero."),
    "nobody_answered": _("Nobody answered."),
    "not_converged": _("The margins are not met yet."),
    "strata_collapsed": _("Strata with few respondents were weighted together."),
    "strata_without_say": _("Strata without an answer have no say in the mean."),
    "sums_above_hundred": _(
        "Several answers are possible, so shares sum to more than 100 per cent."
    ),
    "total_gives_away": _("The total gives the hidden cells away, so it must be hidden too."),
    "weights_trimmed": _("Extreme weights were cut."),
    "zeros_in_the_way": _("Empty cells keep the margins from being met."),
}
METHODS: dict[str, tuple[str | Promise, str | Promise]] = {
    **panels.METHODS,
    "survey.wilson": (
        _("Wilson interval"),
        _("Gives the interval of a share that stays within 0 and 1 also for few people."),
    ),
    "survey.wilson_weighted": (
        _("Wilson interval with weights"),
        _("Gives the interval of a weighted share on the effective number of respondents."),
    ),
    "survey.share_estimate": (
        _("Share of a survey"),
        _("Gives a weighted share with its interval, also when all there are were asked."),
    ),
    "survey.kish_neff": (
        _("Effective number of respondents"),
        _("Says to how many respondents of equal weight weighted ones come."),
    ),
    "survey.finite_population": (
        _("Finite population"),
        _("Narrows an interval when a good part of all there are have answered."),
    ),
    "survey.trim_weights": (
        _("Trimmed weights"),
        _("Cuts extreme weights, so that no respondent speaks for too many."),
    ),
    "survey.collapse_strata": (
        _("Strata weighted together"),
        _("Weights strata with few respondents together."),
    ),
    "survey.poststratify": (
        _("Post-stratification"),
        _("Weights the strata of those who answered to the population."),
    ),
    "survey.rake": (
        _("Raking of a table"),
        _("Fits a table to known margins and keeps its odds ratios."),
    ),
    "survey.rake_fixed_iterations": (
        _("Raking in a fixed number of rounds"),
        _("Fits a table to known margins for so many rounds, to compare with printed examples."),
    ),
    "survey.rake_weights": (
        _("Raking of respondents"),
        _("Gives each respondent a weight, so that several margins are met at once."),
    ),
    "survey.multiple_response": (
        _("Several answers"),
        _("Counts a question with several answers over those who answered and over all answers."),
    ),
    "survey.nsduh_precision_rule": (
        _("Precision of a share"),
        _("Says whether a share is too imprecise to publish, by a rule of the United States."),
    ),
    "survey.suppress_row": (
        _("Small cells of a row"),
        _("Chooses the small cells to hide, and others so that the total does not give them away."),
    ),
    "survey.suppression_audit": (
        _("Attack on hidden cells"),
        _("Tries to compute hidden cells from the margins of a table."),
    ),
}
"""Method id -> title, what it is for."""
FAMILIES: dict[str, str | Promise] = {
    "rating": _("Judgement by people"),
    "survey": _("Surveys"),
    "representativity": _("Who takes part"),
    "dispersion": _("Concentration"),
    "uis": _("Mobile students"),
    "remittance": _("Cost of sending money"),
}
"""First part of a method's id -> the family, in the order of the page."""
SHARES: frozenset[str] = panels.SHARES | frozenset(
    {
        "interval_centre",
        "interval_lower",
        "interval_upper",
        "sampled_share",
        "share",
        "smaller_share",
        "weighted_share",
    }
)
"""Quantities that are shares of one, written as per cent."""
