"""Ratings whose last figure was taken from a survey: what their working says, and who checks it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from milepost.intake import services
from milepost.kernel.actors import Actor
from milepost.publishing.freeze import to_json
from milepost.publishing.services import build_release
from milepost.publishing.verification import verify_bundle
from tests.factories import observed
from tests.factories.instance import close_one
from tests.publishing.test_surveys import reseal

pytestmark = pytest.mark.django_db

TRACES = "traces/village-plan/1.3.json"


def built(system: Actor, home: Path, description: str = observed.DESCRIPTION) -> Path:
    """Build the edition of 2018 on a survey."""
    observed.fill(system, home, description)
    close_one(system, "2018")
    return Path(build_release(system, "2018")["path"])


def trace_of(folder: Path, benchmark: str = "1.3", place: str = observed.PLACE) -> dict[str, Any]:
    traces = json.loads((folder / f"traces/village-plan/{benchmark}.json").read_bytes())
    found: dict[str, Any] = traces[place]
    return found


def rating_of(folder: Path, benchmark: str = "1.3", place: str = observed.PLACE) -> dict[str, Any]:
    rows = json.loads((folder / "ratings.json").read_bytes())
    found: dict[str, Any] = next(
        row for row in rows if (row["benchmark"], row["place"]) == (benchmark, place)
    )
    return found


def test_the_working_says_what_the_survey_says(system: Actor, home: Path) -> None:
    folder = built(system, home)
    assert verify_bundle(folder).findings == ()
    part = trace_of(folder)["survey"]
    (figure,) = part["figures"]
    assert (figure["survey"], figure["question"], figure["option"]) == (
        observed.KEY,
        observed.QUESTION,
        observed.OPTION,
    )
    assert (figure["asked"], figure["answered"], figure["frame"]) == (27, 24, 54)
    assert figure["effective"] == 24
    assert figure["low"] < 50 < figure["high"]
    assert figure["representation"] == pytest.approx((24 / 57) / (54 / 120))
    (survey,) = part["surveys"]
    assert (survey["answered"], survey["frame"], survey["weighting"]) == (57, 120, "none")
    assert (part["representative"], survey["under"], survey["over"]) == ("yes", [], [])


def test_a_colour_that_the_interval_reaches_beyond_is_flagged_and_kept(
    system: Actor, home: Path
) -> None:
    """50 per cent is green from 45 up, and the interval begins below 45."""
    folder = built(system, home)
    row, interval = rating_of(folder), trace_of(folder)["survey"]["interval"]
    assert (row["state"], row["flags"]) == ("green", ["not_firm"])
    assert interval["low"]["state"] == "yellow"
    assert interval["high"]["state"] == "green"
    assert interval["firm"] is False


def test_a_survey_of_few_of_the_largest_region_does_not_represent(
    system: Actor, home: Path
) -> None:
    folder = built(system, home, observed.SKEWED)
    part = trace_of(folder)["survey"]
    (survey,) = part["surveys"]
    assert part["representative"] == "no"
    assert (survey["under"], survey["over"]) == (["africa"], ["asia", "europe"])
    assert survey["dissimilarity"] > survey["by_chance"]


def test_a_computed_figure_names_the_survey_of_its_inputs(system: Actor, home: Path) -> None:
    folder = built(system, home)
    part = trace_of(folder, "1.4")["survey"]
    assert part["figures"][0]["survey"] == observed.KEY
    assert part["figures"][0]["indicator"] == "price-caps"
    assert part["interval"] == {"why": "derived"}
    assert rating_of(folder, "1.4")["flags"] == []
    assert "survey" not in trace_of(folder, "1.1")


def test_a_figure_of_a_group_made_of_states_is_not_tried(system: Actor, home: Path) -> None:
    text = observed.DESCRIPTION.replace('place: "142"', 'place: "288"')
    folder = built(system, home, text)
    places = json.loads((folder / TRACES).read_bytes())
    parts = {place: trace["survey"] for place, trace in places.items() if "survey" in trace}
    groups = [place for place in parts if place not in {"686", "288"}]
    assert all(parts[place]["interval"].get("why") != "" for place in groups)


def test_a_table_withdrawn_after_the_close_leaves_its_numbers_out(
    system: Actor, home: Path
) -> None:
    observed.fill(system, home)
    close_one(system, "2018")
    services.withdraw_table(system, observed.KEY, observed.QUESTION, reason="A consent was revoked")
    folder = Path(build_release(system, "2018")["path"])
    assert verify_bundle(folder).findings == ()
    part = trace_of(folder)["survey"]
    assert part["figures"][0]["why"] == "no_table"
    assert "low" not in part["figures"][0]
    assert (part["surveys"], part["representative"]) == ([], "unknown")
    assert (rating_of(folder)["state"], rating_of(folder)["flags"]) == ("green", [])


def test_answers_that_were_replaced_are_not_taken_for_the_old_ones(
    system: Actor, home: Path
) -> None:
    observed.fill(system, home)
    other = (
        observed.DESCRIPTION.replace("weighting: none", "weighting: post_stratified")
        .replace(
            'code: "yes", label: {en: "Yes", ar: نعم}, values: ["1"]',
            'code: "yes", label: {en: "Yes", ar: نعم}, values: ["2"]',
        )
        .replace('ar: لا}, values: ["2"]', 'ar: لا}, values: ["1"]')
    )
    observed.load_survey(system, home, other)
    services.publish_table(system, observed.KEY, observed.QUESTION)
    close_one(system, "2018")
    folder = Path(build_release(system, "2018")["path"])
    assert verify_bundle(folder).findings == ()
    part = trace_of(folder)["survey"]
    assert part["figures"][0]["why"] == "figure_differs"
    assert part["representative"] == "unknown"


Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    "change",
    [
        lambda trace: trace.pop("survey"),
        lambda trace: trace["survey"].update(representative="no"),
        lambda trace: trace["survey"]["figures"][0].update(answered=240),
        lambda trace: trace["survey"]["interval"].update(firm=True),
    ],
)
def test_a_forged_working_is_found(system: Actor, home: Path, change: Change) -> None:
    folder = built(system, home)
    forged = home / "forged"
    shutil.copytree(folder, forged)
    traces = json.loads((forged / TRACES).read_bytes())
    change(traces[observed.PLACE])
    (forged / TRACES).write_bytes(to_json(traces))
    reseal(forged)
    codes = {finding.code for finding in verify_bundle(forged).findings}
    assert codes == {"BUNDLE_WORKING_DIFFERS"}


def test_a_name_taken_from_a_figure_that_has_none_is_found(system: Actor, home: Path) -> None:
    """The other way round: the vintage no longer names its survey, the working still does."""
    folder = built(system, home)
    forged = home / "forged"
    shutil.copytree(folder, forged)
    definitions = json.loads((forged / "indicators.json").read_bytes())
    for definition in definitions:
        for vintage in definition["vintages"]:
            vintage.pop("survey", None)
    (forged / "indicators.json").write_bytes(to_json(definitions))
    reseal(forged)
    codes = {finding.code for finding in verify_bundle(forged).findings}
    assert codes == {"BUNDLE_RATING_DIFFERS", "BUNDLE_WORKING_DIFFERS"}
