"""Every code that a verdict may carry, with the names of its values and its meaning.

The pages that explain a colour translate these codes; a test rates thousands of cases and fails
on a code, or on a name, that is not declared here. Meanings are English, for the people who write
those translations.
"""

from collections.abc import Mapping

from milepost.measure.series import REJECTIONS

_TARGET = ("period", "value", "target", "meets")
_REFERENCE = ("start", "parties_at_start", "pace", "pace_ratio_green")

STEP_CODES: Mapping[str, tuple[str, ...]] = {
    "inputs.used": ("count", "first", "last", "estimated"),
    "inputs.none": ("rejected",),
    "inputs.rejected": ("period", "value", "status", "why"),
    "parameter": ("name", "value", "is_default"),
    "promise": ("target", "direction", "baseline", "deadline", "as_of"),
    "baseline.found": ("period", "value", "distance"),
    "baseline.stated": ("when", "value"),
    "baseline.none": ("baseline", "tolerance"),
    "target.latest": _TARGET,
    "target.at_deadline": _TARGET,
    "target.after_deadline": _TARGET,
    "path.gap_share": ("baseline_value", "value", "target", "share"),
    "path.time_share": ("start", "now", "deadline", "share"),
    "path.ratio": ("gap_share", "time_share", "ratio", "on_track", "acceleration"),
    "parties.now": ("when", "parties", "eligible", "coverage", "universal_share"),
    "parties.since_baseline": ("baseline", "parties_at_baseline", "new", "pace"),
    "parties.reference": _REFERENCE,
    "parties.no_reference": _REFERENCE,
    "ladder.stage": ("stage", "since", "was_party"),
    "level.compared": ("value", "green", "yellow"),
    "level.too_old": ("age", "limit"),
    "change.endpoints": ("first", "first_value", "last", "last_value"),
    "change.relative": ("per_year", "material_change"),
    "change.trend": ("mann_kendall_s", "sen_slope"),
    "flag": ("flag",),
    "verdict": ("state", "status", "reason"),
}
"""Step code -> the names of its values."""

STEP_MEANINGS: Mapping[str, str] = {
    "inputs.used": "How many points were used, from which to which period, how many estimated.",
    "inputs.none": "No point could be used; so many were set aside.",
    "inputs.rejected": "One input was set aside; why is a code of REJECTIONS.",
    "parameter": "One parameter of the rule, and whether it is the default of the rule.",
    "promise": "What was asked: target, direction, baseline, deadline, and the day of the view.",
    "baseline.found": "The point that serves as baseline, so many years from the baseline moment.",
    "baseline.stated": "The baseline value that the framework states, at its moment.",
    "baseline.none": "No point lies within the tolerance (years) of the baseline moment.",
    "target.latest": "The latest value against the target.",
    "target.at_deadline": "The last value up to the deadline against the target.",
    "target.after_deadline": "The first value after the deadline that meets the target.",
    "path.gap_share": "Share of the way from the baseline value to the target that was gone.",
    "path.time_share": "Share of the time from the baseline to the deadline that was used.",
    "path.ratio": "Share of the gap closed over share of the time used, with its two cut-offs.",
    "parties.now": "Parties among the eligible states on the day of the view.",
    "parties.since_baseline": "Net new parties since the baseline, and how many a year.",
    "parties.reference": "Parties a year in the reference years before the baseline.",
    "parties.no_reference": "The instrument is too young at the baseline for an earlier pace.",
    "ladder.stage": "The stage that the state has reached: 1 party, 0.5 signed, 0 neither.",
    "level.compared": "The latest value against the thresholds of green and yellow.",
    "level.too_old": "The latest value is so many years old, more than the rule allows.",
    "change.endpoints": "The two values between which change is measured.",
    "change.relative": "Change a year relative to the first value, positive when desired.",
    "change.trend": "Rising minus falling pairs of points, and the median slope a year.",
    "flag": "A warning beside the state.",
    "verdict": "The state, its status, and the reason when it is grey.",
}

PATH_NUMBERS = (
    "points",
    "target",
    "baseline_value",
    "gap_share",
    "time_share",
    "ratio",
    "pace",
    "required_pace",
    "expected_now",
    "projected",
)
PARTY_NUMBERS = (
    "parties",
    "eligible",
    "coverage",
    "parties_at_baseline",
    "new_since_baseline",
    "pace",
    "reference_pace",
    "majority_year",
)
LADDER_NUMBERS = ("stage", "since")
LEVEL_NUMBERS = ("level", "green", "yellow", "distance", "years_old")
CHANGE_NUMBERS = (
    "points",
    "baseline_value",
    "change",
    "years",
    "pace",
    "relative_change_per_year",
)

STATUS_CODES: Mapping[str, tuple[str, ...]] = {
    "no_data": (),
    "no_baseline": (),
    "insufficient_points": ("points",),
    "no_target": PATH_NUMBERS,
    "no_deadline": PATH_NUMBERS,
    "met_on_time": PATH_NUMBERS,
    "met_late": PATH_NUMBERS,
    "deadline_passed_no_evidence": PATH_NUMBERS,
    "missed": PATH_NUMBERS,
    "met": PATH_NUMBERS,
    "met_at_baseline": PATH_NUMBERS,
    "lost_after_being_met": PATH_NUMBERS,
    "on_track": PATH_NUMBERS,
    "acceleration_needed": PATH_NUMBERS,
    "limited": PATH_NUMBERS,
    "regressing": PATH_NUMBERS,
    "no_eligible_states": (),
    "no_time_since_baseline": PARTY_NUMBERS,
    "near_universal": PARTY_NUMBERS,
    "losing_parties": PARTY_NUMBERS,
    "no_new_parties": PARTY_NUMBERS,
    "pace_kept_or_faster": PARTY_NUMBERS,
    "slower_than_before": PARTY_NUMBERS,
    "entered_into_force": PARTY_NUMBERS,
    "new_instrument": PARTY_NUMBERS,
    "earlier_pace_unknown": PARTY_NUMBERS,
    "list_too_old": PARTY_NUMBERS,
    "party": LADDER_NUMBERS,
    "signed": LADDER_NUMBERS,
    "not_a_party": LADDER_NUMBERS,
    "denounced": LADDER_NUMBERS,
    "no_threshold": (),
    "stale": LEVEL_NUMBERS,
    "level_met": LEVEL_NUMBERS,
    "level_partly_met": LEVEL_NUMBERS,
    "level_not_met": LEVEL_NUMBERS,
    "widespread": LEVEL_NUMBERS,
    "partial": LEVEL_NUMBERS,
    "rare": LEVEL_NUMBERS,
    "improving": CHANGE_NUMBERS,
    "improving_slowly": CHANGE_NUMBERS,
    "no_change": CHANGE_NUMBERS,
    "worsening": CHANGE_NUMBERS,
}
"""Status code -> the numbers that every verdict of this status carries (some may be None)."""

STATUS_MEANINGS: Mapping[str, str] = {
    "no_data": "There is no usable value.",
    "no_baseline": "There is no value near the baseline, so change cannot be told.",
    "insufficient_points": "There is no value after the baseline.",
    "no_target": "No target was set, so distance to it cannot be told.",
    "no_deadline": "A target without a deadline has not been met yet; pace cannot be judged.",
    "met_on_time": "The target was met by the deadline.",
    "met_late": "The target was missed at the deadline and met later.",
    "deadline_passed_no_evidence": "The deadline has passed and the last value is much older.",
    "missed": "The target was not met by the deadline; ratio is the share of the gap closed.",
    "met": "The target is met.",
    "met_at_baseline": "The target was met at the baseline and still is; the task is to keep it.",
    "lost_after_being_met": "The target was met at the baseline and is no longer.",
    "on_track": "At the average pace since the baseline the target will be met, or nearly.",
    "acceleration_needed": "Progress, but too slow to meet the target by the deadline.",
    "limited": "Little or no progress towards the target.",
    "regressing": "Movement away from the target.",
    "no_eligible_states": "No state of this group may become a party.",
    "no_time_since_baseline": "The view is not later than the baseline.",
    "near_universal": "Nearly all eligible states are parties.",
    "losing_parties": "Fewer parties than at the baseline.",
    "no_new_parties": "As many parties as at the baseline.",
    "pace_kept_or_faster": "New parties come at least as fast as before the baseline.",
    "slower_than_before": "New parties come more slowly than before the baseline.",
    "entered_into_force": "A new instrument has the parties that its entry into force requires.",
    "new_instrument": "A new instrument gains parties; there is no earlier pace to compare.",
    "earlier_pace_unknown": "New parties come; how fast they came before is not known.",
    "list_too_old": "The last known number of parties is too old to tell the present one.",
    "party": "The state is a party.",
    "signed": "The state has signed and is not a party.",
    "not_a_party": "The state is known not to be a party and has not signed.",
    "denounced": "The state was a party and has left.",
    "no_threshold": "The rule has no threshold to compare with.",
    "stale": "The latest value is too old to tell the present level.",
    "level_met": "The latest value reaches the threshold of green.",
    "level_partly_met": "The latest value reaches the threshold of yellow only.",
    "level_not_met": "The latest value reaches neither threshold.",
    "widespread": "Most states with data have the policy.",
    "partial": "A good part of the states with data have the policy.",
    "rare": "Few of the states with data have the policy.",
    "improving": "The value moves in the desired direction, and materially.",
    "improving_slowly": "The value moves in the desired direction, less than materially.",
    "no_change": "The value is what it was at the baseline.",
    "worsening": "The value moves against the desired direction.",
}

FLAG_MEANINGS: Mapping[str, str] = {
    "slipping": "The last change goes the wrong way, though the colour does not show it yet.",
    "volatile": "One point less, or one party less, would change the colour.",
    "contested": "The assessors disagree too much for one colour.",
    "stale": "The latest value is older than the rule's limit.",
    "break_in_series": "The source marks a break between the values that are compared.",
    "not_firm": (
        "The interval of the survey that the last figure was taken from reaches another colour."
    ),
}

COUNTERFACTUAL_KINDS: Mapping[str, tuple[str, ...]] = {
    "last_value": ("period", "from", "value", "change", "strictly", "to", "status"),
    "new_parties": ("from", "new_parties", "to", "status"),
    "stage": ("from", "value", "to", "status"),
    "pace": (
        "of",
        "period",
        "from",
        "value",
        "deadline",
        "per_year",
        "pace",
        "to",
        "status",
    ),
}
"""Kind of ``counterfactual.what_would_change`` or ``pace_needed`` -> its other keys."""

__all__ = [
    "COUNTERFACTUAL_KINDS",
    "FLAG_MEANINGS",
    "REJECTIONS",
    "STATUS_CODES",
    "STATUS_MEANINGS",
    "STEP_CODES",
    "STEP_MEANINGS",
]
