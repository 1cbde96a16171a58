"""The data on the page of a place are its own: no figure between two places stands for one."""

from datetime import date
from pathlib import Path

import pytest

from milepost.indicators.services import import_file, load_definitions
from milepost.kernel.actors import Actor
from milepost.publishing.library import get_library
from milepost.publishing.pages.places import data_lines
from milepost.publishing.services import build_release, publish_release
from tests.factories import instance

DEFINITIONS = (
    instance.INDICATORS
    + """\
  - key: people-by-corridor
    title: {en: People by corridor}
    definition: {en: People from one country who live in another.}
    unit: {key: persons, label: {en: people}}
    kind: count
    aggregation: none
    direction: none
    corridor: {role: migrants, area: residence, with: fee}
"""
)

pytestmark = pytest.mark.django_db


def test_a_figure_of_a_corridor_is_not_one_of_its_country(home: Path, system: Actor) -> None:
    instance.fill_instance(system, home)
    load_definitions(system, DEFINITIONS, "indicators.yaml")
    path = home / "people.csv"
    head = "area,counterpart,period,breakdown,value,status,note"
    path.write_text(f"{head}\n686,466,2018,,700,A,\n686,324,2018,,300,A,\n", encoding="utf-8")
    import_file(
        system,
        "people-by-corridor",
        path,
        source="Made up",
        licence="CC0",
        known_on=date(2018, 12, 1),
    )
    instance.close_one(system, "2018")
    build_release(system, "2018")
    publish_release(system, "2018")
    bundle = get_library().newest()
    assert bundle is not None
    assert bundle.observations("people-by-corridor", "686")
    lines = {line["indicator"]["key"]: line["latest"] for line in data_lines(bundle, "686")}
    assert "people-by-corridor" not in lines
    assert lines["fee"]["value"] == 3.6
    assert [line["indicator"]["key"] for line in data_lines(bundle, "288")] == ["fee"]
