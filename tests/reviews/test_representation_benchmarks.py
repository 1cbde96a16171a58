"""The how-to on who is heard: its two files are loaded, and made-up figures get their colours."""

import re
from datetime import date
from pathlib import Path
from textwrap import indent

import pytest

from milepost.frameworks.services import load_framework
from milepost.indicators.services import import_file, load_definitions
from milepost.kernel.actors import Actor
from milepost.measure.dispersion import destinations
from milepost.measure.mobility import student_mobility
from milepost.measure.representativity import participation
from milepost.reviews.material import needed_indicators
from milepost.reviews.result_selectors import find_trace, list_ratings
from tests.factories import instance

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "rate-who-is-heard.md"
INDICATORS, BENCHMARKS = re.findall(r"```yaml\n(.*?)```", HOW_TO.read_text(), re.DOTALL)
HEAD = "area,counterpart,period,breakdown,value,status,note"
SENEGAL, GHANA = "686", "288"

FIGURES = {
    "delegates": [
        "686,,2018,,20,A,", "686,,2018,sex=F,9,A,", "288,,2018,,20,A,", "288,,2018,sex=F,4,A,",
    ],
    "migrants": [
        "686,,2018,,1000,A,", "686,,2018,sex=F,500,A,",
        "288,,2018,,1000,A,", "288,,2018,sex=F,500,A,",
    ],
    "migrants-by-origin": [
        f"{area},{origin},{year},,{value},A,"
        for area, year, values in (
            (SENEGAL, 2010, (900, 100)), (SENEGAL, 2018, (500, 500)),
            (GHANA, 2010, (500, 500)), (GHANA, 2018, (800, 200)),
        )
        for origin, value in zip(("324", "466"), values, strict=True)
    ],
    "students-inbound": [
        "686,,2010,,40,A,", "686,,2018,,90,A,", "288,,2010,,40,A,", "288,,2018,,42,A,",
    ],
    "students": [
        "686,,2010,,1000,A,", "686,,2018,,1000,A,", "288,,2010,,1000,A,", "288,,2018,,1000,A,",
    ],
    "sending-cost": [
        "686,,2010,,9,A,", "686,,2018,,6,A,", "288,,2010,,9,A,", "288,,2018,,9.5,A,",
    ],
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed(home: Path, system: Actor) -> dict[tuple[str, str], str]:
    """Benchmark and place -> colour, of an edition of 2018 with the benchmarks of the how-to."""
    instance.fill_instance(system, home)
    load_definitions(system, INDICATORS, "indicators.yaml")
    framework = instance.FRAMEWORK.replace('version: "1"', 'version: "2"')
    load_framework(system, framework + indent(BENCHMARKS, " " * 6), "village-plan.yaml")
    for key, rows in FIGURES.items():
        path = home / f"{key}.csv"
        path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        import_file(system, key, path, source="Made up", licence="CC0", known_on=date(2018, 12, 1))
    instance.close_one(system, "2018")
    return {(row["benchmark"], row["place"]): row["state"] for row in list_ratings("2018")}


def test_every_benchmark_of_the_how_to_gives_colours(
    computed: dict[tuple[str, str], str],
) -> None:
    """Senegal is near parity, spreads, and is on its way; Ghana is not."""
    keys = ("2.1", "2.2", "2.3", "2.4")
    assert [computed[key, SENEGAL] for key in keys] == ["green", "green", "green", "green"]
    assert [computed[key, GHANA] for key in keys] == ["red", "red", "red", "red"]


def test_the_figures_are_those_of_the_methods(computed: dict[tuple[str, str], str]) -> None:
    ratio = participation({"F": 9, "M": 11}, {"F": 500, "M": 500})["ratio"]["F"]
    spread = destinations({"324": 800, "466": 200})["effective_number"]
    mobility = student_mobility(90, 0, 1000)["inbound_rate"]
    for key, place, value in (
        ("2.1", SENEGAL, ratio),
        ("2.2", GHANA, spread),
        ("2.3", SENEGAL, mobility),
    ):
        trace = find_trace("2018", "village-plan", key, place)
        assert trace is not None
        assert trace["verdict"]["value"] == pytest.approx(value)
        assert trace["lineage"]["value"] == pytest.approx(value)


def test_what_comes_along_brings_what_another_begins_with() -> None:
    """The stock brings the share, that the table by origin, and that the effective number."""
    definitions: dict[str, dict[str, object]] = {
        "a-effective": {"derived": "effective([table], counterpart)"},
        "b-unknown": {"derived": "([stock] - sum([table], counterpart)) / [stock]"},
        "stock": {},
        "table": {},
        "other": {"derived": "[elsewhere] * 2"},
        "elsewhere": {},
    }
    benchmarks = [{"measure": {"indicator": "stock"}}]
    found = needed_indicators([{"benchmarks": benchmarks}], definitions)
    assert found == ("a-effective", "b-unknown", "stock", "table")
