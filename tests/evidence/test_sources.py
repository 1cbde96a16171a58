"""Sources from a file, and passages cited from them."""

from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.audit.selectors import list_events
from milepost.evidence.errors import CitationInvalid, ProtectionInvalid
from milepost.evidence.protection import Level, Protection
from milepost.evidence.selectors import (
    find_source,
    get_source,
    list_citations,
    list_source_keys,
    list_sources,
    list_sources_with_use,
)
from milepost.evidence.services import cite_source, load_sources, protect_source
from milepost.evidence.sources_file import parse_sources
from milepost.kernel.actors import Actor
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused

TEXT = """\
milepost: sources/1
sources:
  - key: movement
    title: A report
    publisher: A network
    issued: "2015-12"
    url: https://example.org/report.pdf
  - {key: list, title: A list, publisher: An office, kind: treaty}
"""


@pytest.mark.django_db
def test_a_file_of_sources_is_loaded_once(system: Actor) -> None:
    report = load_sources(system, TEXT, "sources.yaml")
    assert report.added == ("movement", "list")
    again = load_sources(system, TEXT, "sources.yaml")
    assert again.as_dict() == {"added": [], "changed": [], "unchanged": ["movement", "list"]}
    assert [source["key"] for source in list_sources(system)] == ["list", "movement"]
    assert get_source(system, "movement")["kind"] == "report"
    assert len(list_events(subject_kind="source")) == 2


@pytest.mark.django_db
def test_a_changed_source_is_brought_up_to_date_and_audited(system: Actor) -> None:
    load_sources(system, TEXT, "sources.yaml")
    report = load_sources(system, TEXT.replace("A report", "The report"), "sources.yaml")
    assert report.changed == ("movement",)
    assert get_source(system, "movement")["title"] == "The report"
    event = list_events(subject_kind="source", subject_key="movement")[0]
    assert event.action == "evidence.source_changed"
    assert event.before is not None
    assert event.before["title"] == "A report"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("milepost: sources/1", "milepost: sources/2", "EVIDENCE_UNKNOWN_WORD", 1),
        ("key: movement", "key: Not a key", "EVIDENCE_WRONG_FORM", 3),
        ("    publisher: A network\n", "", "EVIDENCE_MISSING", 3),
        ("https://example.org/report.pdf", "not an address", "EVIDENCE_WRONG_FORM", 7),
        ('issued: "2015-12"', "issued: 2015", "EVIDENCE_WRONG_KIND", 6),
        ("kind: treaty", "kind: tweet", "EVIDENCE_UNKNOWN_WORD", 8),
        ("key: list", "key: movement", "EVIDENCE_SOURCE_REPEATED", 8),
    ],
)
@pytest.mark.django_db
def test_a_mistake_is_named_with_its_line_and_nothing_is_kept(
    system: Actor, old: str, new: str, code: str, line: int
) -> None:
    with pytest.raises(BadInput) as refused:
        load_sources(system, TEXT.replace(old, new), "sources.yaml")
    assert [(finding.code, finding.line) for finding in refused.value.findings] == [(code, line)]
    assert list_sources(system) == []


@pytest.mark.django_db
def test_a_passage_is_cited_once(system: Actor) -> None:
    load_sources(system, TEXT, "sources.yaml")
    first = cite_source(system, "movement", "p. 31", {"en": "Table 4"})
    assert cite_source(system, "movement", " p. 31 ", {"en": "Table 4"}) == first
    other = cite_source(system, "movement", "p. 32")
    assert list_citations([first, other]) == {
        first: {"source": "movement", "locator": "p. 31", "note": {"en": "Table 4"}},
        other: {"source": "movement", "locator": "p. 32", "note": {}},
    }
    assert [source["citations"] for source in list_sources_with_use(system)] == [0, 2]
    assert len(list_events(subject_kind="citation")) == 2


@pytest.mark.django_db
def test_what_cannot_be_cited(system: Actor) -> None:
    with pytest.raises(NotFound):
        cite_source(system, "unknown", "p. 1")
    with pytest.raises(CitationInvalid):
        cite_source(system, "unknown", "  ")
    with pytest.raises(NotFound):
        get_source(system, "unknown")
    assert find_source(system, "unknown") is None
    assert list_source_keys(system) == frozenset()


@pytest.mark.django_db
def test_an_observer_neither_loads_nor_cites(observer: Actor) -> None:
    with pytest.raises(PermissionRefused):
        load_sources(observer, TEXT, "sources.yaml")
    with pytest.raises(PermissionRefused):
        cite_source(observer, "movement", "p. 1")


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.builds(lambda end, more: TEXT[:end] + more, st.integers(0, 280), st.text(max_size=20)),
    )
)
def test_any_text_gives_sources_or_findings(text: str) -> None:
    sources, findings = parse_sources(text, "sources.yaml")
    assert (sources is None) == any(finding.severity == "error" for finding in findings)
    for finding in findings:
        assert finding.line is not None
        assert finding.what
        assert finding.remedy


@pytest.mark.django_db
def test_the_command_loads_and_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(TEXT, encoding="utf-8")
    call_command("evidence", "load", str(path))
    call_command("evidence", "list", "--json")
    out = capsys.readouterr().out
    assert "2 added" in out
    assert '"key": "movement"' in out


def test_repeats_and_impossible_days_are_found_beside_errors_of_form() -> None:
    broken = TEXT.replace('"2015-12"', '"2015-13"').replace("key: list", "key: movement")
    sources, findings = parse_sources(broken + "  - {key: x, titel: y}\n", "sources.yaml")
    assert sources is None
    assert {(finding.code.removeprefix("EVIDENCE_"), finding.line) for finding in findings} == {
        ("NO_SUCH_DAY", 6),
        ("SOURCE_REPEATED", 8),
        ("MISSING", 9),
        ("UNKNOWN_FIELD", 9),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "readers"),
    [
        (Level.CIRCLE, ""),
        (Level.CIRCLE, "organisation:"),
        (Level.CIRCLE, "organisation:11111111-1111-4111-8111-111111111111"),
        (Level.CONFIDENTIAL, ""),
        (Level.CONFIDENTIAL, "king"),
        (Level.NETWORK, "reviewer"),
    ],
)
def test_a_level_needs_readers_that_fit_it(system: Actor, level: Level, readers: str) -> None:
    load_sources(system, TEXT, "sources.yaml")
    with pytest.raises(ProtectionInvalid):
        protect_source(system, "movement", Protection(level, readers), reason="x")
    assert get_source(system, "movement")["level"] == "public"


@pytest.mark.django_db
def test_a_level_is_set_audited_and_lowered_for_a_reason(system: Actor) -> None:
    load_sources(system, TEXT, "sources.yaml")
    secret = Protection(Level.CONFIDENTIAL, "reviewer")
    assert protect_source(system, "movement", secret) == "changed"
    assert protect_source(system, "movement", secret) == "unchanged"
    with pytest.raises(ProtectionInvalid):
        protect_source(system, "movement", Protection(Level.NETWORK))
    assert protect_source(system, "movement", Protection(), reason="Published since.") == "changed"
    event = list_events(action="evidence.level_set")[0]
    assert event.before == {"level": "confidential", "readers": "reviewer"}
    assert event.reason == "Published since."


@pytest.mark.django_db
def test_the_audit_never_holds_what_was_confidential_from_the_start(system: Actor) -> None:
    load_sources(system, TEXT, "sources.yaml", Protection(Level.CONFIDENTIAL, "reviewer"))
    cite_source(system, "movement", "p. 31", {"en": "Who said so"})
    text = str(list_events())
    assert "A report" not in text
    assert "Who said so" not in text
