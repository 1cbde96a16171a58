"""What the tests of surveys share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from milepost.intake.services import LoadReport, load_survey
from milepost.kernel.actors import Actor
from tests.factories import surveys

Load = Callable[..., LoadReport]


@pytest.fixture
def load(db: None, home: Path, system: Actor, tmp_path: Path) -> Load:
    """Load a description with answers (text of a CSV file, or a path)."""

    def run(
        description: str = surveys.DESCRIPTION, answers: str | Path = "", actor: Actor = system
    ) -> LoadReport:
        path = answers if isinstance(answers, Path) else tmp_path / "answers.csv"
        if isinstance(answers, str):
            path.write_text(answers or surveys.tidy_csv(), encoding="utf-8")
        return load_survey(
            actor, description, path, description_name="survey.yaml", answers_name=path.name
        )

    return run
