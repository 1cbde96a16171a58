"""A frozen bundle recomputes to its own ratings, and one changed byte is found."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.kernel.files import sha256_of
from milepost.publishing.freeze import (
    CHECKSUMS,
    FORMAT,
    PACKAGE,
    REPLIES,
    ROUNDS,
    Surroundings,
    freeze,
    to_json,
)
from milepost.publishing.verification import verify_bundle
from milepost.reviews.computation import compute
from milepost.reviews.material import Material
from tests.reviews.materials import (
    Fact,
    assessment,
    benchmark,
    indicator,
    material,
    measure,
    table,
)

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
        assessments=[
            {**assessment(key="1.2"), "citations": [{"source": "movement", "locator": "p. 1"}]},
            assessment(key="1.2", colour="red", name="b"),
        ],
    )


AROUND = Surroundings(
    evidence=[{"key": "movement", "title": "A report"}], vintages={"rate": [{"id": "v1"}]}
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A frozen bundle."""
    folder = tmp_path_factory.mktemp("bundles") / "bundle"
    source = small_material()
    freeze(folder, source, compute(source), AROUND)
    return folder


def test_a_frozen_bundle_holds(bundle: Path) -> None:
    report = verify_bundle(bundle)
    assert report.findings == ()
    assert report.computed >= len(COUNTRIES)
    assert report.ratings > report.computed


def test_freezing_twice_gives_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    source = small_material()
    checksum = freeze(tmp_path / "again", source, compute(source), AROUND)
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
    freeze(tmp_path / "forged", source, result, AROUND)
    codes = {finding.code for finding in verify_bundle(tmp_path / "forged").findings}
    assert codes == {"BUNDLE_RATING_DIFFERS"}


def test_a_forged_sensitivity_is_recomputed_and_found(tmp_path: Path) -> None:
    """A colour that hangs on one figure cannot be published as one that holds."""
    source = small_material()
    result = compute(source)
    trace = result.traces["plan", "1.1"]["008"]
    assert trace["sensitivity"]["result"] != "stable"
    trace["sensitivity"].update(result="stable", to={})
    freeze(tmp_path / "forged", source, result, AROUND)
    (finding,) = verify_bundle(tmp_path / "forged").findings
    assert finding.code == "BUNDLE_SENSITIVITY_DIFFERS"
    assert finding.where == "traces/plan/1.1.json"
    assert "008" in finding.what


def of_format(folder: Path, number: int) -> None:
    """Describe a bundle as one of another format, checksums mended."""
    package = json.loads((folder / PACKAGE).read_bytes())
    package["milepost"]["format"] = number
    (folder / PACKAGE).write_bytes(to_json(package))
    mended(folder)


def without_agreement(folder: Path) -> None:
    """Take agreement out of the workings, as before the fifth format."""
    for path in (folder / "traces").rglob("*.json"):
        traces = json.loads(path.read_bytes())
        for trace in traces.values():
            trace.pop("agreement", None)
        path.write_bytes(to_json(traces))


def test_an_agreement_that_the_people_do_not_give_is_found(tmp_path: Path) -> None:
    source = small_material()
    result = compute(source)
    freeze(tmp_path / "held", source, result, AROUND)
    assert verify_bundle(tmp_path / "held").findings == ()
    stated = result.traces["plan", "1.2"]["001"]["agreement"]
    result.traces["plan", "1.2"]["001"]["agreement"] = {**stated, "consensus": 0.99}
    freeze(tmp_path / "forged", source, result, AROUND)
    assert codes_of(tmp_path / "forged") == {"BUNDLE_WORKING_DIFFERS"}


def test_a_bundle_of_the_first_format_has_neither_and_still_holds(tmp_path: Path) -> None:
    source = small_material()
    result = compute(source)
    for places in result.traces.values():
        for trace in places.values():
            del trace["sensitivity"], trace["pace_needed"]
    freeze(tmp_path / "old", source, result, AROUND)
    without_agreement(tmp_path / "old")
    of_format(tmp_path / "old", 1)
    assert verify_bundle(tmp_path / "old").findings == ()
    of_format(tmp_path / "old", 2)
    codes = {finding.code for finding in verify_bundle(tmp_path / "old").findings}
    assert codes == {"BUNDLE_WORKING_DIFFERS"}
    of_format(tmp_path / "old", FORMAT + 1)
    codes = {finding.code for finding in verify_bundle(tmp_path / "old").findings}
    assert codes == {"BUNDLE_FORMAT_UNKNOWN"}


def replied(**changes: object) -> Material:
    """The small material with one government asked and one reply, answered."""
    reply = {
        "id": "r1",
        "framework": "plan",
        "benchmark": "1.1",
        "place": "004",
        "stance": "disagrees",
        "text": {"en": "The year is wrong."},
        "office": "Ministry",
        "replied_on": "2015-11-20",
        "answers_to": {"state": "red", "reason": None, "value": 1, "unit": "", "period": "2015"},
        "citations": [{"source": "movement", "locator": "p. 2", "note": {}}],
        "answer": {"outcome": "declined", "text": {"en": "It is not."}, "by": "R", "on": "2015"},
    }
    asked = {"place": "004", "until": "2015-11-25", "invited_on": "2015-11-01"}
    return replace(small_material(), replies=[{**reply, **changes}], invited=[asked])


def frozen_replies(folder: Path, **changes: object) -> Path:
    """A bundle with a reply."""
    source = replied(**changes)
    freeze(folder, source, compute(source), AROUND)
    return folder


def test_a_reply_is_frozen_in_the_working_and_changes_no_rating(tmp_path: Path) -> None:
    folder = frozen_replies(tmp_path / "replied")
    assert verify_bundle(folder).findings == ()
    assert compute(replied()).ratings == compute(small_material()).ratings
    traces = json.loads((folder / "traces/plan/1.1.json").read_bytes())
    assert traces["004"]["reply"] == {
        "id": "r1",
        "stance": "disagrees",
        "until": "2015-11-25",
        "outcome": "declined",
        "answers_to": {"state": "red", "reason": None, "value": 1, "unit": "", "period": "2015"},
    }
    assert "reply" not in traces["008"]


def test_a_bundle_without_replies_of_an_older_format_holds(tmp_path: Path) -> None:
    source = small_material()
    freeze(tmp_path / "old", source, compute(source), AROUND)
    (tmp_path / "old" / REPLIES).unlink()
    package = json.loads((tmp_path / "old" / PACKAGE).read_bytes())
    package["resources"] = [row for row in package["resources"] if row["path"] != REPLIES]
    (tmp_path / "old" / PACKAGE).write_bytes(to_json(package))
    without_agreement(tmp_path / "old")
    of_format(tmp_path / "old", 2)
    assert verify_bundle(tmp_path / "old").findings == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stance": "agrees"}, "BUNDLE_WORKING_DIFFERS"),
        ({"answer": None}, "BUNDLE_WORKING_DIFFERS"),
        ({"place": "099"}, "BUNDLE_PART_DIFFERS"),
        ({"citations": [{"source": "no", "locator": "1", "note": {}}]}, "BUNDLE_PART_DIFFERS"),
    ],
)
def test_a_forged_reply_is_found(tmp_path: Path, changes: dict[str, object], expected: str) -> None:
    folder = frozen_replies(tmp_path / "forged")
    content = json.loads((folder / REPLIES).read_bytes())
    content["replies"][0] |= changes
    (folder / REPLIES).write_bytes(to_json(content))
    mended(folder)
    assert expected in codes_of(folder)


def test_an_edition_is_not_frozen_with_a_reply_that_nobody_answered(tmp_path: Path) -> None:
    assert codes_of(frozen_replies(tmp_path / "open", answer=None)) == {"BUNDLE_PART_DIFFERS"}


REPORT = "quality/rate.json"


def without_quality(folder: Path) -> None:
    """Take the reports out of a bundle, as if none had been made."""
    (folder / REPORT).unlink()
    package = json.loads((folder / PACKAGE).read_bytes())
    package["resources"] = [row for row in package["resources"] if row["path"] != REPORT]
    (folder / PACKAGE).write_bytes(to_json(package))


def test_a_bundle_of_before_quality_reports_holds_and_a_newer_one_lacks_them(
    forged: Path,
) -> None:
    without_quality(forged)
    without_agreement(forged)
    of_format(forged, 3)
    assert verify_bundle(forged).findings == ()
    of_format(forged, FORMAT)
    found = {(finding.code, finding.where) for finding in verify_bundle(forged).findings}
    assert found == {
        ("BUNDLE_QUALITY_DIFFERS", REPORT),
        ("BUNDLE_WORKING_DIFFERS", "traces/plan/1.2.json"),
    }


def test_a_quality_report_that_hides_a_question_is_found(tmp_path: Path) -> None:
    """One digit slipped; the report that says so cannot be published without it."""
    facts = [("004", str(year), 10.0 + year - 2010) for year in range(2010, 2016)]
    facts[3] = ("004", "2013", 130.0)
    source = replace(small_material(), observations={"rate": table(facts)})
    freeze(tmp_path / "forged", source, compute(source), AROUND)
    assert verify_bundle(tmp_path / "forged").findings == ()
    report = json.loads((tmp_path / "forged" / REPORT).read_bytes())
    assert report["outliers"]["found"].pop()["value"] == 130.0
    (tmp_path / "forged" / REPORT).write_bytes(to_json(report))
    mended(tmp_path / "forged")
    assert codes_of(tmp_path / "forged") == {"BUNDLE_QUALITY_DIFFERS"}


def test_a_vintage_is_described_alike_in_report_and_list(tmp_path: Path) -> None:
    stated = {"id": "v1", "source": "A", "licence": "CC0", "known_on": "2015-01-01",
              "accepted_at": "2015-01-02"}  # fmt: skip
    around = replace(AROUND, vintages={"rate": [stated]})
    for source, expected in (("A", set()), ("B", {"BUNDLE_PART_DIFFERS"})):
        given = {"vintages": [{**stated, "source": source}]}
        material = replace(small_material(), quality={"rate": given})
        freeze(tmp_path / source, material, compute(material), around)
        assert codes_of(tmp_path / source) == expected


def panelled(**changes: object) -> Material:
    """The small material in which the panel of 1.2 was asked twice and one person moved."""
    source = small_material()
    first = [
        {**assessment(key="1.2"), "now": "1.2-001-a"},
        {**assessment(key="1.2", colour="yellow", name="old"), "now": "1.2-001-b"},
    ]
    voices = [source.assessments[0], {**source.assessments[1], "round": 2}]
    held = {
        "framework": "plan",
        "benchmark": "1.2",
        "place": "001",
        "reason": {"en": "Read it again."},
        "by": "R",
        "opened_on": "2015-11-01",
        "closed_on": "2015-11-09",
        "first": first,
    }
    return replace(source, assessments=voices, rounds=[{**held, **changes}])


def test_both_rounds_of_a_panel_are_frozen_and_recomputed(tmp_path: Path) -> None:
    source = panelled()
    result = compute(source)
    freeze(tmp_path / "held", source, result, AROUND)
    assert verify_bundle(tmp_path / "held").findings == ()
    (rating,) = [
        row for row in result.ratings if (row["benchmark"], row["place"]) == ("1.2", "001")
    ]
    rounds = rating["judged"]["rounds"]
    assert (rounds["first"]["state"], rating["judged"]["state"]) == ("yellow", "red")
    assert {name: rounds[name] for name in ("asked", "moved", "confirmed", "silent")} == {
        "asked": 2, "moved": 1, "confirmed": 0, "silent": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"closed_on": None}, "BUNDLE_PART_DIFFERS"),
        ({"first": [{**assessment(key="1.2"), "now": "nobody"}]}, "BUNDLE_PART_DIFFERS"),
        ({"first": []}, "BUNDLE_RATING_DIFFERS"),
    ],
)
def test_a_forged_second_round_is_found(
    tmp_path: Path, changes: dict[str, object], expected: str
) -> None:
    source = panelled()
    freeze(tmp_path / "forged", source, compute(source), AROUND)
    (tmp_path / "forged" / ROUNDS).write_bytes(to_json(panelled(**changes).rounds))
    mended(tmp_path / "forged")
    assert expected in codes_of(tmp_path / "forged")


def test_a_folder_named_for_another_checksum_is_found(bundle: Path, tmp_path: Path) -> None:
    copy = tmp_path / "test-0123456789ab"
    shutil.copytree(bundle, copy)
    (finding,) = verify_bundle(copy).findings
    assert finding.code == "BUNDLE_NAME_DIFFERS"


def mended(folder: Path) -> None:
    """Forge thoroughly: describe and list the files as they now are."""
    package = json.loads((folder / PACKAGE).read_bytes())
    for resource in package["resources"]:
        if (folder / resource["path"]).is_file():
            resource["hash"] = f"sha256:{sha256_of(folder / resource['path'])}"
    (folder / PACKAGE).write_bytes(to_json(package))
    relist(folder)


def relist(folder: Path) -> None:
    """List the files with the checksums they now have."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != CHECKSUMS)
    lines = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def forged(bundle: Path, tmp_path: Path) -> Path:
    """A copy of the bundle to be forged."""
    return Path(shutil.copytree(bundle, tmp_path / "forged"))


def codes_of(folder: Path) -> set[str]:
    """Return the codes of what verification finds."""
    return {finding.code for finding in verify_bundle(folder).findings}


FILES = ["ratings", "edition", "rules", "places", "indicators", "assessments", "frameworks/plan",
         "decisions", "changes", "evidence", "methods", "crosswalks", "replies",
         "quality/rate"]  # fmt: skip
JUNK = [b"", b"{", b"null", b"[1]", b"[{}]", b"{}", b'"x"', b"[[[]]]"]


@pytest.mark.parametrize("name", FILES)
def test_content_that_is_no_edition_is_a_finding_and_no_traceback(forged: Path, name: str) -> None:
    path = forged / f"{name}.json"
    for junk in JUNK:
        path.write_bytes(junk)
        mended(forged)
        report = verify_bundle(forged)
        assert not report.holds or isinstance(json.loads(junk), list), junk


def test_observations_that_are_not_parquet_are_a_finding(forged: Path) -> None:
    (forged / "observations" / "rate.parquet").write_bytes(b"PAR1 nothing PAR1")
    mended(forged)
    assert codes_of(forged) == {"BUNDLE_UNREADABLE"}


def test_a_rating_that_stands_twice_is_found(forged: Path) -> None:
    """The first of two rows could be shown although the last is the one that recomputes."""
    rows = json.loads((forged / "ratings.json").read_bytes())
    other = "red" if rows[0]["state"] == "green" else "green"
    (forged / "ratings.json").write_bytes(to_json([{**rows[0], "state": other}, *rows]))
    mended(forged)
    assert codes_of(forged) == {"BUNDLE_RATINGS_REPEATED"}


def test_a_file_that_the_package_does_not_describe_is_found(forged: Path) -> None:
    (forged / "more.html").write_text("more", encoding="utf-8")
    relist(forged)
    assert codes_of(forged) == {"BUNDLE_PACKAGE_DIFFERS"}


def test_a_list_of_checksums_in_a_subfolder_is_a_file_like_any_other(forged: Path) -> None:
    (forged / "traces" / CHECKSUMS).write_text("x", encoding="utf-8")
    assert codes_of(forged) == {"BUNDLE_FILE_UNLISTED"}


def test_links_are_not_followed(forged: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ratings.json"
    (forged / "ratings.json").rename(elsewhere)
    (forged / "ratings.json").symlink_to(elsewhere)
    (forged / "more").symlink_to(tmp_path, target_is_directory=True)
    assert codes_of(forged) == {"BUNDLE_FILE_CHANGED", "BUNDLE_FILE_UNLISTED"}


@pytest.mark.parametrize(
    "line",
    ["{digest}  ratings.json", "{digest}  ../ratings.json", "{digest}  /etc/passwd", "\x00", "x"],
)
def test_a_line_that_lists_nothing_of_the_bundle_is_found(forged: Path, line: str) -> None:
    with (forged / CHECKSUMS).open("a", encoding="utf-8") as stream:
        stream.write(line.format(digest="0" * 64) + "\n")
    assert "BUNDLE_LISTING_MALFORMED" in codes_of(forged)


@pytest.mark.parametrize("mark", ["\v", "\f", "\r", "\x1c", "\x85", "\u2028"])
def test_lines_of_the_listing_end_in_line_feeds_alone(forged: Path, mark: str) -> None:
    text = (forged / CHECKSUMS).read_bytes().decode()
    (forged / CHECKSUMS).write_bytes(text.replace("\n", mark, 1).encode())
    assert codes_of(forged) & {"BUNDLE_LISTING_MALFORMED", "BUNDLE_FILE_MISSING"}


def test_a_bundle_of_another_format_is_named_as_such(forged: Path) -> None:
    package = json.loads((forged / PACKAGE).read_bytes())
    package["milepost"]["format"] = 99
    (forged / PACKAGE).write_bytes(to_json(package))
    relist(forged)
    assert codes_of(forged) == {"BUNDLE_FORMAT_UNKNOWN"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("methods", []),
        ("evidence", []),
        ("changes", [{"framework": "plan", "benchmark": "1.1", "place": "004",
                      "to": "green", "to_reason": "invented"}]),
    ],
)  # fmt: skip
def test_parts_that_contradict_the_ratings_are_found(
    forged: Path, name: str, content: list[object]
) -> None:
    (forged / f"{name}.json").write_bytes(to_json(content))
    mended(forged)
    assert codes_of(forged) == {"BUNDLE_PART_DIFFERS"}


def test_a_source_of_data_that_is_not_stated_is_found(tmp_path: Path) -> None:
    source = small_material()
    freeze(tmp_path / "b", source, compute(source), Surroundings(evidence=AROUND.evidence))
    (finding,) = verify_bundle(tmp_path / "b").findings
    assert finding.where == "indicators.json: rate"


def test_the_publishers_checksum_settles_it(bundle: Path) -> None:
    """A forger who changes inputs and results together cannot give the publisher's checksum."""
    checksum = verify_bundle(bundle).checksum
    assert verify_bundle(bundle, expected=checksum[:12].upper()).holds
    (finding,) = verify_bundle(bundle, expected="0123456789ab").findings
    assert finding.code == "BUNDLE_CHECKSUM_DIFFERS"


def test_a_difference_in_computation_names_the_software_that_made_it(forged: Path) -> None:
    package = json.loads((forged / PACKAGE).read_bytes())
    package["milepost"]["software"] = "0.0.7"
    (forged / PACKAGE).write_bytes(to_json(package))
    rows = json.loads((forged / "ratings.json").read_bytes())
    rows[0]["status"] = "invented"
    (forged / "ratings.json").write_bytes(to_json(rows))
    mended(forged)
    (finding,) = verify_bundle(forged).findings
    assert "Milepost 0.0.7" in finding.remedy
