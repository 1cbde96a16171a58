"""Writing a report: versions, stamps, two people at once, and the pages."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from milepost.accounts.models import User
from milepost.accounts.services import create_user, grant_role
from milepost.audit.selectors import list_events
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.kernel.scopes import EVERYWHERE
from milepost.publishing import outlines
from milepost.publishing.errors import OutlineChanged, OutlineExists
from milepost.publishing.models import Release
from milepost.publishing.outline_reading import (
    disagreements,
    get_outline,
    is_published,
    list_versions,
    outline_scope,
)
from milepost.publishing.outlines import SectionText
from milepost.publishing.pointer import read_pointer, write_pointer
from milepost.publishing.report.outline import find_section
from tests.publishing.report.editions import write_editions

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CITING = "Of all, {{count:all:green}} are green. The rest waits."


@pytest.fixture
def built(db: None, home: Path) -> None:
    """Both synthetic editions, built and served."""
    for key, bundle in write_editions(home / "releases").items():
        Release.objects.create(
            edition_key=key, checksum=bundle.checksum, folder=bundle.folder.name, built_by="tests"
        )


@pytest.fixture
def started(built: None, admin: Actor) -> str:
    """The outline of the report on the whole edition of 2015."""
    return outlines.start_outline(admin, "2015", {"kind": "global"})


def say(actor: Actor, key: str, words: str, language: str = "en") -> int:
    """Write a foreword."""
    base = get_outline(actor, key)["version"]
    given = SectionText(text=words)
    return outlines.write_section(actor, key, base, "foreword", language=language, given=given)


def test_every_change_is_a_version_and_an_event(started: str, admin: Actor) -> None:
    assert say(admin, started, "First.") == 2
    assert say(admin, started, "First.") == 2
    assert say(admin, started, "Second.") == 3
    assert outlines.move_section(admin, started, 3, "summary", "up") == 4
    document = get_outline(admin, started)["document"]
    assert [row["key"] for row in document["sections"][:2]] == ["summary", "foreword"]
    assert [row["version"] for row in list_versions(admin, started)] == [4, 3, 2, 1]
    names = [event.action for event in list_events(subject_kind="report_outline")]
    assert len(names) == 4


def test_the_second_to_save_sees_the_first_and_loses_nothing(started: str, admin: Actor) -> None:
    outlines.write_section(
        admin, started, 1, "foreword", language="en", given=SectionText(text="One.")
    )
    with pytest.raises(OutlineChanged):
        outlines.write_section(
            admin, started, 1, "discussion", language="en", given=SectionText(text="Two.")
        )
    assert get_outline(admin, started)["version"] == 2


def test_text_that_a_new_edition_contradicts_is_listed(started: str, admin: Actor) -> None:
    say(admin, started, CITING)
    outline = get_outline(admin, started)
    assert disagreements(outline, outline_scope(outline, "en")) == []
    outlines.set_edition(admin, started, 2, "2019")
    outline = get_outline(admin, started)
    (row,) = disagreements(outline, outline_scope(outline, "en"))
    assert (row.section, row.kind, row.name) == ("foreword", "cited", "count:all:green")
    assert row.sentence == "Of all, {{count:all:green}} are green."
    assert row.before != row.after
    say(admin, started, CITING)
    outline = get_outline(admin, started)
    assert disagreements(outline, outline_scope(outline, "en")) == []


def test_a_text_cannot_cite_what_the_edition_lacks(started: str, admin: Actor) -> None:
    with pytest.raises(BadInput) as refused:
        say(admin, started, "See {{rating:77.7}}.")
    assert [row.code for row in refused.value.findings] == ["REPORT_FIGURE_UNKNOWN"]
    assert get_outline(admin, started)["version"] == 1


def test_languages_and_boxes_are_kept_apart(started: str, admin: Actor) -> None:
    boxes = (("story", "A voice", "She paid twice."), ("story", "", ""))
    outlines.write_section(
        admin, started, 1, "foreword", language="en", given=SectionText(text="Hello.", boxes=boxes)
    )
    say(admin, started, "Bonjour.", "fr")
    section = find_section(get_outline(admin, started)["document"], "foreword")
    assert section is not None
    assert section["text"] == {"en": "Hello.", "fr": "Bonjour."}
    assert len(section["boxes"]) == 1
    assert section["boxes"][0]["text"] == {"en": "She paid twice."}
    assert set(section["stated"]) == {"en", "fr"}


@pytest.mark.parametrize(
    "write",
    [
        lambda actor: outlines.start_outline(actor, "2015", {}),
        lambda actor: outlines.load_outline(actor, "", "x", edition="2015"),
        lambda actor: say(actor, "global", "x"),
        lambda actor: outlines.set_edition(actor, "global", 1, "2019"),
        lambda actor: outlines.publish_outline(actor, "global"),
    ],
)
def test_only_editors_write(
    started: str, observer: Actor, write: Callable[[Actor], object]
) -> None:
    with pytest.raises(PermissionRefused):
        write(observer)


def test_what_cannot_be_is_refused(started: str, admin: Actor) -> None:
    with pytest.raises(OutlineExists):
        outlines.start_outline(admin, "2015", {"kind": "global"})
    with pytest.raises(NotFound):
        outlines.move_section(admin, started, 1, "nowhere", "up")
    with pytest.raises(BadInput):
        outlines.add_section(admin, started, 1, section="summary", parts=[])
    with pytest.raises(BadInput):
        outlines.add_section(admin, started, 1, section="own", parts=["no-such"])
    assert outlines.add_section(admin, started, 1, section="own", parts=["missing"]) == 2
    assert outlines.remove_section(admin, started, 2, "own") == 3


def test_a_published_outline_is_what_the_site_writes(started: str, admin: Actor) -> None:
    say(admin, started, "Words of the network.")
    outline = get_outline(admin, started)
    scope = outline_scope(outline, "en")
    assert not is_published(outline, scope)
    assert outlines.publish_outline(admin, started)["changed"] is True
    assert outlines.publish_outline(admin, started)["changed"] is False
    assert is_published(outline, scope)
    answer = Client().get("/en/editions/2015/reports/global.md")
    assert b"Words of the network." in b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_an_outline_goes_out_and_comes_back_the_same(
    started: str, admin: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(admin, started, CITING)
    capsys.readouterr()
    call_command("report", "dump", started)
    path = tmp_path / "outline.yaml"
    path.write_text(capsys.readouterr().out, "utf-8")
    assert yaml.safe_load(path.read_text("utf-8")) == get_outline(admin, started)["document"]
    call_command("report", "load", str(path), "--edition", "2015")
    assert capsys.readouterr().out.split() == ["global", "2", "False"]
    call_command("report", "check", started)
    call_command("report", "load", str(path), "--edition", "2019")
    with pytest.raises(SystemExit):
        call_command("report", "check", started)


@pytest.fixture
def editor(started: str, system: Actor) -> Client:
    """The browser of an editor."""
    person = create_user(
        system, "e@example.org", name="Ed", password="a long quiet river", roles=frozenset()
    )
    grant_role(system, person, "editor", EVERYWHERE)
    browser = Client()
    browser.force_login(User.objects.get(uuid=person), BACKEND)
    return browser


def test_pages_show_what_is_missing_and_keep_what_is_written(
    editor: Client, started: str, admin: Actor
) -> None:
    page = reverse("report-outline", args=[started])
    assert "Written beside the edition 2015" in editor.get(page).content.decode()
    section = reverse("report-section", args=[started, "foreword"])
    sent = {"version": "1", "title": "", "text": CITING, "after": ""}
    assert editor.post(section, sent).status_code == 302
    answer = editor.post(section, {**sent, "text": "Other words."})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "while you were writing" in shown
    assert "The rest waits." in shown
    assert 'name="version" value="2"' in shown
    overview = editor.get(page).content.decode()
    assert "● written" in overview
    assert overview.count("○ missing") == len(settings.LANGUAGES) - 1
    move = {"version": "2", "edition": "2019"}
    editor.post(reverse("report-edition", args=[started]), move)
    assert "1 to read again" in editor.get(page).content.decode()
    assert "In your sentence:" in editor.get(section).content.decode()
    for form in ("html", "md", "pdf"):
        assert editor.get(reverse("report-preview", args=[started, form])).status_code == 200


def test_a_section_shows_the_generated_text_beside_the_form(editor: Client, started: str) -> None:
    shown = editor.get(reverse("report-section", args=[started, "summary"])).content.decode()
    assert 'class="beside"' in shown
    assert "benchmarks at world level" in shown


def test_a_report_is_begun_on_the_page(editor: Client, started: str) -> None:
    sent = {"edition": "2019", "kind": "profile", "place": "608", "goal": "", "framework": ""}
    answer = editor.post(reverse("report-list"), sent)
    assert answer.status_code == 302
    assert "profile-608" in editor.get(reverse("report-list")).content.decode()
    refused = editor.post(reverse("report-list"), {**sent, "place": "999"})
    assert refused.status_code == 422


def test_the_parts_of_a_section_are_chosen_and_ordered_on_its_page(
    editor: Client, started: str, admin: Actor
) -> None:
    def parts() -> list[str]:
        section = find_section(get_outline(admin, started)["document"], "summary")
        return list((section or {})["parts"])

    assert parts() == ["standing", "summary"]
    page = reverse("report-section", args=[started, "summary"])
    shown = editor.get(page).content.decode()
    assert 'value="standing" selected' in shown
    address = reverse("report-parts", args=[started, "summary"])
    sent = {"version": "1", "part_0": "standing", "place_0": "3", "part_1": "", "place_1": "2",
            "part_2": "missing:1", "place_2": "1", "part_3": "goals", "place_3": "4"}  # fmt: skip
    assert editor.post(address, sent).status_code == 302
    assert parts() == ["missing:1", "standing", "goals"]
    refused = editor.post(address, {**sent, "version": "2", "part_0": "no-such"})
    assert refused.status_code == 422
    late = editor.post(address, {**sent, "part_3": ""}, follow=True)
    assert "while you were writing" in late.content.decode()
    assert parts() == ["missing:1", "standing", "goals"]


def test_what_is_typed_is_kept_for_this_person_and_section_alone(
    editor: Client, started: str
) -> None:
    page = reverse("report-section", args=[started, "foreword"])
    shown = editor.get(page + "?language=fr").content.decode()
    assert f'data-keep="report:{started}:foreword:fr"' in shown
    assert "data-unsaved" not in shown
    sent = {"version": "1", "title": "", "text": "See {{rating:77.7}}.", "after": ""}
    assert "data-unsaved" in editor.post(page, sent).content.decode()


def test_a_preview_compares_with_what_is_published(started: str, admin: Actor, home: Path) -> None:
    outlines.set_edition(admin, started, 1, "2019")
    published = outline_scope(get_outline(admin, started), "en").earlier
    assert published is not None
    rows = [row for row in read_pointer(home / "releases") if row.key != "2015"]
    write_pointer(home / "releases", rows)
    assert outline_scope(get_outline(admin, started), "en").earlier is None
