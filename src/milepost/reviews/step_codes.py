"""The steps that this room adds to a trace, beside those of ``measure.explanation``.

The pages that explain a colour translate these codes; a test computes many editions and fails on
a code, or on a name, that is not declared here. Meanings are English, for the people who write
those translations.
"""

from collections.abc import Mapping

STEP_CODES: Mapping[str, tuple[str, ...]] = {
    "coverage.states": (
        "states_with_data",
        "states_total",
        "share",
        "gate",
        "passed",
        "states_unknown",
    ),
    "coverage.figure": (
        "method",
        "weight",
        "period",
        "states_with_data",
        "states_total",
        "weight_share",
        "imputed_share",
        "gate",
        "passed",
    ),
    "coverage.published": ("first", "last", "vintage"),
    "panel.assessment": ("id", "standpoint", "colour", "confidence"),
    "panel.median": ("n", "median", "modal_share", "range", "contested"),
    "panel.without_colour": ("n", "reason"),
    "panel.second_round": ("first_state", "asked", "moved", "confirmed", "silent"),
    "panel.empty": ("n",),
    "final.contested": ("computed", "judged", "shown"),
    "final.decision": ("state", "computed", "judged", "by", "on"),
    "final.not_applicable": ("place",),
}
"""Step code -> the names of its values."""

STEP_MEANINGS: Mapping[str, str] = {
    "coverage.states": "For how many of the eligible states it is known whether they are parties.",
    "coverage.figure": "How the group's figure was made from states, and how many reported.",
    "coverage.published": "Too few states are known; figures that the source publishes are used.",
    "panel.assessment": "One assessor's colour (None: no colour stated).",
    "panel.median": "The cautious median of the colours, and how far they lie apart.",
    "panel.without_colour": "People assessed and gave no colour.",
    "panel.second_round": "What the panel came to at first, and how many moved later.",
    "panel.empty": "Nobody has assessed this yet.",
    "final.contested": "Rule and assessors differ and nobody has decided; the cautious is shown.",
    "final.decision": "An editor decided which state is shown; the reason stands in the rating.",
    "final.not_applicable": "The framework says that the benchmark does not apply to this place.",
}
"""Step code -> what it says, for translators."""
