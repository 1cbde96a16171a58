"""A frozen bundle recomputes to its own ratings, and one changed byte is found."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.publishing.freeze import CHECKSUMS, Surroundings, freeze
from milepost.publishing.verification import verify_bundle
from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from tests.reviews.materials import Fact, assessment, benchmark, indicator, material, measure

COUNTRIES = ("004", "008", "012", "020")


def small_material() -> Material:
    """One measured and one judged benchmark over four countries."""
    measured = benchmark(
        "1.1",
        measure=measure(
            "rate",
            "linear-path@1",
            baseline={"period": "2010"},
            target={"value": 20.0},
            deadline="2020-12-31",
        ),
    )
    judged = benchmark("1.2", order=2, judge={"question": {"en": "?"}})
    facts: dict[str, Sequence[Fact]] = {
        "rate": [
            (code, str(year), 10.0 + (year - 2010) * step)
            for step, code in enumerate(COUNTRIES)
            for year in range(2010, 2016)
        ]
    }
    return material(
        [measured, judged],
        countries=COUNTRIES,
        indicators=[indicator("rate", "mean")],
        facts=facts,
        assessments=[assessment(key="1.2"), assessment(key="1.2", colour="red", name="b")],
    )


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A frozen bundle."""
    folder = tmp_path_factory.mktemp("bundles") / "bundle"
    source = small_material()
    freeze(folder, source, compute(source), Surroundings())
    return folder


def test_a_frozen_bundle_holds(bundle: Path) -> None:
    report = verify_bundle(bundle)
    assert report.findings == ()
    assert report.computed >= len(COUNTRIES)
    assert report.ratings > report.computed


def test_freezing_twice_gives_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    source = small_material()
    checksum = freeze(tmp_path / "again", source, compute(source), Surroundings())
    assert checksum == verify_bundle(bundle).checksum
    for path in bundle.rglob("*"):
        if path.is_file():
            assert (tmp_path / "again" / path.relative_to(bundle)).read_bytes() == path.read_bytes()


def test_every_file_is_a_resource_of_the_data_package(bundle: Path) -> None:
    package = json.loads((bundle / "datapackage.json").read_bytes())
    named = {resource["path"] for resource in package["resources"]}
    present = {p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_file()}
    assert named == present - {"datapackage.json", CHECKSUMS}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.data())
def test_one_changed_byte_anywhere_is_found(
    bundle: Path, tmp_path: Path, choice: st.DataObject
) -> None:
    copy = tmp_path / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(bundle, copy)
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    path = choice.draw(st.sampled_from(files))
    content = bytearray(path.read_bytes())
    place = choice.draw(st.integers(0, len(content) - 1))
    content[place] ^= choice.draw(st.integers(1, 255))
    path.write_bytes(bytes(content))
    assert not verify_bundle(copy).holds


@pytest.mark.parametrize("name", ["ratings.json", "edition.json", CHECKSUMS])
def test_a_missing_file_is_found(bundle: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(bundle, copy)
    (copy / name).unlink()
    assert not verify_bundle(copy).holds


def test_an_added_file_is_found(bundle: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(bundle, copy)
    (copy / "extra.json").write_text("{}", encoding="utf-8")
    (finding,) = verify_bundle(copy).findings
    assert finding.where == "extra.json"


def test_a_forged_rating_with_mended_checksums_is_recomputed_and_found(tmp_path: Path) -> None:
    """Whoever also mends the checksums is caught by the rules."""
    source = small_material()
    result = compute(source)
    forged = next(row for row in result.ratings if row["state"] != "green")
    forged["state"] = "green"
    freeze(tmp_path / "forged", source, result, Surroundings())
    codes = {finding.code for finding in verify_bundle(tmp_path / "forged").findings}
    assert codes == {"BUNDLE_RATING_DIFFERS"}


def test_a_folder_named_for_another_checksum_is_found(bundle: Path, tmp_path: Path) -> None:
    copy = tmp_path / "test-0123456789ab"
    shutil.copytree(bundle, copy)
    (finding,) = verify_bundle(copy).findings
    assert finding.code == "BUNDLE_NAME_DIFFERS"
