"""Rating rules as versioned data: read, checked, and handed to the computation.

A rule names a pure function of ``measure.rules``, gives its parameters with defaults, and says in
words what it does. A published rule never changes; a better one gets the next version.
"""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from milepost.kernel.languages import LANGUAGES

FILE = Path(__file__).with_name("rating_rules.yaml")

_TEXTS = {
    "type": "object",
    "required": list(LANGUAGES),
    "additionalProperties": False,
    "properties": {language: {"type": "string", "minLength": 1} for language in LANGUAGES},
}
_PARAMETERS = {
    "type": "object",
    "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
    "additionalProperties": {
        "type": "object",
        "required": ["default", "meaning"],
        "additionalProperties": False,
        "properties": {"default": {}, "meaning": _TEXTS},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["milepost", "rules"],
    "additionalProperties": False,
    "properties": {
        "milepost": {"const": "rating-rules/1"},
        "rules": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["key", "version", "function", "title", "about", "parameters"],
                "additionalProperties": False,
                "properties": {
                    "key": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"},
                    "version": {"type": "integer", "minimum": 1},
                    "function": {"type": "string"},
                    "country_function": {"type": "string"},
                    "title": _TEXTS,
                    "about": _TEXTS,
                    "parameters": _PARAMETERS,
                    "country_parameters": _PARAMETERS,
                },
            },
        },
    },
}
"""What ``rating_rules.yaml`` must look like."""


def parse_rules(text: str) -> list[dict[str, Any]]:
    """Return the rules of a YAML text, sorted by key and version.

    Raises ``jsonschema.ValidationError`` for a wrong shape and ``ValueError`` for a rule that
    appears twice: the file is part of the program, so a mistake in it is a defect and not input.
    """
    content = yaml.safe_load(text)
    jsonschema.validate(content, SCHEMA)
    rules: list[dict[str, Any]] = sorted(
        content["rules"], key=lambda rule: (rule["key"], rule["version"])
    )
    names = [f"{rule['key']}@{rule['version']}" for rule in rules]
    if len(set(names)) != len(names):
        raise ValueError(names)
    return rules


@cache
def _bundled() -> tuple[dict[str, Any], ...]:
    return tuple(parse_rules(FILE.read_text(encoding="utf-8")))


def list_rules() -> list[dict[str, Any]]:
    """Return all rules of this installation, in the shape of ``rules.json``."""
    return list(_bundled())


def rule_names() -> frozenset[str]:
    """Return the names that a framework may give as rule (``ratification@1``)."""
    return frozenset(f"{rule['key']}@{rule['version']}" for rule in _bundled())
