"""The words of closed lists: states, reasons, flags, kinds. One list, one table."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milepost.publishing.terms_derived import NO_RESULT
from milepost.publishing.terms_firmness import FIRMNESS_TERMS
from milepost.publishing.terms_replies import REPLY_TERMS

Words = dict[str, str | Promise]

STATES: Words = {
    "green": _("significant progress"),
    "yellow": _("some progress"),
    "red": _("no progress or backward"),
    "grey": _("no colour"),
    "contested": _("contested"),
}
COLOURS: Words = {
    "green": _("Green"),
    "yellow": _("Yellow"),
    "red": _("Red"),
    "grey": _("Grey"),
    "contested": _("Contested"),
}
REASONS: Words = {
    "no_data": _("no data"),
    "no_baseline": _("no baseline"),
    "too_few_points": _("too few points"),
    "not_applicable": _("not applicable"),
    "stale": _("data too old"),
    "deadline_passed_no_evidence": _("deadline passed, no evidence"),
    "no_colour_stated": _("no colour stated"),
    "not_assessed": _("not assessed"),
    "coverage_too_low": _("coverage too low"),
    "suppressed": _("withheld to protect people"),
}
# Translators: one letter inside the grey circle, the first of the reason's word or like it.
LETTERS: Words = {
    "no_data": pgettext_lazy("letter of a reason", "d"),
    "no_baseline": pgettext_lazy("letter of a reason", "b"),
    "too_few_points": pgettext_lazy("letter of a reason", "f"),
    "not_applicable": pgettext_lazy("letter of a reason", "n"),
    "stale": pgettext_lazy("letter of a reason", "o"),
    "deadline_passed_no_evidence": pgettext_lazy("letter of a reason", "e"),
    "no_colour_stated": pgettext_lazy("letter of a reason", "c"),
    "not_assessed": pgettext_lazy("letter of a reason", "a"),
    "coverage_too_low": pgettext_lazy("letter of a reason", "l"),
    "suppressed": pgettext_lazy("letter of a reason", "w"),
}
FLAGS: Words = {
    "slipping": _("slipping"),
    "volatile": _("volatile"),
    "contested": _("contested"),
    "stale": _("old data"),
    "break_in_series": _("break in series"),
    "not_firm": _("not firm"),
}
FLAG_MEANINGS: Words = {
    "slipping": _("The target is met, but the last change goes the wrong way."),
    "volatile": _("Another colour would follow if one figure, or one state, were left out."),
    "contested": _("The people who judged disagree; the spread is shown, not averaged away."),
    "stale": _("The latest figure is old; it may no longer hold."),
    "break_in_series": _("The way of measuring changed within the series."),
    "not_firm": _("The interval of the survey reaches another colour."),
}
REASON_MEANINGS: Words = {
    "no_data": _("Nothing usable is known. That is not the same as no progress."),
    "no_baseline": _("There is no figure near the start, so change cannot be measured."),
    "too_few_points": _("There are too few figures to speak of change."),
    "not_applicable": _("The rule cannot be applied to this place or promise."),
    "stale": _("The latest figure is too old to rate."),
    "deadline_passed_no_evidence": _(
        "The deadline has passed and no later figure shows the result."
    ),
    "no_colour_stated": _("The source describes what happened and states no colour."),
    "not_assessed": _("Nobody has judged this, and no rule computes it."),
    "coverage_too_low": _("Too few countries have data for a figure of the whole group."),
    "suppressed": _("The figure could identify people, so it is not shown."),
}
TYPES: Words = {
    "structural": _("structural"),
    "process": _("process"),
    "outcome": _("outcome"),
}
TYPE_MEANINGS: Words = {
    "structural": _("On paper: what is signed and written into law."),
    "process": _("In motion: what is done, funded and staffed."),
    "outcome": _("In life: what people experience."),
}
ACTORS: Words = {
    "civil_society": _("civil society"),
    "government": _("governments"),
    "business": _("business"),
    "international_body": _("international bodies"),
}
LEVELS: Words = {
    "world": _("world"),
    "region": _("regions"),
    "country": _("countries"),
    "local": _("local"),
}
BASES: Words = {
    "computed": _("computed by a rule"),
    "judged": _("judged by people"),
    "decided": _("decided after computing and judging"),
    "none": _("neither computed nor judged"),
}
DIRECTIONS: Words = {
    "better": _("better"),
    "worse": _("worse"),
    "same": _("same colour"),
    "opened": _("newly coloured"),
    "closed": _("no longer coloured"),
}
CAUSES: Words = {
    "fact": _("changed fact"),
    "method": _("changed method"),
    "judge": _("changed judgement"),
    "framework": _("changed promise"),
}
CAUSE_MEANINGS: Words = {
    "fact": _("Newer or corrected data, or something that happened."),
    "method": _("Another rule, version or parameter."),
    "judge": _("Other people, or other reasons."),
    "framework": _("The benchmark itself was worded or set differently."),
}
CONFIDENCE: Words = {
    "low": _("low confidence"),
    "medium": _("medium confidence"),
    "high": _("high confidence"),
}
STANDPOINTS: Words = {
    "report author": _("report author"),
    "report_author": _("report author"),
    "civil_society": _("civil society"),
    "government": _("government"),
    "academic": _("academic"),
    "agency": _("international agency"),
    "international_body": _("international agency"),
    "expert": _("expert"),
    "business": _("business"),
    "migrant": _("migrant or migrant association"),
    "migrant_association": _("migrant or migrant association"),
    "trade_union": _("trade union"),
    "employer": _("employer"),
    "academia": _("academic"),
    "international_agency": _("international agency"),
    "secretariat": _("secretariat"),
}
NODE_KINDS: Words = {
    "theme": _("Theme"),
    "goal": _("Goal"),
    "target": pgettext_lazy("kind of node", "Target"),
    "objective": _("Objective"),
    "cluster": _("Cluster"),
    "focus-area": _("Focus area"),
    "point": _("Point"),
    "recommendation": _("Recommendation"),
}
PLACE_KINDS: Words = {
    "world": _("World"),
    "region": _("Region"),
    "subregion": _("Sub-region"),
    "intermediate": _("Part of a sub-region"),
    "country": _("Country"),
    "area": _("Area"),
    "m49": _("Region"),
    "ldc": _("Group"),
    "lldc": _("Group"),
    "sids": _("Group"),
    "un": _("Group"),
    "network": _("Group of the network"),
}
RELATIONS: Words = {
    "exactMatch": _("same as"),
    "closeMatch": _("close to"),
    "broadMatch": _("part of"),
    "narrowMatch": _("includes"),
    "relatedMatch": _("related to"),
}
REVIEWS: Words = {
    "proposed": _("proposed"),
    "confirmed": _("confirmed"),
    "rejected": _("rejected"),
}
OBSERVATION_STATUS: Words = {
    "A": _("as reported"),
    "aggregated": _("rolled up"),
    "B": _("break in series"),
    "E": _("estimated"),
    "F": _("forecast"),
    "I": _("imputed"),
    "M": _("missing"),
    "P": _("provisional"),
    "D": _("definition differs"),
    "U": _("low reliability"),
    "G": _("experimental"),
    "H": _("missing because of a holiday"),
    "K": _("counted under another heading"),
    "L": _("not collected or not reported"),
    "N": _("not significant"),
    "O": _("missing, no reason given"),
    "Q": _("withheld to protect people"),
    "S": _("a special event"),
    "V": _("not validated"),
    "W": _("counts another heading too"),
}
REJECTIONS: Words = {
    "value_missing": _("no value given"),
    "missing_value": _("no value given"),
    "not_a_number": _("not a finite number"),
    "status_missing": _("marked as missing by the source"),
    "forecast": _("a forecast"),
    "after_as_of": _("later than the day of this edition"),
    "not_eligible": _("not a state that may become a party"),
    "duplicate_period": _("a less favourable value of the same day was kept"),
}

DEEDS: Words = {
    "signature": _("signed"),
    "ratification": _("ratified"),
    "accession": _("acceded"),
    "succession": _("succeeded"),
    "acceptance": _("accepted"),
    "approval": _("approved"),
    "denunciation": _("left"),
}

METADATA: Words = {
    "STAT_CONC_DEF": _("Concept"),
    "UNIT_MEASURE": _("Unit of measure"),
    "SOURCE_TYPE": _("Kind of source"),
    "FREQ_COLL": _("Frequency"),
    "DATA_SOURCE": _("Collected by"),
    "RATIONALE": _("Why it is used"),
    "REC_USE_LIM": _("Limits of use"),
    "DATA_COMP": _("How it is computed"),
    "IMPUTATION": _("Missing values"),
    "REG_AGG": _("Regional figures"),
    "COMPARABILITY": _("Comparability"),
}

AGGREGATIONS: Words = {
    "sum": _("added up"),
    "mean": _("average of the states"),
    "weighted_mean": _("average weighted by size"),
    "policy_share": _("share of the states with data"),
    "adoption": _("parties counted"),
    "published": _("as the source publishes it"),
    "none": _("not rolled up"),
}
PARAMETERS: Words = {
    "eligible": _("States of the group that may become parties."),
    "known_until": _("Day until which the list of parties is known."),
    "counted_from": _("Day from which numbers of parties are known."),
    "coverage_gate": _("Least share of the states that must have data, where it is not the usual."),
}

TERMS: dict[str, Words] = {
    "aggregation": AGGREGATIONS,
    "parameter": PARAMETERS,
    "metadata": METADATA,
    "deed": DEEDS,
    "state": STATES,
    "colour": COLOURS,
    "reason": REASONS,
    "reason-meaning": REASON_MEANINGS,
    "flag": FLAGS,
    "flag-meaning": FLAG_MEANINGS,
    "type": TYPES,
    "type-meaning": TYPE_MEANINGS,
    "actor": ACTORS,
    "level": LEVELS,
    "basis": BASES,
    "direction": DIRECTIONS,
    "cause": CAUSES,
    "cause-meaning": CAUSE_MEANINGS,
    "confidence": CONFIDENCE,
    "standpoint": STANDPOINTS,
    "node": NODE_KINDS,
    "place": PLACE_KINDS,
    "relation": RELATIONS,
    "review": REVIEWS,
    "status": OBSERVATION_STATUS,
    "rejection": REJECTIONS,
    "no-result": NO_RESULT,
    **FIRMNESS_TERMS,
    **REPLY_TERMS,
}


def term(code: str | None, vocabulary: str) -> str:
    """Return the word for a code, in the active language; an unknown code is shown as words."""
    if not code:
        return ""
    words = TERMS[vocabulary].get(code) or TERMS[vocabulary].get(code.replace(" ", "_"))
    return str(words) if words is not None else code.replace("_", " ")
