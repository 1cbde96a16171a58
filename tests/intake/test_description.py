"""The example of the manual is a description that loads, and no input ends in a traceback."""

import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.intake.answers import Rows, read_answers
from milepost.intake.description import parse_description
from tests.factories import surveys

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "survey-format.md"
PLACES = frozenset({"002", "142", "150"})


def test_the_example_of_the_manual_loads() -> None:
    found = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    document, findings = parse_description(found[1], "survey.yaml", PLACES)
    assert findings == []
    assert document is not None
    assert document["layout"] == "tidy"


def test_every_field_of_the_format_is_in_the_manual() -> None:
    schema = PAGE.parents[2] / "src" / "milepost" / "intake" / "schema" / "survey.schema.json"
    names = set(json.loads(schema.read_text(encoding="utf-8"))["properties"]) - {"milepost"}
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


def test_a_table_of_too_many_cells_is_refused() -> None:
    start = surveys.DESCRIPTION.index("    - {code: africa")
    end = surveys.DESCRIPTION.index("questions:")
    strata = "".join(f"    - {{code: s{n}, label: {{en: S}}, size: 9}}\n" for n in range(60))
    options = "".join(f"      - {{code: o{n}, label: {{en: O}}}}\n" for n in range(21))
    text = surveys.DESCRIPTION[:start] + strata + surveys.DESCRIPTION[end:]
    text = text.replace('      - {code: "yes"', options + '      - {code: "yes"', 1)
    document, findings = parse_description(text, "survey.yaml", PLACES)
    assert document is None
    assert [finding.code for finding in findings] == ["INTAKE_TABLE_TOO_LARGE"]


@given(
    st.lists(st.integers(0, len(surveys.DESCRIPTION) - 1), min_size=1, max_size=4),
    st.sampled_from(["", "x", "\n", ":", "[", "'", " -", "\x00", "9999999999999"]),
)
@settings(max_examples=60, deadline=None)
def test_a_damaged_description_has_findings_or_loads(places: list[int], put: str) -> None:
    text = surveys.DESCRIPTION
    for place in places:
        text = text[:place] + put + text[place + 1 :]
    document, findings = parse_description(text, "survey.yaml", PLACES)
    assert document is not None or findings


cells = st.sampled_from(
    ["", "m1", "m2", "AF", "Atlantis", "q1", "q2", "yes", "banks|none", "1", "⁠"]
)


@given(st.lists(st.lists(cells, max_size=6), max_size=12))
@settings(max_examples=100, deadline=None)
def test_any_rows_have_findings_or_make_respondents(rows: list[list[str]]) -> None:
    document, _findings = parse_description(surveys.DESCRIPTION, "survey.yaml", PLACES)
    assert document is not None
    table = Rows(("id", "region", "question", "answer"), list(enumerate(rows, 2)))
    people, findings = read_answers(document, table, "answers.csv")
    assert people or findings or not any(cell.strip() for row in rows for cell in row)
    if not findings:
        options = {option["code"] for q in document["questions"] for option in q["options"]}
        assert {o for p in people for said in p.answers.values() for o in said or ()} <= options
