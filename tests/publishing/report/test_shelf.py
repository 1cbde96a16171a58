"""The reports of the public site: offered by name, made once, never stale."""

from pathlib import Path

import orjson
import pytest
from django.conf import settings
from django.test import Client

from milepost.publishing import report_shelf
from milepost.publishing.bundle import Bundle
from milepost.publishing.library import get_library
from milepost.publishing.report_shelf import made_report, offered, outline_path, scope_named
from tests.publishing.report.editions import write_editions


@pytest.fixture
def served(home: Path) -> Bundle:
    """The synthetic edition of 2019, published."""
    write_editions(home / "releases")
    found = get_library().find("2019")
    assert found is not None
    return found


def test_every_report_that_is_offered_has_a_scope_of_its_own(served: Bundle) -> None:
    names = [name for name, _title in offered(served, "en")]
    assert names == ["global", "state", "voluntary-sdg-migration"]
    assert all(scope_named(served, name, "en") for name in names)


@pytest.mark.parametrize(
    "name", ["profile-608", "national-608", "regional-142", "goal-2", "voluntary-sdg-migration-608"]
)
def test_reports_on_a_part_have_names_too(served: Bundle, name: str) -> None:
    scope = scope_named(served, name, "en")
    assert scope is not None
    assert scope.kind == name.partition("-")[0]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x",
        "profile",
        "profile-999",
        "goal-99",
        "global-608",
        "voluntary-x",
        "../global",
        "GLOBAL",
    ],
)
def test_other_names_lead_nowhere(served: Bundle, name: str) -> None:
    assert scope_named(served, name, "en") is None


def test_a_report_is_made_once_and_anew_when_its_outline_changes(served: Bundle) -> None:
    scope = scope_named(served, "profile-608", "en")
    assert scope is not None
    first = made_report(scope, "md")
    stamp = first.stat().st_mtime_ns
    assert made_report(scope, "md") == first
    assert first.stat().st_mtime_ns == stamp
    path = outline_path("2019", "profile-608")
    path.parent.mkdir(parents=True)
    section = {"key": "foreword", "text": {"en": "Own words."}}
    path.write_bytes(orjson.dumps({"milepost": "report/1", "key": "x", "kind": "profile",
                                   "place": "608", "sections": [section]}))  # fmt: skip
    second = made_report(scope, "md")
    assert second != first
    assert "Own words." in second.read_text("utf-8")


def test_the_site_hands_out_reports_and_asks_no_database(served: Bundle) -> None:
    browser = Client()
    for form, kind in (("html", "text/html"), ("md", "text/markdown"), ("pdf", "application/pdf")):
        answer = browser.get(f"/ar/editions/2019/reports/profile-608.{form}")
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(kind)
    policy = browser.get("/en/editions/2019/reports/profile-608.html")["Content-Security-Policy"]
    assert "img-src data:" in policy
    assert "'sha256-" in policy
    for wrong in ("profile-608.exe", "profile-999.pdf", "x.pdf"):
        assert browser.get(f"/en/editions/2019/reports/{wrong}").status_code == 404


def test_pages_lead_to_the_reports(served: Bundle) -> None:
    browser = Client()
    downloads = browser.get("/fr/editions/2019/downloads/").content.decode()
    for language, _name in settings.LANGUAGES:
        assert f"/{language}/editions/2019/reports/global.docx" in downloads
    assert "/ru/editions/2019/reports/global.pdf" in downloads
    assert "/zh/editions/2019/reports/global.pdf" not in downloads
    place = browser.get("/fr/editions/2019/places/608/").content.decode()
    assert "/fr/editions/2019/reports/profile-608.docx" in place


def test_a_public_report_does_not_tell_of_an_edition_that_is_not_published(home: Path) -> None:
    write_editions(home / "releases")
    pointer = home / "releases" / "published.json"
    found = get_library().find("2019")
    assert found is not None
    scope = scope_named(found, "global", "en")
    assert scope is not None
    assert scope.earlier is not None
    listed = orjson.loads(pointer.read_bytes())
    listed["editions"] = [row for row in listed["editions"] if row["key"] == "2019"]
    pointer.write_bytes(orjson.dumps(listed))
    alone = get_library().find("2019")
    assert alone is not None
    hidden = scope_named(alone, "global", "en")
    assert hidden is not None
    assert hidden.earlier is None


def test_who_would_wait_long_for_a_report_is_told_so(
    served: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_shelf, "LONGEST_WAIT", 0.01)
    path = "/en/editions/2019/reports/profile-608.md"
    with report_shelf._one_at_a_time:
        assert Client().get(path).status_code == 503
    assert Client().get(path).status_code == 200
