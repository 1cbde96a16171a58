"""The words for changes to a question and for other methods, as a working carries them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

KINDS: Words = {
    "points": _("One figure less"),
    "thresholds": _("Thresholds a tenth away"),
    "baseline": _("Start a year away"),
    "comparators": _("Other methods"),
}
"""Kind of change, as the head of a cell of the strip."""

PARTY_KIND = _("One state's step less")
"""The head of the first cell where the figures are numbers of parties."""

THRESHOLDS: Words = {
    "on_track": _("the pace asked for green"),
    "acceleration": _("the pace asked for yellow"),
    "green": _("the level asked for green"),
    "yellow": _("the level asked for yellow"),
    "universal_share": _("the share that counts as nearly all states"),
    "pace_ratio_green": _("the pace asked for green (times the pace before)"),
    "material_change": _("the change a year asked for green"),
}
MOVES: Words = {"stricter": _("stricter"), "looser": _("less strict")}
METHODS: Words = {
    "eurostat": _("Eurostat"),
    "unsd_assessment": _("UN Statistics Division, 2023"),
    "escap_api": _("UN ESCAP, anticipated progress"),
    "escap_csi": _("UN ESCAP, current status"),
    "weather_symbol": _("German weather symbol"),
    "sdsn_arrow": _("SDSN arrow"),
    "open_sdg": _("Open SDG"),
}
COMPARED: Words = {
    "eurostat": _("Yearly growth, against the growth that the target needs."),
    "unsd_assessment": _("Value expected at the deadline, as a share of the way to the target."),
    "escap_api": _("Gap expected at the deadline, against the gap at the start."),
    "escap_csi": _("Tenths of the way to the target that were gone; no classes."),
    "weather_symbol": _("Mean of the last yearly changes, carried on to the deadline."),
    "sdsn_arrow": _("Yearly change, against the change that the target needs."),
    "open_sdg": _("Yearly growth, against the growth that the target needs."),
}
"""What each method compares, in a sentence."""

CLASSES: Words = {
    "significant_progress": _("significant progress"),
    "moderate_progress": _("moderate progress"),
    "insufficient_progress": _("insufficient progress"),
    "movement_away": _("movement away"),
    "moderate_movement_away": _("moderate movement away"),
    "significant_movement_away": _("significant movement away"),
    "score_3": _("3 of 3: on track or target met"),
    "score_2": _("2 of 3: fair progress, acceleration needed"),
    "score_1": _("1 of 3: stagnation or regression"),
    "maintain": _("maintain progress"),
    "accelerate": _("accelerate progress"),
    "reverse": _("reverse the trend"),
    "sun": _("sun"),
    "partly_cloudy": _("sun and cloud"),
    "cloud": _("cloud"),
    "storm": _("thunderstorm"),
    "on_track_or_maintaining": _("on track or maintaining"),
    "moderately_improving": _("moderately improving"),
    "stagnating": _("stagnating"),
    "decreasing": _("decreasing"),
    "target_achieved": _("target achieved"),
    "substantial_progress": _("substantial progress"),
    "limited_progress": _("limited progress"),
    "deterioration": _("deterioration"),
}
UNTRIED: Words = {
    "no_colour": _("There is no colour that could change."),
    "thresholds_unused": _("The colour does not follow from these thresholds."),
    "threshold_zero": _("A tenth of zero is zero."),
    "threshold_at_end": _("More than all cannot be asked for."),
    "rungs": _("Stages of a treaty are no scale."),
    "answers": _("The answers no, partly and yes are no scale."),
    "baseline_unused": _("The colour does not depend on the start."),
    "no_baseline_set": _("No year was set as a start."),
    "before_counts": _("Numbers of parties are not known so early."),
    "asks_level": _("They judge a pace, and this rule judges a level."),
    "no_target": _("It needs a target with a year."),
    "no_baseline": _("It needs a figure at the start and one after it."),
    "deadline_passed": _("It looks ahead, and the deadline has passed."),
    "zero": _("It compares growth, and growth from or to zero has no rate."),
    "sign_change": _("It compares growth, which has no rate across zero."),
    "negative": _("It compares growth, which has no direction below zero."),
    "met_at_start": _("The start met the target, so there is no way to measure."),
    "no_way": _("The start equals the target, so there is no way to measure."),
    "too_few_years": _("It needs the figures of four years."),
    "out_of_range": _("The growth is too steep to be carried on."),
    "no_classes": _("It gives a number and no classes."),
}
"""Why something was not tried, or why a method says nothing here."""

CAVEATS: Words = {
    "zero_replaced": _("It puts 0.001 in the place of zero, so this depends on the unit."),
}

FIRMNESS_TERMS: dict[str, Words] = {
    "change-kind": KINDS,
    "threshold": THRESHOLDS,
    "threshold-move": MOVES,
    "method": METHODS,
    "method-compares": COMPARED,
    "method-class": CLASSES,
    "untried": UNTRIED,
    "method-caveat": CAVEATS,
}
