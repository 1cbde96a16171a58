"""Surveys in an edition: frozen with hidden cells, checked by what they print, shown on pages."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from milepost.intake import services
from milepost.kernel.actors import Actor
from milepost.kernel.files import sha256_of
from milepost.publishing.freeze import CHECKSUMS, to_json
from milepost.publishing.library import get_library
from milepost.publishing.services import build_release, publish_release
from milepost.publishing.survey_checks import FAULTS, check_surveys
from milepost.publishing.verification import verify_bundle
from tests.factories import surveys
from tests.factories.bundle import write_releases
from tests.factories.instance import close_one, fill_instance

KEY = "governments-2018"
FILE = f"surveys/{KEY}.json"

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(home: Path, system: Actor) -> Path:
    """A published edition that holds the first question of a survey; the folder of its bundle."""
    load(system, home)
    services.publish_table(system, KEY, "q1")
    fill_instance(system, home)
    close_one(system, "2018")
    folder = Path(build_release(system, "2018")["path"])
    publish_release(system, "2018")
    return folder


def load(actor: Actor, home: Path, description: str = surveys.DESCRIPTION) -> None:
    services.load_survey(
        actor,
        description,
        surveys.write_tidy(home),
        description_name="survey.yaml",
        answers_name="answers.csv",
    )


def test_a_bundle_with_a_survey_verifies_and_is_built_alike(
    published: Path, system: Actor, home: Path
) -> None:
    assert verify_bundle(published).findings == ()
    held = json.loads((published / FILE).read_bytes())
    assert [table["question"] for table in held["tables"]] == ["q1"]
    services.publish_table(system, KEY, "q2")
    assert Path(build_release(system, "2018")["path"]) == published


def test_an_edition_of_an_earlier_day_and_a_withdrawn_table_hold_nothing(
    home: Path, system: Actor
) -> None:
    load(system, home)
    services.publish_table(system, KEY, "q1")
    fill_instance(system, home)
    close_one(system, "2016")
    close_one(system, "2018", previous="2016")
    assert not (Path(build_release(system, "2016")["path"]) / FILE).exists()
    services.withdraw_table(system, KEY, "q1", reason="wrong")
    assert not (Path(build_release(system, "2018")["path"]) / FILE).exists()


def test_nothing_of_the_answers_is_in_the_bundle(published: Path) -> None:
    text = (published / FILE).read_text(encoding="utf-8")
    assert "ministry" not in text
    assert "values" not in text
    held = json.loads(text)
    hidden = [
        figure
        for table in held["tables"]
        for row in table["rows"]
        for figure in row["figures"].values()
        if figure["is_hidden"]
    ]
    assert len(hidden) >= 4
    assert {figure["count"] for figure in hidden} == {None}
    assert {figure["share"] for figure in hidden} == {None}


def test_the_pages_show_the_table_and_its_steps(published: Path, client: Client) -> None:
    start = f"/en/editions/2018/surveys/{KEY}/"
    assert start in client.get("/en/editions/2018/surveys/").content.decode()
    page = client.get(start).content.decode()
    assert "60 respondents of 120" in page
    assert "under-represented" in page
    table = client.get(f"{start}q1/").content.decode()
    assert "51%" in table
    assert table.count("▨") >= 4
    assert not any(
        re.search(r"\d", cell) for cell in re.findall(r'<span class="withheld">(.*?)</td>', table)
    )
    why = client.get(f"{start}q1/why/-/yes/").content.decode()
    assert "choosing / answering" in why
    for address in ("q1/why/africa/plans/", "q2/", "q1/why/-/perhaps/", "q1/why/mars/yes/"):
        assert client.get(start + address).status_code == 404, address
    content = client.get(f"{start}q1/table.csv").content.decode()
    assert "governments-2018,q1,all,yes,29" in content
    assert client.get(f"/en/editions/2018/files/{FILE}").status_code == 200
    for language in ("fr", "ar"):
        for address in ("", "q1/", "q1/why/europe/plans/"):
            assert client.get(start.replace("/en/", f"/{language}/") + address).status_code == 200


def test_an_edition_without_a_survey_says_so(client: Client, home: Path) -> None:
    write_releases(home / "releases")
    page = client.get("/en/editions/2015/surveys/").content.decode()
    assert "holds no survey" in page
    assert client.get(f"/en/editions/2015/surveys/{KEY}/").status_code == 404
    assert client.get("/en/editions/2015/surveys/..%2Fplaces/").status_code == 404


Change = Callable[[dict[str, Any]], None]


def first_row(survey: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = survey["tables"][0]["rows"][0]
    return row


def hide_all_but_one(survey: dict[str, Any]) -> None:
    """One hidden cell in a row follows from the others."""
    for row in survey["tables"][0]["rows"]:
        for option, figure in row["figures"].items():
            figure["is_hidden"] = row["stratum"] == "africa" and option == "plans"
            if not figure["is_hidden"] and figure["count"] is None:
                counts = {"africa": (12, 10, 2), "asia": (9, 8, 6), "europe": (8, 2, 0)}
                figure["count"] = counts[row["stratum"]][("yes", "no", "plans").index(option)]
                figure["share"] = figure["count"] / row["answered"]
                figure["low"], figure["high"] = 0.0, 1.0


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda s: first_row(s).update(answered=25), "sums_differ"),
        (lambda s: first_row(s).update(effective=1.0), "figure_differs"),
        (lambda s: first_row(s)["figures"]["yes"].update(low=0.0), "interval_differs"),
        (lambda s: first_row(s)["figures"]["plans"].update(count=2), "hidden_has_figure"),
        (lambda s: s.update(smallest_cell=9), "small_cell_shown"),
        (lambda s: s["response"].update(respondents=61), "sums_differ"),
        (hide_all_but_one, "cell_recoverable"),
    ],
)
def test_a_survey_that_was_changed_is_found_and_named(
    published: Path, tmp_path: Path, change: Change, fault: str
) -> None:
    folder = tmp_path / "forged"
    shutil.copytree(published, folder)
    survey = json.loads((folder / FILE).read_bytes())
    change(survey)
    (folder / FILE).write_bytes(to_json(survey))
    assert str(FAULTS[fault]) in {what for _where, what in check_surveys(folder)}
    reseal(folder)
    findings = verify_bundle(folder).findings
    assert "BUNDLE_SURVEY_DIFFERS" in {finding.code for finding in findings}


def reseal(folder: Path) -> None:
    """Give a changed bundle checksums that agree, as a forger would."""
    package = json.loads((folder / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        path = folder / resource["path"]
        resource["hash"] = f"sha256:{sha256_of(path)}"
        resource["bytes"] = path.stat().st_size
    (folder / "datapackage.json").write_bytes(to_json(package))
    lines = [
        f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != CHECKSUMS
    ]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def test_the_library_reads_the_surveys(published: Path) -> None:
    bundle = get_library().newest()
    assert bundle is not None
    assert list(bundle.surveys) == [KEY]
