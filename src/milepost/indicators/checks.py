"""What is wrong or doubtful in the texts of a file: all findings at once, capped by kind."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from milepost.indicators import messages
from milepost.indicators.cells import Evidence, Problem
from milepost.indicators.inspection import MAX_OF_KIND, Inspection, capped
from milepost.indicators.messages import finding
from milepost.indicators.value_checks import ValueChecks
from milepost.kernel.findings import Finding, Severity, has_errors


def inspect(inspection: Inspection) -> list[Finding]:
    """Return every finding: errors first, each kind in the order of rows."""
    parts = (inspection.made, inspection.definition, inspection.naming, inspection.known_on)
    kinds = [*TextChecks(*parts).kinds(), *ValueChecks(*parts).kinds()]
    found = [item for kind in kinds for item in capped(kind)]
    if not has_errors(found) and not inspection.made.good:
        found.append(no_observations())
    return sorted(found, key=lambda item: item.severity is not Severity.ERROR)


class TextChecks(Inspection):
    """The checks that look at the distinct texts of each column."""

    def kinds(self) -> Iterator[Iterable[Finding]]:
        """Yield the findings of each kind."""
        yield self._places("area")
        yield self._places("counterpart")
        yield self._eliminated()
        yield self._shortened()
        yield self._second_header()
        yield self._periods()
        yield self._values()
        yield self._decimals()
        yield self._breakdowns()
        yield self._statuses()

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
                spot=self.spot(item.row, label),
                value=item.text,
                count=item.count,
                is_warning=skips,
            )

    def _eliminated(self) -> Iterator[Finding]:
        for item, code in self.made.eliminated:
            yield finding(
                "PLACE_BY_ELIMINATION",
                messages.eliminated_place(item.text, self.naming.name(code)),
                spot=self.spot(item.row, self.made.mapping.area),
                value=item.text,
                count=item.count,
                is_warning=True,
            )

    def _shortened(self) -> Iterator[Finding]:
        for item, code in self.made.shortened:
            yield finding(
                "PLACE_SHORTENED",
                messages.shortened_place(item.text, self.naming.name(code)),
                spot=self.spot(item.row, self.made.mapping.area),
                value=item.text,
                count=item.count,
                is_warning=True,
            )

    def _second_header(self) -> Iterator[Finding]:
        """Words where the first values should stand: the table has two rows of labels."""
        sheet, mapping = self.made.sheet, self.made.mapping
        labels = [label for label, _period in mapping.periods] or [mapping.value]
        columns = [sheet.column(label) for label in labels if sheet.column(label) >= 0]
        if not sheet.sample or not sheet.header_row:
            return
        row, cells = sheet.sample[0]
        texts = [cells[index] for index in columns if cells[index].strip()]
        bad = {item.text for item, problem in self.made.bad_values if is_word(item.text, problem)}
        if texts and bad.issuperset(texts):
            yield finding(
                "HEADER_IN_TWO_ROWS",
                (
                    _("There are words such as “%(text)s” where the first values should stand.")
                    % {"text": messages.shown(texts[0])},
                    _("A table with two rows of labels does not tell what each value is."),
                    _("Write one row of labels; put what the second says in a column of its own."),
                ),
                spot=self.spot(row, ""),
                value=texts[0],
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
                    spot=self.spot(item.row, self.made.mapping.period or item.text),
                    value=item.text,
                    count=item.count,
                )

    def _values(self) -> Iterator[Finding]:
        for item, problem in self.made.bad_values:
            yield finding(
                f"VALUE_{problem.upper()}",
                messages.bad_value(item.text, problem, self.made.style),
                spot=self.spot(item.row, self.label(item.col)),
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
            spot=self.spot(None, self.made.mapping.value),
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
                spot=self.spot(item.row, label),
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
                spot=self.spot(item.row, self.made.mapping.status),
                value=item.text,
                count=item.count,
            )


def is_word(text: str, problem: Problem) -> bool:
    """Whether a text that is no value has no digit either."""
    return problem is Problem.NOT_A_NUMBER and not any(letter.isdigit() for letter in text)


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


def check_columns(labels: Sequence[str], named: Sequence[str]) -> list[Finding]:
    """Return a finding for each named column that the file does not have."""
    return [
        messages.column_missing(label, labels)
        for label in dict.fromkeys(named)
        if label and label not in labels
    ]
