"""What is wrong or doubtful in converted cells: all findings at once, grouped, capped by kind."""

# ruff: noqa: S608 -- an engine in memory that holds one file; texts are escaped, columns are c0…

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _

from milepost.indicators import messages
from milepost.indicators.cells import Evidence
from milepost.indicators.conversion import Converted, Seen, native_free
from milepost.indicators.mapping import Layout
from milepost.indicators.messages import finding
from milepost.indicators.statuses import DASHES, MISSING
from milepost.kernel.findings import Finding, Severity, has_errors
from milepost.places.facts import load_areas

MAX_OF_KIND: Final = 100
"""Findings of one kind that are told one by one; the rest is told as a number."""

PERCENT: Final = frozenset({"percent", "pt", "per-cent", "%", "pct", "percentage"})


class Naming(Protocol):
    """Names places for people."""

    def name(self, code: str) -> str:
        """Return the name of a place with its code."""

    def suggest(self, text: str) -> list[str]:
        """Return places that a text may mean, by name and code."""

    def explain(self, text: str) -> str:
        """Return why a text is no area, or an empty text."""


@dataclass(frozen=True, slots=True)
class Check:
    """All checks of one conversion against the definition of its indicator.

    ``naming`` names places for people; ``known_on`` is the day on which the data were known.
    """

    made: Converted
    definition: dict[str, Any]
    naming: Naming
    known_on: date

    def run(self) -> list[Finding]:
        """Return every finding: errors first, each kind in the order of rows."""
        kinds: list[Iterable[Finding]] = [
            self._places("area"),
            self._places("counterpart"),
            self._eliminated(),
            self._periods(),
            self._values(),
            self._decimals(),
            self._breakdowns(),
            self._statuses(),
            self._contradictions(),
            self._duplicates(),
            self._range(),
            self._dashes(),
            self._percent_signs(),
            self._future(),
            self._skipped_rows(),
        ]
        found = [item for kind in kinds for item in capped(kind)]
        if not has_errors(found) and not self.made.good:
            found.append(no_observations())
        return sorted(found, key=lambda item: item.severity is not Severity.ERROR)

    def _spot(self, row: int | None, label: str) -> tuple[str, int | None, str]:
        return self.made.sheet.name, row, label

    def _label(self, column: int) -> str:
        labels = self.made.sheet.labels
        return labels[column] if 0 <= column < len(labels) else ""

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self.made.connection.execute(sql).fetchall()
        return rows

    def _count(self, sql: str) -> int:
        return int(self._rows(sql)[0][0])

    def _places(self, role: str) -> Iterator[Finding]:
        label = getattr(self.made.mapping, role)
        skips = self.made.mapping.skip_unknown
        seen = self.made.unknown_areas if role == "area" else self.made.unknown_counterparts
        for index, item in enumerate(seen):
            is_told = index < MAX_OF_KIND and not skips
            what, why, remedy = messages.unknown_place(
                item.text,
                self.naming.suggest(item.text) if is_told else [],
                self.naming.explain(item.text),
                is_counterpart=role == "counterpart",
            )
            left_out = _("Its rows were left out.") if skips else ""
            yield finding(
                f"{role.upper()}_UNKNOWN" if item.text.strip() else f"{role.upper()}_EMPTY",
                (f"{what} {left_out}".strip(), why, remedy),
                spot=self._spot(item.row, label),
                value=item.text,
                count=item.count,
                is_warning=skips,
            )

    def _eliminated(self) -> Iterator[Finding]:
        for item, code in self.made.eliminated:
            yield finding(
                "PLACE_BY_ELIMINATION",
                messages.eliminated_place(item.text, self.naming.name(code)),
                spot=self._spot(item.row, self.made.mapping.area),
                value=item.text,
                count=item.count,
                is_warning=True,
            )

    def _periods(self) -> Iterator[Finding]:
        for seen, is_ambiguous in (
            (self.made.bad_periods, False),
            (self.made.ambiguous_days, True),
        ):
            for item in seen:
                code = "DAY_AMBIGUOUS" if is_ambiguous else "PERIOD_INVALID"
                yield finding(
                    code,
                    messages.bad_period(item.text, is_ambiguous=is_ambiguous),
                    spot=self._spot(item.row, self.made.mapping.period or item.text),
                    value=item.text,
                    count=item.count,
                )

    def _values(self) -> Iterator[Finding]:
        for item, problem in self.made.bad_values:
            yield finding(
                f"VALUE_{problem.upper()}",
                messages.bad_value(item.text, problem, self.made.style),
                spot=self._spot(item.row, self._label(item.col)),
                value=item.text,
                count=item.count,
            )

    def _decimals(self) -> Iterator[Finding]:
        """Numbers such as ``1,234`` in a column that does not show what the mark means."""
        evidence = self.made.evidence
        doubtful = [
            *evidence.get(Evidence.COMMA_IN_DOUBT, []),
            *evidence.get(Evidence.DOT_IN_DOUBT, []),
        ]
        if not doubtful or evidence.keys() & {Evidence.DOT, Evidence.COMMA}:
            return
        is_settled = len(evidence) == 1 and self.definition["kind"] != "amount"
        mark = "," if Evidence.COMMA_IN_DOUBT in evidence else "."
        reading = _("thousands") if mark != str(self.made.style) else _("decimals")
        what = _("“%(text)s” can be read as thousands or as decimals.") % {
            "text": messages.shown(doubtful[0])
        }
        if is_settled:
            what += " " + _("It was read with %(reading)s, as the kind of indicator suggests.") % {
                "reading": reading
            }
        yield finding(
            "DECIMAL_MARK_DOUBTFUL",
            (
                what,
                _("Read wrongly, it would be a thousand times too large or too small."),
                _("State the decimal mark in the mapping: “.” or “,”."),
            ),
            spot=self._spot(None, self.made.mapping.value),
            value=doubtful[0],
            is_warning=is_settled,
        )

    def _breakdowns(self) -> Iterator[Finding]:
        label = self.made.mapping.breakdown or ", ".join(
            name for name, _dimension in self.made.mapping.dimensions
        )
        for item, part in self.made.bad_breakdowns:
            yield finding(
                "BREAKDOWN_INVALID",
                (
                    _("“%(text)s” is not a breakdown.") % {"text": messages.shown(part)},
                    _("The value could not be told from the total."),
                    _("Write dimension=value parts joined by “|”: age=15-24|sex=F."),
                ),
                spot=self._spot(item.row, label),
                value=item.text.replace("\x1f", " · "),
                count=item.count,
            )

    def _statuses(self) -> Iterator[Finding]:
        for item in self.made.bad_statuses:
            yield finding(
                "STATUS_UNKNOWN",
                (
                    _("“%(text)s” is no observation status.") % {"text": messages.shown(item.text)},
                    _("Readers could not tell what is estimated, provisional or missing."),
                    _("Use an SDMX code such as A, E, P, B, L, M, O or Q, or ignore the column."),
                ),
                spot=self._spot(item.row, self.made.mapping.status),
                value=item.text,
                count=item.count,
            )

    def _contradictions(self) -> Iterator[Finding]:
        codes = ", ".join(f"'{code}'" for code in sorted(MISSING - {"K"}))
        for status, count, row in self._rows(
            f"SELECT stated, count(*), min(row) FROM obs WHERE stated IN ({codes}) "
            "AND value IS NOT NULL GROUP BY 1 ORDER BY 3"
        ):
            yield finding(
                "STATUS_CONTRADICTS",
                (
                    _("The status “%(status)s” says that there is no value, but there is one.")
                    % {"status": status},
                    _("One of the two is wrong, and a reader cannot tell which."),
                    _("Remove the value or correct the status."),
                ),
                spot=self._spot(row, self.made.mapping.status),
                value=status,
                count=count,
            )

    def _duplicates(self) -> Iterator[Finding]:
        """Two rows for one observation: an error when they differ."""
        key = "area_id, counterpart_id, period_id, breakdown_id"
        if self.made.good == self.made.distinct:
            return
        made = self.made
        rows = self._rows(
            f"""
            WITH twice AS (
              SELECT {key}, count(*) AS n, min(row) AS first, max(row) AS last,
                arg_min(coalesce(text, value::VARCHAR), row) AS first_text,
                arg_max(coalesce(text, value::VARCHAR), row) AS last_text,
                arg_max(col, row) AS col,
                count(DISTINCT value) > 1 OR count(value) NOT IN (0, count(*)) AS differs
              FROM obs WHERE good GROUP BY {key} HAVING count(*) > 1)
            SELECT differs, n, first, last, first_text, last_text, col, a.code, p.code, b.code
            FROM twice JOIN (SELECT DISTINCT id, code FROM area_map) a ON a.id = area_id
              JOIN (SELECT DISTINCT id, code FROM period_map) p ON p.id = period_id
              JOIN (SELECT DISTINCT id, code FROM breakdown_map) b ON b.id = breakdown_id
            ORDER BY differs DESC, first
            """
        )
        for differs, n, first, last, first_text, last_text, col, area, period, breakdown in rows:
            named = " · ".join(part for part in (area, period, breakdown) if part)
            values = {
                "key": named,
                "first": first,
                "last": last,
                "one": messages.shown(native_free(first_text)),
                "other": messages.shown(native_free(last_text)),
                "count": n,
            }
            spot = self._spot(last, self._label(col) if made.mapping.layout is Layout.WIDE else "")
            yield duplicate(values, spot, differs=differs)

    def _range(self) -> Iterator[Finding]:
        label = self.made.mapping.value
        for code, condition, what, remedy, is_warning in range_rules(self.definition):
            for value, count, row, col in self._rows(
                f"SELECT value, count(*), min(row), arg_min(col, row) FROM obs "
                f"WHERE value IS NOT NULL AND good AND ({condition}) GROUP BY 1 ORDER BY 3 "
                f"LIMIT {MAX_OF_KIND + 1}"
            ):
                yield finding(
                    code,
                    (
                        what % {"value": f"{value:.10g}"},
                        _("It is outside of what the indicator's definition allows or expects."),
                        remedy,
                    ),
                    spot=self._spot(row, self._label(col) or label),
                    value=f"{value:.10g}",
                    count=count,
                    is_warning=is_warning,
                )

    def _marked(self, wanted: Callable[[str], bool]) -> list[Seen]:
        texts = [text for text in self.made.leftovers if wanted(text.strip())]
        if not texts:
            return []
        listed = ", ".join("'" + text.replace("'", "''") + "'" for text in texts[:1000])
        return [
            Seen(*row)
            for row in self._rows(
                "SELECT text, count(*), min(row), arg_min(col, row) FROM obs "
                f"WHERE text IN ({listed}) GROUP BY 1 ORDER BY 3"
            )
        ]

    def _dashes(self) -> Iterator[Finding]:
        for item in self._marked(lambda text: text in DASHES):
            yield finding(
                "DASH_READ_AS_MISSING",
                (
                    _("“%(text)s” was read as a missing value, not as zero.") % {"text": item.text},
                    _("Some publishers write a dash for nil, others for not applicable."),
                    _("Write 0 where the source means nil."),
                ),
                spot=self._spot(item.row, self._label(item.col)),
                value=item.text,
                count=item.count,
                is_warning=True,
            )

    def _percent_signs(self) -> Iterator[Finding]:
        if self.definition["unit"]["key"].lower() in PERCENT:
            return
        signed = [text for text, cell in self.made.leftovers.items() if cell.is_percent]
        for item in self._marked(set(signed).__contains__)[:1]:
            yield finding(
                "PERCENT_SIGN",
                (
                    _("“%(text)s” has a percent sign, but the unit is not per cent.")
                    % {"text": item.text},
                    _("The column may hold something else than the indicator."),
                    _("Check that the right column is taken as the value."),
                ),
                spot=self._spot(item.row, self._label(item.col)),
                value=item.text,
                count=len(signed),
                is_warning=True,
            )

    def _future(self) -> Iterator[Finding]:
        """Observations of a time after the day on which they are said to have been known."""
        for period, count, row in self._rows(
            "SELECT p.code, count(*), min(row) FROM obs JOIN (SELECT DISTINCT id, code, start "
            f"FROM period_map) p ON p.id = period_id WHERE p.start > DATE '{self.known_on}' "
            "AND status NOT IN ('F') AND value IS NOT NULL GROUP BY 1 ORDER BY 3"
        ):
            yield finding(
                "PERIOD_AFTER_KNOWN",
                (
                    _("%(period)s begins after %(day)s, when the data were known.")
                    % {"period": period, "day": self.known_on.isoformat()},
                    _("What had not happened yet can only be a forecast."),
                    _("Check the day, or give these rows the status F."),
                ),
                spot=self._spot(row, self.made.mapping.period),
                value=period,
                count=count,
                is_warning=True,
            )

    def _skipped_rows(self) -> Iterator[Finding]:
        """Rows of text without period and value, such as notes below the table."""
        mapping = self.made.mapping
        if not self.made.blank_rows:
            return
        period = self.made.sheet.column(mapping.period)
        value = self.made.sheet.column(mapping.value)
        others = " || ".join(f"c{index}" for index in range(len(self.made.sheet.labels)))
        count, row = self._rows(
            f"SELECT count(*), min(row) FROM cells WHERE trim(c{period}) = '' "
            f"AND trim(c{value}) = '' AND trim({others}) <> ''"
        )[0]
        if count:
            yield finding(
                "ROW_WITHOUT_DATA",
                (
                    _("The row has neither a period nor a value and was left out."),
                    _("Notes and headings between the rows are not observations."),
                    _("Nothing, unless the row should hold a value."),
                ),
                spot=self._spot(row, ""),
                count=count,
                is_warning=True,
            )


def duplicate(
    values: dict[str, Any], spot: tuple[str, int | None, str], *, differs: bool
) -> Finding:
    """Return the finding of an observation that stands in several rows."""
    if differs:
        words = (
            _("%(key)s is “%(one)s” in row %(first)s and “%(other)s” in row %(last)s.") % values,
            _("Only one value can be true, and a reader cannot tell which."),
            _("Remove one; if another column tells them apart, take it as a breakdown."),
        )
        return finding("DUPLICATE_DIFFERENT", words, spot=spot, value=values["other"])
    words = (
        _("%(key)s stands in rows %(first)s and %(last)s with the same value.") % values,
        _("It was taken once."),
        _("Remove the repetition if it is not meant."),
    )
    return finding("DUPLICATE_EQUAL", words, spot=spot, value=values["other"], is_warning=True)


Rule = tuple[str, str, str, str, bool]


def _of_group() -> str:
    """Return the SQL condition that a row speaks of a region or group and not of one state.

    Such rows hold a published total, for a treaty the number of parties.
    """
    regions = [f"'{code}'" for code, area in load_areas().items() if not area.is_leaf]
    return (
        f"area_id IN (SELECT id FROM area_map WHERE code IN ({', '.join(sorted(regions))}) "
        "OR NOT regexp_full_match(code, '[0-9]+'))"
    )


def range_rules(definition: dict[str, Any]) -> Iterator[Rule]:
    """Yield (code, SQL condition, what, remedy, is_warning) of the values that are out of range."""
    kind = definition["kind"]
    remedy = _("Check the number, its unit and its decimal mark.")
    if kind == "adoption":
        what = _("%(value)s is not a state of adoption.")
        allowed = _("Write 1 from the day a state is party and 0 where it is known not to be.")
        yield (
            "VALUE_OUT_OF_RANGE",
            f"value NOT IN (0, 1) AND NOT {_of_group()}",
            what,
            allowed,
            False,
        )
        what = _("%(value)s is not a number of parties.")
        allowed = _("Write for a group of states how many of them are parties, as published.")
        wrong = f"(value < 0 OR value <> round(value)) AND {_of_group()}"
        yield "VALUE_NOT_WHOLE", wrong, what, allowed, False
    elif kind == "policy":
        what = _("%(value)s is no degree of having a policy.")
        allowed = _("Write 0 for no, 0.5 for partly and 1 for yes, or a share between them.")
        if definition["unit"]["key"].lower() not in PERCENT and definition.get("maximum") is None:
            yield "VALUE_OUT_OF_RANGE", "value < 0 OR value > 1", what, allowed, True
    elif kind == "count":
        what = _("%(value)s is a negative count.")
        yield "VALUE_OUT_OF_RANGE", "value < 0", what, remedy, False
        what = _("%(value)s is not a whole number, although things are counted.")
        yield "VALUE_NOT_WHOLE", "value >= 0 AND value <> round(value)", what, remedy, True
    if definition["unit"]["key"].lower() in PERCENT:
        what = _("%(value)s is more than 100 per cent.")
        yield "VALUE_ABOVE_100", "value > 100", what, remedy, True
    low, high = definition.get("minimum"), definition.get("maximum")
    if low is not None:
        what = _("%(value)s is below the minimum of the definition.")
        yield "VALUE_BELOW_MINIMUM", f"value < {float(low)!r}", what, remedy, True
    if high is not None:
        what = _("%(value)s is above the maximum of the definition.")
        yield "VALUE_ABOVE_MAXIMUM", f"value > {float(high)!r}", what, remedy, True
    what = _("%(value)s is beyond any number that can be counted here.")
    yield "VALUE_TOO_LARGE", "abs(value) > 1e18", what, remedy, False


def no_observations() -> Finding:
    """Nothing is left to import."""
    return finding(
        "NO_OBSERVATIONS",
        (
            _("There is no observation in the file."),
            _("There is nothing to import."),
            _("Check the sheet, the header row and which column holds the value."),
        ),
    )


def capped(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with at most ``MAX_OF_KIND`` of each code, and one that tells the rest."""
    kept: list[Finding] = []
    over: dict[str, Finding] = {}
    more: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for item in findings:
        told[item.code] += 1
        if told[item.code] <= MAX_OF_KIND:
            kept.append(item)
        else:
            over.setdefault(item.code, item)
            more[item.code] += 1
    return [*kept, *(_rest(item, more[code]) for code, item in over.items())]


def _rest(item: Finding, count: int) -> Finding:
    return finding(
        item.code.removeprefix("INDICATORS_"),
        (
            _("There are %(count)s more findings of this kind, the first of them here.")
            % {"count": count},
            item.why,
            item.remedy,
        ),
        spot=(item.sheet, item.row, item.column),
        value=item.value,
        is_warning=item.severity is Severity.WARNING,
    )


def check_columns(labels: Sequence[str], named: Sequence[str]) -> list[Finding]:
    """Return a finding for each named column that the file does not have."""
    return [
        messages.column_missing(label, labels)
        for label in dict.fromkeys(named)
        if label and label not in labels
    ]
