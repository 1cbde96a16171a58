"""A published table as observations of an indicator: a vintage whose source is the survey."""

import csv
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from milepost.indicators.importing import ImportReport
from milepost.indicators.mapping import Mapping as Columns
from milepost.indicators.selectors import get_indicator
from milepost.indicators.services import import_file
from milepost.intake.selectors import get_published_table, get_survey
from milepost.intake.tables import FACTORS
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.findings import Finding
from milepost.measure.rounding import tidy

HEADER = ("area", "period", "value", "note")


def observe_table(
    actor: Actor, survey: str, question: str, option: str, indicator: str
) -> ImportReport:
    """Import the shares of one option as a new vintage of an indicator.

    Each stratum that is a place and whose share is shown gives one value, for the year in which
    answering ended; a hidden share gives none, and the total none, because no place is all strata.
    The vintage names the survey as its source and is known since the survey was. The same table
    once more changes nothing. Withdrawing the table later does not withdraw the vintage.

    Raises ``NotFound``, ``NotPublished``, and ``BadInput`` when the unit of the indicator is no
    share, when no stratum can be used, or as ``import_file`` does.
    """
    require(actor, "indicators.import_data")
    told, table = get_survey(actor, survey), get_published_table(actor, survey, question)
    about = told["description"]
    if option not in {item["code"] for item in table["options"]}:
        raise NotFound(what="option", key=option)
    unit = get_indicator(indicator)["unit"]["key"]
    if unit not in FACTORS:
        raise BadInput([_no_share(indicator, unit)])
    rows = list(_values(about, table, option, FACTORS[unit]))
    if not rows:
        raise BadInput([_no_place(survey, question)])
    with tempfile.TemporaryDirectory(prefix="survey-") as folder:
        path = Path(folder) / f"{survey}-{question}-{option}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([HEADER, *rows])
        return import_file(
            actor,
            indicator,
            path,
            mapping=Columns(area="area", period="period", value="value", note="note", header_row=1),
            source=f"{about['publisher']}: {about['title']['en']}"[:500],
            licence=about["licence"][:200],
            url=about["url"],
            known_on=date.fromisoformat(about["known_on"]),
            note=f"{survey} / {question} / {option}; {about['weighting']}",
            survey={"survey": survey, "question": question, "option": option},
        )


def _values(
    about: Mapping[str, Any], table: Mapping[str, Any], option: str, factor: float
) -> Iterator[tuple[str, str, float, str]]:
    places = {item["code"]: item["place"] for item in about["strata"]["items"]}
    year = about["fieldwork"]["until"][:4]
    for row in table["rows"]:
        figure, place = row["figures"][option], places.get(row["stratum"])
        if place and figure["share"] is not None:
            note = f"{row['answered']} answered of {row['frame']}"
            yield place, year, tidy(figure["share"] * factor), note


def _no_share(indicator: str, unit: str) -> Finding:
    return Finding(
        code="INTAKE_UNIT_NO_SHARE",
        where=indicator,
        what=_("The indicator is measured in “%(unit)s”, which is no share.") % {"unit": unit},
        why=_("A table of a survey gives shares."),
        remedy=_("Take an indicator whose unit has the key percent or share."),
    )


def _no_place(survey: str, question: str) -> Finding:
    return Finding(
        code="INTAKE_NO_PLACE_SHOWN",
        where=f"{survey} / {question}",
        what=_("No stratum is a place whose share is shown."),
        why=_("An observation belongs to a place, and hidden shares are given to nobody."),
        remedy=_("State the places of strata in the description, or take another option."),
    )
