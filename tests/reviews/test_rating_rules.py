"""The rules file: complete, in six languages, and in step with the pure functions."""

import jsonschema
import pytest

from milepost.measure.rules import DEFAULTS, FUNCTIONS
from milepost.reviews.judgement import PANEL
from milepost.reviews.rating_rules import FILE, list_rules, parse_rules, rule_names

GIVEN_BY_THE_COMPUTATION = {"eligible", "known_until", "counted_from"}
"""Parameters that come from the data and not from the rule."""
OF_THE_ROOM = {"coverage_gate", "has_policy", "valid_years"}
"""Parameters that the aggregation reads before the pure function is asked."""


def test_the_rules_that_frameworks_use_are_there() -> None:
    assert rule_names() == {
        "ratification@1",
        "policy-share@1",
        "level-threshold@1",
        "linear-path@1",
        "direction-of-change@1",
        "judged@1",
    }


def test_every_rule_names_a_pure_function() -> None:
    for rule in list_rules():
        assert rule["function"] in {*FUNCTIONS, PANEL}
        assert rule.get("country_function", rule["function"]) in {*FUNCTIONS, PANEL}


def test_every_parameter_is_read_and_every_default_is_that_of_the_function() -> None:
    for rule in list_rules():
        if rule["function"] == PANEL:
            continue
        known = DEFAULTS[rule["function"]]
        declared = {name: item["default"] for name, item in rule["parameters"].items()}
        assert declared.keys() - OF_THE_ROOM <= known.keys(), rule["key"]
        assert known.keys() - GIVEN_BY_THE_COMPUTATION <= declared.keys(), rule["key"]
        for name in declared.keys() & known.keys():
            assert declared[name] == known[name], (rule["key"], name)


def test_country_parameters_belong_to_the_country_function() -> None:
    for rule in list_rules():
        known = DEFAULTS.get(rule.get("country_function", ""), {})
        assert rule.get("country_parameters", {}).keys() <= known.keys(), rule["key"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("milepost: rating-rules/1", "milepost: rating-rules/2"),
        ("version: 1", "version: one"),
        ("    function: linear_path\n", ""),
        ("fr: Ratification", "de: Ratifikation"),
    ],
)
def test_a_file_of_another_shape_is_refused(old: str, new: str) -> None:
    text = FILE.read_text(encoding="utf-8").replace(old, new, 1)
    with pytest.raises(jsonschema.ValidationError):
        parse_rules(text)


def test_a_rule_stands_once() -> None:
    text = FILE.read_text(encoding="utf-8").replace("key: linear-path", "key: level-threshold")
    with pytest.raises(ValueError, match="level-threshold@1"):
        parse_rules(text)
