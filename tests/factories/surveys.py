"""A made-up survey of governments for tests: three regions, two questions, 60 answers."""

import csv
import io
from pathlib import Path
from typing import Any

from milepost.intake.answers import Rows, read_answers
from milepost.intake.description import parse_description
from milepost.intake.selectors import public_part
from milepost.intake.tables import make_tables, response_of

DESCRIPTION = """\
milepost: survey/1
key: governments-2018
title: {en: Governments on remittances, ar: الحكومات والتحويلات}
about: {en: What governments say about the cost of sending money.}
publisher: Village association
licence: CC0
fieldwork: {from: "2018-01-10", until: "2018-03-31"}
asked: {en: The governments of 120 states, ar: حكومات 120 دولة}
level: public
consent: {en: Answers are shown as counts by region., ar: تعرض الإجابات أعدادا حسب المنطقة.}
smallest_cell: 5
columns: {respondent: id, question: question, answer: answer}
weighting: none
strata:
  column: region
  label: {en: Region, ar: المنطقة}
  source: Member states by region, 2018
  all_asked: true
  items:
    - {code: africa, label: {en: Africa, ar: أفريقيا}, size: 54, values: [AF], place: "002"}
    - {code: asia, label: {en: Asia, ar: آسيا}, size: 40, values: [AS], place: "142"}
    - {code: europe, label: {en: Europe, ar: أوروبا}, size: 26, values: [EU], place: "150"}
questions:
  - key: q1
    text: {en: Does the state cap the price of sending money?, ar: هل تحدد الدولة سعر التحويل؟}
    options:
      - {code: "yes", label: {en: "Yes", ar: نعم}, values: ["1"]}
      - {code: "no", label: {en: "No", ar: لا}, values: ["2"]}
      - {code: plans, label: {en: It plans to, ar: تعتزم ذلك}, values: ["3"]}
  - key: q2
    text: {en: Who is heard?, ar: من يستمع إليه؟}
    several: true
    options:
      - {code: banks, label: {en: Banks, ar: المصارف}}
      - {code: migrants, label: {en: Migrants, ar: المهاجرون}}
      - {code: none, label: {en: Nobody, ar: لا أحد}}
"""

COUNTS = {
    ("AF", "1"): 12, ("AF", "2"): 10, ("AF", "3"): 2, ("AF", ""): 3,
    ("AS", "1"): 9, ("AS", "2"): 8, ("AS", "3"): 6,
    ("EU", "1"): 8, ("EU", "2"): 2, ("EU", "3"): 0,
}  # fmt: skip
"""Region and answer to the first question -> respondents. Two cells are small."""


def people() -> list[dict[str, str]]:
    """Return one row a respondent: id, region, and what was said to both questions."""
    rows = []
    for (region, answer), count in COUNTS.items():
        for number in range(count):
            who = f"ministry-{region}-{answer or 'x'}-{number}"
            heard = "none" if number % 5 == 4 else "banks|migrants" if number % 2 else "banks"
            rows.append({"id": who, "region": region, "q1": answer, "q2": heard})
    return rows


def tidy_csv(rows: list[dict[str, str]] | None = None) -> str:
    """Return the survey as a table with a row for each respondent and question."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["id", "region", "question", "answer"])
    for row in people() if rows is None else rows:
        for question in ("q1", "q2"):
            writer.writerow([row["id"], row["region"], question, row[question]])
    return stream.getvalue()


def write_tidy(folder: Path) -> Path:
    """Write the survey as CSV and return its path."""
    path = folder / "answers.csv"
    path.write_text(tidy_csv(), encoding="utf-8")
    return path


def frozen_survey() -> dict[str, Any]:
    """Return the survey as an edition holds it, with the tables of both questions."""
    places = frozenset({"002", "142", "150"})
    document, _findings = parse_description(DESCRIPTION, "survey.yaml", places)
    assert document is not None
    header, *rows = csv.reader(io.StringIO(tidy_csv()))
    people, _found = read_answers(document, Rows(tuple(header), list(enumerate(rows, 2))), "a.csv")
    response = response_of(document, people)
    tables = make_tables(document, people)
    return {**public_part(document), "response": response, "tables": tables}
