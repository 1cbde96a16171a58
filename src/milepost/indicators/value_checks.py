"""What is wrong or doubtful in the observations: contradictions, repetitions, ranges, marks."""

# ruff: noqa: S608 -- an engine in memory that holds one file; texts are escaped, columns are c0…

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from milepost.indicators import messages
from milepost.indicators.conversion import Seen, native_free
from milepost.indicators.inspection import MAX_OF_KIND, Inspection
from milepost.indicators.mapping import Layout
from milepost.indicators.messages import finding
from milepost.indicators.statuses import DASHES, MISSING
from milepost.kernel.findings import Finding
from milepost.places.facts import load_areas

PERCENT: Final = frozenset({"percent", "pt", "per-cent", "%", "pct", "percentage"})


class ValueChecks(Inspection):
    """The checks that look at observations."""

    def kinds(self) -> Iterator[Iterable[Finding]]:
        """Yield the findings of each kind."""
        yield self._contradictions()
        yield self._duplicates()
        yield self._range()
        yield self._dashes()
        yield self._percent_signs()
        yield self._future()
        yield self._skipped_rows()

    def _contradictions(self) -> Iterator[Finding]:
        codes = ", ".join(f"'{code}'" for code in sorted(MISSING - {"K"}))
        for status, count, row in self.rows(
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
                spot=self.spot(row, self.made.mapping.status),
                value=status,
                count=count,
            )

    def _duplicates(self) -> Iterator[Finding]:
        """Two rows for one observation: an error when they differ."""
        key = "area_id, counterpart_id, period_id, breakdown_id"
        if self.made.good == self.made.distinct:
            return
        made = self.made
        rows = self.rows(
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
            place = self.naming.name(area)
            named = " · ".join(part for part in (place, period, breakdown) if part)
            values = {
                "key": named,
                "first": first,
                "last": last,
                "one": messages.shown(native_free(first_text)),
                "other": messages.shown(native_free(last_text)),
                "count": n,
            }
            spot = self.spot(last, self.label(col) if made.mapping.layout is Layout.WIDE else "")
            yield duplicate(values, spot, differs=differs)

    def _range(self) -> Iterator[Finding]:
        label = self.made.mapping.value
        for code, condition, what, remedy, is_warning in range_rules(self.definition):
            for value, count, row, col in self.rows(
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
                    spot=self.spot(row, self.label(col) or label),
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
            for row in self.rows(
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
                spot=self.spot(item.row, self.label(item.col)),
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
                spot=self.spot(item.row, self.label(item.col)),
                value=item.text,
                count=len(signed),
                is_warning=True,
            )

    def _future(self) -> Iterator[Finding]:
        """Observations of a time after the day on which they are said to have been known."""
        for period, count, row in self.rows(
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
                spot=self.spot(row, self.made.mapping.period),
                value=period,
                count=count,
                is_warning=True,
            )

    def _skipped_rows(self) -> Iterator[Finding]:
        """Rows of text without period and value, such as notes below the table."""
        if not self.made.blank_rows:
            return
        others = " || ".join(f"c{index}" for index in range(len(self.made.sheet.labels)))
        count, row = self.rows(
            f"SELECT count(*), min(row) FROM cells WHERE {self.made.blank} AND trim({others}) <> ''"
        )[0]
        if count:
            yield finding(
                "ROW_WITHOUT_DATA",
                (
                    _("The row has neither a period nor a value and was left out."),
                    _("Notes and headings between the rows are not observations."),
                    _("Nothing, unless the row should hold a value."),
                ),
                spot=self.spot(row, ""),
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
