"""The examples of the guide and the reference pages are files that pass the checks."""

import re
from pathlib import Path

import orjson

from milepost.frameworks.crosswalks import parse_crosswalk
from milepost.frameworks.document import parse
from milepost.frameworks.document_checks import RANKS
from milepost.frameworks.guidance import FRAMEWORK_GUIDE, read_schema

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "how-to/write-a-framework.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "reference/framework-format.md").read_text(encoding="utf-8")
framework, measure, crosswalk = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_first_example_is_a_framework_without_findings() -> None:
    document, findings = parse(framework, "my-plan.yaml")
    assert findings == []
    assert document is not None


def test_measure_of_the_guide_fits_into_the_example() -> None:
    both = framework.replace("        judge:\n", f"{measure}        judge:\n")
    document, findings = parse(both, "my-plan.yaml", frozenset({"treaty-c189"}))
    assert findings == []
    assert document is not None
    assert document["benchmarks"][0]["measure"]["target"]["value"] == 50


def test_crosswalk_of_the_guide_links_to_a_bundled_framework() -> None:
    known = {"harbour-plan": frozenset({"1"}), "sdg-migration": frozenset({"8.8"})}
    links, findings = parse_crosswalk(crosswalk, "links.yaml", known)
    assert findings == []
    assert links is not None


def test_every_field_of_the_schemas_is_documented_and_explained() -> None:
    for name in ("framework", "crosswalk"):
        schema = orjson.loads(read_schema(name))
        parts = [schema, *schema["$defs"].values(), *_items(schema)]
        fields = {field for part in parts for field in part.get("properties", {})}
        for field in fields - {"en", "fr", "ar", "es", "ru", "zh"}:
            assert f"`{field}`" in REFERENCE or f"{field}:" in REFERENCE, field
            assert any(known.split(".")[-1] == field for known in FRAMEWORK_GUIDE.fields), field


def test_kinds_of_nodes_are_those_of_the_schema() -> None:
    schema = orjson.loads(read_schema("framework"))
    assert set(RANKS) == set(schema["$defs"]["node"]["properties"]["kind"]["enum"])
    assert all(f"`{kind}`" in REFERENCE for kind in RANKS)


def _items(schema: dict[str, dict[str, dict[str, object]]]) -> list[dict[str, object]]:
    links = schema["properties"].get("links", {})
    items = links.get("items", {})
    return [items] if isinstance(items, dict) else []
