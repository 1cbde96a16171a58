"""From loaded cells to observations: set-based, so that a million rows cost a second.

The engine groups every text column; each distinct place, period and breakdown is read once in
Python and joined back. Plain numbers are converted by the engine, the rest by ``cells``. Nothing
is decided here about what is wrong: the tables made here are what ``checks`` asks.

Tables in the connection, in order of making:
``cells`` (row, c0…) as loaded · ``long`` (row, col, area, counterpart, period, value, status,
note, breakdown texts) · ``*_map`` (text, id, code…) · ``obs`` (row, col, ids, value, status,
note; text where it is not a plain number).
"""

# ruff: noqa: S608 -- an engine in memory that holds one file; texts are escaped, columns are c0…

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from milepost.indicators.breakdowns import breakdown_of, canonical_breakdown
from milepost.indicators.cells import NATIVE, Cell, Evidence, Problem, Style, read_cell, weigh
from milepost.indicators.mapping import Layout, Mapping, PlaceMatcher
from milepost.indicators.periods import Period, decide_day_first, is_ambiguous_day, read_period
from milepost.indicators.sheets import Sheet
from milepost.indicators.statuses import MISSING, read_status

UNIT_SEPARATOR: Final = "\x1f"
_PLAIN_NUMBER: Final = r" *[+-]?\d+(\.\d+)? *"
_PLAIN_COMMA: Final = r" *[+-]?\d+(,\d+)? *"
_BRACKETED: Final = re.compile(r"[(（][^)）]*[^\W\d_]{2}[^)）]*[)）]")
_BRACKETS: Final = str.maketrans("()（）", "    ")
_MAX_LEFTOVERS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A distinct text of a column: how often it stands there, and its first row and column."""

    text: str
    count: int
    row: int
    col: int = -1


@dataclass(slots=True)
class Converted:
    """What the conversion made of the cells; the tables stay in the connection."""

    connection: Any
    sheet: Sheet
    mapping: Mapping
    style: Style = Style.DOT
    unknown_areas: list[Seen] = field(default_factory=list)
    unknown_counterparts: list[Seen] = field(default_factory=list)
    eliminated: list[tuple[Seen, str]] = field(default_factory=list)
    """Doubtful names whose other meanings stand in the same column under their own names."""
    shortened: list[tuple[Seen, str]] = field(default_factory=list)
    """Names that are known only without the words in their brackets."""
    bad_periods: list[Seen] = field(default_factory=list)
    ambiguous_days: list[Seen] = field(default_factory=list)
    bad_breakdowns: list[tuple[Seen, str]] = field(default_factory=list)
    bad_statuses: list[Seen] = field(default_factory=list)
    bad_values: list[tuple[Seen, Problem]] = field(default_factory=list)
    evidence: dict[Evidence, list[str]] = field(default_factory=dict)
    leftovers: dict[str, Cell] = field(default_factory=dict)
    blank: str = "false"
    """The SQL condition of a row that counts and holds neither period nor value."""
    blank_rows: int = 0
    good: int = 0
    distinct: int = 0
    sizes: tuple[int, int, int] = (1, 1, 1)

    @property
    def key(self) -> str:
        """The SQL of one whole number that stands for an observation's key in ``obs``."""
        counterparts, periods, breakdowns = self.sizes
        return (
            f"((area_id * {counterparts} + counterpart_id) * {breakdowns} + breakdown_id) "
            f"* {periods} + period_id"
        )


def connect() -> Any:
    """Return an engine in memory that loads nothing itself and spills to the temporary folder."""
    connection = duckdb.connect()
    connection.execute("SET autoinstall_known_extensions=false")
    connection.execute("SET autoload_known_extensions=false")
    connection.execute("SET temp_directory=?", [tempfile.gettempdir()])
    return connection


DISK_MEMORY: Final = "768MB"
"""Memory of the engine for a large file; the rest of its work lies on disk."""


def connect_on_disk(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return an engine whose tables lie in ``folder``, for a file that exceeds memory."""
    connection = duckdb.connect(str(folder / "import.duckdb"))
    connection.execute("SET autoinstall_known_extensions=false")
    connection.execute("SET autoload_known_extensions=false")
    connection.execute("SET enable_progress_bar=false")
    connection.execute(f"SET memory_limit='{DISK_MEMORY}'")
    connection.execute("SET temp_directory=?", [str(folder / "spill")])
    return connection


def convert(
    connection: Any,
    sheet: Sheet,
    mapping: Mapping,
    *,
    places: PlaceMatcher,
    words: Callable[[str], float | None],
    is_whole: bool,
) -> Converted:
    """Make ``obs`` out of ``cells``.

    ``words`` gives the value of a word such as "yes" where the indicator allows it; ``is_whole``
    says that the indicator counts things, which settles a doubtful thousands separator.
    """
    made = Converted(connection, sheet, mapping)
    _make_long(made)
    made.unknown_areas = _map_places(made, "area", places)
    made.unknown_counterparts = _map_places(made, "counterpart", places)
    _map_periods(made)
    _map_breakdowns(made)
    _map_statuses(made)
    _map_values(made, words, is_whole=is_whole)
    _make_observations(made)
    _count_observations(made)
    return made


def _text_of(made: Converted, label: str) -> str:
    """Return the SQL of a column by its label, or of an empty text."""
    index = made.sheet.column(label) if label else -1
    return f"c{index}" if index >= 0 else "''"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _breakdown_text(made: Converted) -> str:
    """Return the SQL of the text that stands for a row's breakdown."""
    if made.mapping.breakdown:
        return _text_of(made, made.mapping.breakdown)
    columns = [_text_of(made, label) for label, _dimension in made.mapping.dimensions]
    if len(columns) < 2:
        return columns[0] if columns else "''"
    return f"concat_ws(chr(31), {', '.join(columns)})"


def _filters(made: Converted) -> str:
    """Return the SQL condition of ``skip`` and ``only``."""
    parts = []
    for label in dict.fromkeys(name for name, _text in made.mapping.skip):
        texts = ", ".join(_literal(t.strip()) for n, t in made.mapping.skip if n == label)
        parts.append(f"trim({_text_of(made, label)}) NOT IN ({texts})")
    for label in dict.fromkeys(name for name, _text in made.mapping.only):
        texts = ", ".join(_literal(t.strip()) for n, t in made.mapping.only if n == label)
        parts.append(f"trim({_text_of(made, label)}) IN ({texts})")
    return " AND ".join(parts) or "true"


def _make_long(made: Converted) -> None:
    """Create ``long``: one row for each cell that should hold a value."""
    mapping = made.mapping
    area = _literal(mapping.fixed_area) if mapping.fixed_area else _text_of(made, mapping.area)
    common = (
        f"{area} AS area, {_text_of(made, mapping.counterpart)} AS counterpart, "
        f"{_text_of(made, mapping.status)} AS status, {_text_of(made, mapping.note)} AS note, "
        f"{_breakdown_text(made)} AS breakdown"
    )
    where = _filters(made)
    if mapping.layout is Layout.TIDY:
        fixed = mapping.fixed_period
        period = _literal(fixed) if fixed else _text_of(made, mapping.period)
        stated = mapping.fixed_value
        value = _literal(stated) if stated else _text_of(made, mapping.value)
        if not fixed:
            empty = "true" if stated else f"trim({value}) = ''"
            made.blank = f"{where} AND trim({period}) = '' AND {empty}"
            made.blank_rows = made.connection.execute(
                f"SELECT count(*) FROM cells WHERE {made.blank}"
            ).fetchone()[0]
            where += f" AND NOT ({made.blank})" if made.blank_rows else ""
        made.connection.execute(
            f"CREATE VIEW long AS SELECT row, {max(made.sheet.column(mapping.value), 0)} AS col, "
            f"{common}, {period} AS period, {value} AS value FROM cells WHERE {where}"
        )
        return
    parts = [
        f"SELECT row, {made.sheet.column(label)} AS col, {common}, {_literal(period)} AS period, "
        f"{_text_of(made, label)} AS value FROM cells "
        f"WHERE {where} AND trim({_text_of(made, label)}) <> ''"
        for label, period in mapping.periods
    ]
    made.connection.execute("CREATE TABLE long AS " + " UNION ALL ".join(parts))


def _distinct(made: Converted, column: str) -> list[Seen]:
    """Return the distinct texts of a column of ``long``, in order of first row."""
    # In a wide table a text of one row stands beside several values.
    count = "count(*)" if made.mapping.layout is Layout.TIDY else "count(DISTINCT row)"
    rows = made.connection.execute(
        f"SELECT {column}, {count}, min(row) FROM long GROUP BY 1 ORDER BY 3, 1"
    ).fetchall()
    return [Seen(*row) for row in rows]


def _put_map(made: Converted, name: str, columns: dict[str, Any]) -> None:
    """Create the table ``name`` from columns."""
    made.connection.register("given_map", pa.table(columns))
    made.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given_map")
    made.connection.unregister("given_map")


def _ids(codes: Sequence[str | None]) -> list[int | None]:
    """Return ids in the order of the codes, so that sorting by id sorts by code."""
    order = {code: index for index, code in enumerate(sorted({c for c in codes if c is not None}))}
    return [None if code is None else order[code] for code in codes]


def _open(text: str) -> str:
    """Return a text without its brackets, their words kept."""
    return " ".join(text.translate(_BRACKETS).split())


def _map_places(made: Converted, column: str, places: PlaceMatcher) -> list[Seen]:
    """Create ``<column>_map``; return the texts that name no known place."""
    seen = _distinct(made, column)
    may_be_empty = column == "counterpart"
    codes = [
        "" if may_be_empty and not item.text.strip() else places.match(item.text.strip())
        for item in seen
    ]
    taken = {code for code in codes if code}
    for index, item in enumerate(seen):
        if codes[index] is None:
            left = places.candidates(item.text.strip()) - taken
            if len(left) == 1:
                codes[index] = next(iter(left))
                made.eliminated.append((item, next(iter(left))))
    made.shortened += [
        (item, code)
        for item, code in zip(seen, codes, strict=True)
        if code and _BRACKETED.search(item.text) and not places.match(_open(item.text))
    ]
    _put_map(
        made,
        f"{column}_map",
        {
            "text": pa.array([item.text for item in seen], pa.string()),
            "id": pa.array(_ids(codes), pa.int64()),
            "code": pa.array(codes, pa.string()),
        },
    )
    return [item for item, code in zip(seen, codes, strict=True) if code is None]


def _map_periods(made: Converted) -> None:
    """Create ``period_map``; note the texts that are no period or can be read in two ways."""
    seen = _distinct(made, "period")
    texts = [item.text for item in seen]
    day_first = made.mapping.day_first
    if day_first is None:
        day_first = decide_day_first(texts)
    periods: list[Period | None] = []
    for item in seen:
        period = read_period(item.text, day_first=day_first)
        periods.append(period)
        if period is None and is_ambiguous_day(item.text):
            made.ambiguous_days.append(item)
        elif period is None:
            made.bad_periods.append(item)
    keys = [period.key if period else None for period in periods]
    _put_map(
        made,
        "period_map",
        {
            "text": pa.array(texts, pa.string()),
            "id": pa.array(_ids(keys), pa.int64()),
            "code": pa.array(keys, pa.string()),
            "start": pa.array(
                [period.start if period else None for period in periods], pa.date32()
            ),
        },
    )


def _map_breakdowns(made: Converted) -> None:
    """Create ``breakdown_map``; note the texts that are no breakdown."""
    seen = _distinct(made, "breakdown")
    names = [dimension for _label, dimension in made.mapping.dimensions]
    keys: list[str | None] = []
    for item in seen:
        if made.mapping.breakdown or not names:
            key, problem = canonical_breakdown(native_free(item.text))
        else:
            text = item.text.replace(NATIVE, "")
            parts = text.split(UNIT_SEPARATOR) if len(names) > 1 else [text]
            key, problem = breakdown_of(dict(zip(names, parts, strict=False)))
        keys.append(key)
        if key is None:
            made.bad_breakdowns.append((item, problem))
    _put_map(
        made,
        "breakdown_map",
        {
            "text": pa.array([item.text for item in seen], pa.string()),
            "id": pa.array(_ids(keys), pa.int64()),
            "code": pa.array(keys, pa.string()),
        },
    )


def _map_statuses(made: Converted) -> None:
    """Create ``status_map``; note the texts that are no status."""
    seen = _distinct(made, "status")
    codes = [read_status(item.text) for item in seen]
    made.bad_statuses = [item for item, code in zip(seen, codes, strict=True) if code is None]
    _put_map(
        made,
        "status_map",
        {
            "text": pa.array([item.text for item in seen], pa.string()),
            "code": pa.array([code or "" for code in codes], pa.string()),
        },
    )


def _decide_style(made: Converted, *, is_whole: bool) -> Style:
    """Return how the value column writes decimals, and keep the evidence."""
    if made.mapping.decimal:
        return Style(made.mapping.decimal)
    texts = [
        row[0]
        for row in made.connection.execute(
            "SELECT DISTINCT value FROM (SELECT value FROM long WHERE contains(value, '.') "
            "OR contains(value, ',') LIMIT 5000)"
        ).fetchall()
    ]
    made.evidence = weigh(sorted(texts))
    if not made.evidence.keys() & {Evidence.DOT, Evidence.COMMA} and made.evidence:
        more = made.connection.execute(
            "SELECT DISTINCT value FROM long WHERE (contains(value, '.') OR contains(value, ',')) "
            "AND NOT regexp_full_match(trim(value), '[+-]?[1-9]\\d{0,2}[.,]\\d{3}')"
        ).fetchall()
        made.evidence = weigh(sorted(row[0] for row in more)) | made.evidence
    return style_of(made.evidence, is_whole=is_whole)


def style_of(evidence: dict[Evidence, list[str]], *, is_whole: bool) -> Style:
    """Return the style that evidence speaks for; the point where nothing decides.

    Of doubtful texts alone (``1,234`` or ``1.234``) the indicator decides: what is counted in
    whole things has thousands, what is a rate has decimals.
    """
    if Evidence.DOT in evidence:
        return Style.DOT
    if Evidence.COMMA in evidence:
        return Style.COMMA
    if Evidence.COMMA_IN_DOUBT in evidence:
        return Style.DOT if is_whole else Style.COMMA
    if Evidence.DOT_IN_DOUBT in evidence:
        return Style.COMMA if is_whole else Style.DOT
    return Style.DOT


def _map_values(made: Converted, words: Callable[[str], float | None], *, is_whole: bool) -> None:
    """Create ``value_map`` of the texts that are not plain numbers."""
    made.style = _decide_style(made, is_whole=is_whole)
    rows = made.connection.execute(
        "SELECT value, count(*), min(row), arg_min(col, row) FROM long "
        f"WHERE NOT {_is_plain(made)} GROUP BY 1 ORDER BY 3, 1 LIMIT {_MAX_LEFTOVERS}"
    ).fetchall()
    cells: list[Cell] = []
    for text, count, row, col in rows:
        cell = read_cell(text, made.style)
        said = words(text) if cell.problem is Problem.NOT_A_NUMBER else None
        if said is not None:
            cell = Cell(value=said)
        if cell.problem is not None:
            made.bad_values.append((Seen(text, count, row, col), cell.problem))
        made.leftovers[text] = cell
        cells.append(cell)
    _put_map(
        made,
        "value_map",
        {
            "text": pa.array([row[0] for row in rows], pa.string()),
            "number": pa.array([cell.value for cell in cells], pa.float64()),
            "mark": pa.array([cell.status for cell in cells], pa.string()),
            "remark": pa.array([cell.note for cell in cells], pa.string()),
            "bad": pa.array([cell.problem is not None for cell in cells], pa.bool_()),
        },
    )


def _is_plain(made: Converted) -> str:
    """Return the SQL condition that the engine converts a value by itself."""
    pattern = _PLAIN_NUMBER if made.style is Style.DOT else _PLAIN_COMMA
    return f"(length(value) < 30 AND regexp_full_match(value, '{pattern}'))"


def _make_observations(made: Converted) -> None:
    """Create ``obs``: ids and values; ids are null where a text was not understood."""
    number = "value" if made.style is Style.DOT else "replace(value, ',', '.')"
    missing = ", ".join(_literal(code) for code in sorted(MISSING))
    made.connection.execute(
        f"""
        CREATE TABLE obs AS
        SELECT row, col, area_id, counterpart_id, period_id, breakdown_id, text, stated, value, bad,
          CASE WHEN value IS NOT NULL OR bad
                 THEN CASE WHEN stated <> '' THEN stated WHEN mark <> '' THEN mark ELSE 'A' END
               WHEN stated IN ({missing}) THEN stated
               WHEN mark <> '' THEN mark ELSE 'O' END AS status,
          CASE WHEN remark IS NULL OR remark = '' THEN note WHEN note = '' THEN remark
               ELSE remark || '; ' || note END AS note,
          area_id IS NOT NULL AND counterpart_id IS NOT NULL AND period_id IS NOT NULL
            AND breakdown_id IS NOT NULL AND NOT bad AS good
        FROM (
          SELECT l.row, l.col, a.id AS area_id, c.id AS counterpart_id, p.id AS period_id,
            b.id AS breakdown_id, v.text AS text, s.code AS stated,
            trim(replace(l.note, '{NATIVE}', '')) AS note,
            CASE WHEN {_is_plain(made).replace("value", "l.value")}
              THEN TRY_CAST({number.replace("value", "l.value")} AS DOUBLE)
              ELSE v.number END AS value,
            v.mark AS mark, v.remark AS remark, coalesce(v.bad, false) AS bad
          FROM long l
          JOIN area_map a ON l.area = a.text
          JOIN counterpart_map c ON l.counterpart = c.text
          JOIN period_map p ON l.period = p.text
          JOIN breakdown_map b ON l.breakdown = b.text
          JOIN status_map s ON l.status = s.text
          LEFT JOIN value_map v ON l.value = v.text
        )
        """
    )


def _count_observations(made: Converted) -> None:
    """Count good rows and the distinct observations among them."""
    counterparts, periods, breakdowns = (
        made.connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {name}_map").fetchone()[0]
        for name in ("counterpart", "period", "breakdown")
    )
    made.sizes = (counterparts, periods, breakdowns)
    made.good, made.distinct = made.connection.execute(
        f"SELECT count(*), count(DISTINCT {made.key}) FROM obs WHERE good"
    ).fetchone()


def native_free(text: str) -> str:
    """Return a text as a person sees it."""
    return text.removeprefix(NATIVE)
