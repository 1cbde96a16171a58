"""Derived indicators through the door: checked at load, computed when read, never imported."""

import io
from datetime import date

import pytest
from django.core.management import call_command

from milepost.indicators.selectors import read_observations
from milepost.indicators.services import load_definitions
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding, Severity
from tests.indicators.conftest import Import

ONE = """
  - key: {key}
    title: {{en: Made}}
    definition: {{en: Made from others}}
    unit: {{key: {unit}, label: {{en: per cent}}}}
    kind: rate
    aggregation: {aggregation}
    weight: {weight}
    direction: none
    derived: "{derived}"
"""


def define(actor: Actor, *made: str) -> list[str]:
    text = "milepost: indicators/1\nindicators:" + "".join(made)
    report = load_definitions(actor, text, "made.yaml")
    return [finding.code for finding in report.findings]


def define_all(actor: Actor, *made: str) -> list[Finding]:
    text = "milepost: indicators/1\nindicators:" + "".join(made)
    return list(load_definitions(actor, text, "made.yaml").findings)


def one(derived: str, key: str = "made", **more: str) -> str:
    stated = {"unit": "percent", "aggregation": "weighted_mean", "weight": "population", **more}
    return ONE.format(key=key, derived=derived, **stated)


def codes(actor: Actor, *made: str) -> set[str]:
    with pytest.raises(BadInput) as refused:
        define(actor, *made)
    return {
        finding.code.removeprefix("INDICATORS_DERIVED_")
        for finding in refused.value.findings
        if finding.severity is Severity.ERROR
    }


def test_derived_indicator_is_computed_as_its_inputs_were_known(
    defined: Actor, bring: Import
) -> None:
    define(defined, one("[transfers] / [population] * 1000"))
    bring("area,period,value\n250,2015,3\n686,2015,1\n", "transfers", known_on=date(2016, 1, 1))
    bring("area,period,value\n250,2015,60\n", "population", known_on=date(2016, 1, 1))
    bring("area,period,value\n250,2015,50\n", "population", known_on=date(2017, 1, 1))
    then, now = read_observations("made", date(2016, 6, 1)), read_observations("made")
    assert [(r["area"], r["value"]) for r in then.to_pylist()] == [("250", 50.0)]
    assert [(r["area"], r["value"]) for r in now.to_pylist()] == [("250", 60.0)]
    assert read_observations("made", date(2015, 1, 1)).num_rows == 0


def test_indicator_made_from_a_derived_one(defined: Actor, bring: Import) -> None:
    define(defined, one("[transfers] / [population]"), one("[made] * 100", "percent-made"))
    bring("area,period,value\n250,2015,3\n", "transfers")
    bring("area,period,value\n250,2015,60\n", "population")
    (row,) = read_observations("percent-made").to_pylist()
    assert row["value"] == 5.0


def test_data_of_a_derived_indicator_are_refused(defined: Actor, bring: Import) -> None:
    define(defined, one("[transfers] / [population]"))
    with pytest.raises(BadInput) as refused:
        bring("area,period,value\n250,2015,3\n", "made")
    assert refused.value.findings[0].code == "INDICATORS_INDICATOR_DERIVED"
    assert "[transfers] / [population]" in refused.value.findings[0].what


def test_every_finding_comes_at_once_with_its_line(defined: Actor) -> None:
    assert codes(
        defined,
        one("[transfers] /", "a"),
        one("[nothing] * 2", "b"),
        one("[d] + 1", "c"),
        one("[c] + 1", "d"),
        one("[self]", "self"),
    ) == {"EXPRESSION_INCOMPLETE", "INPUT_UNKNOWN", "CIRCLE"}
    with pytest.raises(BadInput) as refused:
        define(defined, one("[nothing] * 2", "b"))
    errors = [item for item in refused.value.findings if item.severity is Severity.ERROR]
    assert [item.line for item in errors] == [11]


def test_a_circle_through_definitions_loaded_before_is_found(defined: Actor) -> None:
    define(defined, one("[transfers] * 2", "first"), one("[first] * 2", "second"))
    assert codes(defined, one("[second] / 2", "first")) == {"CIRCLE"}


def test_different_units_and_averaged_ratios_are_warned_of(defined: Actor) -> None:
    found = define(defined, one("[transfers] + [population]"))
    assert "INDICATORS_DERIVED_UNITS_DIFFER" in found
    found = define(defined, one("[transfers] / [population] * 100", aggregation="mean"))
    assert "INDICATORS_DERIVED_RATIO_AVERAGED" in found


def test_findings_about_units_say_where_in_the_expression(defined: Actor) -> None:
    warned = define_all(defined, one("1 + mean([transfers] - [population], 3)"))
    (finding,) = [item for item in warned if item.code.endswith("UNITS_DIFFER")]
    assert "character 22" in finding.what
    warned = define_all(defined, one("[transfers] / [transfers]", unit="percent"))
    (finding,) = [item for item in warned if item.code.endswith("UNIT_DECLARED")]
    assert "100" in finding.remedy
    assert finding.severity is Severity.WARNING
    warned = define_all(defined, one("[transfers] / [transfers] * 100", unit="percent"))
    assert not [item for item in warned if "UNIT" in item.code]


def test_lineage_is_printed_for_one_figure(defined: Actor, bring: Import) -> None:
    define(defined, one("[transfers] / [population]"))
    bring("area,period,value\n250,2015,3\n", "transfers")
    bring("area,period,value\n250,2015,60\n", "population")
    out = io.StringIO()
    call_command("data", "lineage", "made", "--place=250", "--period=2015", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "made 250 2015 = 0.05"
    assert [line.split()[:3] for line in lines[2:]] == [
        ["transfers", "2015", "3.0"],
        ["population", "2015", "60.0"],
    ]
    with pytest.raises(SystemExit):
        call_command("data", "lineage", "made", "--place=250", "--period=1999")
    with pytest.raises(SystemExit):
        call_command("data", "lineage", "population", "--place=250", "--period=2015")
