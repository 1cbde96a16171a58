"""The examples of the reference are run: each address answers with what stands below it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "api.md"
SITE = "https://milepost.example.org"
EXAMPLES = re.findall(
    rf"```sh\ncurl '{re.escape(SITE)}([^']+)'\n```\n\n```json\n(.*?)```",
    PAGE.read_text(encoding="utf-8"),
    re.DOTALL,
)


def holds(answer: Any, stated: Any) -> bool:
    """Whether an answer has everything that an example states; it may say more."""
    if isinstance(stated, dict):
        return isinstance(answer, dict) and all(
            name in answer and holds(answer[name], value) for name, value in stated.items()
        )
    if isinstance(stated, list):
        return len(answer) >= len(stated) and all(map(holds, answer, stated))
    return bool(answer == stated)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 7


@pytest.mark.parametrize(("address", "stated"), EXAMPLES)
def test_an_example_is_what_the_demo_answers(demo: Path, address: str, stated: str) -> None:
    answer = Client().get(address).json()
    assert holds(answer, json.loads(stated)), json.dumps(answer, ensure_ascii=False)[:3000]
