"""A schema's complaint in words that a coordinator understands."""

from jsonschema import Draft202012Validator

from milepost.kernel.findings import Finding
from milepost.kernel.schema_findings import SchemaGuide, schema_findings
from milepost.kernel.yaml_text import read_yaml

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "pattern": "\\S"},
        "colour": {"enum": ["green", None]},
    },
}


def findings_of(text: str) -> list[Finding]:
    """Return what the schema finds in a text."""
    validator = Draft202012Validator(SCHEMA)
    return schema_findings(validator, read_yaml(text, "a.yaml"), SchemaGuide("TEST", {}))


def test_a_text_of_blanks_is_called_empty() -> None:
    (finding,) = findings_of("name: '  '")
    assert (finding.code, finding.what) == ("TEST_EMPTY", "name is empty.")


def test_nothing_among_the_choices_is_written_as_yaml_writes_it() -> None:
    (finding,) = findings_of("colour: blue")
    assert finding.remedy == "Write one of: green, null."
