"""``milepost edition`` for a round: calendar, more time and work at the command line."""

import json

import pytest
from django.core.management import call_command

from milepost.accounts.services import create_user
from milepost.kernel.actors import Actor
from milepost.reviews.models import Assignment, Extension

pytestmark = pytest.mark.django_db
CALENDAR = (
    "--open=2015-11-01",
    "--cut-off=2015-11-05",
    "--publication=2015-12-10",
    "--assessment",
    "2015-11-05",
    "2015-11-14",
    "--decision",
    "2015-11-21",
    "2015-11-28",
)


@pytest.fixture
def awa(system: Actor) -> str:
    """The uuid of a person who can sign in."""
    return create_user(
        system,
        "awa@example.org",
        name="Awa",
        password="a long pass phrase",
        roles=frozenset(),
    )


def test_the_calendar_is_set_shown_and_removed(
    small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("edition", "calendar", small, *CALENDAR)
    assert "assessment  2015-11-05  2015-11-14  over" in capsys.readouterr().out
    call_command("edition", "calendar", small, "--json")
    rows = json.loads(capsys.readouterr().out)
    assert [row["stage"] for row in rows] == [
        "open",
        "cut_off",
        "assessment",
        "decision",
        "publication",
    ]
    call_command("edition", "calendar", small, "--remove")
    assert "no calendar" in capsys.readouterr().out


def test_a_bad_calendar_exits_with_its_findings(
    small: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("edition", "calendar", small, "--open=2015-11-01")
    assert stopped.value.code == 1
    assert "has no days for" in capsys.readouterr().out


def test_work_and_more_time(small: str, awa: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("edition", "calendar", small, *CALENDAR)
    given = ("--person=awa@example.org", "--benchmark=plan:1.2", "--place=004", "--place=008")
    call_command("edition", "assign", small, *given)
    assert "2015  2  0" in capsys.readouterr().out
    row = Assignment.objects.filter(person_key=awa).first()
    assert row is not None
    more = ("--stage=assessment", "--until=2015-11-20", "--reason=The line was down.")
    call_command("edition", "extend", small, *more, f"--assignment={row.uuid}")
    assert Extension.objects.get().assignment == row
    with pytest.raises(SystemExit):
        call_command("edition", "assign", small, "--person=no@example.org", *given[1:])
