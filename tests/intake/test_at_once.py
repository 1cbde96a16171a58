"""Two people load the first survey of a key at the same moment."""

from collections.abc import Callable
from pathlib import Path

import pytest

from milepost.audit.selectors import list_events
from milepost.intake.models import Survey
from milepost.intake.services import LoadReport, load_survey
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput
from tests.factories import surveys
from tests.factories.at_once import at_once, in_threads

pytestmark = in_threads


def loading(actor: Actor, folder: Path, answers: str) -> Callable[[], LoadReport]:
    """Return what loads one file of answers."""
    folder.mkdir()
    path = folder / "answers.csv"
    path.write_text(answers, encoding="utf-8")
    return lambda: load_survey(
        actor, surveys.DESCRIPTION, path, description_name="survey.yaml", answers_name=path.name
    )


@pytest.mark.usefixtures("home")
def test_the_same_files_at_once_are_one_survey(system: Actor, tmp_path: Path) -> None:
    texts = [surveys.tidy_csv()] * 4
    found = at_once([loading(system, tmp_path / str(at), text) for at, text in enumerate(texts)])
    assert sorted(report.outcome for report in found) == ["added", *["unchanged"] * 3]
    assert Survey.objects.count() == 1
    assert len(list_events(action="intake.survey_loaded")) == 1


@pytest.mark.usefixtures("home")
def test_other_answers_at_once_are_never_an_error_of_the_database(
    system: Actor, tmp_path: Path
) -> None:
    """One is loaded; the others are told, or came late enough to have seen it and replaced it."""
    whole = surveys.tidy_csv().splitlines(keepends=True)
    texts = ["".join(whole[: len(whole) - 2 * at]) for at in range(4)]
    found = at_once([loading(system, tmp_path / str(at), text) for at, text in enumerate(texts)])
    kept = [report.outcome for report in found if isinstance(report, LoadReport)]
    told = [error for error in found if isinstance(error, BadInput)]
    assert len(kept) + len(told) == 4, found
    assert kept.count("added") == 1
    codes = {finding.code for error in told for finding in error.findings}
    assert codes <= {"INTAKE_SURVEY_LOADED_MEANWHILE"}
    assert Survey.objects.count() == 1
