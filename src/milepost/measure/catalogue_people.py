"""Methods about people and their answers: panels, surveys, participation, mobility, costs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from milepost.measure import agreement, mobility, representativity, suppression, survey
from milepost.measure.panel import summarise


def panel_summary(ratings: Sequence[int | None]) -> dict[str, object]:
    """Return the cautious median of a panel with its spread."""
    summary = summarise(ratings)
    return {
        "median_low": summary.median_low,
        "iqr": summary.iqr,
        "modal_share": summary.modal_share,
        "range": summary.range,
        "contested": summary.contested,
    }


PEOPLE_METHODS: Mapping[str, Callable[..., Mapping[str, Any]]] = {
    "rating.krippendorff_alpha": agreement.krippendorff_alpha,
    "rating.weighted_kappa": agreement.weighted_kappa,
    "rating.gwet_ac": agreement.gwet_ac,
    "rating.tastle_wierman_consensus": agreement.tastle_wierman_consensus,
    "rating.panel_summary": panel_summary,
    "survey.wilson": survey.wilson,
    "survey.kish_neff": survey.kish_neff,
    "survey.poststratify": survey.poststratify,
    "survey.rake": survey.rake,
    "survey.rake_fixed_iterations": survey.rake_fixed_iterations,
    "survey.multiple_response": survey.multiple_response,
    "survey.nsduh_precision_rule": survey.nsduh_precision_rule,
    "survey.suppress_row": suppression.suppress_row,
    "survey.suppression_audit": suppression.suppression_audit,
    "representativity.gallagher": representativity.gallagher,
    "representativity.dissimilarity": representativity.dissimilarity,
    "representativity.participation": representativity.participation,
    "representativity.theil": representativity.theil,
    "representativity.un_desirable_range": representativity.un_desirable_range,
    "dispersion.hhi": representativity.hhi,
    "dispersion.summary": representativity.dispersion,
    "uis.mobility": mobility.student_mobility,
    "remittance.service_cost": mobility.remittance_cost,
    "remittance.rpw": mobility.remittance_prices,
}
