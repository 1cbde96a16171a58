"""Editions are frozen once closed, and published by one rename that can be repeated."""

from pathlib import Path

import pytest

from milepost.audit.selectors import list_events
from milepost.kernel.actors import Actor
from milepost.kernel.errors import PermissionRefused
from milepost.publishing.errors import BundleBroken, EditionNotClosed, ReleaseNotBuilt
from milepost.publishing.pointer import read_pointer
from milepost.publishing.selectors import list_releases
from milepost.publishing.services import build_release, publish_release
from milepost.publishing.thaw import thaw_result
from milepost.publishing.verification import verify_bundle
from milepost.reviews.services import load_editions
from tests.factories.instance import EDITIONS, close_one, fill_instance

pytestmark = pytest.mark.django_db


@pytest.fixture
def instance(home: Path, system: Actor) -> Path:
    """A home folder with one closed edition."""
    fill_instance(system, home)
    close_one(system, "2016")
    return home


def test_building_twice_gives_one_bundle_that_verifies(instance: Path, system: Actor) -> None:
    first, second = build_release(system, "2016"), build_release(system, "2016")
    assert first == second
    report = verify_bundle(Path(first["path"]))
    assert report.findings == ()
    assert report.computed >= 3
    assert len(list_releases()) == 1
    assert len(list_events(subject_kind="release")) == 1


def test_a_bundle_rates_what_the_figures_say(instance: Path, system: Actor) -> None:
    """From 10 towards 3: 0.8 a year is fast enough, 0.4 is not, 0.1 up is the wrong way."""
    folder = Path(build_release(system, "2016")["path"])
    states = {
        row["place"]: row["state"]
        for row in thaw_result(folder).ratings
        if row["benchmark"] == "1.1" and row["place"] in {"686", "288", "608"}
    }
    assert states == {"686": "green", "288": "red", "608": "red"}


def test_an_open_edition_is_not_frozen(home: Path, system: Actor) -> None:
    fill_instance(system, home)
    text = EDITIONS.format(key="2016", as_of="2016-12-31", previous="null")
    load_editions(system, text, "editions.yaml")
    with pytest.raises(EditionNotClosed):
        build_release(system, "2016")


def test_publishing_serves_the_edition_and_again_changes_nothing(
    instance: Path, system: Actor
) -> None:
    build_release(system, "2016")
    assert read_pointer(instance / "releases") == []
    assert publish_release(system, "2016")["changed"]
    (served,) = read_pointer(instance / "releases")
    assert served.key == "2016"
    assert not publish_release(system, "2016")["changed"]
    assert len(list_events(subject_kind="release")) == 2


def test_publishing_without_a_bundle_is_refused(instance: Path, system: Actor) -> None:
    with pytest.raises(ReleaseNotBuilt):
        publish_release(system, "2016")


def test_publishing_a_bundle_that_was_changed_is_refused(instance: Path, system: Actor) -> None:
    folder = Path(build_release(system, "2016")["path"])
    with (folder / "ratings.json").open("ab") as stream:
        stream.write(b" ")
    with pytest.raises(BundleBroken):
        publish_release(system, "2016")
    assert read_pointer(instance / "releases") == []


def test_a_second_edition_says_what_moved(instance: Path, system: Actor) -> None:
    build_release(system, "2016")
    publish_release(system, "2016")
    close_one(system, "2018", previous="2016")
    build_release(system, "2018")
    publish_release(system, "2018")
    assert [edition.key for edition in read_pointer(instance / "releases")] == ["2016", "2018"]


def test_strangers_and_observers_neither_freeze_nor_publish(
    instance: Path, observer: Actor, system: Actor
) -> None:
    with pytest.raises(PermissionRefused):
        build_release(observer, "2016")
    build_release(system, "2016")
    with pytest.raises(PermissionRefused):
        publish_release(observer, "2016")
    assert read_pointer(instance / "releases") == []


def test_a_publication_cut_short_is_marked_and_completed(instance: Path, system: Actor) -> None:
    """What a kill between the record and the pointer leaves: the record without the rename."""
    build_release(system, "2016")
    publish_release(system, "2016")
    (instance / "releases" / "published.json").unlink()
    (release,) = list_releases()
    assert release["unfinished"]
    assert publish_release(system, "2016")["changed"]
    (release,) = list_releases()
    assert release["served"]
    assert not release["unfinished"]
