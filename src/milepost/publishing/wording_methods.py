"""The methods of the catalogue in words: a title, and one sentence that says what it is for."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.publishing import wording_methods_people as people

METHODS: dict[str, tuple[str | Promise, str | Promise]] = {
    "progress.linear_path_ratio": (
        _("Linear path"),
        _("Compares the share of the way gone with the share of the time used."),
    ),
    "progress.platform_default": (
        _("Decision on a linear path"),
        _("Rates a yearly series against its target and deadline, in a fixed order of questions."),
    ),
    "progress.statcan_open_sdg": (
        _("Open SDG progress measure"),
        _("Rates a first and a latest value by compound growth, as Open SDG does."),
    ),
    "progress.statcan_score_target": (
        _("Open SDG score with a target"),
        _("Turns a ratio of growth rates into a score from −5 to 5."),
    ),
    "progress.statcan_score_notarget": (
        _("Open SDG score without a target"),
        _("Turns a growth rate into a score from −5 to 5."),
    ),
    "progress.statcan_aggregate": (
        _("Open SDG mean of several series"),
        _("Averages the scores of several series into one status."),
    ),
    "progress.goldilocks_transform": (
        _("Neither too high nor too low"),
        _("Transforms a value with a best middle so that less is better."),
    ),
    "progress.eurostat": (
        _("Eurostat"),
        _(
            "Compares the growth rate observed with the one required, or classes the growth "
            "rate alone."
        ),
    ),
    "progress.eurostat_windows": (
        _("Eurostat, long and short term"),
        _("Classes the growth over the past 15 years and over the past 5, side by side."),
    ),
    "progress.unsd_chart_2022": (
        _("UNSD progress chart 2022"),
        _(
            "Compares the growth rate observed with the one required, in the four classes of "
            "the chart."
        ),
    ),
    "progress.unsd_assessment_2023": (
        _("UNSD assessment 2023"),
        _("Compares the value expected in the target year with the way from the baseline."),
    ),
    "progress.unsd_assessment_series": (
        _("UNSD assessment of a series"),
        _("Chooses the years that are compared and gives the score of UNSD."),
    ),
    "progress.escap_csi": (
        _("ESCAP current status index"),
        _("Shows how many tenths of the way from the base to the target are gone."),
    ),
    "progress.escap_api": (
        _("ESCAP anticipated progress index"),
        _("Compares the gap predicted for the target year with the gap at the base."),
    ),
    "progress.escap_average": (
        _("ESCAP average"),
        _("Averages status indices over indicators or countries, each counting once."),
    ),
    "progress.oecd_distance": (
        _("OECD distance to target"),
        _("Measures the distance to a target in standard deviations between countries."),
    ),
    "progress.oecd_average": (
        _("OECD distance of a target"),
        _("Averages the distances of the indicators of a target."),
    ),
    "progress.sdsn_normalise": (
        _("SDSN score"),
        _("Places a value between the worst (0) and the best (100)."),
    ),
    "progress.sdsn_arrow": (
        _("SDSN arrow"),
        _("Compares the growth of a score with the growth needed."),
    ),
    "progress.sdsn_index": (
        _("SDSN index"),
        _("Averages the scores of a country, if few enough are missing."),
    ),
    "progress.sdsn_goal_arrow": (
        _("SDSN arrow of a goal"),
        _("Averages the trends of the indicators of a goal into one arrow."),
    ),
    "progress.weather_symbol": (
        _("Weather symbol"),
        _("Carries the mean change of the last years on to the target year and draws a symbol."),
    ),
    "progress.weather_symbol_direction": (
        _("Weather symbol without a target"),
        _("Draws a symbol from the mean change and the last change."),
    ),
    "progress.weather_symbol_several": (
        _("Weather symbol of several targets"),
        _("Shows the worst of the symbols of several targets."),
    ),
    "progress.weather_symbol_past": (
        _("Weather symbols of earlier years"),
        _("Shows the symbols of earlier years, and how often they changed."),
    ),
    "adoption.coverage": (
        _("Coverage"),
        _("Gives the parties as a share of the states that may join."),
    ),
    "adoption.weighted_coverage": (
        _("Weighted coverage"),
        _("Gives the share of a weight, such as people, that lives in parties."),
    ),
    "adoption.time_to_n": (
        _("Time to a number of consents"),
        _("Counts the time from adoption to the consent that completes a number."),
    ),
    "adoption.pace": (
        _("Pace of consent"),
        _("Counts the consents between two days, and how many that is a year."),
    ),
    "adoption.entry_into_force": (
        _("Entry into force"),
        _("Gives the day on which an instrument enters into force by its own rule."),
    ),
    "adoption.kaplan_meier": (
        _("Time until states consent"),
        _("Estimates the share of states that have not consented, counting those still watched."),
    ),
    "adoption.kaplan_meier_se": (
        _("Error of the share at a time"),
        _("Gives the share of states not yet in, with its error and interval."),
    ),
    "adoption.share_adopted": (
        _("Share adopted after 2, 5 and 10 years"),
        _("Compares instruments of different age by the share of states that had adopted."),
    ),
    "adoption.observation": (
        _("One state on the clock"),
        _("Turns the dates of one state into a time and an event."),
    ),
    "rollup.weighted_mean": (
        _("Weighted mean"),
        _("Averages rates by their denominators and withholds the mean below a gate."),
    ),
    "rollup.simple_mean": (
        _("Simple mean"),
        _("Averages members that count once each and withholds the mean below a gate."),
    ),
    "rollup.median_iqr": (
        _("Median and middle half"),
        _("Gives the robust view of a group beside its mean."),
    ),
    "rollup.policy_share": (
        _("Share with a policy"),
        _("Counts the states that have a policy among those known."),
    ),
    "rollup.coverage_gates": (
        _("Gates of coverage"),
        _("Says which of the gates in use the data of a group would pass."),
    ),
    "rollup.members": (
        _("Members of a group"),
        _("Says who belongs to a group, at the baseline or on the day."),
    ),
    "rollup.wb_sum": (
        _("Sum with a gate"),
        _("Sums a group and withholds the sum when more than a third is missing."),
    ),
    "rollup.wb_gap_fill": (
        _("Gap filling"),
        _("Lets missing members move like those that report."),
    ),
    "rollup.expected_coverage_error": (
        _("Error of missing data"),
        _("Estimates how far off a mean may be when people are missing."),
    ),
    "rollup.global_vs_mean_of_regions": (
        _("Trap of two stages"),
        _("Compares a mean of countries with a mean of regional means."),
    ),
    "rollup.ryg_distribution": (
        _("Spread of colours"),
        _("Gives the share of each colour among the rated, and how many are rated."),
    ),
    "rollup.all_must_be_met": (
        _("Goal that needs all its parts"),
        _("Gives a goal the worst of the colours of its parts."),
    ),
    "composite.sdg_10_7_2": (
        _("SDG 10.7.2"),
        _("Scores migration policies in six domains of five items."),
    ),
    "composite.sdg_17_14_1": (
        _("SDG 17.14.1"),
        _("Scores the coherence of policies in eight domains."),
    ),
    "framework.indicator_types": (
        _("Types of indicators"),
        _("Counts structural, process and outcome indicators and warns of plans on paper."),
    ),
    "framework.checklist": (
        _("SMART and RACER"),
        _("Checks a benchmark against a list of criteria and three gates."),
    ),
    "crosswalk.matrix": (
        _("Matrix of links"),
        _("Describes the links between two frameworks, with what nothing links to."),
    ),
    "crosswalk.bipartite_degree_centrality": (
        _("Degree centrality"),
        _("Gives the share of the other side that each node is linked to."),
    ),
    "crosswalk.nilsson_scores": (
        _("Interactions"),
        _("Sums up interactions from cancelling (−3) to indivisible (+3)."),
    ),
    "crosswalk.three_way": (
        _("Links over a third framework"),
        _("Finds candidate links of two frameworks over one that both are linked to."),
    ),
    "crosswalk.coders_agreement": (
        _("Agreement of two coders"),
        _("Compares the links of two coders by weighted kappa."),
    ),
    "projection.aarr_regression": (
        _("Rate of reduction, all points"),
        _("Gives the average annual rate of reduction from a line through all points."),
    ),
    "projection.aarr_endpoint": (
        _("Rate of reduction, two ends"),
        _("Gives the average annual rate of reduction between the first and the last year."),
    ),
    "projection.aarr_from_slope": (
        _("Rate of reduction from a slope"),
        _("Turns the slope of a logarithm into a rate of reduction."),
    ),
    "projection.aarr_required": (
        _("Rate of reduction needed"),
        _("Gives the rate that leads to a target in time."),
    ),
    "projection.aarr_project": (
        _("Value at a rate"),
        _("Carries a value on at a rate of reduction."),
    ),
    "projection.arr_continuous": (
        _("Continuous rate of reduction"),
        _("Gives the rate that WHO uses for maternal mortality."),
    ),
    "projection.ols_probability": (
        _("Chance from a line"),
        _("Carries a line on to the target year, with its interval and chance."),
    ),
    "projection.recency_weighted_regression": (
        _("Line that favours recent years"),
        _("Carries a line on in which recent years weigh more."),
    ),
    "projection.damped_trend": (
        _("Weakening trend"),
        _("Carries a trend on that weakens at each step."),
    ),
    "projection.damped_trend_limit": (
        _("End of a weakening trend"),
        _("Gives the value at which a weakening trend ends."),
    ),
    "projection.random_walk_drift": (
        _("Random walk with drift"),
        _("Carries the mean change on, with the error of the changes."),
    ),
    "projection.diff_bootstrap_exact": (
        _("Resampled changes"),
        _("Counts which of all paths of past changes meet the target."),
    ),
    "projection.block_bootstrap_exact": (
        _("Resampled runs of changes"),
        _("Counts which of all paths of past runs of changes meet the target."),
    ),
    "projection.mann_kendall_sen": (
        _("Trend without a shape"),
        _("Counts rising and falling pairs and gives the median slope."),
    ),
    "projection.spearman_trend": (
        _("Rank correlation with time"),
        _("Says how steadily the values rise or fall."),
    ),
    "projection.ipcc_likelihood_label": (
        _("Words for likelihood"),
        _("Gives the narrowest of the IPCC's words for a probability."),
    ),
    "projection.outlook": (
        _("Outlook"),
        _("Says what can honestly be said about a deadline, by the number of points."),
    ),
    **people.METHODS,
}
"""Method id -> title, what it is for."""
FAMILIES: dict[str, str | Promise] = {
    "progress": _("Progress towards a target"),
    "projection": _("Looking ahead"),
    "adoption": _("Adoption of treaties"),
    "rollup": _("From countries to groups"),
    "composite": _("Composite indicators"),
    "framework": _("Quality of a plan"),
    "crosswalk": _("Links between frameworks"),
    **people.FAMILIES,
}
"""First part of a method's id -> the family, in the order of the page."""


def title_of(method: str) -> str:
    """Return the title of a method, or its id where it has none."""
    return str(METHODS[method][0]) if method in METHODS else method


def purpose_of(method: str) -> str:
    """Return the sentence that says what a method is for, or "" where there is none."""
    return str(METHODS[method][1]) if method in METHODS else ""
