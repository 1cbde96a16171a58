"""Words for the methods of panels, participation, mobility and costs.

One entry for each code of ``measure.quantities_panels`` and each of their methods;
``wording_methods_people`` joins them to its own.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUANTITIES: dict[str, str | Promise] = {
    "agreement_expected": _("the agreement expected by chance"),
    "agreement_observed": _("the agreement observed"),
    "alpha": _("Krippendorff's alpha"),
    "alpha_lower": _("the lower end of the interval of alpha"),
    "alpha_lowest": _("the lowest alpha of a code"),
    "alpha_upper": _("the upper end of the interval of alpha"),
    "assessors": _("the number of assessors with a rating"),
    "categories": _("the number of categories"),
    "categories_off_parity": _("the number of categories outside the band of parity"),
    "category_share": _("the share of the category"),
    "concentration": _("the concentration (the sum of the squared shares)"),
    "concentration_normalised": _("the concentration from 0 for equal shares to 1"),
    "consensus": _("the consensus"),
    "corridor_price": _("the average price of the corridor in per cent"),
    "corridor_smart": _("the SmaRT average of the corridor in per cent"),
    "corridors_above_cap": _("the number of corridors above the cap"),
    "corridors_known": _("the number of corridors with a SmaRT average"),
    "corridors_matched": _("the number of corridors known at both times"),
    "corridors_within_share": _("the share of the known corridors within the cap"),
    "corridors_without_smart": _("the number of corridors without a SmaRT average"),
    "cost_percent": _("the cost in per cent of the amount"),
    "disagreement_expected": _("the disagreement expected by chance"),
    "disagreement_observed": _("the disagreement observed"),
    "dispersion_share": _("the dispersion (one less the concentration)"),
    "dissimilarity": _("the index of dissimilarity"),
    "dissimilarity_by_chance": _("the dissimilarity that chance alone would give on average"),
    "dissimilarity_share": _("the share of seats that would have to move"),
    "divergence": _("the divergence"),
    "divergence_between": _("the divergence between regions"),
    "divergence_inside": _("the divergence inside the region"),
    "divergence_within": _("the divergence within regions"),
    "effective_number": _("the effective number of categories"),
    "entropy": _("the entropy"),
    "evenness": _("the evenness"),
    "fee_percent": _("the fee in per cent of the amount"),
    "grade_computed": _("the grade that the criteria give"),
    "grade_start": _("the grade to start from"),
    "grade_step": _("the steps down"),
    "grid_agreement": _("the step of agreement"),
    "grid_evidence": _("the step of evidence"),
    "gwet_coefficient": _("Gwet's coefficient"),
    "hhi_points": _("the Herfindahl-Hirschman index in points"),
    "kappa": _("the kappa"),
    "least_squares_index": _("Gallagher's index"),
    "margin_percent": _("the exchange-rate margin in per cent"),
    "mean_of_answers": _("the mean of the answers"),
    "modal_share": _("the share of the commonest rating"),
    "outside_share": _("the share of participants from outside the reference"),
    "participants": _("the number of participants"),
    "points_above_cap": _("the percentage points above the cap"),
    "posts_half_range": _("half the width of the range in posts"),
    "posts_held": _("the number of posts held"),
    "posts_lower": _("the lower end of the range in posts"),
    "posts_midpoint": _("the middle of the range in posts"),
    "posts_part": _("the part of the middle in posts"),
    "posts_upper": _("the upper end of the range in posts"),
    "price_above_path": _("the percentage points above the straight way"),
    "price_after": _("the mean price after, in per cent"),
    "price_before": _("the mean price before, in per cent"),
    "price_change": _("the change of the matched corridors in percentage points"),
    "price_change_of_all": _("the change of the averages in percentage points"),
    "price_of_region": _("the average price to the region in per cent"),
    "price_on_path": _("the price on the straight way in per cent"),
    "price_sample_effect": _("the part of the change that comes from other corridors"),
    "price_simple": _("the simple average over all services in per cent"),
    "price_smart": _("the average of the SmaRT averages in per cent"),
    "price_weighted": _("the average weighted by flows in per cent"),
    "rating_median": _("the cautious median"),
    "rating_range": _("the range in steps"),
    "ratings_compared": _("the number of ratings compared"),
    "ratings_given": _("the number of ratings"),
    "representation_index": _("the index of representation"),
    "representation_ratio": _("the ratio of representation"),
    "samples_defined": _("the share of the samples that have an alpha"),
    "samples_taken": _("the number of samples"),
    "scale_width": _("the width of the scale"),
    "services_priced": _("the number of services with a transparent price"),
    "share_largest": _("the largest share"),
    "share_unknown": _("the share whose destination is unknown"),
    "squares_sum": _("the sum of the squared differences"),
    "steps_down": _("the number of reasons down"),
    "steps_up": _("the number of reasons up"),
    "students_gross_outbound": _("the students abroad in per cent of the age group"),
    "students_inbound_rate": _("the inbound rate in per cent of enrolment"),
    "students_net": _("the net flow of students"),
    "students_net_ratio": _("the net flow in per cent of enrolment"),
    "students_outbound_ratio": _("the outbound ratio in per cent of enrolment"),
    "theil_t": _("Theil's T"),
    "units_compared": _("the number of cases that two or more rated"),
    "values_counted": _("the number of values"),
}
VERDICTS: dict[str, str | Promise] = {
    "agreement_firm": _("firm agreement"),
    "agreement_tentative": _("tentative agreement"),
    "agreement_weak": _("agreement too weak for a single figure"),
    "cap_exceeded": _("the cap is exceeded"),
    "cap_kept": _("the cap is kept"),
    "certainty_high": _("high certainty"),
    "certainty_low": _("low certainty"),
    "certainty_moderate": _("moderate certainty"),
    "certainty_very_low": _("very low certainty"),
    "confidence_high": _("high confidence"),
    "confidence_low": _("low confidence"),
    "confidence_medium": _("medium confidence"),
    "confidence_very_high": _("very high confidence"),
    "confidence_very_low": _("very low confidence"),
    "contested": _("contested"),
    "grade_a": _("evidence of grade A (strong)"),
    "grade_b": _("evidence of grade B (good)"),
    "grade_c": _("evidence of grade C (limited)"),
    "grade_d": _("evidence of grade D (weak)"),
    "not_contested": _("not contested"),
    "parity_kept": _("every category is represented alike"),
    "parity_missed": _("not every category is represented alike"),
    "price_target_met": _("the average is below the target"),
    "price_target_not_met": _("the average is not below the target"),
    "range_over": _("above the desirable range"),
    "range_under": _("below the desirable range"),
    "range_within": _("within the desirable range"),
}
ASIDE: dict[str, str | Promise] = {
    "corridor_added": _("The corridor was added later."),
    "corridor_dropped": _("The corridor was dropped later."),
    "corridor_without_data": _("The corridor has no figure that counts."),
    "fewer_than_two_ratings": _("Fewer than two people rated it."),
    "negative": _("A number below zero has no meaning here."),
    "not_rated": _("The assessor gave no rating."),
    "price_not_transparent": _("Its price is not transparent, so no average counts it."),
    "raised_without_note": _("A better grade needs a note."),
    "smart_not_accessible": _("It is not accessible, so SmaRT leaves it out."),
    "smart_too_slow": _("It takes more than five days, so SmaRT leaves it out."),
}
CAVEATS: dict[str, str | Promise] = {
    "above_hundred_kept": _(
        "Small states can have more students abroad than at home, so the rate is not cut at 100."
    ),
    "corridors_without_smart": _(
        "A corridor with fewer than three qualifying services has no SmaRT average."
    ),
    "few_units": _("With ten cases or fewer the figure is noisy, so look at its interval."),
    "few_coded_twice": _(
        "Fewer than 50 answers and than a tenth of them were coded by two people."
    ),
    "flows_unknown": _("No flow is known, so there is no weighted average."),
    "grade_lowered": _("A person lowered the grade."),
    "grade_raised": _("A person raised the grade and gave a note."),
    "interval_not_possible": _(
        "There are too few cases, or too little variation, for an interval."
    ),
    "interval_spans_readings": _(
        "The interval reaches into another reading, so the words are not sure."
    ),
    "margin_negative": _(
        "The rate applied is better than the market's, and the negative margin is kept."
    ),
    "nearly_all_alike": _(
        "Nearly all ratings are the same, so alpha can be low though people agree; Gwet's"
        " coefficient says more."
    ),
    "negative_parts": _("A part below zero has no share, so no figure is given."),
    "no_enrolment": _("Without students at home there is no rate; the net flow still holds."),
    "not_for_green": _("On evidence this weak no green should be shown."),
    "nothing_rated_twice": _("Nothing was rated by two people."),
    "one_assessor": _("One person alone cannot agree or disagree."),
    "one_category": _("There is one category only, so nothing can be spread."),
    "outbound_undercounted": _(
        "Students abroad are counted by the countries that host them, so too few are "
        "counted where these do not report."
    ),
    "outside_reference": _(
        "Some take part who are not in the reference, so the divergence has no end."
    ),
    "parts_left_out": _("Parts without a value are left out and not counted as zero."),
    "sample_changed": _("Corridors were dropped or added, so the averages of all do not compare."),
    "sums_differ": _("The two lists do not add up to the same."),
    "three_averages": _(
        "The simple, the weighted and the SmaRT average are three different figures, so "
        "always name the one that is quoted."
    ),
    "unknown_left_out": _(
        "Those whose destination is unknown are left out and never count as one country."
    ),
    "within_chance": _("As many people drawn by chance would differ as much on average."),
}
METHODS: dict[str, tuple[str | Promise, str | Promise]] = {
    "rating.panel_summary": (
        _("Cautious median of a panel"),
        _("Gives the middle rating of a panel with its spread, and says whether it is contested."),
    ),
    "rating.krippendorff_alpha": (
        _("Krippendorff's alpha"),
        _("Says how far any number of assessors agree beyond chance, with gaps allowed."),
    ),
    "rating.alpha_interval": (
        _("Interval of alpha"),
        _("Resamples the cases to show how far an alpha may be trusted."),
    ),
    "rating.code_agreement": (
        _("Agreement on codes"),
        _("Says for each code of open answers how far two coders agree beyond chance."),
    ),
    "rating.weighted_kappa": (
        _("Weighted kappa"),
        _("Says how far two assessors agree beyond chance, with credit for near misses."),
    ),
    "rating.gwet_ac": (
        _("Gwet's coefficient"),
        _("Says how far assessors agree where nearly everybody gives the same rating."),
    ),
    "rating.tastle_wierman_consensus": (
        _("Consensus"),
        _("Places answers on a scale between a split at its ends (0) and unanimity (1)."),
    ),
    "rating.evidence_grade": (
        _("Grade of evidence"),
        _("Grades the evidence behind a rating from A to D, apart from its colour."),
    ),
    "rating.ipcc_confidence": (
        _("Confidence"),
        _("Reads the confidence off the IPCC's grid of evidence and agreement."),
    ),
    "rating.grade_certainty": (
        _("GRADE"),
        _("Rates the certainty of a body of evidence by reasons up and down."),
    ),
    "representativity.gallagher": (
        _("Gallagher's index"),
        _("Measures how far two lists of shares differ, large differences counting more."),
    ),
    "representativity.dissimilarity": (
        _("Dissimilarity"),
        _("Gives the share of seats that would have to move."),
    ),
    "representativity.chance": (
        _("Dissimilarity by chance"),
        _("Gives the dissimilarity that a meeting drawn by chance would have on average."),
    ),
    "representativity.participation": (
        _("Representation of those spoken for"),
        _("Compares participants with those they speak for, category by category."),
    ),
    "representativity.theil_decomposed": (
        _("Divergence between and within regions"),
        _("Splits the divergence into what lies between regions and what lies within them."),
    ),
    "representativity.theil": (
        _("Theil's T"),
        _("Measures how unequal values are, from zero for equal ones."),
    ),
    "representativity.un_desirable_range": (
        _("Desirable range of posts"),
        _("Gives the range of posts in the UN Secretariat that is desirable for a member state."),
    ),
    "dispersion.hhi": (
        _("Herfindahl-Hirschman index"),
        _("Measures concentration in points, 10,000 for a single destination."),
    ),
    "dispersion.summary": (
        _("Spread over categories"),
        _(
            "Gives concentration, dispersion, entropy, evenness and the effective number of "
            "categories."
        ),
    ),
    "dispersion.destinations": (
        _("Spread over destinations"),
        _("Measures concentration on known destinations and reports the share that is unknown."),
    ),
    "uis.mobility": (
        _("Mobile students"),
        _("Gives the inbound rate, the outbound ratio and the net flow of students of a country."),
    ),
    "uis.gross_outbound_enrolment": (
        _("Gross outbound enrolment"),
        _("Gives the students abroad in per cent of the people of their age."),
    ),
    "remittance.service_cost": (
        _("Cost of one service"),
        _("Adds the fee and the exchange-rate margin in per cent of the amount sent."),
    ),
    "remittance.rpw": (
        _("Three averages of prices"),
        _(
            "Gives the simple, the weighted and the SmaRT average of remittance prices, each "
            "under its name."
        ),
    ),
    "remittance.regional": (
        _("Prices by receiving region"),
        _("Averages the services to the countries of each region."),
    ),
    "remittance.target_path": (
        _("Way to the price target"),
        _(
            "Compares a price with the straight way to 3 per cent, or to the cap of 5 of a "
            "corridor."
        ),
    ),
    "remittance.corridor_cap": (
        _("Corridors above the cap"),
        _("Counts the corridors whose SmaRT average is above 5 per cent."),
    ),
    "remittance.matched_change": (
        _("Change in the same corridors"),
        _("Tells a change of prices from a change of the corridors that are counted."),
    ),
}
"""Method id -> title, what it is for."""
SHARES: frozenset[str] = frozenset(
    {
        "category_share",
        "corridors_within_share",
        "dissimilarity_by_chance",
        "dissimilarity_share",
        "modal_share",
        "outside_share",
        "samples_defined",
        "share_largest",
        "share_unknown",
    }
)
"""Quantities that are shares of one, written as per cent."""
