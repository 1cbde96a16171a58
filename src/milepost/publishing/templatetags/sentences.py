"""Tags that put a rating and its working into sentences, and values into words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from milepost.publishing import (
    formats,
    terms,
    wording,
    wording_agreement,
    wording_counts,
    wording_firmness,
    wording_replies,
    wording_survey_basis,
)
from milepost.publishing.bundle import Json
from milepost.publishing.wording_steps import SEPARATE

register = template.Library()


def _language() -> str:
    return get_language() or "en"


@register.simple_tag
def headline(rating: Json, benchmark: Json, indicator: Json | None, where: Json) -> str:
    """Return what a rating says, in one sentence."""
    return wording.headline(rating, benchmark, indicator, where, _language())


@register.filter
def at_world_level(spread: Mapping[str, int]) -> str:
    """Return how the benchmarks of an edition, framework or goal stand in the world."""
    return wording_counts.at_world_level(spread, _language())


@register.filter
def in_a_place(spread: Mapping[str, int]) -> str:
    """Return how many benchmarks have a colour in a place, and which."""
    return wording_counts.in_a_place(spread, _language())


@register.filter
def on_paper_and_in_life(cells: list[Mapping[str, Any]]) -> str:
    """Return which kinds of promises show significant progress."""
    return wording_counts.on_paper_and_in_life(cells, _language())


@register.simple_tag
def in_both_places(both: int, same: int) -> str:
    """Return how many benchmarks have a colour in two places, and the same one."""
    return wording_counts.in_both_places(both, same, _language())


@register.filter
def replies_in_words(stances: Mapping[str, int]) -> str:
    """Return how many governments were asked to reply, and what they replied."""
    return wording_replies.replies_in_words(stances, _language())


@register.filter
def no_reply_until(day: str) -> str:
    """Return that a government was asked to reply until a day and did not."""
    return wording_replies.no_reply(day, _language())


@register.filter
def spread_sentence(agreement: Mapping[str, Any]) -> str:
    """Return how far the panel of one rating lies apart."""
    return wording_agreement.spread_sentence(agreement, _language())


@register.filter
def framework_agreement(whole: Mapping[str, Any]) -> list[str]:
    """Return what is known of agreement beyond chance over a framework, sentence by sentence."""
    return wording_agreement.framework_sentences(whole, _language())


@register.filter
def because(rating: Json) -> str:
    """Return the line "Yellow, because …"."""
    return wording.because(rating, _language())


@register.simple_tag
def measured(value: float | None, indicator: Json | None, with_unit: bool = True) -> str:
    """Return a value with the decimals and unit of its indicator."""
    return wording.measured_value(value, indicator, _language(), with_unit=with_unit)


@register.simple_tag
def would_change(trace: Json | None, indicator: Json | None) -> str:
    """Return what would give a better colour, or ""."""
    change = (trace or {}).get("what_would_change")
    return wording.what_would_change(change, indicator, _language())


@register.simple_tag
def would_take(trace: Json | None, indicator: Json | None) -> str:
    """Return the pace that meets the target in time, or ""."""
    pace = (trace or {}).get("pace_needed")
    return wording.pace_needed(pace, indicator, _language())


@register.filter
def firmness_sentence(trace: Json | None) -> str:
    """Return whether the computed colour holds when the question changes a little, or ""."""
    return wording_firmness.firmness_sentence(trace, _language())


@register.filter
def firmness_kinds(trace: Json, indicator: Json | None) -> list[dict[str, Any]]:
    """Return the kinds of change tried: the cell of each for the strip, and its lines."""
    return wording_firmness.lines(trace, indicator, _language())


@register.simple_tag
def survey_words(trace: Json | None, indicator: Json | None) -> list[str]:
    """Return what is known of the surveys behind a rating, sentence by sentence."""
    return wording_survey_basis.survey_sentences(trace, indicator, _language())


@register.filter
def main_steps(trace: Json) -> list[Mapping[str, Any]]:
    """Return the steps of a working that are told as sentences, with name and sentence."""
    return [
        {
            "name": wording.step_name(step["code"]),
            "sentence": wording.step_sentence(step["code"], step["values"], _language()),
        }
        for step in trace["steps"]
        if step["code"] not in SEPARATE
    ]


@register.filter
def parameter_lines(trace: Json, rule: Json | None) -> list[Mapping[str, Any]]:
    """Return the parameters used, each with its meaning and whether it is the rule's default."""
    found = rule or {}
    declared = {**(found.get("parameters") or {}), **(found.get("country_parameters") or {})}
    return [
        {
            "name": name,
            "value": _parameter_value(name, value),
            "meaning": declared.get(name, {}).get("meaning") or _own_meaning(name),
            "is_default": name not in declared or declared[name].get("default") == value,
        }
        for name, value in sorted(trace.get("parameters", {}).items())
        if value is not None
    ]


MOMENTS = frozenset({"known_until", "counted_from", "opened"})


def _parameter_value(name: str, value: Any) -> str:
    if name in MOMENTS and isinstance(value, int | float):
        return formats.moment(float(value), _language())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return formats.number(value, _language())
    return str(value)


def _own_meaning(name: str) -> str:
    return terms.term(name, "parameter") if name in terms.PARAMETERS else ""


@register.simple_tag
def value_of(rating: Json, indicator: Json | None, with_unit: bool = True) -> str:
    """Return the value of a rating; for a state's stage of a treaty, its words."""
    status = rating.get("status", "")
    if status in wording.LADDER:
        return wording.stage_words(status)
    numbers = rating.get("numbers") or {}
    if numbers.get("parties") is not None and numbers.get("eligible"):
        return wording.parties_of(numbers, _language())
    return wording.measured_value(rating.get("value"), indicator, _language(), with_unit=with_unit)


@register.filter
def have_countries(lines: list[Mapping[str, Any]]) -> bool:
    """Whether any of these groups says how its countries are rated."""
    return any((line["rating"].get("distribution") or {}).get("total") for line in lines)


@register.simple_tag
def unit_of(indicator: Json | None) -> str:
    """Return the unit for the head of a column of values; "" where values are words or shares."""
    if indicator is None or indicator["kind"] in {"adoption", "policy"}:
        return ""
    return wording.unit_words(indicator, _language())
