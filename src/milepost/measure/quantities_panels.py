"""The words of the workings of panels, participation, mobility and costs.

``quantities_people`` joins them to its own; the sentences are in
``publishing.wording_methods_panels``. Entries are sorted by code.
"""

from collections.abc import Mapping

QUANTITIES: Mapping[str, str] = {
    "agreement_expected": "The agreement expected by chance.",
    "agreement_observed": "The agreement observed.",
    "alpha": "Krippendorff's alpha.",
    "alpha_lower": "The lower end of the interval of alpha.",
    "alpha_lowest": "The lowest alpha of a code.",
    "alpha_upper": "The upper end of the interval of alpha.",
    "assessors": "The number of assessors with a rating.",
    "categories": "The number of categories.",
    "categories_off_parity": "The number of categories outside the band of parity.",
    "category_share": "The share of the category.",
    "concentration": "The concentration (the sum of the squared shares).",
    "concentration_normalised": "The concentration from 0 for equal shares to 1.",
    "consensus": "The consensus.",
    "corridor_price": "The average price of the corridor in per cent.",
    "corridor_smart": "The SmaRT average of the corridor in per cent.",
    "corridors_above_cap": "The number of corridors above the cap.",
    "corridors_known": "The number of corridors with a SmaRT average.",
    "corridors_matched": "The number of corridors known at both times.",
    "corridors_within_share": "The share of the known corridors within the cap.",
    "corridors_without_smart": "The number of corridors without a SmaRT average.",
    "cost_percent": "The cost in per cent of the amount.",
    "disagreement_expected": "The disagreement expected by chance.",
    "disagreement_observed": "The disagreement observed.",
    "dispersion_share": "The dispersion (one less the concentration).",
    "dissimilarity": "The index of dissimilarity.",
    "dissimilarity_by_chance": "The dissimilarity that chance alone would give on average.",
    "dissimilarity_share": "The share of seats that would have to move.",
    "divergence": "The divergence.",
    "divergence_between": "The divergence between regions.",
    "divergence_inside": "The divergence inside the region.",
    "divergence_within": "The divergence within regions.",
    "effective_number": "The effective number of categories.",
    "entropy": "The entropy.",
    "evenness": "The evenness.",
    "fee_percent": "The fee in per cent of the amount.",
    "grade_computed": "The grade that the criteria give.",
    "grade_start": "The grade to start from.",
    "grade_step": "The steps down.",
    "grid_agreement": "The step of agreement.",
    "grid_evidence": "The step of evidence.",
    "gwet_coefficient": "Gwet's coefficient.",
    "hhi_points": "The Herfindahl-Hirschman index in points.",
    "kappa": "The kappa.",
    "least_squares_index": "Gallagher's index.",
    "margin_percent": "The exchange-rate margin in per cent.",
    "mean_of_answers": "The mean of the answers.",
    "modal_share": "The share of the commonest rating.",
    "outside_share": "The share of participants from outside the reference.",
    "participants": "The number of participants.",
    "points_above_cap": "The percentage points above the cap.",
    "posts_half_range": "Half the width of the range in posts.",
    "posts_held": "The number of posts held.",
    "posts_lower": "The lower end of the range in posts.",
    "posts_midpoint": "The middle of the range in posts.",
    "posts_part": "The part of the middle in posts.",
    "posts_upper": "The upper end of the range in posts.",
    "price_above_path": "The percentage points above the straight way.",
    "price_after": "The mean price after, in per cent.",
    "price_before": "The mean price before, in per cent.",
    "price_change": "The change of the matched corridors in percentage points.",
    "price_change_of_all": "The change of the averages in percentage points.",
    "price_of_region": "The average price to the region in per cent.",
    "price_on_path": "The price on the straight way in per cent.",
    "price_sample_effect": "The part of the change that comes from other corridors.",
    "price_simple": "The simple average over all services in per cent.",
    "price_smart": "The average of the SmaRT averages in per cent.",
    "price_weighted": "The average weighted by flows in per cent.",
    "rating_median": "The cautious median.",
    "rating_range": "The range in steps.",
    "ratings_compared": "The number of ratings compared.",
    "ratings_given": "The number of ratings.",
    "representation_index": "The index of representation.",
    "representation_ratio": "The ratio of representation.",
    "samples_defined": "The share of the samples that have an alpha.",
    "samples_taken": "The number of samples.",
    "scale_width": "The width of the scale.",
    "services_priced": "The number of services with a transparent price.",
    "share_largest": "The largest share.",
    "share_unknown": "The share whose destination is unknown.",
    "squares_sum": "The sum of the squared differences.",
    "steps_down": "The number of reasons down.",
    "steps_up": "The number of reasons up.",
    "students_gross_outbound": "The students abroad in per cent of the age group.",
    "students_inbound_rate": "The inbound rate in per cent of enrolment.",
    "students_net": "The net flow of students.",
    "students_net_ratio": "The net flow in per cent of enrolment.",
    "students_outbound_ratio": "The outbound ratio in per cent of enrolment.",
    "theil_t": "Theil's T.",
    "units_compared": "The number of cases that two or more rated.",
    "values_counted": "The number of values.",
}
VERDICTS: Mapping[str, str] = {
    "agreement_firm": "Firm agreement.",
    "agreement_tentative": "Tentative agreement.",
    "agreement_weak": "Agreement too weak for a single figure.",
    "cap_exceeded": "The cap is exceeded.",
    "cap_kept": "The cap is kept.",
    "certainty_high": "High certainty.",
    "certainty_low": "Low certainty.",
    "certainty_moderate": "Moderate certainty.",
    "certainty_very_low": "Very low certainty.",
    "confidence_high": "High confidence.",
    "confidence_low": "Low confidence.",
    "confidence_medium": "Medium confidence.",
    "confidence_very_high": "Very high confidence.",
    "confidence_very_low": "Very low confidence.",
    "contested": "Contested.",
    "grade_a": "Evidence of grade A (strong).",
    "grade_b": "Evidence of grade B (good).",
    "grade_c": "Evidence of grade C (limited).",
    "grade_d": "Evidence of grade D (weak).",
    "not_contested": "Not contested.",
    "parity_kept": "Every category is represented alike.",
    "parity_missed": "Not every category is represented alike.",
    "price_target_met": "The average is below the target.",
    "price_target_not_met": "The average is not below the target.",
    "range_over": "Above the desirable range.",
    "range_under": "Below the desirable range.",
    "range_within": "Within the desirable range.",
}
ASIDE: Mapping[str, str] = {
    "corridor_added": "The corridor was added later.",
    "corridor_dropped": "The corridor was dropped later.",
    "corridor_without_data": "The corridor has no figure that counts.",
    "fewer_than_two_ratings": "Fewer than two people rated it.",
    "negative": "A number below zero has no meaning here.",
    "not_rated": "The assessor gave no rating.",
    "price_not_transparent": "Its price is not transparent, so no average counts it.",
    "raised_without_note": "A better grade needs a note.",
    "smart_not_accessible": "It is not accessible, so SmaRT leaves it out.",
    "smart_too_slow": "It takes more than five days, so SmaRT leaves it out.",
}
CAVEATS: Mapping[str, str] = {
    "above_hundred_kept": (
        "Small states can have more students abroad than at home, so the rate is not cut at 100."
    ),
    "corridors_without_smart": (
        "A corridor with fewer than three qualifying services has no SmaRT average."
    ),
    "few_units": "With ten cases or fewer the figure is noisy, so look at its interval.",
    "few_coded_twice": "Fewer than 50 answers and than a tenth of them were coded by two people.",
    "flows_unknown": "No flow is known, so there is no weighted average.",
    "grade_lowered": "A person lowered the grade.",
    "grade_raised": "A person raised the grade and gave a note.",
    "interval_not_possible": "There are too few cases, or too little variation, for an interval.",
    "interval_spans_readings": (
        "The interval reaches into another reading, so the words are not sure."
    ),
    "margin_negative": (
        "The rate applied is better than the market's, and the negative margin is kept."
    ),
    "nearly_all_alike": (
        "Nearly all ratings are the same, so alpha can be low though people agree; Gwet's "
        "coefficient says more."
    ),
    "negative_parts": "A part below zero has no share, so no figure is given.",
    "no_enrolment": "Without students at home there is no rate; the net flow still holds.",
    "not_for_green": "On evidence this weak no green should be shown.",
    "nothing_rated_twice": "Nothing was rated by two people.",
    "one_assessor": "One person alone cannot agree or disagree.",
    "one_category": "There is one category only, so nothing can be spread.",
    "outbound_undercounted": (
        "Students abroad are counted by the countries that host them, so too few are counted "
        "where these do not report."
    ),
    "outside_reference": (
        "Some take part who are not in the reference, so the divergence has no end."
    ),
    "parts_left_out": "Parts without a value are left out and not counted as zero.",
    "sample_changed": "Corridors were dropped or added, so the averages of all do not compare.",
    "sums_differ": "The two lists do not add up to the same.",
    "three_averages": (
        "The simple, the weighted and the SmaRT average are three different figures, so "
        "always name the one that is quoted."
    ),
    "unknown_left_out": (
        "Those whose destination is unknown are left out and never count as one country."
    ),
    "within_chance": "As many people drawn by chance would differ as much on average.",
}
