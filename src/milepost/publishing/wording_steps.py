"""Every step of a working as a sentence. The codes are those of ``measure.explanation``."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from milepost.publishing import formats, terms

STEPS: dict[str, str | Promise] = {
    "inputs.used": _(
        "%(count)s figures were used, from %(first)s to %(last)s; %(estimated)s of them estimated."
    ),
    "inputs.none": _("No figure could be used; %(rejected)s were set aside."),
    "inputs.rejected": _("The figure of %(period)s (%(value)s) was set aside: %(why)s."),
    "parameter": _("The parameter %(name)s is %(value)s (%(is_default)s)."),
    "promise": _(
        "Asked: target %(target)s, wanted direction %(direction)s, counted from %(baseline)s, "
        "deadline %(deadline)s; seen from %(as_of)s."
    ),
    "baseline.found": _(
        "The baseline is %(value)s in %(period)s, %(distance)s years from the day set."
    ),
    "baseline.stated": _("The plan itself states the baseline: %(value)s in %(when)s."),
    "baseline.none": _("No figure lies within %(tolerance)s years of the baseline, %(baseline)s."),
    "target.latest": _(
        "The latest value, %(value)s in %(period)s, against the target of %(target)s: %(meets)s."
    ),
    "target.at_deadline": _(
        "The last value up to the deadline, %(value)s in %(period)s, against %(target)s: %(meets)s."
    ),
    "target.after_deadline": _(
        "After the deadline, %(value)s in %(period)s against %(target)s: %(meets)s."
    ),
    "path.gap_share": _(
        "From %(baseline_value)s to the target of %(target)s, the value %(value)s has gone "
        "%(share)s of the way."
    ),
    "path.time_share": _(
        "From %(start)s to the deadline %(deadline)s, %(share)s of the time was used by %(now)s."
    ),
    "path.ratio": _(
        "Gap closed %(gap_share)s over time used %(time_share)s is %(ratio)s; green from "
        "%(on_track)s, yellow from %(acceleration)s."
    ),
    "parties.now": _(
        "%(parties)s of %(eligible)s states are parties (%(coverage)s); from %(universal_share)s "
        "the treaty counts as near universal."
    ),
    "parties.since_baseline": _(
        "Since %(baseline)s, when there were %(parties_at_baseline)s: %(new)s more, which is "
        "%(pace)s a year."
    ),
    "parties.reference": _(
        "Before, counted from %(start)s (%(parties_at_start)s parties): %(pace)s a year; green "
        "from %(pace_ratio_green)s times that pace."
    ),
    "parties.no_reference": _(
        "The treaty is too young at the baseline for an earlier pace to compare with."
    ),
    "ladder.stage": _("Stage reached: %(stage)s, since %(since)s."),
    "level.compared": _("%(value)s compared with %(green)s for green and %(yellow)s for yellow."),
    "level.too_old": _("The latest value is %(age)s years old; the rule allows %(limit)s."),
    "change.endpoints": _("From %(first_value)s in %(first)s to %(last_value)s in %(last)s."),
    "change.relative": _(
        "That is %(per_year)s a year in the wanted direction; %(material_change)s counts as "
        "material."
    ),
    "change.trend": _(
        "Rising less falling pairs of figures: %(mann_kendall_s)s; the middle slope is "
        "%(sen_slope)s a year."
    ),
    "flag": _("Flag: %(flag)s."),
    "verdict": _("%(state)s. %(reason)s"),
    "coverage.states": _(
        "For %(states_with_data)s of %(states_total)s states it is known whether they are "
        "parties (%(share)s; at least %(gate)s are asked)."
    ),
    "coverage.figure": _(
        "The figure of %(period)s is made from %(states_with_data)s of %(states_total)s states "
        "(%(method)s); weight covered %(weight_share)s, imputed %(imputed_share)s; at least "
        "%(gate)s are asked."
    ),
    "coverage.published": _(
        "Too few states are known, so the figures that the source publishes for the group are "
        "used, from %(first)s to %(last)s."
    ),
    "panel.assessment": _("One assessor: %(colour)s."),
    "panel.median": _(
        "%(n)s gave a colour; the cautious middle is %(median)s. Contested: %(contested)s."
    ),
    "panel.without_colour": _("%(n)s assessed and gave no colour: %(reason)s."),
    "panel.second_round": _(
        "The first round came to %(first_state)s. In the second, %(moved)s of %(asked)s changed "
        "their colour, %(confirmed)s confirmed it and %(silent)s did not answer."
    ),
    "panel.empty": _("Nobody has assessed this yet."),
    "final.contested": _(
        "The rule says %(computed)s, the people who judged say %(judged)s, and nobody has "
        "decided; %(shown)s is shown, the more cautious of the two."
    ),
    "final.decision": _(
        "Decided: %(state)s, by %(by)s on %(on)s (rule: %(computed)s, people: %(judged)s)."
    ),
    "final.not_applicable": _("The plan says that this does not apply to this place."),
}
"""Step code -> sentence; the codes of ``measure.explanation`` and of ``reviews.step_codes``."""
NAMES: dict[str, str | Promise] = {
    "inputs.used": _("Figures used"),
    "inputs.none": _("Figures used"),
    "inputs.rejected": _("Set aside"),
    "parameter": _("Parameter"),
    "promise": _("What was asked"),
    "baseline.found": _("Baseline"),
    "baseline.stated": _("Baseline"),
    "baseline.none": _("Baseline"),
    "target.latest": _("Target"),
    "target.at_deadline": _("Target at the deadline"),
    "target.after_deadline": _("Target later"),
    "path.gap_share": _("Gap closed"),
    "path.time_share": _("Time used"),
    "path.ratio": _("Pace"),
    "parties.now": _("Parties"),
    "parties.since_baseline": _("Since the baseline"),
    "parties.reference": _("Pace before"),
    "parties.no_reference": _("Pace before"),
    "ladder.stage": _("Stage"),
    "level.compared": _("Level"),
    "level.too_old": _("Age"),
    "change.endpoints": _("Change"),
    "change.relative": _("Change a year"),
    "change.trend": _("Trend"),
    "flag": _("Flag"),
    "verdict": _("Result"),
    "coverage.states": _("Coverage"),
    "coverage.figure": _("Coverage"),
    "coverage.published": _("Published figures"),
    "panel.assessment": _("People"),
    "panel.median": _("People"),
    "panel.without_colour": _("People"),
    "panel.second_round": _("Second round"),
    "panel.empty": _("People"),
    "final.contested": _("Contested"),
    "final.decision": _("Decision"),
    "final.not_applicable": _("Does not apply"),
}
SEPARATE = frozenset({"inputs.rejected", "parameter", "flag", "panel.assessment"})
"""Steps that the page shows as tables of their own and not in the list of steps."""
SHARES = frozenset(
    {
        "share",
        "gap_share",
        "time_share",
        "coverage",
        "universal_share",
        "per_year",
        "material_change",
        "weight_share",
        "imputed_share",
        "gate",
    }
)
MOMENTS = frozenset({"when", "start", "now", "deadline", "baseline", "as_of", "since"})
PERIODS = frozenset({"period", "first", "last", "since"})
STAGES: dict[float, str | Promise] = {
    1.0: _("party"),
    0.5: _("signed, not party"),
    0.0: _("neither signed nor party"),
}


def step_name(code: str) -> str:
    """Return the short name of a step."""
    return str(NAMES.get(code, code))


def step_sentence(code: str, values: Mapping[str, Any], language: str) -> str:
    """Return a step as a sentence in the active language; every value by locale.

    A code that this version does not know (a bundle of a later version) is shown with its values.
    """
    template = _variant(code, values) or STEPS.get(code)
    if template is None:
        return "; ".join(f"{name}: {value}" for name, value in sorted(values.items()))
    shown = _Shown(
        {name: value_text(code, name, value, language) for name, value in values.items()}
    )
    return (str(template) % shown).strip()


ONE_FIGURE = _("One figure was used, of %(first)s.")
NONE_ESTIMATED = _("%(count)s figures were used, from %(first)s to %(last)s.")


def _variant(code: str, values: Mapping[str, Any]) -> str | Promise | None:
    """Return the shorter sentence of a step that has less to say."""
    if code != "inputs.used" or values.get("estimated"):
        return None
    return ONE_FIGURE if values.get("count") == 1 else NONE_ESTIMATED


class _Shown(dict[str, str]):
    """A value that a bundle leaves out is a dash."""

    def __missing__(self, key: str) -> str:
        return formats.MISSING


def value_text(code: str, name: str, value: Any, language: str) -> str:
    """Return one value of a step as it is written in a sentence."""
    if isinstance(value, bool):
        return _yes_no(name, value=value)
    if (vocabulary := _vocabulary(code, name)) is not None:
        return terms.term(str(value), vocabulary) if value else _absent(code, name)
    if value is None or value == "":
        return _absent(code, name)
    if isinstance(value, str):
        return _words(name, value, language)
    return _figure(name, float(value), language)


WORDED = {
    "why": "rejection",
    "flag": "flag",
    "method": "aggregation",
    "state": "colour",
    "colour": "colour",
    "median": "colour",
    "computed": "colour",
    "judged": "colour",
    "shown": "colour",
    "first_state": "colour",
}
"""Values that are codes of a closed list, and the list."""


def _vocabulary(code: str, name: str) -> str | None:
    if name == "reason":
        return "reason-meaning" if code == "verdict" else "reason"
    return WORDED.get(name)


def _absent(code: str, name: str) -> str:
    if code == "promise":
        return gettext("none set")
    return "" if name == "reason" else formats.MISSING


def _words(name: str, value: str, language: str) -> str:
    if name == "direction":
        return gettext("up") if value == "up" else gettext("down")
    if name in PERIODS:
        return formats.period(value, language)
    return formats.day(value, language) if name == "on" else value


def _figure(name: str, value: float, language: str) -> str:
    if name == "stage":
        return str(STAGES.get(value, value))
    if name in MOMENTS and 1000 < value < 3000:
        return formats.moment(value, language)
    if name in SHARES:
        return formats.percent(value, language)
    return formats.number(value, language)


def _yes_no(name: str, *, value: bool) -> str:
    if name == "meets":
        return gettext("met") if value else gettext("not met")
    if name == "is_default":
        return gettext("the rule's default") if value else gettext("set for this benchmark")
    return gettext("yes") if value else gettext("no")
