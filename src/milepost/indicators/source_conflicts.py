"""Conflicts between sources that people found and decided, read from a file and kept.

A record is never changed or removed: a new decision, or a reason to drop it, supersedes it.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milepost.audit.services import record_event
from milepost.indicators.breakdowns import canonical_breakdown
from milepost.indicators.errors import ReasonMissing
from milepost.indicators.models import Indicator, SourceConflict
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.findings import Finding
from milepost.places.matching import Matcher
from milepost.places.selectors import build_matcher

REQUIRED: Final = (
    "indicator", "area", "first_source", "first_says", "second_source", "second_says", "chosen",
    "why",
)  # fmt: skip
OPTIONAL: Final = ("breakdown", "language")
SUBJECT: Final = (
    "area", "breakdown", "first_source", "first_says", "second_source", "second_says",
)  # fmt: skip
"""What a record is about; the decision is about what these state."""
LIMITS: Final = {
    "first_source": 500, "second_source": 500, "first_says": 200, "second_says": 200,
    "chosen": 200, "why": 4000,
}  # fmt: skip
LANGUAGES: Final = frozenset({"en", "fr", "ar", "es", "ru", "zh"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One decided conflict as a person states it."""

    indicator: str
    area: str
    first_source: str
    first_says: str
    second_source: str
    second_says: str
    chosen: str
    why: str
    breakdown: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ConflictReport:
    """How many records were added, superseded by another decision, or there already."""

    added: int
    changed: int
    unchanged: int


def load_conflicts(actor: Actor, text: str, filename: str) -> ConflictReport:
    """Keep the decided conflicts of a CSV file; the same file again changes nothing.

    A row about the same statements with another choice or reason supersedes the record. Raises
    ``BadInput`` with every finding, and then nothing is kept.
    """
    require(actor, "indicators.import_data")
    entries, findings = _parse(text, filename)
    if findings:
        raise BadInput(findings)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    with transaction.atomic():
        for entry in entries:
            counts[_keep(actor, entry)] += 1
    return ConflictReport(**counts)


def record_conflict(actor: Actor, entry: Entry) -> str:
    """Keep one decided conflict; return ``added``, ``changed`` or ``unchanged``.

    The place may be stated by code or name. Raises ``BadInput`` with every finding.
    """
    require(actor, "indicators.import_data")
    indicators = set(Indicator.objects.values_list("key", flat=True))
    cells = {name: str(value) for name, value in asdict(entry).items()}
    checked, findings = _read(cells, build_matcher(), indicators, where="", row=None)
    if checked is None:
        raise BadInput(findings)
    with transaction.atomic():
        return _keep(actor, checked)


def _keep(actor: Actor, entry: Entry) -> str:
    row = Indicator.objects.select_for_update().get(key=entry.indicator)
    about = {name: getattr(entry, name) for name in SUBJECT}
    before = SourceConflict.objects.filter(indicator=row, superseded_at=None, **about).first()
    decision = {"chosen": entry.chosen, "why": entry.why, "language": entry.language}
    if before is not None:
        if {name: getattr(before, name) for name in decision} == decision:
            return "unchanged"
        _supersede(before, _("Decided anew."))
    kept = SourceConflict.objects.create(
        indicator=row,
        **about,
        **decision,
        recorded_by=actor.label,
        recorded_by_key=actor.key,
    )
    record_event(
        actor,
        "indicators.conflict_recorded",
        subject_kind="source_conflict",
        subject_key=str(kept.uuid),
        before={"chosen": before.chosen, "why": before.why} if before else None,
        after=asdict(entry),
    )
    return "changed" if before else "added"


def drop_conflict(actor: Actor, key: str, *, reason: str) -> None:
    """Take a recorded conflict out of reports, for a reason.

    Raises ``NotFound`` and ``ReasonMissing``.
    """
    require(actor, "indicators.import_data")
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        row = _find(key)
        if row is None:
            raise NotFound(what=gettext_lazy("conflict"), key=key)
        _supersede(row, reason.strip())
        record_event(
            actor,
            "indicators.conflict_dropped",
            subject_kind="source_conflict",
            subject_key=key,
            before={"chosen": row.chosen},
            reason=reason.strip(),
        )


def _find(key: str) -> SourceConflict | None:
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    rows = SourceConflict.objects.select_for_update().filter(superseded_at=None)
    return rows.filter(uuid=wanted).first()


def _supersede(row: SourceConflict, reason: str) -> None:
    row.superseded_at, row.superseded_reason = clock.now(), reason
    row.save(update_fields=["superseded_at", "superseded_reason"])


# --- the file -----------------------------------------------------------------------------------


def _parse(text: str, filename: str) -> tuple[list[Entry], list[Finding]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    names = [name.strip() for name in reader.fieldnames or ()]
    missing = [name for name in REQUIRED if name not in names]
    unknown = [name for name in names if name not in {*REQUIRED, *OPTIONAL}]
    if missing or unknown:
        return [], [_columns(filename, missing, unknown)]
    reader.fieldnames = names
    indicators = set(Indicator.objects.values_list("key", flat=True))
    matcher = build_matcher()
    entries: list[Entry] = []
    findings: list[Finding] = []
    for number, cells in enumerate(reader, start=2):
        row = {name: cells.get(name) or "" for name in names}
        entry, problems = _read(row, matcher, indicators, where=filename, row=number)
        findings += problems
        entries += [entry] if entry else []
    return entries, findings


def _read(
    cells: dict[str, str], matcher: Matcher, indicators: set[str], *, where: str, row: int | None
) -> tuple[Entry | None, list[Finding]]:
    """Return the conflict that a row or form states, or what is wrong with it."""
    plain = {name: " ".join(text.split()) for name, text in cells.items()}
    area = matcher.match(plain["area"]) if plain["area"] else None
    breakdown, _wrong = canonical_breakdown(plain.get("breakdown", ""))
    problems = list(_check(plain, indicators, area=area, breakdown=breakdown))
    if problems:
        return None, [_finding(where, row, *problem) for problem in problems]
    known = {"area": area or "", "breakdown": breakdown or ""}
    return Entry(**{**plain, **known, "language": plain.get("language") or "en"}), []


def _check(
    cells: dict[str, str], indicators: set[str], *, area: str | None, breakdown: str | None
) -> Iterator[tuple[str, str, str]]:
    """Yield (column, what, remedy) for everything that is wrong in a row."""
    for name in REQUIRED:
        if not cells[name]:
            yield name, _("The cell is empty."), _("Write what each source says, and the decision.")
        elif len(cells[name]) > LIMITS.get(name, 300):
            yield name, _("The text is too long."), _("Shorten it.")
    if cells["indicator"] and cells["indicator"] not in indicators:
        what = _("There is no indicator “%(key)s”.") % {"key": cells["indicator"][:80]}
        yield "indicator", what, _("Load its definition first.")
    if cells["area"] and area is None:
        what = _("“%(text)s” is not a known place.") % {"text": cells["area"][:80]}
        yield "area", what, _("Write its M49 or ISO code, or its name.")
    if breakdown is None:
        what = _("“%(text)s” is not a breakdown.") % {"text": cells["breakdown"][:80]}
        yield "breakdown", what, _("Write dimension=value, joined by |, or leave it empty.")
    if cells.get("language") and cells["language"] not in LANGUAGES:
        what = _("“%(text)s” is not one of the languages.") % {"text": cells["language"][:10]}
        yield "language", what, _("Write en, fr, ar, es, ru or zh.")


def _finding(filename: str, row: int | None, column: str, what: str, remedy: str) -> Finding:
    where = _("%(file)s, row %(row)s, column %(column)s")
    return Finding(
        code="INDICATORS_CONFLICT_ROW",
        where=column if row is None else where % {"file": filename, "row": row, "column": column},
        what=what,
        why=_("A reader must be able to see both statements and the reason for the choice."),
        remedy=remedy,
        row=row,
        column=column,
    )


def _columns(filename: str, missing: list[str], unknown: list[str]) -> Finding:
    if missing:
        what = _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
    else:
        what = _("These columns are not known: %(names)s.") % {"names": ", ".join(unknown)[:200]}
    return Finding(
        code="INDICATORS_CONFLICT_COLUMNS",
        where=filename,
        what=what,
        why=_("Each row must say what two sources state, what was chosen and why."),
        remedy=_("Write a CSV file in UTF-8 with the columns %(names)s.")
        % {"names": ", ".join((*REQUIRED, *OPTIONAL))},
    )
